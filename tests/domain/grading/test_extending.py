"""A line is put into a rubric's Markdown, and the rubric then knows it."""

import pytest

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.extending import insert_line
from studyapp.domain.grading.phrases import PhraseError
from studyapp.domain.grading.rubric import Rubric
from tests.domain.grading.examples import rubric_of

RUBRIC = """\
<details><summary>Rubric</summary>

- 1 point: keeps hot pages <!-- id: hot -->
    - keep/hold hot
      page
    - Hint: Where do pages go?
- 2 points: costs time <!-- id: price -->
    * slow write
- Model answer: It keeps a hot page and makes each write slow.
"""


def read(text: str) -> Rubric:
    """The list behind the first two lines, in its places."""
    return rubric_of("\n".join(text.split("\n")[2:]), question="What does it do?")


def test_the_line_is_the_last_of_its_criterion_and_indented_like_the_others() -> None:
    text = insert_line(RUBRIC, read(RUBRIC).criteria[0], "cache page")
    assert text.split("\n")[3:7] == [
        "    - keep/hold hot",
        "      page",
        "    - cache page",
        "    - Hint: Where do pages go?",
    ]
    assert [line.text for line in read(text).criteria[0].lines] == ["keep/hold hot page", "cache page"]
    assert "    * delay insert\n" in insert_line(RUBRIC, read(RUBRIC).criteria[1], "delay insert")


def test_what_was_missed_is_met_afterwards_and_nothing_else_moves() -> None:
    answer = "Frequently read blocks stay nearby."
    assert grade(read(RUBRIC), answer, question="").marks == 0
    text = insert_line(RUBRIC, read(RUBRIC).criteria[0], "read/used block/page stay/remain")
    assert grade(read(text), answer, question="").marks == 1
    assert read(text).criteria[1].lines[0].text == read(RUBRIC).criteria[1].lines[0].text


def test_windows_line_breaks_stay_and_white_space_is_evened_out() -> None:
    windows = RUBRIC.replace("\n", "\r\n")
    text = insert_line(windows, read(RUBRIC).criteria[1], "  delay \n insert ")
    assert "    * delay insert\r\n" in text
    assert text.replace("\r\n", "\n") == insert_line(RUBRIC, read(RUBRIC).criteria[1], "delay insert")


def test_a_line_that_stands_there_already_changes_nothing() -> None:
    assert insert_line(RUBRIC, read(RUBRIC).criteria[1], "slow write") == RUBRIC


@pytest.mark.parametrize(
    "phrase",
    [
        "", "the of", "cheap not durable", 'open "quote', "Hint: no", "a <!-- id: x --> b",
        "Model answer: none", "Trap: slow", "in short: hot page",
    ],
)  # fmt: skip
def test_what_no_rubric_may_say_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        insert_line(RUBRIC, read(RUBRIC).criteria[0], phrase)


def test_a_text_that_is_another_one_is_refused() -> None:
    with pytest.raises(LookupError, match="holds no line of price"):
        insert_line("Something else", read(RUBRIC).criteria[1], "delay insert")
