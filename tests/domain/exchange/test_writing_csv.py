import csv
import io

import pytest
from hypothesis import given

from studyapp.domain.exchange.cells import neutral, restored
from studyapp.domain.exchange.fragments import printable
from studyapp.domain.exchange.outgoing import Asked
from studyapp.domain.exchange.writing_csv import COLUMNS, write_csv
from tests.domain.exchange import leaving
from tests.domain.exchange.leaving import TEXTS, asked, option, written

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(content: bytes) -> list[dict[str, str]]:
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header, *body = lines
    return [dict(zip(header, map(restored, row), strict=True)) for row in body]


@given(TEXTS)
def test_a_neutral_cell_never_starts_a_formula_and_gives_its_text_back(text: str) -> None:
    assert not neutral(text).lstrip().startswith(RUN)
    assert restored(neutral(text)) == text


@pytest.mark.parametrize("start", [*RUN, " =", "'=", "''+"])
def test_every_start_that_a_spreadsheet_runs_gets_an_apostrophe(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"


@given(leaving.EVERYTHING)
def test_the_table_comes_back_row_by_row(items: list[Asked]) -> None:
    content, _ = written(write_csv, *items)
    found = rows(content)

    assert [row["front"] for row in found] == [printable(one.item.stem) for one in items]
    assert [row["kind"] for row in found] == [one.item.kind for one in items]
    assert [row["id"] for row in found] == [one.id for one in items]


@given(leaving.cards())
def test_a_card_comes_back_with_its_back(one: Asked) -> None:
    content, _ = written(write_csv, one)

    assert rows(content)[0]["back"] == printable(one.item.accepted[0])


def test_options_stand_one_a_line_and_the_right_ones_are_marked() -> None:
    one = asked("multiple", "Which?", options=(option("=a\nb"), option("c"), option("d")), keys=(1, 3))

    row = rows(written(write_csv, one)[0])[0]

    assert row["options"] == "[x] =a b\n[ ] c\n[x] d"
    assert row["back"] == "=a b\nd"


def test_the_first_row_names_the_columns_and_a_mark_comes_before_it_on_request() -> None:
    assert written(write_csv)[0] == (",".join(COLUMNS) + "\r\n").encode()
    assert written(write_csv, bom=True)[0].startswith(b"\xef\xbb\xbffront,back")


def test_orders_and_pairs_are_readable_answers() -> None:
    steps = asked("ordering", "Order", options=(option("boil"), option("pour")))
    pairs = asked("matching", "Pair", prompts=(option("green"),), options=(option("cool"), option("spare")))

    found = rows(written(write_csv, steps, pairs)[0])

    assert [row["back"] for row in found] == ["1. boil\n2. pour", "green → cool"]
