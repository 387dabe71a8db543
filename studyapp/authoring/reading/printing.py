"""Findings and counts as lines of text, for terminals."""

from collections.abc import Iterable

from studyapp.authoring.reading.packs import ReadPack
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.assembly.reporting import capped

_COUNTED = ("sections", "principles", "tables", "steps", "definitions", "traps", "reflections", "facts", "items")


def finding_lines(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """One line a finding; a code repeated in a file is shown three times."""
    return [str(found) for found in capped(diagnostics)]


def summary(read: ReadPack) -> str:
    """What was found, on one line."""
    counts = read.report()["counts"]
    parts = [f"{counts[name]} {name}" for name in _COUNTED]
    parts.insert(-2, f"{sum(counts['questions'].values())} questions")
    return f"{read.pack_key or 'no pack'}: {', '.join(parts)}"
