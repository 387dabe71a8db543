"""The sample lesson of the content format gives exactly what its page says."""

from collections import Counter
from pathlib import Path

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.reporting import report_items
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import StudyPack

from .lessons import sample_pack


def parsed_pack() -> StudyPack:
    """The sample lesson read from its file, in a pack that declares its task."""
    written = sample_pack()
    text = (Path(__file__).parent / "index-types.md").read_bytes()
    return assemble(written.manifest, [parse_file("2.1.3.md", text, written.manifest)])


@pytest.fixture(scope="module", params=["written by hand", "read from its file"])
def bank(request: pytest.FixtureRequest) -> Bank:
    return build_bank(sample_pack() if request.param == "written by hand" else parsed_pack())


def test_the_sample_lesson_gives_25_items(bank: Bank) -> None:
    assert Counter(item.form for item in bank.items) == {
        "forward": 7, "reverse": 3, "scenario": 4, "match": 1, "order": 1, "next-step": 4,
        "term": 1, "cloze": 1, "belief": 1, "recall": 1, "authored": 1,
    }  # fmt: skip


def test_the_sample_lesson_has_16_facts(bank: Bank) -> None:
    assert Counter(fact.kind for fact in bank.facts) == {
        "cell": 7, "steps": 1, "definition": 1, "trap": 1, "principle": 1, "question": 1, "criterion": 4,
    }  # fmt: skip


def test_its_rubric_belongs_to_its_reflection(bank: Bank) -> None:
    [(key, rubric)] = bank.rubrics
    criteria = {fact.key for fact in bank.facts if fact.kind == "criterion"}
    assert key == "logging-table"
    assert criteria == {f"logging-table/{criterion.key}" for criterion in rubric.criteria}


def test_the_cell_that_names_its_row_is_skipped_with_its_reason(bank: Bank) -> None:
    not_by_author = [skip for skip in bank.skipped if skip.reason != "author-skip"]
    assert [(skip.line, skip.column, skip.reason) for skip in not_by_author] == [(13, 2, "names-row")]


def test_a_column_its_author_skips_carries_that_reason_in_every_row(bank: Bank) -> None:
    skipped = [(skip.line, skip.column) for skip in bank.skipped if skip.reason == "author-skip"]
    assert skipped == [(12, 4), (13, 4), (14, 4), (15, 4)]


def test_it_gives_no_finding(bank: Bank) -> None:
    assert [str(found) for found in bank.diagnostics] == []


def test_facts_are_named_by_table_row_and_column(bank: Bank) -> None:
    hash_use = next(fact for fact in bank.facts if fact.title == "Hash, Use when")
    assert hash_use.key == "index-kinds/hash/use-when"
    assert hash_use.family == "index-kinds/hash"
    assert (hash_use.task, hash_use.line, hash_use.block_key) == ("1.2", 13, "index-kinds")


def test_every_item_asks_a_fact_and_every_fact_but_a_criterion_has_an_item(bank: Bank) -> None:
    asked = {item.fact_key for item in bank.items}
    assert asked == {fact.key for fact in bank.facts if fact.kind != "criterion"}


def test_the_match_stands_on_column_three_and_names_the_facts_of_its_pairs(bank: Bank) -> None:
    [match] = [item for item in bank.items if item.form == "match"]
    assert match.pair_facts == tuple(f"index-kinds/{row}/use-when" for row in ("b-tree", "hash", "gin", "brin"))
    assert [prompt.text for prompt in match.prompts] == ["B-tree", "Hash", "GIN", "BRIN"]
    assert match.line == 10


def test_the_same_pack_gives_the_same_bank_byte_for_byte() -> None:
    assert repr(build_bank(parsed_pack())) == repr(build_bank(parsed_pack()))


def test_the_report_has_the_keys_of_the_content_format(bank: Bank) -> None:
    report = report_items(bank)
    assert len(report["items"]) == 25
    assert report["items"][1] == {
        "fact": "index-kinds/b-tree/what-it-stores",
        "kind": "single",
        "form": "forward",
        "stem": "B-tree: what does it store?",
        "options": [
            "Sorted keys with row pointers",
            "Hash codes of one column",
            "One entry per element, with a list of rows",
            "Minimum and maximum per block range",
        ],
        "keys": [1],
        "file": "2.1.3.md",
        "line": 12,
    }
    assert {"file": "2.1.3.md", "line": 13, "column": 2, "reason": "names-row"} in report["skipped"]
