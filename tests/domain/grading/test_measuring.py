"""What grading is measured against: steps left out, and plain keywords."""

import pytest

from studyapp.domain.grading.baselines import PlainKeywords
from studyapp.domain.grading.engine import grade
from tests.domain.grading.examples import QUESTION, TOPICS, rubric_of, rubric_with

RAG = rubric_of(f"{TOPICS}- 1 point, RAG: fetches\n    - fetch passage\n- 1 point: is cheap\n    - cheap\n")


@pytest.mark.parametrize(
    ("step", "answer", "marks", "without"),
    [
        ("stems", "RAG fetches passages.", 1, 0),
        ("slips", "RAG fetches pasages.", 1, 0),
        ("polarity", "RAG does not fetch a passage.", 0, 1),
        ("topics", "Fine-tuning fetches passages.", 0, 1),
        ("guards", "cheap RAG fetch passage alpha beta gamma delta epsilon zeta eta theta", 1, 2),
    ],
)
def test_a_step_can_be_left_out_for_measurement(step, answer, marks, without):
    assert grade(RAG, answer, question=QUESTION).marks == marks
    assert grade(RAG, answer, question=QUESTION, without=[step]).marks == without


@pytest.mark.parametrize(
    ("line", "answer", "marks"),
    [
        ("fetch passage", "It never fetches a passage.", 1),
        ("fetch passage", "Passages! Somebody else may fetch something.", 1),
        ("fetch passage", "It fetches.", 0),
        ("look-up row", "It looks; a row, a lookup", 1),
        ('"up to date" row', "rows up to dates", 0),
        ("any 2 of: alpha, beta, gamma", "gamma and alpha", 1),
        ("any 2 of: alpha, beta, gamma", "gamma", 0),
    ],
)
def test_plain_keywords_ask_only_whether_the_words_are_there(line, answer, marks):
    assert PlainKeywords(rubric_with(line)).marks(answer) == marks
