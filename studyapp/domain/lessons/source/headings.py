"""Headings: number, title and task, apart from each other."""

import re
from dataclasses import dataclass

_WORDS = "task|skill|chapter|section|module|unit|part|lesson|domain|topic|week|day|step|objective"
_NUMBER = r"\d{1,3}+(?:\.\d{1,4}+)*+"
_NUMBERED_WORD = re.compile(rf"(?P<word>{_WORDS})\s+(?P<number>{_NUMBER})\.?(?:\s*[:.–—-]\s*|\s+|$)(?P<title>.*)", re.I)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER})(?:[.)]\s*|\s*[:–—-]\s+|(?<=\.\d)\s+|(?<=\.\d\d)\s+)(?P<title>\D.*)")
_ONLY_NUMBER = re.compile(rf"(?P<number>{_NUMBER})\.?$")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)$")
_BARE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})+)(?P<dot>\.?)\s+(?P<title>[^\W\d_].*)")


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """What a heading says. `task` is set only by the word Task; `number` is "" if there is none."""

    title: str
    number: str = ""
    task: str = ""


def read_heading(text: str) -> HeadingWords:
    """The number and the title of a heading's source text; a title always remains."""
    plain = text.strip()
    link = _LINK.match(plain)
    if link:
        plain = link.group(1).strip()
    stripped = plain.strip("*_ ") if plain[:1] in "*_" else plain
    worded = _NUMBERED_WORD.match(stripped)
    if worded:
        number = worded.group("number")
        is_task = worded.group("word").casefold() == "task"
        title = worded.group("title").strip() or stripped
        return HeadingWords(title, number, number if is_task and "." in number else "")
    numbered = _NUMBERED.match(stripped)
    if numbered:
        return HeadingWords(numbered.group("title").strip(), numbered.group("number"))
    if _ONLY_NUMBER.match(stripped):
        return HeadingWords(stripped, stripped.rstrip("."))
    return HeadingWords(plain)


def bare_numbered(line: str) -> HeadingWords | None:
    """A line such as `2.1.3. Choosing an index` that its author meant as a heading."""
    found = _BARE.match(line.strip())
    if not found or line.rstrip().endswith((".", ",", ";", ":")) or len(line.split()) > 13:
        return None
    is_certain = bool(found.group("dot")) or found.group("number").count(".") > 1
    if not is_certain and not found.group("title")[0].isupper():
        return None
    return HeadingWords(found.group("title").strip(), found.group("number"))


def number_in_name(path: str) -> str:
    """The number that a file name begins with: `3.1.1.1. Storage.md` gives 3.1.1.1."""
    name = path.rsplit("/", 1)[-1]
    found = re.match(rf"({_NUMBER})[.\s_-]", name)
    return found.group(1) if found and "." in found.group(1) else ""


def title_from_name(path: str) -> str:
    """A file name as a title: no folder, ending, number or underscores."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    bare = re.sub(rf"^{_NUMBER}[.\s_-]+", "", stem).replace("_", " ").replace("-", " ")
    return " ".join(bare.split()).strip() or stem or path
