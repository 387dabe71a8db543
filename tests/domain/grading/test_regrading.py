"""What another rubric would change, before anybody's marks move."""

from studyapp.domain.grading.regrading import Bar, Move, replay, survey
from studyapp.domain.grading.suggesting import with_line
from tests.domain.grading.examples import QUESTION, rubric_of

RUBRIC = rubric_of("- 1 point: a <!-- id: a -->\n    - alpha\n- 2 points: b <!-- id: b -->\n    - beta\n")
ANSWERS = [("1", "It is alpha."), ("2", "It is beta."), ("3", "Gamma, clearly."), ("4", "alpha with gamma and beta")]


def test_a_rubric_against_itself_changes_nothing():
    found = replay(RUBRIC, RUBRIC, ANSWERS, question=QUESTION)

    assert (found.up, found.down, found.largest) == (0, 0, ())
    assert all(bar.before == bar.after for bar in found.histogram)


def test_a_line_more_moves_only_who_says_it():
    found = replay(RUBRIC, with_line(RUBRIC, "b", "gamma"), ANSWERS, question=QUESTION)

    assert (found.up, found.down) == (1, 0)
    assert [(move.id, move.before, move.after, move.by) for move in found.largest] == [("3", 0, 2, 2)]


def test_a_criterion_less_takes_marks_away():
    after = rubric_of("- 1 point: a <!-- id: a -->\n    - alpha\n")

    found = replay(RUBRIC, after, ANSWERS, question=QUESTION)

    assert (found.up, found.down) == (0, 2)
    assert {move.by for move in found.largest} == {-2}


def test_words_copied_from_the_question_as_it_is_reworded_earn_nothing_after():
    copied = [("1", "The first of them is alpha.")]

    found = replay(RUBRIC, RUBRIC, copied, question=QUESTION, reworded="Why is it that the first of them is alpha?")

    assert [(move.before, move.after) for move in found.largest] == [(1, 0)]


def test_the_histogram_counts_every_answer_before_and_after():
    found = replay(RUBRIC, with_line(RUBRIC, "b", "gamma"), ANSWERS, question=QUESTION)

    assert found.histogram == (Bar(0, 1, 1, 0), Bar(1, 2, 1, 1), Bar(2, 3, 1, 2), Bar(3, 4, 1, 1))


def test_the_twenty_largest_moves_come_first_downs_before_ups():
    moves = [Move(str(number), 50, 50 + by) for number, by in enumerate([1, -3, 3, *([2] * 30), 0])]

    found = survey(moves, max_marks=100)

    assert [move.by for move in found.largest[:3]] == [-3, 3, 2]
    assert len(found.largest) == 20
    assert (found.up, found.down) == (32, 1)
    assert len(found.histogram) <= 21


def test_marks_at_the_top_of_half_point_rubrics_have_a_bar():
    found = survey([Move("1", 0.5, 2.5), Move("2", 2.5, 2.5)], max_marks=2.5)

    assert found.histogram == (Bar(0, 1, 1, 0), Bar(1, 2, 0, 0), Bar(2, 3, 1, 2))
