"""Questions about several rows: which is higher, where two differ, which stands out."""

import pytest

from studyapp.domain.items.choosing import active_forms
from studyapp.domain.items.markup import plain
from studyapp.domain.items.processes import steps_yield
from studyapp.domain.items.tables import table_yield
from studyapp.domain.items.values import Form, Item
from studyapp.domain.lessons.blocks import ComparisonTable, Steps

from .lessons import section, table


def of_form(form: Form, drawn: ComparisonTable) -> list[Item]:
    return [item for item in table_yield(section(drawn), drawn).items if item.form == form]


def key_of(item: Item) -> str:
    return item.options[item.keys[0] - 1].text


STORES = table(
    ["Redis", "Memory", "One thread", "$$$"],
    ["Kafka", "Disk", "Partitions", "$$"],
    ["Loki", "Disk", "Labels", "$"],
    ["Kite", "Disk", "Paths", "$"],
    header=["Store", "Keeps rows in", "Scales by", "Price"],
)


def test_the_higher_of_two_neighbouring_levels_is_asked_for() -> None:
    found = of_form("compare", STORES)

    assert [(item.stem, key_of(item)) for item in found] == [
        ("Which is higher in “Price”: Redis or Kafka?", "Redis"),
        ("Which is higher in “Price”: Redis or Kafka?", "Redis"),
        ("Which is higher in “Price”: Kafka or Loki?", "Kafka"),
        ("Which is higher in “Price”: Kafka or Kite?", "Kafka"),
    ]
    assert [item.fact_key for item in found] == [f"kinds/{name}/price" for name in ("redis", "kafka", "loki", "kite")]


@pytest.mark.parametrize("level", ["up to 20 ms", "< 20 ms", "about 20 ms", "fast"])
def test_a_level_that_may_be_higher_or_lower_is_not_compared(level: str) -> None:
    drawn = table(["Redis", "10 ms"], ["Kafka", level], ["Loki", "30 ms"], header=["Store", "Delay"])

    assert "Kafka" not in {name for item in of_form("compare", drawn) for name in (o.text for o in item.options)}


def test_the_one_that_stands_out_is_shown_among_three_equals() -> None:
    [item] = of_form("odd-one-out", table(
        ["Redis", "Memory"], ["Kafka", "Disk"], ["Loki", "Disk"], ["Kite", "Disk"], ["Tape", "A vault"],
        header=["Store", "Keeps rows in"],
    ))[:1]  # fmt: skip

    assert item.stem == "Which of these differs from the others in “Keeps rows in”?"
    assert (key_of(item), [option.text for option in item.options]) == ("Redis", ["Redis", "Kafka", "Loki", "Kite"])


def test_nothing_stands_out_where_another_column_singles_out_another_row() -> None:
    drawn = table(
        ["Redis", "Memory", "free"], ["Kafka", "Disk", "paid"], ["Loki", "Disk", "free"], ["Kite", "Disk", "free"],
        ["Tape", "A vault", "rent"], header=["Store", "Keeps rows in", "Licence"],
    )  # fmt: skip

    assert {key_of(item) for item in of_form("odd-one-out", drawn)} == {"Tape"}


def steps_of(count: int) -> list[Item]:
    names = ["Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gean", "Hazel", "Ivy", "Juniper"]
    process = Steps(
        "plant", plain("Planting, in order:"), tuple(plain(f"Plant the {name}.") for name in names[:count]), 10
    )
    return list(steps_yield(section(process), process).items)


def test_a_process_too_long_to_be_asked_whole_is_asked_for_the_step_between_two() -> None:
    found = [item for item in steps_of(9) if item.form == "missing-step"]

    assert next(item.stem for item in found) == (
        "Planting, in order: what comes between “Plant the Alder” and “Plant the Cedar”?"
    )
    assert next(key_of(item) for item in found) == "Plant the Birch."
    assert len(found) == 7
    assert all({"Plant the Alder.", "Plant the Cedar."}.isdisjoint(o.text for o in item.options) for item in found[:1])


def test_a_process_asked_whole_needs_no_missing_step() -> None:
    assert {item.form for item in steps_of(7)} == {"order", "next-step"}


def test_two_rows_that_agree_elsewhere_are_asked_for_their_difference() -> None:
    drawn = table(
        ["Redis", "Memory", "BSD", "Hours"],
        ["Kafka", "Disk", "Apache", "Weeks"],
        ["Loki", "Disk", "Apache", "Sessions"],
        ["Kite", "Tape", "MIT", "Years"],
        header=["Store", "Keeps rows in", "Licence", "Retention"],
    )

    found = of_form("differs", drawn)

    assert [item.stem for item in found] == [
        "In which of these do Kafka and Loki differ?",
        "In which of these do Loki and Kafka differ?",
    ]
    assert {key_of(item) for item in found} == {"Retention"}
    assert [option.text for option in found[0].options] == ["Keeps rows in", "Licence", "Retention"]


def test_the_feedback_tells_what_stands_in_each_row() -> None:
    item = of_form("compare", STORES)[0]

    assert "<strong>Redis</strong>, “Price”: $$$" in item.feedback_html
    assert "<strong>Kafka</strong>, “Price”: $$" in item.feedback_html


def test_a_question_about_several_rows_is_no_due_review_but_a_comparison_is() -> None:
    items = [item for item in table_yield(section(STORES), STORES).items if item.fact_key == "kinds/redis/price"]

    assert "odd-one-out" not in active_forms(items)
    assert "compare" in {item.form for item in items}
