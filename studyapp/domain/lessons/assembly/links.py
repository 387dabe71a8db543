"""Links that lead nowhere inside the pack (W30)."""

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import unquote

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.keys.identity import short_name
from studyapp.domain.lessons.pack import Link, ParsedFile
from studyapp.domain.lessons.source.code_spans import without_code
from studyapp.domain.lessons.source.headings import read_heading
from studyapp.domain.lessons.source.nearest import nearest
from studyapp.domain.lessons.source.structure import Node

_LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]\\]|\\.|!?\[[^\[\]]{0,200}\](?:\([^()\s]{0,300}\))?){0,300}\]\(\s*<?([^\s<>()]{1,300})>?(?:\s+[\"'(][^\n]{0,200})?\s*\)"
)
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]^]{1,200}\]:\s*<?([^\s<>]{1,300})>?")
_HTML_LINK = re.compile(r"<a\s[^<>]{0,200}?href=[\"']([^\"'<>]{1,300})[\"']", re.IGNORECASE)
_HTML_ANCHOR = re.compile(r"<[a-z]\w*\s[^<>]{0,200}?(?:id|name)=[\"']([^\"'<>]{1,100})[\"']", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:|//|/", re.IGNORECASE)
_TOP = ("", "top")
_NOT_SLUG = re.compile(r"[^\w\- ]")


def links_in(lines: Sequence[str], everything: Sequence[Node]) -> tuple[Link, ...]:
    """Links to other files and places of the pack, code left out. `everything` are all blocks, inner ones too."""
    code = {
        number
        for node in everything
        if node.kind in ("fence", "code")
        for number in range(node.line, node.end_line + 1)
    }
    return tuple(_links(lines, code))


def _links(lines: Sequence[str], code: Collection[int]) -> Iterator[Link]:
    for number, line in enumerate(lines, 1):
        if number in code or not ("](" in line or "]:" in line or "href=" in line):
            continue
        text = without_code(line)
        for pattern in (_LINK, _DEFINITION, _HTML_LINK):
            for found in pattern.finditer(text):
                target = found.group(1)
                if not _SCHEME.match(target):
                    yield Link(target, number, found.start(1) + 1, line.strip()[:80])


def anchors_in(everything: Sequence[Node]) -> tuple[str, ...]:
    """What a link after `#` may name in a file: its headings as Git hosts and we name them, and HTML anchors.

    `everything` are all blocks, inner ones too.
    """
    found: dict[str, int] = {}
    for node in everything:
        if node.kind == "heading":
            slug = heading_anchor(node.text)
            count = found.get(slug, 0)
            found[slug] = count + 1
            found.setdefault(f"{slug}-{count}" if count else slug, 1)
            found.setdefault(short_name(read_heading(node.text).title), 1)
        for anchor in _HTML_ANCHOR.findall(node.text) if "=" in node.text else ():
            found.setdefault(anchor.casefold(), 1)
    return tuple(found)


def heading_anchor(text: str) -> str:
    """The anchor that Git hosts give a heading: lower case, no punctuation, hyphens for blanks."""
    plain = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    plain = _NOT_SLUG.sub("", unicodedata.normalize("NFC", plain).strip().lower().replace("`", "").replace("*", ""))
    return plain.replace(" ", "-")


def broken_links(files: Sequence[ParsedFile], *, paths: Collection[str], is_lone: bool) -> list[Diagnostic]:
    """W30 for each link whose file is not in the upload, or whose anchor is not in its file.

    `paths` are all files of the upload. A lone lesson's links to other files lead out of the upload: not checked.
    """
    anchors = {file.path: _anchors_of(file) for file in files}
    found: list[Diagnostic] = []
    for file in files:
        for link in file.links:
            trouble = _trouble(file.path, link.target, anchors, paths, is_lone=is_lone)
            if trouble:
                what, fix = trouble
                found.append(Diagnostic(file.path, link.line, link.col, "W30", what, fix, link.line, link.excerpt))
    return found


def _anchors_of(file: ParsedFile) -> set[str]:
    keys = {section.key.casefold() for section in file.sections if section.key}
    return keys | {anchor.casefold() for anchor in file.anchors}


def _trouble(
    path: str, target: str, anchors: dict[str, set[str]], paths: Collection[str], *, is_lone: bool
) -> tuple[str, str] | None:
    address, _, anchor = target.partition("#")
    address = unquote(address.partition("?")[0])
    if address and is_lone:
        return None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else path
    if address and place not in paths and not _is_folder(place, paths):
        others = {other.casefold(): other for other in paths}
        meant = others.get(place.casefold()) or nearest(place, sorted(paths))
        hint = f", did you mean {meant}" if meant else ""
        return f"the link leads to {place}, which is not in the upload{hint}", "correct the link, or add the file"
    named = unquote(anchor).casefold().removeprefix("user-content-")
    if place not in anchors or named in _TOP or named in anchors[place]:
        return None
    meant = nearest(named, sorted(anchors[place]))
    hint = f", did you mean #{meant}" if meant else ""
    return f"no heading of {place} is called #{anchor}{hint}", "correct the part after #"


def _is_folder(place: str, paths: Collection[str]) -> bool:
    return place == "." or any(path.startswith(f"{place}/") for path in paths)
