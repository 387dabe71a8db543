import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exchange.aiken import read_aiken
from studyapp.domain.exchange.incoming import Taken, Unreadable


def taken(text: str) -> Taken:
    return read_aiken(text.encode(), file="quiz.txt")


def test_a_question_has_its_options_and_its_key() -> None:
    (question,) = taken("Which sorts?\nA. Hash\nB) B-tree\nANSWER: B\n").questions
    assert (question.kind, question.stem, question.line) == ("single", "Which sorts?", 1)
    assert [(option.text, option.is_key) for option in question.options] == [("Hash", False), ("B-tree", True)]


def test_several_letters_are_several_keys() -> None:
    (question,) = taken("Which sort?\nA. GiST\nB. B-tree\nC. Hash\nANSWER: A, B\n").questions
    assert (question.kind, [option.is_key for option in question.options]) == ("multiple", [True, True, False])


def test_each_question_that_is_wrong_is_told_with_its_line() -> None:
    found = taken(
        "Chapter one\n\nFirst?\nA. a\nB. b\nANSWER: A\n\nSecond?\nA. a\nB. b\nANSWER: D\n\n"
        "Third?\nA. a\nB. b\n\nFourth?\nA. a\nB. b\nANSWER: B\n\nANSWER: A\n"
    )
    assert [question.stem for question in found.questions] == ["First?", "Fourth?"]
    assert [loss.line for loss in found.losses] == [1, 11, 13, 22]


def test_a_text_without_questions_is_refused() -> None:
    with pytest.raises(Unreadable, match="no options"):
        taken("hello\n")


@given(
    st.lists(st.sampled_from(["A. a", "B. b", "C) c", "ANSWER: A", "ANSWER: Z", "Why?", "", "ANSWER:"]), max_size=12)
)
def test_no_order_of_lines_breaks_the_reader(lines: list[str]) -> None:
    try:
        found = taken("\n".join(lines))
    except Unreadable:
        return
    assert all(len(question.options) > 1 for question in found.questions)
