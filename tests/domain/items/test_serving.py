"""What is shown of an item is a fair function of the learner and the day."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.rules import cue_in
from studyapp.domain.items.serving import serve
from studyapp.domain.items.values import Item, Option

from .lessons import pack, sample_pack, section, table

SEEDS = [b"learner 7, day %d" % day for day in range(2000)]


def item_of(form: str) -> Item:
    return next(item for item in build_bank(sample_pack()).items if item.form == form)


def wide_item() -> Item:
    values = (
        "Sessions that expire",
        "Ordered events kept",
        "Walking long paths",
        "Searching app output",
        "Archives by year",
    )
    rows = zip(("Redis", "Kafka", "Neo4j", "Loki", "Tape"), values, strict=True)
    bank = build_bank(pack(section(table(*rows, header=["Store", "Serves"]))))
    return next(item for item in bank.items if item.form == "forward")


@pytest.mark.parametrize(
    "form", ["forward", "reverse", "scenario", "next-step", "authored", "order", "match", "belief"]
)
def test_a_reload_shows_the_same(form: str) -> None:
    item = item_of(form)
    assert serve(item, seed=b"Ada, 20415") == serve(item, seed=b"Ada, 20415")


def test_another_day_shows_another_order() -> None:
    item = item_of("forward")
    assert len({serve(item, seed=seed).order for seed in SEEDS}) == 24


def test_two_items_of_one_day_are_shuffled_independently() -> None:
    items = [item for item in build_bank(sample_pack()).items if item.form == "forward"]
    same = sum(serve(items[0], seed=seed).order == serve(items[1], seed=seed).order for seed in SEEDS)
    assert same < len(SEEDS) / 12


def test_the_key_stands_in_each_position_equally_often() -> None:
    item = item_of("forward")
    places = Counter(serve(item, seed=seed).order.index(item.keys[0]) for seed in SEEDS)
    assert all(abs(count / len(SEEDS) - 1 / 4) < 0.04 for count in places.values())
    assert len(places) == 4


def test_the_key_stands_where_it_is_wanted_and_all_else_stays_shuffled() -> None:
    item = item_of("forward")
    for place in range(1, 5):
        orders = {serve(item, seed=seed, key_place=place).order for seed in SEEDS}
        assert {order.index(item.keys[0]) + 1 for order in orders} == {place}
        assert len(orders) == 6


@pytest.mark.parametrize("place", [0, 5, 9])
def test_a_place_that_there_is_not_moves_nothing(place: int) -> None:
    item = item_of("forward")
    assert serve(item, seed=b"x", key_place=place) == serve(item, seed=b"x")


def test_a_wide_item_shows_four_options_and_every_distractor_some_day() -> None:
    item = wide_item()
    shown = [serve(item, seed=seed).order for seed in SEEDS]
    assert len(item.options) == 5
    assert {len(order) for order in shown} == {4}
    assert set().union(*shown) == {1, 2, 3, 4, 5}


def test_every_sample_keeps_the_rules() -> None:
    item = wide_item()
    key = item.options[item.keys[0] - 1].text
    for seed in SEEDS[:200]:
        wrong = [item.options[place - 1].text for place in serve(item, seed=seed).order if place not in item.keys]
        assert cue_in(item.form, item.stem, key, wrong) is None


def test_an_authored_question_shows_all_its_options() -> None:
    item = item_of("authored")
    six = replace(
        item, options=(*item.options, Option("SP-GiST", "SP-GiST"), Option("Bloom", "Bloom"), Option("R", "R"))
    )
    assert sorted(serve(six, seed=b"x").order) == [1, 2, 3, 4, 5, 6]


@given(st.binary())
def test_numbers_ascend(seed: bytes) -> None:
    options = tuple(Option(text, text) for text in ("200 ms", "1,000 ms", "5 ms", "30 ms"))
    item = replace(item_of("authored"), options=options, keys=(1,), numeric=True)
    assert serve(item, seed=seed).order == (3, 4, 1, 2)


@given(st.binary())
def test_true_comes_before_false(seed: bytes) -> None:
    assert serve(item_of("belief"), seed=seed).order == (1, 2)


@given(st.binary(), st.integers(2, 7))
def test_what_is_to_be_ordered_never_starts_in_order(seed: bytes, count: int) -> None:
    item = replace(item_of("order"), options=tuple(Option(str(number), str(number)) for number in range(count)))
    order = serve(item, seed=seed).order
    assert sorted(order) == list(range(1, count + 1))
    assert order != tuple(range(1, count + 1))


def test_right_sides_of_a_match_are_shuffled() -> None:
    orders = {serve(item_of("match"), seed=seed).order for seed in SEEDS[:200]}
    assert len(orders) == 23


def test_typed_items_and_cards_show_no_options() -> None:
    assert serve(item_of("term"), seed=b"x").order == serve(item_of("recall"), seed=b"x").order == ()
