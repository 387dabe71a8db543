from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exchange.gift import read_gift
from studyapp.domain.exchange.incoming import Incoming, Taken, Unreadable
from studyapp.domain.exchange.markdown import write_lessons
from tests.domain.lessons.written import read


def taken(text: str) -> Taken:
    return read_gift(text.encode(), file="quiz.gift")


def one(text: str) -> Incoming:
    (question,) = taken(text).questions
    return question


def said(text: str) -> list[tuple[int, str]]:
    return [(loss.line, loss.what) for loss in taken(text).losses]


def options(question: Incoming) -> list[tuple[str, bool, str]]:
    return [(option.text, option.is_key, option.why) for option in question.options]


def test_a_choice_has_its_key_and_its_reasons() -> None:
    question = one("::Q1::Which index sorts?{~Hash#no order =B-tree#keys are sorted ####Think of leaves.}")
    assert (question.kind, question.stem, question.id) == ("single", "Which index sorts?", "Q1")
    assert options(question) == [("Hash", False, "no order"), ("B-tree", True, "keys are sorted")]
    assert question.explanation == "Think of leaves."


def test_weights_make_a_choose_n_question() -> None:
    question = one("Which sort?{~%50%B-tree ~%50%GiST ~%-50%Hash ~%-50%BRIN}")
    assert question.kind == "multiple"
    assert [is_key for _, is_key, _ in options(question)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which?{=a ~%50%b ~c}", "50 %"),
        ("Which?{=a =b ~c}", "any one of 2"),
        ("Which?{~%75%a ~%25%b ~c}", "different weights"),
        ("Which?{=a ~%-25%b}", "marks taken off"),
        ("What?{=a =%50%b}", "earns 50 %"),
        ("What?{=a* =b}", "pattern"),
        ("What?{=a / b}", "is written as"),
        ("Number?{#3:0.5}", "2.5 to 3.5"),
        ("Number?{#3 =%50%4}", "a part of the marks"),
        ("Match.{=a -> 1 =b -> 2 = -> 3}", "matches nothing"),
        ("[html]<img src='x.png' alt='a tree'> What?{=a ~b}", "the picture x.png"),
        ("Say it.{####Because.}", "becomes a card"),
    ],
)
def test_what_cannot_be_carried_over_is_told_with_its_line(text: str, words: str) -> None:
    losses = said(f"\n\n{text}")
    assert any(words in what and line == 3 for line, what in losses), losses


@pytest.mark.parametrize(
    ("answers", "is_true"), [("T", True), ("TRUE", True), ("F", False), ("FALSE", False), (" TRUE ", True)]
)
def test_truth_has_two_options(answers: str, is_true: bool) -> None:
    question = one(f"A hash index is sorted.{{{answers}#wrong#right}}")
    assert question.kind == "true-false"
    assert options(question) == [
        ("True", is_true, "right" if is_true else "wrong"),
        ("False", not is_true, "wrong" if is_true else "right"),
    ]


def test_a_missing_word_leaves_a_blank() -> None:
    question = one("Grant is {~buried =entombed ~living} in his tomb.")
    assert question.stem == r"Grant is \_\_\_\_\_ in his tomb."


def test_a_short_answer_accepts_all_full_answers() -> None:
    assert one("Two plus two?{=four =4}").accepted == ("four", "4")


@pytest.mark.parametrize(
    ("answers", "accepted"),
    [("#3.5", ("3.5",)), ("#1822:0", ("1822",)), ("#1..3", ("2", "1", "3")), ("#=7 =8", ("7", "8")), ("#-2", ("-2",))],
)
def test_a_number_is_a_typed_answer(answers: str, accepted: tuple[str, ...]) -> None:
    assert one(f"How many?{{{answers}}}").accepted == accepted


def test_pairs_are_matched() -> None:
    assert one("Match.{=GIN -> arrays\n=BRIN -> logs}").pairs == (("GIN", "arrays"), ("BRIN", "logs"))


def test_without_answers_it_is_a_reflection_and_without_braces_a_text() -> None:
    assert [question.kind for question in taken("Why?{}\n\nRead this first.").questions] == ["essay", "prose"]


def test_escaped_characters_are_text() -> None:
    question = one(r"Is 1\=1 in \{a\:b\} \~ \#x \\ y?\nNext{=yes\=\~ ~no}")
    assert question.stem == "Is 1=1 in {a:b} ~ #x \\\\ y?<br>\nNext"
    assert question.options[0].text == "yes=~"


def test_markup_in_plain_text_stays_text_and_html_becomes_markdown() -> None:
    questions = taken("A *b* [c] _d_?{=x ~y}\n\n[html]<b>Bold</b> <code>a|b</code>?{=x ~y}\n\n[markdown]*It*?{=x ~y}")
    assert [question.stem for question in questions.questions] == [
        r"A \*b\* \[c] \_d\_?", "**Bold** `a|b`?", "*It*?",
    ]  # fmt: skip


def test_categories_are_sections_and_comments_name_ids() -> None:
    text = "// a comment\n$CATEGORY: $course$/top/Default for X/Water\n\n// [id:water-1] [tag:x]\nHot?{T}\n\nCold?{F}"
    assert [(question.section, question.id) for question in taken(text).questions] == [
        ("Water", "water-1"),
        ("Water", ""),
    ]


def test_one_broken_question_costs_no_other() -> None:
    found = taken("First?{=a ~b}\n\nBroken {=a\n\nThird?{=a ~b}\n\nMatch.{=a -> b =c}\n\nN?{#x}")
    assert [question.stem for question in found.questions] == ["First?", "Third?"]
    assert [loss.line for loss in found.losses] == [3, 7, 9]
    assert "its { has no partner" in found.losses[0].what


@pytest.mark.parametrize("text", ["Broken {=a", "// only a comment\n"])
def test_a_file_without_a_question_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        taken(text)


@pytest.mark.parametrize("content", [b"", b"  \n", b"caf\xe9 {T}", b"a\0b{T}"])
def test_a_file_that_is_no_text_is_refused_with_its_line(content: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read_gift(content, file="quiz.gift")
    assert error.value.line == 1


def test_utf_16_that_says_so_is_read() -> None:
    assert read_gift("Größe?{T}".encode("utf-16"), file="a.gift").questions[0].stem == "Größe?"


@given(st.text(st.sampled_from("{}=~#:%->\\/[]$\n ab1."), max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    lines = [1]
    with suppress(Unreadable):
        lines += [loss.line for loss in taken(text).losses]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


BREAD = """$CATEGORY: Bread/Crust

::Crust1:: What browns the crust? {=The Maillard reaction ~Oxidation}

::Salt:: Salt slows fermentation. {TRUE}

::Match:: Match the flour. {=Rye -> dark =White -> mild}

$CATEGORY: Bread

::Water:: Percent of water in the dough? {#70}

::Rest:: The French rest? {=autolyse}

::Why:: Why do you fold? {}
"""


def test_a_name_becomes_the_id_of_a_question_of_any_kind() -> None:
    found = taken(BREAD)
    assert [question.id for question in found.questions] == ["Crust1", "Salt", "Match", "Water", "Rest", "Why"]
    (text,) = write_lessons(found.questions, title="q")
    for comment in ("question: Crust1", "question: Salt", "match: Match", "question: Water", "reflection: Why"):
        assert f"<!-- {comment} -->" in text
    assert found.losses == ()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Salt slows fermentation.", "Salt slows fermentation."),
        ("Salt slows...", "Salt slows fermentation."),
        ("Salt slows…", "Salt slows fermentation."),
        ("A sentence that goes on for more than for", "A sentence that goes on for more than forty letters."),
    ],
)
def test_a_name_that_only_repeats_the_stem_is_no_id_and_no_loss(name: str, stem: str) -> None:
    assert one(f"::{name}::{stem}{{T}}").id == ""
    assert said(f"::{name}::{stem}{{T}}") == []


def test_names_that_become_no_ids_are_told_once() -> None:
    text = "::a::One?{T}\n\n::a::Two?{T}\n\n::соль::Three?{T}\n\n::b::Only a text."
    assert said(text) == [
        (3, "3 names of questions are left out: an id has Latin letters and digits, and stands once in a file")
    ]


def test_a_category_in_a_category_is_a_heading_below_its_heading() -> None:
    (text,) = write_lessons(taken(BREAD).questions, title="q")
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert headings[:4] == ["# q", "## Bread", "### Crust", "#### What browns the crust?"]
    assert headings[6:8] == ["## Bread", "### Percent of water in the dough?"]
    assert [(section.title, section.depth) for section in read(text).sections] == [
        ("q", 1), ("Bread", 2), ("Crust", 3), ("Bread", 2),
    ]  # fmt: skip


def test_a_category_deeper_than_headings_go_loses_no_name() -> None:
    (text,) = write_lessons(taken("$CATEGORY: a/b/c/d/e\n\nWhy?{T}").questions, title="q")
    assert [line for line in text.split("\n") if line.startswith("#")] == [
        "# q", "## a", "### b", "#### c / d", "##### e", "###### Why?",
    ]  # fmt: skip


def test_the_title_of_the_file_is_not_repeated_as_a_section() -> None:
    (text,) = write_lessons(taken("$CATEGORY: $course$/top/Bread/Crust\n\nWhy?{T}").questions, title="Bread")
    assert [line for line in text.split("\n") if line.startswith("#")] == ["# Bread", "## Crust", "### Why?"]
