"""Charts: the drawing and its table say the same, nothing in them is markup, equal values give equal bytes."""

import re
from datetime import date, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.web.charts import (
    Bar,
    Day,
    Dot,
    Pair,
    bars,
    dots_with_interval,
    heat_calendar,
    horizontal_bars,
    paired_bars,
)

WORDS = {"caption": "Load ahead", "finding": "Most on Friday: 12 reviews."}
HEADERS = ("Day", "Reviews")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=30)


def tree(figure: str) -> ElementTree.Element:
    return ElementTree.fromstring(figure)


def cells(figure: str) -> list[str]:
    return ["".join(cell.itertext()) for cell in tree(figure).iter("td")]


def labels(figure: str) -> list[str]:
    return ["".join(text.itertext()) for text in tree(figure).iter("text")]


def some_bars(count: int) -> list[Bar]:
    return [Bar(f"{n} Nov", float(n * 7 % 13), f"{n * 7 % 13} reviews") for n in range(count)]


def year(end: date = date(2026, 11, 23), length: int = 365) -> list[Day]:
    days = [end - timedelta(days=length - 1 - n) for n in range(length)]
    return [Day(day, n % 9, str(n % 9)) for n, day in enumerate(days)]


def test_a_few_bars_are_all_labelled_with_the_words_of_their_cells() -> None:
    figure = bars("load", some_bars(7), **WORDS, headers=HEADERS)

    assert labels(figure) == cells(figure)
    assert len(cells(figure)) == 7


def test_of_many_bars_the_highest_carries_its_label() -> None:
    values = [Bar(f"{n}", n, f"{n} reviews", tick="") for n in range(30)]

    assert labels(bars("load", values, **WORDS, headers=HEADERS)) == ["0 reviews", "29 reviews"]


def test_pairs_carry_both_counts_and_a_key_that_tells_them_apart() -> None:
    pairs = [Pair("0", 3, 1), Pair("1", 0, 2)]
    figure = paired_bars("moves", pairs, **WORDS, headers=("Points", "Before", "After"))

    assert cells(figure) == ["3", "1", "0", "2"]
    assert labels(figure) == ["3", "1", "0", "2", "1", "Before", "After"]
    assert figure.count('class="outline"') == 1 + 1  # a zero has no bar, the key has one
    assert figure.count('class="mark"') == 2 + 1


def test_each_dot_and_each_lying_bar_says_what_its_cell_says() -> None:
    dots = [Dot("Safety", "61 % (52–69)", 61, 52, 69), Dot("Testing", "needs 10 answers, has 4")]
    dotted = dots_with_interval("recall", dots, **WORDS, headers=HEADERS)
    lying = horizontal_bars("lessons", some_bars(4), **WORDS, headers=HEADERS)

    assert cells(dotted) == ["61 % (52–69)", "needs 10 answers, has 4"]
    assert set(cells(dotted)) <= set(labels(dotted))
    assert set(cells(lying)) <= set(labels(lying))


def test_a_share_without_evidence_has_no_dot() -> None:
    figure = dots_with_interval("recall", [Dot("Testing", "needs 10 answers")], **WORDS, headers=HEADERS)

    assert not list(tree(figure).iter("circle"))


def test_no_line_is_longer_than_a_narrow_screen_and_none_runs_into_the_value_beside_it() -> None:
    domain = "Foundation model integration, data management and compliance (31 %)"
    lacks = "– needs 10 answers, has 0; needs 9 facts met, has 0"
    values = [Dot(domain, "43 %, 68 answers", 43), Dot(domain, lacks, None)]
    figure = dots_with_interval("recall", values, **WORDS, headers=HEADERS)
    assert max(map(len, labels(figure))) <= 48
    lines: dict[str, int] = {}
    for text in tree(figure).iter("text"):
        lines[text.attrib["y"]] = lines.get(text.attrib["y"], 0) + len("".join(text.itertext()))
    assert max(lines.values()) <= 48


def test_the_axis_of_shares_always_runs_from_0_to_100() -> None:
    figure = dots_with_interval("recall", [Dot("Safety", "61 %", 61, 60, 62)], **WORDS, headers=HEADERS)
    dot = next(tree(figure).iter("circle"))

    assert dot.get("cx") == "61%"
    assert labels(figure)[-3:] == ["0 %", "50 %", "100 %"]


def test_a_calendar_has_one_square_a_day_and_one_row_a_week() -> None:
    figure = heat_calendar("year", year(), **WORDS)
    squares = list(tree(figure).iter("rect"))

    assert len(squares) == 365
    assert len(list(tree(figure).iter("tr"))) == 1 + 53
    assert [cell for cell in cells(figure) if cell] == [day.text for day in year()]


def test_the_title_of_a_square_ends_with_the_words_of_its_cell() -> None:
    days = year(length=14)
    figure = heat_calendar("year", days, **WORDS)
    titles = [title.text or "" for title in tree(figure).iter("title")][1:]

    assert [title.split(": ")[1] for title in titles] == [cell for cell in cells(figure) if cell]


def test_a_day_with_more_answers_never_has_a_smaller_square() -> None:
    figure = heat_calendar("year", year(), **WORDS)
    sizes = [
        (day.value, float((rect.get("height") or "")[:-2]))
        for day, rect in zip(year(), tree(figure).iter("rect"), strict=True)
    ]
    active = sorted((value, size) for value, size in sizes if value)

    assert [size for _, size in active] == sorted(size for _, size in active)


def test_nothing_done_at_all_is_still_a_chart() -> None:
    idle = [Day(day.day, 0, "0") for day in year(length=30)]
    flat = [Bar(str(n), 0, "0") for n in range(30)]

    assert 'class="mark"' not in heat_calendar("year", idle, **WORDS)
    assert 'class="mark"' not in bars("load", flat, **WORDS, headers=HEADERS)
    assert 'class="mark"' not in horizontal_bars("lessons", flat, **WORDS, headers=HEADERS)


@given(st.lists(st.tuples(TEXTS, st.floats(0, 1e6), TEXTS), min_size=1, max_size=40), TEXTS)
def test_any_text_comes_back_as_text_and_never_as_markup(rows: list[tuple[str, float, str]], caption: str) -> None:
    values = [Bar(f"<b>{label}", value, f"{text}&<script>") for label, value, text in rows]
    figure = bars("load", values, caption=caption, finding=f"<i>{caption}", headers=("<u>", "&"))

    assert cells(figure) == [bar.text for bar in values]
    assert not {"script", "b", "i", "u"} & {element.tag for element in tree(figure).iter()}


@given(st.lists(st.tuples(TEXTS, st.floats(0, 1000)), min_size=1, max_size=20))
def test_equal_values_give_equal_bytes_and_stay_inside_the_frame(rows: list[tuple[str, float]]) -> None:
    values = [Bar(label, value, f"{value:.0f}") for label, value in rows]
    once, again = (bars("load", list(values), **WORDS, headers=HEADERS) for _ in range(2))
    widths = [float(rect.get("x", "")[:-1]) + float(rect.get("width", "")[:-1]) for rect in tree(once).iter("rect")]

    assert once == again
    assert all(0 <= edge <= 100 for edge in widths)


def test_a_figure_says_its_finding_and_uses_no_style_attribute() -> None:
    figure = heat_calendar("year", year(), **WORDS)
    drawing = next(tree(figure).iter("svg"))

    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "year-title year-desc"
    assert drawing.findtext("desc") == WORDS["finding"]
    assert " style=" not in figure
    assert not re.search(r"\d\.\d{3}", unescape(figure))


@pytest.mark.parametrize("figure", ["", "Load", "a b", '"x'])
def test_an_id_that_could_break_out_of_its_attribute_is_refused(figure: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        bars(figure, some_bars(2), **WORDS, headers=HEADERS)


@pytest.mark.parametrize("count", [0, 401])
def test_a_chart_of_nothing_or_of_too_much_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 400"):
        bars("load", some_bars(count), **WORDS, headers=HEADERS)
