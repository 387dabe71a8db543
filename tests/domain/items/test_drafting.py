"""Drafted beliefs: what a trap's text says plainly, and silence where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.drafting import belief_item, draft_belief
from studyapp.domain.items.reviewing import phrase_of
from studyapp.domain.lessons.blocks import Trap
from studyapp.domain.lessons.pack import Section


@pytest.mark.parametrize(
    ("trap", "belief", "how"),
    [
        ("Tuning is not a way to keep facts fresh.", "Tuning is a way to keep facts fresh.", "turned"),
        ("Meaning does not contain spelling. Ask for both.", "Meaning contains spelling.", "turned"),
        ("Vectors from two models do not share a space.", "Vectors from two models share a space.", "turned"),
        ("A key cannot be empty.", "A key can be empty.", "turned"),
        ("A ceiling is not a purchase, but it is a reservation.", "A ceiling is a purchase.", "turned"),
        ("Many candidates assume that caching stores the answer. It does not.", "Caching stores the answer.", "told"),
        ("Don't believe that a zero is deterministic.", "A zero is deterministic.", "told"),
    ],
)
def test_a_belief_is_proposed_from_plain_words(trap: str, belief: str, how: str) -> None:
    draft = draft_belief(trap)
    assert draft is not None
    assert (draft.text, draft.how) == (belief, how)


@pytest.mark.parametrize(
    "trap",
    [
        "A reranker finds nothing.",
        "A green result can hide a red road.",
        "It is not never.",
        "",
        "Do not do it, not so.",
    ],
)
def test_where_the_text_gives_no_plain_hint_nothing_is_proposed(trap: str) -> None:
    assert draft_belief(trap) is None


@given(st.text(alphabet=st.sampled_from("abc not does is don't that .,'")))
def test_no_text_of_a_trap_is_too_strange(text: str) -> None:
    draft = draft_belief(text)
    assert draft is None or draft.text.endswith(".")


def test_an_approved_belief_is_asked_as_true_or_false_and_is_false() -> None:
    trap = Trap("t", "Cold does not help.", "<p>Cold does not help.</p>", None, None, 4)
    section = Section("s", "1.1", "Storing", 2, "", "", "a.md", 1, 9, 20, (trap,))
    item = belief_item(section, "t", phrase_of("Cold helps."))
    assert item is not None
    assert (item.kind, item.stem, item.keys) == ("true-false", "True or false: “Cold helps”", (2,))
    assert item.feedback_html == trap.html
    assert belief_item(section, "none", phrase_of("Cold helps.")) is None
