"""Explicit ids for what has none, written into the source as comments, and nothing else changed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.blocks import Steps
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.likeness.gists import print_of, word_for
from studyapp.domain.lessons.pack import Manifest, ParsedFile, Section, StudyPack
from studyapp.domain.lessons.source.decoding import LINE_BREAK
from studyapp.domain.lessons.writing.insertions import Insertion, inserted

_PREFIX = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*")
_LIST_MARK = re.compile(r"[-*+]|\d{1,9}[.)]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*\Z")
_MOST_TRIES = 10

Further = Callable[[StudyPack], Mapping[str, Sequence[Insertion]]]
"""Further insertions by path, for parts that this room cannot read: the criteria of rubrics."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file with its ids. `added` were written; `left` have no place for an id, or would read otherwise with one."""

    path: str
    content: bytes
    added: tuple[Insertion, ...]
    left: tuple[Insertion, ...]


def write_ids(manifest: Manifest, files: Mapping[str, bytes], *, further: Further | None = None) -> tuple[Written, ...]:
    """Each lesson file with an id for every section and block that has none: the key that it has by its words.

    Ids are kept only if the pack then reads as before in all but its ids; so a second run adds nothing.
    """
    return _Writing(manifest, files, further).run()


class _Writing:
    """Tries all ids at once, and takes back those that are not read, or change what is."""

    def __init__(self, manifest: Manifest, files: Mapping[str, bytes], further: Further | None) -> None:
        self.manifest, self.files, self.further = manifest, files, further
        self._parse = cache(lambda path, content: parse_file(path, content, manifest))
        self.before = self._read(files)
        self.told = {path: _told_of_file(self._parse(path, content)) for path, content in files.items()}
        self.wanted = {path: self._wanted(path) for path in files}

    def run(self) -> tuple[Written, ...]:
        chosen = {path: [one for one in own if one.after] for path, own in self.wanted.items()}
        for _ in range(_MOST_TRIES):
            content = {
                path: inserted(self.files[path], own) if own else self.files[path] for path, own in chosen.items()
            }
            better = self._better(chosen, content)
            if better == chosen:
                return tuple(self._written(path, content[path], own) for path, own in chosen.items())
            chosen = better
        return tuple(self._written(path, content, []) for path, content in self.files.items())

    def _written(self, path: str, content: bytes, added: Sequence[Insertion]) -> Written:
        keys = {(one.kind, one.key) for one in added}
        left = tuple(one for one in self.wanted[path] if (one.kind, one.key) not in keys)
        return Written(path, content, tuple(added), left)

    def _read(self, files: Mapping[str, bytes]) -> StudyPack:
        return assemble(self.manifest, [self._parse(path, content) for path, content in files.items()])

    def _wanted(self, path: str) -> list[Insertion]:
        """What has no id in a file, with the place where one belongs; what has no place, with line 0."""
        try:
            lines = LINE_BREAK.split(self.files[path].decode("utf-8-sig"))
        except UnicodeDecodeError:
            return []
        found: list[Insertion] = []
        for section in self.before.sections:
            if section.file != path:
                continue
            if not section.id:
                found.append(Insertion("section", section.key, section.line, _heading_end(section, lines)))
            for block in section.blocks:
                if isinstance(block, Keyed) and not block.id:
                    prefix = _prefix(lines[block.line - 1], is_list=isinstance(block, Steps))
                    found.append(Insertion(word_for(block), block.key, block.line, block.end_line, prefix))
        return [*found, *(self.further(self.before).get(path, ()) if self.further else ())]

    def _better(self, chosen: dict[str, list[Insertion]], content: Mapping[str, bytes]) -> dict[str, list[Insertion]]:
        """The same if it reads as it should, else without what does not; one thing at a time."""
        after = self._read(content)
        unread = {path: _unread(after, path, own, self._further_keys(after, path)) for path, own in chosen.items()}
        if any(unread.values()):
            return {path: _otherwise(own, unread[path], self._is_first(path)) for path, own in chosen.items()}
        told = {path: _told_of_file(self._parse(path, own)) for path, own in content.items()}
        if told != self.told:
            return {
                path: own if told[path] == self.told[path] else [one for one in own if self._is_harmless(path, one)]
                for path, own in chosen.items()
            }
        moved = _moved_keys(self.before, after)
        return {path: [one for one in own if one.key not in moved] for path, own in chosen.items()}

    def _further_keys(self, after: StudyPack, path: str) -> set[tuple[str, str]]:
        """The parts that still have no id."""
        return {(one.kind, one.key) for one in self.further(after).get(path, ())} if self.further else set()

    def _is_harmless(self, path: str, one: Insertion) -> bool:
        return _told_of_file(self._parse(path, inserted(self.files[path], [one]))) == self.told[path]

    def _is_first(self, path: str) -> str:
        return next((section.key for section in self.before.sections if section.file == path), "")


def _heading_end(section: Section, lines: Sequence[str]) -> int:
    """The last line of a heading: its underline, if it has one."""
    below = lines[section.line] if section.line < len(lines) else ""
    is_underlined = not lines[section.line - 1].lstrip().startswith("#") and bool(_UNDERLINE.match(below))
    return section.line + is_underlined


def _prefix(line: str, *, is_list: bool) -> str:
    """The indentation of what stands in a list; a list itself is not in it. The comment of a quote stands below it."""
    found = _PREFIX.match(line)
    before = (found.group() if found else "").partition(">")[0]
    if is_list:
        before = before[: max((mark.start() for mark in _LIST_MARK.finditer(before)), default=len(before))]
    return _LIST_MARK.sub(lambda mark: " " * len(mark.group()), before)


def _unread(
    after: StudyPack, path: str, chosen: Iterable[Insertion], still_without: set[tuple[str, str]]
) -> set[Insertion]:
    """The insertions that gave nobody an id, or another than the one they are for."""
    ids = {("section", section.id) for section in after.sections if section.file == path}
    ids |= {
        (word_for(block), block.id)
        for section in after.sections
        if section.file == path
        for block in section.blocks
        if isinstance(block, Keyed)
    }
    return {one for one in chosen if (one.kind, one.key) not in ids and (not one.at_end or _of(one) in still_without)}


def _of(one: Insertion) -> tuple[str, str]:
    return one.kind, one.key


def _otherwise(chosen: Sequence[Insertion], unread: set[Insertion], first_section: str) -> list[Insertion]:
    """What was read, and the rest in another place if there is one: front matter, or inside its quote.

    Sections first: a comment that no heading takes goes to the block below, and that is then unread too.
    """
    lost = {one for one in unread if one.kind == "section"} or unread
    found: list[Insertion] = []
    for one in chosen:
        if one not in lost:
            found.append(one)
        elif one.kind == "section" and one.key == first_section and one.after:
            found.append(replace(one, after=0))
        elif one.kind != "section" and not one.at_end and not one.prefix.endswith("> "):
            found.append(replace(one, prefix=f"{one.prefix}> "))
    return found


def _told_of_file(file: ParsedFile) -> tuple[object, ...]:
    """All that a file says, but for ids and lines."""
    sections = tuple(
        (
            (section.number, section.title, section.depth, section.task, section.level, section.words),
            tuple((print_of(block), getattr(block, "nested", False)) for block in section.blocks),
        )
        for section in file.sections
    )
    return sections, Counter(found.code for found in file.diagnostics), file.images


def _moved_keys(before: StudyPack, after: StudyPack) -> set[str]:
    """Keys in whose neighbourhood one is another now, since what is told apart by its neighbours lost them."""
    moved: set[str] = set()
    for old, new in zip(before.sections, after.sections, strict=True):
        if old.key != new.key:
            moved |= {one.key for one in before.sections if one.title == old.title}
        pairs = zip(old.blocks, new.blocks, strict=True)
        if any(isinstance(one, Keyed) and one.key != getattr(other, "key", "") for one, other in pairs):
            moved |= {block.key for block in old.blocks if isinstance(block, Keyed)}
    return moved
