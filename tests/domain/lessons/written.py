"""Lessons written in a test, read as a pack of one file."""

from typing import TypeVar

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.blocks import Prose
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import Manifest, StudyPack

T = TypeVar("T")
LONE = lone_manifest(id="notes", title="Notes on indexes")


def read(text: str | bytes, *, path: str = "lesson.md", manifest: Manifest = LONE) -> StudyPack:
    """The pack of a single file."""
    raw = text.encode() if isinstance(text, str) else text
    return assemble(manifest, [parse_file(path, raw, manifest)])


def read_files(files: dict[str, str], *, manifest: Manifest = LONE, images: tuple[str, ...] = ()) -> StudyPack:
    """The pack of several files."""
    parsed = [parse_file(path, text.encode(), manifest) for path, text in files.items()]
    return assemble(manifest, parsed, image_paths=images)


def blocks_of(text: str, kind: type[T], *, manifest: Manifest = LONE) -> list[T]:
    """Every block of one kind in a text."""
    pack = read(text, manifest=manifest)
    return [block for section in pack.sections for block in section.blocks if isinstance(block, kind)]


def one(text: str, kind: type[T], *, manifest: Manifest = LONE) -> T:
    """The only block of a kind."""
    (block,) = blocks_of(text, kind, manifest=manifest)
    return block


def shown(text: str) -> str:
    """The HTML of all prose."""
    return "\n".join(block.html for block in blocks_of(text, Prose))


def codes(text: str | bytes, *, manifest: Manifest = LONE) -> list[str]:
    """The codes of all findings, in order; that a fragment has no heading (I59) is left out."""
    return [found.code for found in read(text, manifest=manifest).diagnostics if found.code != "I59"]


def finding(text: str | bytes, code: str, *, manifest: Manifest = LONE) -> Diagnostic:
    """The only finding with a code."""
    (found,) = [found for found in read(text, manifest=manifest).diagnostics if found.code == code]
    return found
