"""Items as an Anki package (.apkg): a zip with an SQLite collection and the pictures."""

import itertools
import json
import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from typing import BinaryIO

import genanki

from studyapp.domain.exchange.anki_notes import Note, card_model, choice_model, notes_of, number_of
from studyapp.domain.exchange.archives import Archive
from studyapp.domain.exchange.fragments import one_line, pictures_in, with_pictures
from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.exchange.outgoing import Asked, Course, Pictures, summary

_TYPED = "Anki does not mark what is typed, put in order or paired; the answer is on the back"
_MARKED = frozenset({"ordering", "matching", "cloze", "short-answer"})


def write_anki(
    course: Course, asked: Iterable[Asked], out: BinaryIO, *, pictures: Pictures = lambda _path: None
) -> tuple[Loss, ...]:
    """Write a deck to `out`; return what Anki cannot carry (also in the deck's description).

    Deck, note types and notes have ids made of the pack's and the facts' keys, and the time of the version: importing
    a later version updates the notes that are there and keeps their schedule.
    """
    losses: list[Loss] = []
    media: dict[str, str] = {}
    deck = genanki.Deck(number_of("deck", course.key), one_line(course.title).replace("::", ":"))
    for one, note in notes_of(course.key, asked, card=card_model(), choice=choice_model()):
        _show_pictures(note, pictures, media)
        deck.add_note(note)
        if one.item.kind in _MARKED:
            losses.append(Loss(one.item.file, one.item.line, _TYPED))
    deck.description = "<br>".join(escape(line) for line in (course.licence, *summary(losses)) if line)
    archive = Archive(out)
    with archive:
        archive.add("collection.anki2", _collection(deck, course))
        archive.add("media", json.dumps({str(number): name for number, name in enumerate(media)}).encode())
        for number, path in enumerate(media.values()):
            archive.add(str(number), pictures(path) or b"")
    return tuple(losses)


def _show_pictures(note: Note, pictures: Pictures, media: dict[str, str]) -> None:
    """Point the note's pictures at names in Anki's one folder for all decks; keep in `media` where each is from."""

    def address(path: str) -> str | None:
        content = pictures(path)
        if content is None:
            return None
        name = f"{sha256(content).hexdigest()[:16]}.{path.rpartition('.')[2].lower()}"
        media.setdefault(name, path)
        return name

    if any(pictures_in(field) for field in note.fields):
        note.fields = [with_pictures(field, address) for field in note.fields]


def _collection(deck: genanki.Deck, course: Course) -> bytes:
    """The SQLite file, the same bytes for the same deck and version."""
    seconds = course.published_at.timestamp()
    connection = sqlite3.connect(":memory:")
    try:
        cursor = connection.cursor()
        genanki.Package(deck).write_to_db(cursor, seconds, itertools.count(int(seconds * 1000)))
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()
