"""What a table is asked, and why a cell of it is not."""

import pytest

from studyapp.domain.items.tables import table_yield
from studyapp.domain.items.values import Item, Skip
from studyapp.domain.lessons.blocks import ComparisonTable

from .lessons import index_kinds, section, table

CLEAN = {
    "Redis": "Sessions that expire within minutes",
    "Kafka": "Ordered events replayed by many readers",
    "Neo4j": "Walking deep paths between people",
    "Loki": "Searching yesterday's application output",
}


def stores(**changed: str) -> ComparisonTable:
    """Four rows with one clean column; keyword arguments replace cells."""
    return table(*({**CLEAN, **changed}.items()), header=["Store", "Serves"])


def asked(drawn: ComparisonTable) -> list[Item]:
    return list(table_yield(section(drawn), drawn).items)


def skips(drawn: ComparisonTable) -> dict[str, str]:
    """Reason by row name, for the column after the key."""
    found = table_yield(section(drawn), drawn).skipped
    return {drawn.rows[skip.line - drawn.row_lines[0]][0].text: skip.reason for skip in found if skip.column == 2}


def test_a_clean_table_is_asked_both_ways_and_as_pairs() -> None:
    assert sorted(item.form for item in asked(stores())) == ["forward"] * 4 + ["match"] + ["reverse"] * 4


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "empty"),
        ("—", "empty"),
        ("N/A", "empty"),
        ("Redis sessions that expire", "names-row"),
        ("Ordered events replayed by many readers.", "shared"),
        ("Ordered events replayed by several readers", "near-equal"),
        ("Ordered events replayed by many readers, and kept for a week or two on cheap disks", "contained"),
        ("Yes", "few-levels"),
        ("Events", "contained"),
        ("Many unrelated long sentences about sessions " * 14, "too-long"),
        ("About Kafka " + "and many unrelated long sentences about sessions " * 4, "row-word"),
    ],
)
def test_a_cell_is_not_asked_for_the_reason(cell: str, reason: str) -> None:
    assert skips(stores(Redis=cell))["Redis"] == reason


def test_contained_and_near_equal_hold_for_both_cells_and_name_the_other_row() -> None:
    drawn = stores(Redis="Ordered events")
    found = table_yield(section(drawn), drawn).skipped
    assert found == (
        Skip("a.md", 12, 2, "contained", "Kafka"),
        Skip("a.md", 13, 2, "contained", "Redis"),
    )


def test_a_row_without_a_key_is_not_asked() -> None:
    assert skips(table(*CLEAN.items(), ["", "Something else"], header=["Store", "Serves"])) == {"": "key-empty"}


def test_two_rows_with_one_key_are_not_asked_but_the_others_are() -> None:
    drawn = table(*CLEAN.items(), ["Redis", "Leader boards"], header=["Store", "Serves"])
    assert skips(drawn) == {"Redis": "key-duplicate"}
    assert {item.line for item in asked(drawn) if item.form == "forward"} == {13, 14, 15}


def test_two_rows_are_too_few() -> None:
    drawn = table(*list(CLEAN.items())[:2], header=["Store", "Serves"])
    assert set(skips(drawn).values()) == {"few-rows"}


def test_a_table_of_links_is_navigation() -> None:
    assert set(skips(table(*CLEAN.items(), header=["Store", "Serves"], furniture=True)).values()) == {"navigation"}


def test_an_author_asks_and_skips_columns() -> None:
    rows = [[name, text, f"{place} ms"] for place, (name, text) in enumerate(CLEAN.items())]
    limited = table(*rows, header=["Store", "Serves", "Latency"], ask=(2,))
    excluded = table(*rows, header=["Store", "Serves", "Latency"], skip=(3,))
    for drawn in (limited, excluded):
        found = table_yield(section(drawn), drawn).skipped
        assert {(skip.column, skip.reason) for skip in found} == {(3, "author-skip")}


def test_a_key_that_stands_out_by_its_length_is_a_cue() -> None:
    drawn = table(
        ["Redis", "Sessions of people"],
        ["Kafka", "Ordered events"],
        ["Neo4j", "Paths between friends"],
        ["Loki", "Application output of yesterday, long gone from Redis, found again by its labels in a bucket"],
        header=["Store", "Serves"],
    )
    assert skips(drawn) == {"Loki": "length-cue"}


def test_a_word_shared_by_stem_and_key_alone_is_a_cue() -> None:
    drawn = table(
        ["Redis", "Latency of minutes, Kafka aside"],
        ["Kafka", "Ordered events by readers"],
        ["Neo4j", "Walking paths among people"],
        ["Loki", "Application output by labels"],
        header=["Store", "Typical latency profile seen"],
    )
    assert skips(drawn) == {"Redis": "stem-cue"}


def test_a_value_that_alone_shares_words_with_every_other_is_a_cue() -> None:
    drawn = table(
        ["Redis", "Replicated ledgers, cheap, Kafka aside"],
        ["Kafka", "Replicated queues of loud tenants"],
        ["Neo4j", "Cheap vessels for small harbours"],
        header=["Store", "Holds"],
    )
    assert skips(drawn) == {"Redis": "overlap-cue"}


def test_with_fewer_than_two_distractors_nothing_is_asked() -> None:
    drawn = table(
        ["Redis", "Sessions of people"],
        ["Kafka", "Ordered events"],
        ["", "Paths between friends"],
        header=["Store", "Serves"],
    )
    assert skips(drawn) == {"Redis": "few-distractors", "Kafka": "few-distractors", "": "key-empty"}


def test_the_trap_of_naive_generators() -> None:
    """A cost column of two values gives no naming question, a cell that begins another no single-answer item."""
    drawn = table(
        ["Prompting", "Nothing but the text", "Trying an idea today", "$"],
        ["Retrieval", "Adds passages to the context", "Facts that change weekly", "$"],
        ["Adapters", "Adds passages to the context and trains small matrices", "A fixed style or format", "$$"],
        ["Pretraining", "All weights, on raw documents", "A language nobody covers", "$$"],
        header=["Technique", "What it changes", "Use when", "Cost"],
    )
    found = table_yield(section(drawn), drawn)
    assert {item.form for item in found.items if "cost" in item.fact_key} == {"compare"}
    changes = [item for item in found.items if item.fact_key.endswith("what-it-changes")]
    assert {item.line for item in changes} == {12, 15}
    assert sum(item.form == "scenario" for item in found.items) == 4
    assert [(finding.code, finding.line) for finding in found.diagnostics] == [("W08", 13), ("W07", 10)]


def test_an_ordinal_column_with_three_levels_is_asked_where_a_level_is_unique() -> None:
    drawn = table(
        ["Redis", "Low"], ["Kafka", "Medium"], ["Neo4j", "High"], ["Loki", "High"], header=["Store", "Effort"]
    )
    found = asked(drawn)
    assert sorted((item.form, item.line) for item in found) == [
        ("compare", 12), ("compare", 13), ("compare", 14), ("compare", 15),
        ("forward", 12), ("forward", 13), ("reverse", 12), ("reverse", 13),
    ]  # fmt: skip
    assert [option.text for option in found[0].options] == ["Low", "Medium", "High"]
    assert found[0].numeric
    assert skips(drawn) == {}


@pytest.mark.parametrize(
    ("levels", "forms", "reasons"),
    [
        ("Yes No Yes No", set(), {"few-levels"}),
        ("✓ ✗ ✓ ✓", set(), {"few-levels"}),
        ("$ $$ $ $", {"compare", "odd-one-out"}, set()),
        ("Low High High High", {"compare", "odd-one-out"}, set()),
    ],
)
def test_a_column_of_two_levels_is_never_asked_by_name_and_its_author_hears_of_it(
    levels: str, forms: set[str], reasons: set[str]
) -> None:
    drawn = table(*zip(CLEAN, levels.split(), strict=True), header=["Store", "Cheap"])
    found = table_yield(section(drawn), drawn)
    assert {item.form for item in found.items} == forms
    assert {skip.reason for skip in found.skipped} == reasons
    assert [str(one) for one in found.diagnostics] == [
        "a.md:10:1 W07 2 distinct values in 4 rows of “Cheap”, no naming item. "
        "Fix: write `skip: 2` or add a detail that tells the rows apart"
    ]


def test_a_contained_cell_is_reported_once_at_the_shorter_cell() -> None:
    drawn = stores(Redis="Ordered events")
    [found] = table_yield(section(drawn), drawn).diagnostics
    assert (found.code, found.line) == ("W08", 12)
    assert "“Redis”" in found.what
    assert "“Kafka”" in found.what


def test_a_short_need_is_no_scenario() -> None:
    drawn = table(*({**CLEAN, "Redis": "Caching"}.items()), header=["Store", "Use when"])
    forms = {(item.form, item.line) for item in asked(drawn)}
    assert ("reverse", 12) in forms
    assert ("scenario", 13) in forms
    assert ("scenario", 12) not in forms


def test_a_row_with_a_blank_cell_is_no_wrong_answer_in_that_column() -> None:
    drawn = stores(Redis="")
    offered = {option.text for item in asked(drawn) if item.form == "reverse" for option in item.options}
    assert offered == {"Kafka", "Neo4j", "Loki"}


def test_row_names_that_contain_each_other_never_stand_side_by_side() -> None:
    rows = [["S3", "Objects of any size"], ["S3 Glacier", "Archives read yearly"], ["EBS", "A disk for one machine"]]
    drawn = table(*rows, ["EFS", "Folders shared by machines"], header=["Service", "Serves"])
    for item in asked(drawn):
        names = {option.text for option in item.options}
        assert not {"S3", "S3 Glacier"} <= names


def test_every_row_name_is_offered_as_a_distractor_equally_often() -> None:
    names = ["Redis", "Kafka", "Neo4j", "Loki", "Amazon DynamoDB Accelerator", "Elasticsearch", "Tape"]
    texts = ["sessions", "events", "paths", "logs", "reads", "pages", "archives"]
    drawn = table(*zip(names, texts, strict=True), header=["Store", "Serves"])
    wrong = [
        option.text
        for item in asked(drawn)
        if item.form == "reverse"
        for option in item.options
        if option.origin != "key"
    ]
    assert {name: wrong.count(name) for name in names} == dict.fromkeys(names, 4)


def test_the_key_column_may_be_another_than_the_first() -> None:
    drawn = table(*([text, name] for name, text in CLEAN.items()), header=["Serves", "Store"], key_column=2)
    stems = {item.stem for item in asked(drawn) if item.form == "reverse"}
    assert "Which store has this under “Serves”: “Sessions that expire within minutes”?" in stems


def test_feedback_names_the_right_cell_and_whose_value_a_distractor_is() -> None:
    item = next(item for item in asked(index_kinds()) if item.form == "forward" and item.line == 15)
    wrong = next(option for option in item.options if option.origin == "row:GIN")
    assert item.feedback_html == ("<p><strong>BRIN</strong>, “What it stores”: Minimum and maximum per block range</p>")
    assert wrong.why == "<p>This stands under “What it stores” for <strong>GIN</strong>.</p>"


def test_markup_of_cells_is_kept_and_headers_are_not_html() -> None:
    drawn = table(*([f"`{name}`", text] for name, text in CLEAN.items()), header=["Store", "A < B & C"])
    item = asked(drawn)[0]
    assert "<code>Redis</code>" in item.stem_html
    assert "A &lt; B &amp; C" in item.stem_html
    assert "<code>" not in item.stem


def test_the_surplus_choice_of_a_match_comes_from_the_same_header_nearby() -> None:
    other = table(
        ["Parquet", "Ordered events"], ["Avro", "Schemas that grow"], header=["Format", "Serves"], key="formats"
    )
    drawn = stores()
    [match] = [item for item in table_yield(section(drawn), drawn, [other]).items if item.form == "match"]
    assert [option.text for option in match.options[4:]] == ["Schemas that grow"]
    assert match.options[4].origin == "surplus"


@pytest.mark.parametrize("odd", ["$$", "12 ms", "Yes", "`GET`"])
def test_no_surplus_choice_of_a_match_stands_out_by_its_kind(odd: str) -> None:
    other = table(["Parquet", odd], ["Avro", "Schemas that grow"], header=["Format", "Serves"], key="formats")
    drawn = stores()
    [match] = [item for item in table_yield(section(drawn), drawn, [other]).items if item.form == "match"]
    assert [option.text for option in match.options[4:]] == ["Schemas that grow"]


def test_names_that_differ_only_in_a_sign_are_different_facts() -> None:
    rows = [["C", "Kernels and drivers"], ["C++", "Games with large scenes"], ["C#", "Desktop forms"]]
    drawn = table(*rows, header=["Language", "Serves"])
    keys = {fact.key for fact in table_yield(section(drawn), drawn).facts}
    assert len(keys) == len({item.fact_key for item in asked(drawn)}) == 3


def test_a_second_row_leaves_the_identity_of_the_first_as_it_was() -> None:
    one, two = stores(), table(["Fresh", "Nothing of the kind"], *CLEAN.items(), header=["Store", "Serves"])
    before, after = ({fact.key for fact in table_yield(section(drawn), drawn).facts} for drawn in (one, two))
    assert before < after
