"""What stayed between two sequences, within a budget."""

import random
from difflib import SequenceMatcher
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studyapp.authoring.comparing.sequences import STEPS_OF_A_PAGE, Budget, steps_at_most, stretches
from studyapp.authoring.comparing.words import word_difference
from studyapp.authoring.drafts.sources import differing_lines

ITEMS = st.lists(st.sampled_from("abcdefgh"), max_size=20)
BUDGETS = st.sampled_from([0, 5, 50, STEPS_OF_A_PAGE])


@given(ITEMS, ITEMS, BUDGETS)
def test_stretches_cover_both_sequences_whatever_the_budget(old: list[str], new: list[str], steps: int) -> None:
    found = stretches(old, new, Budget(steps))
    assert [item for one in found for item in old[one.old_start : one.old_end]] == old
    assert [item for one in found for item in new[one.new_start : one.new_end]] == new
    for one in found:
        is_equal = old[one.old_start : one.old_end] == new[one.new_start : one.new_end]
        assert is_equal == (one.how == "same")
    assert all(one.how != other.how for one, other in pairwise(found))


@given(ITEMS)
def test_equal_sequences_are_one_stretch_and_cost_nothing(items: list[str]) -> None:
    assert [one.how for one in stretches(items, items, Budget(0))] == ["same"] * bool(items)


@given(ITEMS, ITEMS, BUDGETS)
def test_no_more_is_spent_than_there_is(old: list[str], new: list[str], steps: int) -> None:
    budget = Budget(steps)
    stretches(old, new, budget)
    assert 0 <= budget.left <= steps


@given(ITEMS, ITEMS)
def test_the_steps_are_never_fewer_than_the_matches_found(old: list[str], new: list[str]) -> None:
    matches = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    assert steps_at_most(old, new) >= sum(block.size for block in matches)


def test_what_is_too_dear_is_cut_at_what_stands_once() -> None:
    blanks = [""] * 3000
    old = ["first", *blanks, "middle", *blanks, "last"]
    new = ["First", *blanks, "middle", *blanks, "Last"]
    found = stretches(old, new, Budget())
    assert [(one.how, one.old_end - one.old_start) for one in found] == [("other", 1), ("same", 6001), ("other", 1)]


def shuffled(count: int, *, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(400)}" for _ in range(count)]


def test_texts_of_few_words_very_often_are_shown_without_comparing_each_pair() -> None:
    pieces = word_difference(" ".join(["a"] * 750), " ".join(["a", "x"] * 375))
    assert "".join(piece.text for piece in pieces if piece.how != "old") == " ".join(["a", "x"] * 375)
    old, new = shuffled(30_000, seed=1), shuffled(30_000, seed=2)
    found = differing_lines("\n".join(old), "\n".join(new))
    assert [line for sign, line in found if sign != "+"] == old
    assert [line for sign, line in found if sign != "-"] == new


def test_a_page_of_many_dear_texts_ends_comparing_them() -> None:
    budget = Budget()
    spent = []
    for seed in range(200):
        old, new = shuffled(300, seed=seed), shuffled(300, seed=-seed - 1)
        word_difference("same " * 100 + " ".join(old), "same " * 100 + " ".join(new), budget)
        spent.append(STEPS_OF_A_PAGE - budget.left)
    assert spent[-1] == spent[-2] <= STEPS_OF_A_PAGE


def test_around_what_differs_one_line_of_either_side_is_shown() -> None:
    assert differing_lines("a\nb\nc\nd\ne\nf\ng", "a\nb\nX\nd\ne\nf\nY") == [
        (" ", "b"), ("-", "c"), ("+", "X"), (" ", "d"), (" ", "f"), ("-", "g"), ("+", "Y"),
    ]  # fmt: skip
    assert differing_lines("a\nb", "a\nb") == []
