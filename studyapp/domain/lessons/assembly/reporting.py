"""The report of a check: counts, sections, tables, questions and findings as one JSON object."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, get_args

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.blocks import (
    Block,
    Callout,
    ComparisonTable,
    Definition,
    Question,
    QuestionKind,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.pack import Manifest, StudyPack

FORMAT = 1
SHOWN_A_CODE = 3  # in a file


def counts(pack: StudyPack, *, facts: int, items: int) -> dict[str, Any]:
    """How many of each kind a pack holds. `facts` and `items` come from the items room."""
    blocks = [block for section in pack.sections for block in section.blocks]
    kinds = Counter(block.kind for block in blocks if isinstance(block, Question))
    callouts = _of(blocks, Callout)
    traps = len(_of(blocks, Trap))
    reflections = _of(blocks, Reflection)
    return {
        "sections": len(pack.sections),
        "principles": sum(callout.kind == "principle" for callout in callouts),
        "tables": len(asked_tables(blocks)),
        "steps": len(_of(blocks, Steps)),
        "definitions": len(_of(blocks, Definition)),
        "traps": traps,
        "reflections": len(reflections),
        "rubrics": sum(reflection.rubric is not None for reflection in reflections),
        "callouts": len(callouts) + traps,
        "questions": {kind: kinds[kind] for kind in get_args(QuestionKind)},
        "facts": facts,
        "items": items,
        "images": len(pack.images),
    }


def asked_tables(blocks: Iterable[Block]) -> list[ComparisonTable]:
    """The tables that compare something; those for finding one's way do not count."""
    return [block for block in blocks if isinstance(block, ComparisonTable) and not block.furniture]


def _of(blocks: Iterable[Block], kind: type[Any]) -> list[Any]:
    return [block for block in blocks if isinstance(block, kind)]


def report(
    pack: StudyPack | None, *, facts: int = 0, items: int = 0, diagnostics: Sequence[Diagnostic] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The object that `check_pack --json` prints, without its `--items` parts.

    `diagnostics` are all findings, those of other rooms too; by default the pack's own. No pack: a pack.toml
    that cannot be read.
    """
    findings = diagnostics if diagnostics is not None else (pack.diagnostics if pack else ())
    shown = pack or StudyPack(Manifest(id="", title=""), (), "", ())
    return {
        "format": FORMAT,
        "pack": pack.manifest.id if pack else None,
        "counts": counts(shown, facts=facts, items=items),
        "sections": _sections(shown),
        "tables": _tables(shown),
        "questions": _questions(shown),
        "diagnostics": [as_json(found) for found in findings],
    }


def _sections(pack: StudyPack) -> list[dict[str, Any]]:
    return [
        {"id": section.key, "number": section.number, "title": section.title, "task": section.task,
         "file": section.file, "line": section.line}
        for section in pack.sections
    ]  # fmt: skip


def _tables(pack: StudyPack) -> list[dict[str, Any]]:
    return [
        {"file": section.file, "line": table.line, "columns": len(table.columns), "rows": len(table.rows)}
        for section in pack.sections
        for table in asked_tables(section.blocks)
    ]


def _questions(pack: StudyPack) -> list[dict[str, Any]]:
    return [
        {"file": section.file, "line": block.line, "kind": block.kind, "options": len(block.options),
         "keys": [number for number, option in enumerate(block.options, 1) if option.is_key]}
        for section in pack.sections
        for block in section.blocks
        if isinstance(block, Question)
    ]  # fmt: skip


def as_json(found: Diagnostic) -> dict[str, Any]:
    """A finding with the keys that editors and build servers read."""
    return {
        "file": found.file, "line": found.line, "col": found.col, "end_line": found.end_line or found.line,
        "severity": found.severity, "code": found.code, "what": found.what, "fix": found.fix,
        "excerpt": found.excerpt, "data": found.data,
    }  # fmt: skip


def capped(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """For people: a code repeated in a file is shown `SHOWN_A_CODE` times; the last one shown says how many follow."""
    found = list(diagnostics)
    total = Counter((finding.file, finding.code) for finding in found)
    shown: Counter[tuple[str, str]] = Counter()
    kept: list[Diagnostic] = []
    for finding in found:
        place = (finding.file, finding.code)
        shown[place] += 1
        if shown[place] > SHOWN_A_CODE:
            continue
        left = total[place] - SHOWN_A_CODE
        if shown[place] == SHOWN_A_CODE and left > 0:
            finding = replace(finding, fix=f"{finding.fix} (and {left} more)")  # noqa: PLW2901
        kept.append(finding)
    return kept
