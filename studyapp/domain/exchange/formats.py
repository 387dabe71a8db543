"""Which format a file has, and everything that it becomes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from studyapp.domain.exchange.aiken import read_aiken
from studyapp.domain.exchange.cards import read_cards
from studyapp.domain.exchange.gift import read_gift, waiting
from studyapp.domain.exchange.incoming import Loss, Picture, Taken, Unreadable, decoded
from studyapp.domain.exchange.markdown import write_lessons
from studyapp.domain.exchange.moodle_xml import read_moodle_xml
from studyapp.domain.exchange.pages import Page, read_html_page, read_site
from studyapp.domain.exchange.pictures import ascii_name
from studyapp.domain.exchange.word import read_word

SUFFIXES = (".docx", ".html", ".htm", ".gift", ".txt", ".xml", ".csv", ".tsv")
_READERS = {".gift": read_gift, ".xml": read_moodle_xml, ".csv": read_cards, ".tsv": read_cards}
_AIKEN = re.compile(r"^\s*ANSWER\s*:\s*[A-Z]\b", re.MULTILINE | re.IGNORECASE)
_ANKI = re.compile(r"\A#(?:separator|html|columns|notetype|deck|tags)\b", re.IGNORECASE)
_ANSWERS = re.compile(r"\{[^{}]*\}")
_NEITHER = "write GIFT, Aiken (A. B. ANSWER: A) or two columns parted by tabs; or name it .md if it is Markdown"


@dataclass(frozen=True, slots=True)
class Converted:
    """What a file becomes: lessons, pictures, and what could not come along."""

    pages: tuple[Page, ...]
    pictures: tuple[Picture, ...]
    losses: tuple[Loss, ...]


def convert_file(name: str, content: bytes) -> Converted:
    """A single file in another format as lessons. Raises Unreadable."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    stem = name.rpartition(".")[0]
    if suffix == ".docx":
        text, album = read_word(content, file=name)
        return Converted((Page(_path(stem), _with_title(text, stem)),), album.pictures, tuple(album.ledger.losses))
    if suffix in (".html", ".htm"):
        text, pictures, ledger = read_html_page(content, file=name)
        return Converted((Page(_path(stem), text + "\n"),), pictures, tuple(ledger.losses))
    taken = _questions(name, suffix, content)
    texts = write_lessons(taken.questions, title=stem)
    paths = [_path(stem)] if len(texts) == 1 else [_path(f"{stem}-{place:03}") for place in range(1, len(texts) + 1)]
    pages = tuple(Page(path, text) for path, text in zip(paths, texts, strict=True))
    return Converted(pages, taken.pictures, taken.losses)


def convert_site(name: str, files: Mapping[str, bytes]) -> Converted:
    """The files of an export as lessons. Raises Unreadable."""
    pages, pictures, ledger = read_site(files, file=name)
    return Converted(pages, pictures, tuple(ledger.losses))


def _questions(name: str, suffix: str, content: bytes) -> Taken:
    if suffix == ".txt":
        return _guessed(name, content)
    if suffix not in _READERS:
        raise Unreadable(f"{suffix} is a format that is not read", f"use one of {', '.join(SUFFIXES)}")
    return _READERS[suffix](content, file=name)


def _guessed(name: str, content: bytes) -> Taken:
    """A text by what it holds."""
    text = decoded(content)
    lines = [line for line in text.split("\n") if line.strip()]
    if _ANKI.match(text):
        return read_cards(content, file=name)
    if _AIKEN.search(text):
        return read_aiken(content, file=name)
    if _ANSWERS.search(waiting(text)):
        return read_gift(content, file=name)
    if sum("\t" in line for line in lines) > len(lines) / 2:
        return read_cards(content, file=name)
    raise Unreadable("this text is neither GIFT, Aiken nor cards", _NEITHER)


def _path(stem: str) -> str:
    return f"{ascii_name(stem) or 'lesson'}.md"


def _with_title(text: str, stem: str) -> str:
    """A document with a heading of its own, or under its file's name."""
    has_heading = re.search(r"^#{1,6} ", text, re.MULTILINE)
    return f"{text}\n" if has_heading else f"# {stem}\n\n{text}\n"
