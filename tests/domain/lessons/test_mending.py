"""A mend answers its finding: reading again does not tell it there any more, and no new error appears."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.common.diagnostics import Diagnostic, errors_in
from studyapp.domain.items.bank import build_bank
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.writing import mending
from studyapp.domain.lessons.writing.mending import mend, mend_all, proposal_of, recoded

PACK = """\
format = 1
id = "tea"
title = "Tea"
provenance = "original"
domains = [{ id = "d1", title = "Leaves", weight = 100, tasks = [{ id = "12.1", title = "Choosing" }] }]
"""
TABLE = "| Kind | Leaf | Price |\n| --- | --- | --- |\n| Green | Heated at once | \\$ |\n| Black | Rolled | \\$\\$ |\n"

SAMPLES: dict[str, tuple[str, str, str]] = {
    "lost columns": ("E01", "KindLeaf\nGreenHeated at once\nBlackRolled and left\n", "| Kind | Leaf |\n| --- | --- |"),
    "bare number": ("I01", "2.1.3. Storing Leaves\n\nText.\n", "### 2.1.3. Storing Leaves"),
    "tabs": ("W02", "Kind\tLeaf\nGreen\tHeated | once\nBlack\tRolled\n", "| Green | Heated \\| once |"),
    "short row": ("W03", TABLE.replace(" | \\$\\$ |", " |"), "| Black | Rolled |  |"),
    "short row without outer bars": ("W03", "A | B | C\n--- | --- | ---\n1 | 2\n3 | 4 | 5\n", "1 | 2 |  |"),
    "bar in code": ("E04", TABLE.replace("Rolled", "`a | b`"), "`a \\| b`"),
    "no dashes": ("E05", TABLE.replace("| --- | --- | --- |\n", ""), "| Kind | Leaf | Price |\n| --- | --- | --- |\n"),
    "wrong dashes": ("E05", TABLE.replace("| --- | --- | --- |", "| --- | --- |"), "| --- | --- | --- |\n| Green"),
    "bare price": ("W09", TABLE.replace("\\$\\$ |", "$$ |"), "| Rolled | \\$\\$ |"),
    "heading jumps": ("W33", "## Leaves\n\nText.\n\n##### Buds\n\nText.\n", "### Buds"),
    "no space after the hash": ("W34", "#Buds\n", "# Buds"),
    "misspelt key": ("W35", f"{TABLE}<!-- table: kinds; skp: 3 -->\n", "<!-- table: kinds; skip: 3 -->"),
    "empty callout": ("E42", "Before.\n\n> **Exam Trap:**\n<!-- trap: none -->\n\nAfter.\n", "Before.\n\n\nAfter."),
    "hidden character": ("W43", "A\u200bB is C\u202eD.\n", "AB is CD."),
    "list in order": ("I47", "Some words\n\n1. Boil\n2. Pour\n\nText.\n", "2. Pour\n<!-- steps -->\n"),
    "plain term": (
        "I61",
        "Oven spring: The last quick rise\nof a loaf.\n\nText.\n",
        "**Oven spring:** The last quick rise\nof a loaf.\n",
    ),
    "second letter": (
        "E15",
        "### Which one?\n\n- [x] A. Green B. Black\n- [ ] C. White\n",
        "- [x] A. Green\n- [ ] B. Black\n- [ ] C. White",
    ),
    "negative stem": (
        "W20",
        "### Which tea is not heated?\n\n- [ ] Green\n- [x] White\n- [ ] Yellow\n",
        "### Which tea is **NOT** heated?",
    ),
    "task nearly named": ("E29", "# Leaves\n<!-- task: 12.2 -->\n\nText.\n", "<!-- task: 12.1 -->"),
    "picture in another case": ("E30", "![pot](../img/pot.PNG)\n", "(../img/pot.png)"),
}


def findings(text: str, *, manifest: str = PACK) -> list[Diagnostic]:
    """What the reader and the maker of items tell about a lesson in a pack."""
    found, told = read_manifest(manifest)
    assert found is not None
    parsed = parse_file("d1/a.md", text.encode(), found)
    pack = assemble(found, [parsed], image_paths=["img/pot.png"])
    return [*told, *pack.diagnostics, *build_bank(pack).diagnostics]


def of(code: str, told: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [found for found in told if found.code == code]


def hold_to_the_law(code: str, text: str) -> str:
    """Mend the first finding of that code; gives the mended text."""
    before = findings(text)
    told = of(code, before)
    assert told, f"no {code} in {[str(one) for one in before]}"
    mended = mend(text, told[0])
    assert mended is not None
    after = findings(mended)
    assert len(of(code, after)) < len(told), [str(found) for found in after]
    new = Counter(found.code for found in errors_in(after)) - Counter(found.code for found in errors_in(before))
    assert not new, [str(found) for found in errors_in(after)]
    return mended


@pytest.mark.parametrize("name", SAMPLES)
def test_a_mend_answers_its_finding_and_makes_no_new_error(name: str) -> None:
    code, text, expected = SAMPLES[name]
    assert expected in hold_to_the_law(code, text)


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(
    before=st.lists(
        st.sampled_from(["Plain words.", "", "- a list", "> a quote", "**Bud:** A young leaf."]), max_size=4
    ),
    after=st.lists(st.sampled_from(["More words.", "", "1. one", "`code`"]), max_size=3),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_a_mend_touches_nothing_but_its_place(
    name: str, before: list[str], after: list[str], ending: str, mark: str
) -> None:
    code, sample, _ = SAMPLES[name]
    head, tail = "\n\n".join(before), "\n\n".join(after)
    text = mark + f"# 1. Tea\n\n{head}\n\n{sample}\n\n{tail}".replace("\n", ending)
    mended = hold_to_the_law(code, text)
    assert mended.startswith(mark + f"# 1. Tea\n\n{head}\n\n".replace("\n", ending))
    assert mended.endswith(tail.replace("\n", ending))
    assert set(mended.replace("\r\n", "")) & {"\r", "\n"} <= ({ending} if len(ending) == 1 else set())


def test_a_misspelt_key_of_the_pack_is_the_nearest_one() -> None:
    text = PACK + 'licens = "MIT"\n'
    (told,) = of("E46", findings("# A\n\nText.\n", manifest=text))
    mended = mend(text, told)
    assert mended == PACK + 'licence = "MIT"\n'
    assert not of("E46", findings("# A\n\nText.\n", manifest=mended))


def test_misspelt_front_matter_is_the_nearest_key() -> None:
    assert hold_to_the_law("W35", "---\nlevl: apply\n---\n# A\n\nText.\n").startswith("---\nlevel: apply\n---\n")


REPEATED = "| Kind | Leaf | Price |\n| --- | --- | --- |\n" + "".join(
    f"| {kind} | {leaf} | {price} |\n"
    for kind, leaf, price in (
        ("Green", "Heated at once", "Low"), ("Black", "Rolled and left", "High"),
        ("White", "Only dried", "Low"), ("Yellow", "Heaped while damp", "High"),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", "<!-- table: ; skip: 3 -->"),
        ("<!-- table: kinds -->\n", "<!-- table: kinds; skip: 3 -->"),
        ("<!-- table: kinds; skip: 2 -->\n", "<!-- table: kinds; skip: 2, 3 -->"),
    ],
)
def test_a_column_that_tells_nothing_apart_is_skipped(comment: str, expected: str) -> None:
    assert expected in hold_to_the_law("W07", f"# A\n\n{REPEATED}{comment}")


def test_a_nul_goes() -> None:
    told = of("E38", findings("# A\n\na\0b\n"))
    assert mend("# A\n\na\0b\n", told[0]) == "# A\n\nab\n"


def test_a_row_that_stays_too_long_is_left_to_the_author() -> None:
    text = TABLE.replace("Rolled", "`a | b` | more")
    (told,) = of("E04", findings(text))
    assert mend(text, told) is None


def test_dashes_are_not_proposed_over_rows_that_do_not_fit() -> None:
    text = "| A | B |\n| 1 | 2 | 3 |\n| 4 | 5 |\n"
    (told,) = of("E05", findings(text))
    assert mend(text, told) is None


def test_what_has_no_single_answer_is_not_mended() -> None:
    text = "### Which?\n\n- [ ] One\n- [ ] Two\n"
    assert [mend(text, found) for found in of("E10", findings(text))] == [None]


def test_a_finding_about_another_state_of_the_file_does_no_harm() -> None:
    code, text, _ = SAMPLES["bare price"]
    (told,) = of(code, findings(text))
    assert mend("# Short\n", told) is None


def test_the_proposal_can_be_shown_as_cells() -> None:
    (told,) = of("E01", findings("Kind|Leaf\nGreenHeated | twice\nBlackRolled\nWhiteDried\n".replace("Kind|", "Kind")))
    assert proposal_of(told) == [["Kind", "Leaf"], ["Green", "Heated | twice"], ["Black", "Rolled"], ["White", "Dried"]]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8", "utf-8-sig"])
def test_a_file_of_another_encoding_becomes_utf_8(encoding: str) -> None:
    assert recoded("# Thé\n".encode(encoding)) == "# Thé\n".encode()


def test_a_picture_is_not_taken_for_text() -> None:
    assert recoded(b"\x89PNG\r\n\x1a\n\0\0") is None


def test_without_a_pack_the_manifest_is_not_needed() -> None:
    parsed = parse_file("a.md", b"#Buds\n", Manifest("a", "A", is_lone_file=True))
    assert mend("#Buds\n", parsed.diagnostics[0]) in {"# Buds\n", None}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("tail", ["", "\n", "\r\nMore words."])
def test_mending_all_at_once_is_mending_one_after_the_other_from_the_end(name: str, tail: str) -> None:
    code, sample, _ = SAMPLES[name]
    text = "# 1. Tea\n\n" + "\n\nWords between.\n\n".join([sample.strip("\n")] * 3) + tail
    told = of(code, findings(text))
    one_by_one, done = text, 0
    for found in sorted(told, key=lambda found: (found.line, found.col), reverse=True):
        mended = mend(one_by_one, found)
        one_by_one, done = (one_by_one, done) if mended is None else (mended, done + 1)
    assert mend_all(text, told) == (one_by_one, done)
    assert done


def test_a_text_is_taken_apart_once_for_all_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# 1. Tea\n\n" + "".join(f"#Bud {n}\n\n" for n in range(300))
    told = of("W34", findings(text))
    assert len(told) == 300
    splits = []
    pattern = mending._LINES_AND_BREAKS

    class Counted:
        def split(self, whole: str) -> list[str]:
            splits.append(whole)
            return pattern.split(whole)

    monkeypatch.setattr(mending, "_LINES_AND_BREAKS", Counted())
    mended, done = mend_all(text, told)
    assert (done, len(splits)) == (300, 1)
    assert mended == text.replace("#Bud", "# Bud")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_what_ends_a_file_is_deleted_with_its_lines(ending: str) -> None:
    text = "# 1. Tea\n\nWords.\n\n> **Exam Trap:**".replace("\n", ending)
    (told,) = of("E42", findings(text))
    assert mend(text, told) == "# 1. Tea\n\nWords.\n\n".replace("\n", ending)
