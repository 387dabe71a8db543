"""Many files become one pack: reading order, inherited tasks, identity, and what only shows across files."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.assembly.links import broken_links
from studyapp.domain.lessons.assembly.repeats import repeated_paragraphs
from studyapp.domain.lessons.keys.identity import Keyed, derived_keys
from studyapp.domain.lessons.keys.sections import section_keys
from studyapp.domain.lessons.pack import Manifest, ParsedFile, Section, StudyPack
from studyapp.domain.lessons.source.nearest import nearest

_DIGITS = re.compile(r"(\d+)")


def assemble(
    manifest: Manifest,
    files: Sequence[ParsedFile],
    *,
    landing_html: str = "",
    image_paths: Collection[str] = (),
    paths: Collection[str] = (),
) -> StudyPack:
    """The pack made of `files`, with final keys and every finding sorted by file, line and column.

    `image_paths` are the pictures that came with it, `paths` all files, relative to the pack.
    """
    ordered = sorted(files, key=lambda file: natural_key(file.path))
    findings = [found for file in ordered for found in file.diagnostics]
    by_file = [_in_lessons(_with_tasks(file.sections)) for file in ordered]
    sections = [section for group in by_file for section in group]
    task_lines = {file.path: file.task_line for file in ordered}
    findings += _unknown_tasks(manifest, sections, task_lines)
    findings += _duplicate_ids(sections)
    findings += _numbers(sections, {file.path: file.number_line for file in ordered})
    findings += _missing_images(ordered, image_paths)
    findings += repeated_paragraphs(ordered)
    known = {file.path for file in ordered} | set(paths or image_paths)
    findings += broken_links(ordered, paths=known, is_lone=manifest.is_lone_file)
    keyed = _with_keys(sections)
    return StudyPack(
        manifest=manifest,
        sections=tuple(keyed),
        landing_html=landing_html,
        diagnostics=tuple(sorted(findings, key=_place)),
        images=tuple(dict.fromkeys(image for file in ordered for image in file.images)),
        unknown_labels=tuple(label for file in ordered for label in file.unknown_labels),
    )


def natural_key(path: str) -> list[tuple[int, int, str]]:
    """Sorts `2.md` before `10.md`, and a folder's files together."""
    parts = _DIGITS.split(path.casefold().replace("/", "\0"))
    return [(0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part) for part in parts if part]


def _place(found: Diagnostic) -> tuple[list[tuple[int, int, str]], int, int, str]:
    return natural_key(found.file), found.line, found.col, found.code


def _with_tasks(sections: Sequence[Section]) -> list[Section]:
    """A section without a task has that of the section above it."""
    result: list[Section] = []
    above: list[Section] = []
    for section in sections:
        while above and above[-1].depth >= section.depth:
            above.pop()
        inherited = section if section.task or not above else replace(section, task=above[-1].task)
        above.append(inherited)
        result.append(inherited)
    return result


def _in_lessons(sections: Sequence[Section]) -> list[Section]:
    """Mark which section opens the lesson of each: one of the file's smallest depth. By index until keys are final."""
    if not sections:
        return []
    smallest = min(section.depth for section in sections)
    opener = 0
    result: list[Section] = []
    for index, section in enumerate(sections):
        if section.depth == smallest:
            opener = index
        result.append(replace(section, lesson_key=str(index - opener)))
    return result


def _with_keys(sections: Sequence[Section]) -> list[Section]:
    """Final keys of sections and their blocks."""
    keys = section_keys(sections)
    result: list[Section] = []
    for index, (section, key) in enumerate(zip(sections, keys, strict=True)):
        names = derived_keys(key, section.blocks)
        blocks = tuple(
            replace(block, key=name, id=block.key) if isinstance(block, Keyed) else block
            for block, name in zip(section.blocks, names, strict=True)
        )
        opener = keys[index - int(section.lesson_key or 0)]
        result.append(replace(section, key=key, id=section.key, blocks=blocks, lesson_key=opener))
    return result


def _unknown_tasks(manifest: Manifest, sections: Sequence[Section], task_lines: dict[str, int]) -> list[Diagnostic]:
    known = [task.id for domain in manifest.domains for task in domain.tasks]
    if manifest.is_lone_file or not known:
        return []
    found: list[Diagnostic] = []
    told: set[tuple[str, str]] = set()
    for section in sections:
        if not section.task or section.task in known or (section.file, section.task) in told:
            continue
        told.add((section.file, section.task))
        meant = nearest(section.task, known)
        hint = f", did you mean {meant}" if meant else ""
        is_first = section is next(other for other in sections if other.file == section.file)
        line = (task_lines.get(section.file, 0) if is_first else 0) or section.line
        what = f"task {section.task} is not in pack.toml{hint}"
        data: dict[str, str | int | list[str]] = {"task": section.task, "meant": meant} if meant else {}
        found.append(Diagnostic(section.file, line, 1, "E29", what, "correct it", line, data=data))
    return found


def _duplicate_ids(sections: Sequence[Section]) -> list[Diagnostic]:
    """E22, for ids of sections and for ids of blocks apart: they name different things."""
    found: list[Diagnostic] = []
    names = [(section.key, section.file, section.line) for section in sections if section.is_explicit_key]
    blocks = [
        (block.key, section.file, block.line)
        for section in sections
        for block in section.blocks
        if isinstance(block, Keyed) and block.key
    ]
    for entries in (names, blocks):
        first: dict[str, tuple[str, int]] = {}
        for key, file, line in entries:
            if key not in first:
                first[key] = (file, line)
                continue
            other, place = first[key]
            what = f"the id {key!r} is used at {other}:{place}"
            found.append(Diagnostic(file, line, 1, "E22", what, "choose another", line, data={"id": key}))
    return found


def _numbers(sections: Sequence[Section], number_lines: dict[str, int]) -> list[Diagnostic]:
    """E40 for a number used twice, W41 for a gap between neighbours."""
    found: list[Diagnostic] = []
    first: dict[str, Section] = {}
    last: dict[tuple[int, ...], int] = defaultdict(int)
    opened: set[str] = set()
    for section in sections:
        line = section.line
        if section.file not in opened and number_lines.get(section.file):
            line = number_lines[section.file]
        opened.add(section.file)
        if not section.number:
            continue
        if section.number in first:
            other = first[section.number]
            what = f"the number {section.number} is used at {other.file}:{other.line} too"
            found.append(Diagnostic(section.file, line, 1, "E40", what, "renumber one of them", line))
            continue
        first[section.number] = section
        *parent, own = (int(part) for part in section.number.split(".") if part.isdecimal())
        before = last[tuple(parent)]
        if before and own > before + 1:
            numbers = [".".join(map(str, (*parent, number))) for number in (before, own)]
            what = f"number gap {numbers[0]} to {numbers[1]}"
            found.append(Diagnostic(section.file, line, 1, "W41", what, "renumber, or leave it if meant", line))
        last[tuple(parent)] = own
    return found


def _missing_images(files: Sequence[ParsedFile], image_paths: Collection[str]) -> list[Diagnostic]:
    available = set(image_paths)
    other_case = {path.casefold(): path for path in available}
    found: list[Diagnostic] = []
    for file in files:
        for image, line in file.image_lines:
            if image in available:
                continue
            other = other_case.get(image.casefold())
            what = f"the image {image} is not in the upload" + (f", found {other}" if other else "")
            fix = f"write {other}" if other else "add it to the upload, under img/, or rename it"
            data: dict[str, str | int | list[str]] = {"image": image, "found": other} if other else {}
            found.append(Diagnostic(file.path, line, 1, "E30", what, fix, line, data=data))
    return found
