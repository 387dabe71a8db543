"""No wrong merge: 200 and more blocks that were deleted while one that looks alike was added, kind by kind."""

from pathlib import Path

import pytest

from studyapp.domain.items.continuing import succeed
from studyapp.domain.lessons.succession.packs import Succession
from tests.domain.lessons.written import read


def definition(text: str) -> str:
    term, sentence = text.split(" | ")
    return f"**{term}:** {sentence}"


def row(text: str) -> str:
    name, cell = text.split(" | ")
    others = "| Filler one | Something that stays |\n| Filler two | Another thing that stays |"
    return f"| Name | What it says |\n| --- | --- |\n| {name} | {cell} |\n{others}"


def question(text: str) -> str:
    stem, key, *wrong = text.split(" | ")
    options = sorted([f"- [x] {key}", *(f"- [ ] {one}" for one in wrong)], key=lambda line: line[6:])
    return f"### {stem}\n\n" + "\n".join(options)


def trap(text: str) -> str:
    return f"> **Exam Trap:** {text}"


def principle(text: str) -> str:
    return f"> **First Principle:** {text}"


def steps(text: str) -> str:
    lead_in, listed = text.split(" | ")
    numbered = "\n".join(f"{place}. {step}" for place, step in enumerate(listed.split("; "), 1))
    return f"**{lead_in}:**\n\n{numbered}\n<!-- steps -->"


def section(text: str) -> str:
    title, words = text.split(" | ")
    return f"## {title}\n\n{words}"


def criterion(text: str) -> str:
    label, phrase = text.split(" | ")
    kept = "- 1 point: keeps to the question\n    - question kept\n- Model answer: A sentence that says it."
    rubric = f"- 1 point: {label}\n    - {phrase}\n{kept}"
    stem = "**Reflection Question:** A team stores events and reads them by time. What would you build?"
    return f"{stem}\n\n<details><summary>Rubric (2 points)</summary>\n\n{rubric}\n\n</details>"


def column(text: str) -> str:
    header, cells = text.split(" | ")
    lines = (f"| Row {name} | {cell} |" for name, cell in zip("abcd", cells.split(", "), strict=True))
    return f"| Name | {header} |\n| --- | --- |\n" + "\n".join(lines)


WRITERS = {
    "definition": definition,
    "row": row,
    "question": question,
    "trap": trap,
    "principle": principle,
    "steps": steps,
    "section": section,
    "criterion": criterion,
    "column": column,
}


def pairs(sort: str) -> list[tuple[str, str, str]]:
    """Kind, before and after of every pair of a sort (`other` or `same`)."""
    found: list[tuple[str, str, str]] = []
    kind = ""
    for line in (Path(__file__).parent / "lookalikes.md").read_text().splitlines():
        if line.startswith("## "):
            own, _, kind = line.removeprefix("## ").partition(" ")
        elif kind and line and own == sort:
            before, after = line.split(" / ")
            found.append((kind, before, after))
    return found


def edited(before: str, after: str) -> Succession:
    """What becomes of a lesson with one block when that is replaced by another."""
    frame = "# Lesson\n\nWords that stand above and never change at all.\n\n{}\n"
    return succeed(read(frame.format(after)), read(frame.format(before)).sections)


def test_two_hundred_pairs_are_audited() -> None:
    every = pairs("other")

    assert len(set(every)) == len(every) >= 200


@pytest.mark.parametrize(("kind", "before", "after"), pairs("other"))
def test_what_only_looks_alike_is_never_taken_for_the_same(kind: str, before: str, after: str) -> None:
    found = edited(WRITERS[kind](before), WRITERS[kind](after))

    changed = [pair.how for pair in found.pairs if pair.kind == kind and pair.how in ("new", "retired")]
    assert sorted(changed) == ["new", "retired"]


@pytest.mark.parametrize(("kind", "before", "after"), pairs("same"))
def test_an_edited_block_keeps_its_key(kind: str, before: str, after: str) -> None:
    found = edited(WRITERS[kind](before), WRITERS[kind](after))

    assert not [pair for pair in found.pairs if pair.how in ("new", "retired")]
    assert not found.doubts
