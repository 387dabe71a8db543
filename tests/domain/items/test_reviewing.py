"""Edits of items by instructors: what may change, and which rules hold the edit back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.reviewing import (
    STEM,
    apply_edit,
    as_source,
    basis_of,
    edit_breaches,
    editable_places,
    phrase_of,
)
from studyapp.domain.items.values import Item, Option

FORWARD = Item(
    fact_key="t/hash/use-when",
    form="forward",
    kind="single",
    stem="Hash: when would you use it?",
    stem_html="<strong>Hash</strong>: when would you use it?",
    feedback_html="<p>Hash</p>",
    file="a.md",
    line=3,
    options=(
        Option("Exact keys are looked up", "Exact keys are looked up", "key"),
        Option("Ranges are read in order", "Ranges are read in order", "row:Tree", "<p>Tree’s.</p>"),
        Option("Texts are searched by word", "Texts are searched by word", "row:Inverted", "<p>Inverted’s.</p>"),
    ),
    keys=(1,),
)


def rules_of(**edit: object) -> list[tuple[int, int]]:
    """Place and number of each rule that an edit breaks."""
    stem = str(edit.pop("stem", as_source(FORWARD.stem_html)))
    distractors = {int(name.removeprefix("option_")): str(text) for name, text in edit.items()}
    edited = apply_edit(FORWARD, stem=stem, distractors=distractors)
    return [(breach.place, breach.rule) for breach in edit_breaches(FORWARD, edited)]


def test_a_fair_edit_breaks_no_rule() -> None:
    assert rules_of(stem="In which case would you use a Hash index?", option_2="Rows are sorted by date") == []


@pytest.mark.parametrize(
    ("edit", "broken"),
    [
        ({"option_2": "texts are searched, by word."}, (2, 1)),
        ({"option_2": "Texts are searched by one word"}, (2, 2)),
        ({"option_3": "Exact keys are looked up fast"}, (3, 16)),
        ({"option_3": "42"}, (3, 9)),
        ({"option_3": "`SELECT 1`"}, (3, 9)),
        ({"option_3": " "}, (3, 0)),
        ({"option_3": "x" * 201}, (3, 12)),
        ({"stem": ""}, (STEM, 0)),
        ({"stem": "Hash"}, (STEM, 5)),
        ({"stem": "When would you use this index?"}, (STEM, 16)),
        ({"stem": "You use Hash when you need an?"}, (STEM, 14)),
        ({"stem": f"Hash: when would you use it {'x' * 600}?"}, (STEM, 12)),
    ],
)
def test_an_edit_that_breaks_a_rule_is_told_which(edit: dict[str, object], broken: tuple[int, int]) -> None:
    assert broken in rules_of(**edit)


def test_a_breach_says_what_is_wrong_and_how_to_mend_it() -> None:
    edited = apply_edit(FORWARD, stem="Hash: when would you use it?", distractors={3: "42"})
    assert str(edit_breaches(FORWARD, edited)[0]) == (
        "Rule 9: the option is number, the key is text. Fix: make the options of one kind."
    )


def test_what_stood_there_before_is_not_held_against_an_edit() -> None:
    options = (*FORWARD.options, Option("Ranges are read in order", "Ranges are read in order"))
    twice = replace(FORWARD, options=options)
    edited = apply_edit(twice, stem="Hash: when would you use it?", distractors={3: "Rows are sorted by date"})
    assert edit_breaches(twice, edited) == ()


def test_the_key_may_not_be_edited() -> None:
    assert editable_places(FORWARD) == (2, 3)
    with pytest.raises(ValueError, match="may be edited"):
        apply_edit(FORWARD, stem="x", distractors={1: "another key"})


def test_a_reworded_distractor_is_nobodys_value_any_more() -> None:
    edited = apply_edit(
        FORWARD, stem="Hash: when would you use it?", distractors={2: "Rows come", 3: FORWARD.options[2].text}
    )
    assert edited.options[1] == Option("Rows come", "Rows come")
    assert edited.options[2] == FORWARD.options[2]


def test_what_is_not_reworded_keeps_its_html() -> None:
    edited = apply_edit(FORWARD, stem="Hash: when would you use it?", distractors={})
    assert edited == FORWARD


def test_the_basis_of_a_decision_is_the_question_and_the_key() -> None:
    other = replace(FORWARD, options=(FORWARD.options[0], Option("else", "else")))
    assert basis_of(other) == basis_of(FORWARD)
    assert basis_of(replace(FORWARD, stem_html="Else?")) != basis_of(FORWARD)
    key = replace(FORWARD.options[0], html="Exact keys")
    assert basis_of(replace(FORWARD, options=(key, *FORWARD.options[1:]))) != basis_of(FORWARD)


def test_the_order_of_steps_is_part_of_the_basis() -> None:
    steps = replace(FORWARD, kind="ordering", form="order", keys=())
    assert basis_of(replace(steps, options=steps.options[::-1])) != basis_of(steps)


@given(st.text())
def test_whatever_is_written_becomes_safe_html_that_says_the_same(source: str) -> None:
    phrase = phrase_of(source)
    bare = phrase.html.replace("<code>", "").replace("</code>", "")
    assert "<" not in bare
    assert "`" in source or as_source(phrase.html) == " ".join(phrase.text.split())


def test_backticks_are_code() -> None:
    assert phrase_of("use `a < b` here").html == "use <code>a &lt; b</code> here"
    assert phrase_of("a lone ` stays").html == "a lone ` stays"
    assert as_source("use <code>a &lt; b</code> <em>here</em>") == "use `a < b` here"
