"""What is written as Markdown is read back as it was."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exchange.incoming import Incoming
from studyapp.domain.exchange.markdown import write_lessons
from studyapp.domain.lessons.blocks import Question
from studyapp.domain.lessons.html.sanitising import text_of
from tests.domain.exchange import values
from tests.domain.lessons.written import read


def read_back(questions: list[Incoming], *, title: str = "Indexes") -> list[Question]:
    """The questions of the lessons that were written."""
    found: list[Question] = []
    for text in write_lessons(questions, title=title):
        pack = read(text)
        found += [block for section in pack.sections for block in section.blocks if isinstance(block, Question)]
    return found


def plain(html: str) -> str:
    return text_of(html) if html else ""


def assert_same(question: Incoming, found: Question) -> None:
    kind = question.kind
    if kind == "single" and {option.text for option in question.options} in ({"True", "False"}, {"TRUE", "FALSE"}):
        kind = "true-false"
    assert (found.kind, found.stem.text, found.both_ways) == (kind, question.stem, question.both_ways)
    assert [(one.text, one.is_key, plain(one.why_html)) for one in found.options] == [
        (one.text, one.is_key, one.why) for one in question.options
    ]
    assert tuple(step.text for step in found.sequence) == question.sequence
    assert tuple((one.text, other.text) for one, other in found.pairs) == question.pairs
    if question.id:
        assert found.id == question.id
    if question.kind == "card":
        assert found.accepted == (question.answer,)
    else:
        assert found.accepted == question.accepted
        assert plain(found.explanation_html) == question.explanation


def test_an_answer_with_signs_that_look_like_a_tag_is_read_back_whole() -> None:
    question = Incoming(kind="short-answer", stem="What is never true?", line=1, accepted=("0<0 >",))
    (found,) = read_back([values.as_markdown(question)])
    assert found.accepted == ("0<0 >",)


@pytest.mark.parametrize(
    "accepted", [("The answer is", "index"), ("The answer is",), ("Answer: B", "C"), ("Answer is B",)]
)
def test_an_answer_that_begins_like_a_label_is_read_back_whole(accepted: tuple[str, ...]) -> None:
    (found,) = read_back([values.as_markdown(Incoming(kind="short-answer", stem="What?", line=1, accepted=accepted))])
    assert found.accepted == accepted


@given(values.questions)
def test_a_question_of_plain_texts_is_read_back_as_it_was(question: Incoming) -> None:
    (found,) = read_back([values.as_markdown(question)])
    assert_same(question, found)


@given(st.lists(values.questions, min_size=2, max_size=5, unique_by=lambda question: question.stem))
def test_questions_that_follow_each_other_do_not_mix(questions: list[Incoming]) -> None:
    questions = [question if not question.id else Incoming(**{**_fields(question), "id": ""}) for question in questions]
    found = read_back([values.as_markdown(question) for question in questions])
    assert len(found) == len(questions)
    for question, back in zip(questions, found, strict=True):
        assert_same(question, back)


def _fields(question: Incoming) -> dict[str, object]:
    return {name: getattr(question, name) for name in Incoming.__slots__}


@given(values.lines, values.lines)
def test_any_title_opens_its_section(title: str, section: str) -> None:
    question = Incoming("card", "What is GIN?", 1, answer="An index", section=section)
    (text,) = write_lessons([question], title=title)
    pack = read(text)
    found = [(len(one.blocks), one.depth) for one in pack.sections]
    assert len(found) == 2
    assert found[1][0] == 1, unescape(text)
