"""Where a column has too few wrong answers, the same header in a neighbouring table gives more. Never a wrong one."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.values import Bank, Item
from studyapp.domain.lessons.blocks import ComparisonTable
from studyapp.domain.lessons.pack import StudyPack

from .checker import faults
from .lessons import pack, section, table
from .test_table_laws import NAMES, WORDS

HEADER = ["Store", "Serves"]
THIN = [["Redis", "Sessions that expire"], ["Kafka", "Ordered events"], ["Loki", "-"], ["Parquet", "n/a"]]
OTHERS = [["Neo4j", "Paths through graphs"], ["Avro", "Schemas that grow"], ["Tape", "Yearly archives"]]


def bank_of(*tables: ComparisonTable) -> tuple[StudyPack, Bank]:
    made = pack(section(*tables))
    return made, build_bank(made)


def forward(bank: Bank, line: int) -> list[Item]:
    return [item for item in bank.items if item.form == "forward" and item.line == line]


def skipped(bank: Bank, reason: str = "few-distractors") -> list[int]:
    return [one.line for one in bank.skipped if one.reason == reason]


def thin() -> ComparisonTable:
    """Four rows, of which only two say something."""
    return table(*THIN, ["Cassandra", "Ordered events, replayed"], header=HEADER, key="thin")


def other(rows: Sequence[Sequence[str]] = OTHERS, header: Sequence[str] = HEADER) -> ComparisonTable:
    return table(*rows, header=header, key="other", line=40)


def test_a_value_that_was_skipped_for_want_of_wrong_answers_is_asked() -> None:
    drawn = table(["Redis", "Sessions"], ["Kafka", "Events"], ["Loki", "Kafka logs"], header=HEADER, key="thin")
    _, alone = bank_of(drawn)
    made, together = bank_of(drawn, other())

    assert len(forward(together, 13)) == 1
    assert not forward(alone, 13), "Kafka may not be told by a value with its name"
    [item] = forward(together, 13)
    foreign = [option for option in item.options if option.origin in {"row:Neo4j", "row:Avro", "row:Tape"}]
    assert foreign
    assert foreign[0].why.startswith("<p>In another table this stands under “Serves” for <strong>")
    assert not faults(made, together)


def test_where_the_column_has_enough_nothing_is_taken_from_elsewhere() -> None:
    rich = table(["Redis", "Sessions"], ["Kafka", "Events"], ["Loki", "Logs"], ["Tape", "Archives"], header=HEADER)

    assert bank_of(rich)[1].items == tuple(
        item for item in bank_of(rich, other())[1].items if item.fact_key.startswith("kinds/") and item.form != "match"
    ) + tuple(item for item in bank_of(rich)[1].items if item.form == "match")


def shown_beside(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> set[str]:
    drawn = table(["Redis", "Sessions"], ["Kafka", "Events"], ["Loki", "Kafka logs"], header=HEADER, key="thin")
    _, bank = bank_of(drawn, other(rows, header))
    return {option.text for item in bank.items if item.fact_key.startswith("thin/") for option in item.options}


def test_what_could_be_true_of_the_asked_row_is_never_taken() -> None:
    taken = shown_beside([
        ["Neo4j", "Ordered events"],  # contains the asked value
        ["Apache Kafka", "Streams of bytes"],  # of a row that is called like the asked one
        ["Avro", "Redis dumps"],  # says a row's name
        ["Tape", "Tape loops"],  # says its own row's name
        ["S3", "Large files"],
    ])  # fmt: skip

    assert "Large files" in taken
    assert taken.isdisjoint({"Ordered events", "Streams of bytes", "Redis dumps", "Tape loops"})


def test_another_header_gives_nothing() -> None:
    assert shown_beside(OTHERS, ["Store", "Costs"]).isdisjoint({value for _, value in OTHERS})


@st.composite
def two_tables(draw: st.DrawFn) -> tuple[ComparisonTable, ComparisonTable]:
    """Two tables with the same header, the first with few things to say."""
    few = st.lists(st.sampled_from(WORDS[:12]), min_size=1, max_size=2).map(" ".join)
    many = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
    found = []
    for number, cell in enumerate((st.one_of(few, st.sampled_from(["", "-"])), many)):
        names = draw(st.lists(st.sampled_from(NAMES[:-1]), min_size=3, max_size=5, unique=True))
        rows = [[name, draw(cell), draw(cell)] for name in names]
        found.append(table(*rows, header=["Store", "Use when", "Limits"], key=f"table-{number}", line=10 + 30 * number))
    return found[0], found[1]


@settings(max_examples=100, deadline=None)
@given(two_tables())
def test_whatever_stands_next_to_a_table_no_item_of_either_is_unfair(drawn: tuple[ComparisonTable, ...]) -> None:
    made, bank = bank_of(*drawn)

    assert not faults(made, bank)


@settings(max_examples=50, deadline=None)
@given(two_tables())
def test_a_neighbour_leaves_fewer_cells_without_an_item_and_changes_no_other(
    drawn: tuple[ComparisonTable, ComparisonTable],
) -> None:
    first, _ = drawn
    alone, together = bank_of(first)[1], bank_of(*drawn)[1]

    without = {one.line for one in together.skipped if one.line < 40 and one.reason == "few-distractors"}
    assert without <= set(skipped(alone))
    kept = {item for item in together.items if item.line < 40}
    assert {item for item in alone.items if item.form != "match"} <= kept
