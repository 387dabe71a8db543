"""Paragraphs that stand twice in a pack (W53)."""

import hashlib
from collections.abc import Iterator, Sequence

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.words import runs
from studyapp.domain.lessons.pack import Paragraph, ParsedFile
from studyapp.domain.lessons.source.structure import Node

FEWEST_WORDS = 30


def long_paragraphs(everything: Sequence[Node], lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a file with 30 words or more, code left out. `everything` are all blocks, inner ones too."""
    return tuple(_long(everything, lines))


def _long(everything: Sequence[Node], lines: Sequence[str]) -> Iterator[Paragraph]:
    for node in everything:
        if node.kind != "paragraph" or len(node.text) < 2 * FEWEST_WORDS:
            continue
        words = runs(node.text)
        if len(words) >= FEWEST_WORDS:
            digest = hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:16]
            excerpt = lines[node.line - 1].strip()[:80]
            yield Paragraph(digest, len(words), node.line, max(node.line, node.end_line), excerpt)


def repeated_paragraphs(files: Sequence[ParsedFile]) -> list[Diagnostic]:
    """W53 at each paragraph that says the same as an earlier one; marks and case do not count."""
    found: list[Diagnostic] = []
    first: dict[str, tuple[str, int]] = {}
    for file in files:
        for paragraph in file.paragraphs:
            place = first.setdefault(paragraph.digest, (file.path, paragraph.line))
            if place == (file.path, paragraph.line):
                continue
            what = f"this paragraph of {paragraph.words} words stands at {place[0]}:{place[1]} too"
            fix = "keep one of them"
            line, end = paragraph.line, paragraph.end_line
            found.append(Diagnostic(file.path, line, 1, "W53", what, fix, end, paragraph.excerpt))
    return found
