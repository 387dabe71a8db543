"""The knowledge is practised, not the wording: the form changes at each review."""

from dataclasses import replace

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.choosing import active_forms, next_form
from studyapp.domain.items.values import Form, Item

from .lessons import sample_pack


def items_of(fact: str) -> list[Item]:
    return [item for item in build_bank(sample_pack()).items if item.fact_key == fact]


def asked(fact: str, reviews: int) -> list[Item]:
    items, history, found = items_of(fact), list[Form](), list[Item]()
    for _ in range(reviews):
        found.append(items[next_form(items, history)])
        history.append(found[-1].form)
    return found


def test_the_form_changes_at_each_review() -> None:
    assert [item.form for item in asked("index-kinds/hash/use-when", 4)] == ["forward", "scenario"] * 2


def test_a_third_form_comes_after_some_reviews() -> None:
    items = [replace(items_of("index-kinds/hash/use-when")[0], form=form) for form in ("forward", "reverse", "compare")]
    history: list[Form] = []
    for _ in range(12):
        history.append(items[next_form(items, history)].form)
    assert history == ["forward", "reverse"] * 2 + ["compare", "reverse"] * 2 + ["compare", "forward"] * 2


def test_a_fact_with_one_item_is_asked_by_it_again() -> None:
    assert [item.form for item in asked("brin-order", 3)] == ["belief"] * 3


def test_the_items_of_one_form_take_turns() -> None:
    found = [item.ordinal for item in asked("add-index", 8) if item.form == "next-step"]
    assert found == [1, 2, 3, 4]


def test_at_most_two_forms_are_active_and_none_that_touches_several_facts() -> None:
    assert active_forms(items_of("index-kinds/b-tree/use-when")) == ("forward", "scenario")
    assert "match" in {item.form for item in items_of("index-kinds/b-tree/use-when")}


def test_after_a_form_that_is_gone_an_active_one_is_asked() -> None:
    items = items_of("index-kinds/hash/use-when")
    assert items[next_form(items, ["compare"])].form == "forward"


def test_a_fact_without_items_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="no item"):
        next_form([], [])
