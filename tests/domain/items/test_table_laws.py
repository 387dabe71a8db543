"""Whatever table an author writes, no item of it is ambiguous. Judged by a checker that shares no code with items."""

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.common.words import content_words
from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.serving import serve
from studyapp.domain.items.values import Item
from studyapp.domain.lessons.blocks import ComparisonTable

from .checker import CONTRASTS, are_alike, defended
from .lessons import pack, section, table

WORDS = """
    sorted keys rows pointer hash codes list minimum block range search inside arrays large tables physical order cheap
    writes slow reads cache memory disk vector graph tree batch stream the of and per with events replayed sessions
    minutes labels output paths people folders machines archives yearly schemas grow objects nobody covers
""".split()  # noqa: SIM905 - a list of words reads best as a text
SCALES = (
    ("$", "$$", "$$$"),
    ("Low", "Medium", "High"),
    ("Yes", "No"),
    ("10 ms", "200 ms", "3,000 ms", "5 ms"),
    ("", "-", "n/a", "Low"),
)
NAMES = ("Hash", "B-tree", "Graph store", "Cache", "Stream", "Kafka", "Redis", "Loki", "S3", "S3 Glacier", "Neo4j", "")


@st.composite
def tables(draw: st.DrawFn) -> ComparisonTable:
    rows = draw(st.integers(2, 7))
    is_unique = draw(st.sampled_from([True, True, True, False]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=rows, max_size=rows, unique=is_unique))
    sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
    columns = []
    for _ in range(draw(st.integers(1, 4))):
        cell = draw(st.sampled_from([sentence, sentence, *(st.sampled_from(scale) for scale in SCALES)]))
        columns.append(draw(st.lists(cell, min_size=rows, max_size=rows)))
    headers = draw(
        st.lists(
            st.sampled_from(["Use when", "What it stores", "Write cost", "Speed", "Needs training data", "Limits"]),
            min_size=len(columns),
            max_size=len(columns),
            unique=True,
        )
    )
    return table(*zip(names, *columns, strict=True), header=["Store", *headers])


def items_of(drawn: ComparisonTable) -> list[Item]:
    return [item for item in build_bank(pack(section(drawn))).items if item.kind == "single"]


def place_of(drawn: ComparisonTable, item: Item) -> tuple[int, int]:
    """Row and column of the asked cell, found by the item's line and the header it quotes or implies."""
    row = drawn.row_lines.index(item.line)
    slugs = [re.sub(r"\W+", "-", header.text.lower()) for header in drawn.columns]
    return row, slugs.index(item.fact_key.rsplit("/", 1)[1])


def cells_of(drawn: ComparisonTable, column: int) -> list[str]:
    return [row[column].text for row in drawn.rows]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_exactly_one_option_can_be_defended(drawn: ComparisonTable) -> None:
    for item in items_of(drawn):
        row, column = place_of(drawn, item)
        values = cells_of(drawn, column)
        [key] = [item.options[place - 1].text for place in item.keys]
        wrong = [option.text for place, option in enumerate(item.options, 1) if place not in item.keys]
        if item.form in CONTRASTS:
            assert defended(drawn, item, column) == {key}
        elif item.form == "forward":
            assert key == values[row]
            assert not any(are_alike(text, key) for text in wrong)
            assert values.count(key) == 1
        else:
            rows_of_value = [other for other, value in enumerate(values) if are_alike(value, values[row])]
            assert rows_of_value == [row]
            assert key == drawn.rows[row][0].text
            assert f"“{values[row]}”" in item.stem


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_option_equals_contains_or_nearly_repeats_another(drawn: ComparisonTable) -> None:
    for item in items_of(drawn):
        for one, other in combinations((option.text for option in item.options), 2):
            assert not are_alike(one, other)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_word_of_a_row_gives_the_answer_away(drawn: ComparisonTable) -> None:
    names = [row[0].text for row in drawn.rows]
    for item in items_of(drawn):
        if item.form in CONTRASTS:
            continue  # ask for no value; defended() shows that the rows' names do not matter
        row, column = place_of(drawn, item)
        value = content_words(cells_of(drawn, column)[row])
        given_away = [names[row]] if item.form == "forward" else names
        assert not any(value & content_words(name) for name in given_away)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_option_and_no_asked_value_is_blank(drawn: ComparisonTable) -> None:
    for item in items_of(drawn):
        assert (2 if item.form == "compare" else 3) <= len(item.options) <= 5
        assert not {option.text.strip() for option in item.options} & {"", "-", "n/a"}
        assert "“”" not in item.stem


@settings(max_examples=200, deadline=None)
@given(tables())
def test_every_cell_has_items_or_one_reason(drawn: ComparisonTable) -> None:
    bank = build_bank(pack(section(drawn)))
    asked = {place_of(drawn, item) for item in bank.items if item.kind == "single"}
    skipped = [(drawn.row_lines.index(skip.line), skip.column - 1) for skip in bank.skipped]
    cells = {(row, column) for row in range(len(drawn.rows)) for column in range(1, len(drawn.columns))}
    assert len(skipped) == len(set(skipped))
    assert asked.isdisjoint(skipped)
    assert asked | set(skipped) == cells


@settings(max_examples=100, deadline=None)
@given(tables())
def test_the_same_table_gives_the_same_bank(drawn: ComparisonTable) -> None:
    assert repr(build_bank(pack(section(drawn)))) == repr(build_bank(pack(section(drawn))))


@settings(max_examples=200, deadline=None)
@given(tables(), st.binary(max_size=8))
def test_what_is_shown_has_the_key_once_among_at_most_four(drawn: ComparisonTable, seed: bytes) -> None:
    for item in items_of(drawn):
        shown = serve(item, seed=seed).order
        assert len(shown) == len(set(shown)) == min(4, len(item.options))
        assert set(item.keys) < set(shown) <= set(range(1, len(item.options) + 1))


@settings(max_examples=200, deadline=None)
@given(tables())
def test_a_matching_item_has_one_right_side_for_each_prompt(drawn: ComparisonTable) -> None:
    for item in build_bank(pack(section(drawn))).items:
        if item.form == "match":
            assert 4 <= len(item.prompts) <= 7
            assert len(item.prompts) == len(item.pair_facts) == len(item.options)
            assert not any(are_alike(one.text, other.text) for one, other in combinations(item.options, 2))
            assert not any(are_alike(one.text, other.text) for one, other in combinations(item.prompts, 2))
