"""What an edit is called, how severe it is guessed to be, and which facts it touches."""

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.continuing import succeed
from studyapp.domain.items.effects import compare
from studyapp.domain.lessons.difference.packs import Change
from tests.domain.lessons.written import read, read_files

TABLE = """| Index | Stores | Use when |
| --- | --- | --- |
| B-tree | Sorted keys with row pointers | Equality, ranges and sorting on plain values |
| Hash | Digests of one column | Equality on long values and nothing else |
| GIN | One entry per element of a value | Searching inside arrays and documents |
"""
QUESTION = """### Which index looks inside a document?

- [ ] B-tree
- [x] GIN
    - why: It has one entry per element.
- [ ] BRIN
"""
RUBRIC = """**Reflection Question:** A table grows by the hour and is read by time. What would you build, and why?

<details><summary>Rubric (3 points)</summary>

- 2 points, required: uses an index by block range
    - use/create BRIN
- 1 point: names the cost of writes
    - slow write
- Model answer: Create a BRIN index on time, since rows arrive in order; every index makes each write slow.

</details>
"""
STEPS = (
    "**Adding an index, in order:**\n\n1. Find the statement.\n2. Read its plan.\n3. Build the index.\n<!-- steps -->\n"
)
TRAP = """> **Exam Trap:** BRIN is not a cheap B-tree.
> **Belief:** BRIN speeds up any range.
> **Truth:** It helps only in physical order.
"""
DEFINITION = (
    "**Partial index:** An index whose clause keeps only the rows that queries ask for.\n<!-- cloze: the rows -->\n"
)
PROSE = "Every index is a second copy of some data, so each write pays for it, and nothing is free.\n"
PRINCIPLE = "> **First Principle:** An index is a smaller copy of the data for one kind of question.\n"
ALL = "\n".join([PRINCIPLE, PROSE, TABLE, STEPS, DEFINITION, TRAP, QUESTION, RUBRIC])


def changes(before: str, after: str) -> tuple[Change, ...]:
    old = read(f"# Choosing an index\n\n{before}").sections
    return compare(old, succeed(read(f"# Choosing an index\n\n{after}"), old).pack.sections)


def only(before: str, after: str, within: str = ALL) -> Change:
    """The one change that replacing a text makes."""
    assert before in within
    (change,) = changes(within, within.replace(before, after))
    return change


def test_nothing_changed_is_no_change() -> None:
    assert changes(ALL, ALL) == ()


# What is replaced, by what, the kind of block, the guess.
EDITS = [
    ("Sorted keys with row pointers", "Sorted keys, with row pointers.", "cell", "typo"),
    ("Sorted keys with row pointers", "Sorted keys with row ponters", "cell", "clarification"),
    ("Sorted keys with row pointers", "Sorted keys with pointers to rows", "cell", "clarification"),
    ("Sorted keys with row pointers", "Nothing but a hash of each key", "cell", "flipped"),
    ("Digests of one column", "Digests of 2 columns", "cell", "flipped"),
    ("Equality on long values and nothing else", "Inequality on long values and nothing else", "cell", "flipped"),
    ("| Use when |", "| When to use it |", "table", "clarification"),
    ("| GIN | One", "| GIN index | One", "table", "meaning"),
    ("the rows that queries ask for", "the rows which queries ask for", "definition", "clarification"),
    ("An index whose clause", "An indx whose clause", "definition", "typo"),
    ("An index whose clause keeps only", "An index whose clause never keeps", "definition", "meaning"),
    ("An index whose clause keeps only the rows", "A table of which a job copies the rows", "definition", "meaning"),
    ("<!-- cloze: the rows -->", "<!-- cloze: queries -->", "definition", "flipped"),
    ("**Partial index:**", "**Filtered index:**", "definition", "meaning"),
    ("It helps only in physical order.", "It helps only if rows lie in physical order.", "trap", "clarification"),
    ("It helps only in physical order.", "It never helps in physical order.", "trap", "flipped"),
    ("BRIN speeds up any range.", "BRIN does not speed up any range.", "trap", "meaning"),
    ("Which index looks inside a document?", "Which index searches inside a document?", "question", "clarification"),
    ("Which index looks inside a document?", "Which index does not look inside a document?", "question", "meaning"),
    ("- [ ] B-tree", "- [ ] GiST", "question", "meaning"),
    ("It has one entry per element.", "It has two entries per element.", "question", "clarification"),
    ("- [x] GIN", "- [ ] GIN", "question", "flipped"),
    ("- [x] GIN", "- [x] GIN or GiST", "question", "flipped"),
    ("It has one entry per element.", "Each element has an entry of its own.", "question", "clarification"),
    ("2. Read its plan.\n3. Build the index.", "2. Build the index.\n3. Read its plan.", "steps", "flipped"),
    ("2. Read its plan.", "2. Read its plan.\n3. Wait a day.", "steps", "meaning"),
    ("2. Read its plan.", "2. Read the plan of it.", "steps", "clarification"),
    ("a smaller copy", "a smaler copy", "callout", "typo"),
    ("is a smaller copy", "is no smaller copy", "callout", "meaning"),
    ("and is read by time", "and is mostly read by time", "reflection", "clarification"),
    ("    - use/create BRIN", "    - use/create/build BRIN", "criterion", "meaning"),
    ("uses an index by block range", "makes use of an index by block range", "criterion", "clarification"),
    ("since rows arrive in order", "because rows arrive in order", "reflection", "clarification"),
    ("so each write pays for it", "so every write pays for it", "prose", "clarification"),
    ("nothing is free", "nothing is fre", "prose", "typo"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "block", "severity"), EDITS)
def test_an_edit_is_guessed_as_the_table_says(before: str, after: str, block: str, severity: str) -> None:
    within = ALL.replace("- [ ] BRIN", "- [x] BRIN") if after == "- [ ] GIN" else ALL
    if after == "- [ ] GIN":
        found = changes(ALL, within.replace(before, after))
        assert [(one.block, one.severity) for one in found] == [(block, severity)]
        return

    change = only(before, after)

    assert (change.block, change.severity) == (block, severity)
    assert change.kind == (severity if severity in ("meaning", "flipped") else "reworded")


@pytest.mark.parametrize(("before", "after", "block", "severity"), EDITS)
def test_the_facts_that_an_edit_touches_are_facts_of_the_bank(
    before: str, after: str, block: str, severity: str
) -> None:
    known = {fact.key for fact in build_bank(read(f"# Choosing an index\n\n{ALL}")).facts}
    touched = {key for change in changes(ALL, ALL.replace(before, after)) for key in change.fact_keys}

    assert touched <= known
    assert bool(touched) == (block != "prose")


def test_two_definitions_that_swap_their_sentences_mean_something_else() -> None:
    terms, sentences = ("Heap", "Stack"), ("A tree whose root is the largest.", "A list whose last entry leaves first.")
    text = "**{}:** {}\n\n**{}:** {}\n"

    found = changes(
        text.format(terms[0], sentences[0], terms[1], sentences[1]),
        text.format(terms[0], sentences[1], terms[1], sentences[0]),
    )

    assert [(one.block, one.severity) for one in found] == [("definition", "meaning")] * 2


def test_a_key_that_says_the_reverse_is_flipped() -> None:
    text = "### What does the service do?\n\n- [x] It {}crypts the key\n- [ ] It stores the log\n"

    (change,) = changes(text.format("en"), text.format("de"))

    assert change.severity == "flipped"


def test_a_new_row_and_a_retired_one_are_told_with_their_facts() -> None:
    row = "| BRIN | Least and greatest per block range | Huge tables that only grow |\n"

    (new,) = changes(TABLE, TABLE + row)
    (gone,) = changes(TABLE + row, TABLE)

    assert (new.kind, gone.kind) == ("new", "retired")
    assert new.title == gone.title == "BRIN"
    assert new.fact_keys == gone.fact_keys
    assert len(new.fact_keys) == 2
    assert (new.severity, gone.severity) == (None, None)
    assert new.line == 8


def test_a_moved_block_is_moved_and_nothing_else() -> None:
    before = read_files({"a.md": f"# One\n\n{TRAP}", "b.md": "# Two\n\nWords.\n"})
    after = read_files({"a.md": "# One\n", "b.md": f"# Two\n\nWords.\n\n{TRAP}"})

    (change,) = compare(before.sections, succeed(after, before.sections).pack.sections)

    assert (change.kind, change.block, change.before, change.after) == ("moved", "trap", "One", "Two")
    assert change.file == "b.md"


def test_a_moved_paragraph_is_moved() -> None:
    before = read_files({"a.md": f"# One\n\n{PROSE}", "b.md": "# Two\n\nWords.\n"})
    after = read_files({"a.md": "# One\n", "b.md": f"# Two\n\nWords.\n\n{PROSE}"})

    (change,) = compare(before.sections, succeed(after, before.sections).pack.sections)

    assert (change.kind, change.block) == ("moved", "prose")


def test_a_retitled_and_a_renumbered_section_are_reworded() -> None:
    old = read(f"# 1.2.3. Choosing an index\n\n{ALL}").sections
    renumbered = succeed(read(f"# 1.2.4. Choosing an index\n\n{ALL}"), old).pack.sections
    retitled = succeed(read(f"# 1.2.3. Which index to take\n\n{ALL}"), old).pack.sections

    (number,) = compare(old, renumbered)
    (title,) = compare(old, retitled)

    assert (number.block, number.kind, number.severity, number.fact_keys) == ("section", "reworded", "typo", ())
    assert (title.block, title.severity, title.before) == ("section", "clarification", "1.2.3. Choosing an index")


def test_a_change_has_the_same_id_whatever_else_is_edited() -> None:
    one = only("Sorted keys with row pointers", "Sorted keys with pointers to rows")
    edited = ALL.replace("nothing is free", "nothing comes free").replace("Sorted keys with row pointers", one.after)

    ids = {change.id for change in changes(ALL, "Another first paragraph of words.\n\n" + edited)}

    assert one.id in ids
    assert len(ids) == 3
    assert one.id.isalnum()


def test_a_corrected_row_name_leaves_the_facts_where_they_were() -> None:
    before = read(f"# Choosing\n\n{TABLE}")
    after = succeed(read(f"# Choosing\n\n{TABLE.replace('| Hash |', '| Hash index |')}"), before.sections).pack

    keys = [{fact.key for fact in build_bank(pack).facts} for pack in (before, after)]

    assert keys[0] == keys[1]
    assert any("/hash/" in key for key in keys[1])


def test_a_relabelled_criterion_keeps_its_fact_and_its_rubric_knows() -> None:
    before = read(f"# Choosing\n\n{RUBRIC}")
    text = RUBRIC.replace("names the cost of writes", "says what each write costs")
    after = succeed(read(f"# Choosing\n\n{text}"), before.sections).pack

    banks = build_bank(before), build_bank(after)
    rubric = dict(banks[1].rubrics)["choosing/reflection/" + banks[1].rubrics[0][0].rpartition("/")[2]]

    assert [fact.key for fact in banks[0].facts] == [fact.key for fact in banks[1].facts]
    assert [one.label for one in rubric.criteria][1] == "says what each write costs"
    assert {f"{banks[1].rubrics[0][0]}/{one.key}" for one in rubric.criteria} == {fact.key for fact in banks[1].facts}
