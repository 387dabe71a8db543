import io
import json
import sqlite3
import zipfile
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from studyapp.domain.exchange.outgoing import Asked, Course
from studyapp.domain.exchange.writing_anki import write_anki
from tests.domain.exchange import leaving
from tests.domain.exchange.leaving import COURSE, HOSTILE, asked, option, written


@dataclass
class Deck:
    """What Anki would find in a package."""

    notes: list[tuple[str, int, list[str], str]]  # guid, note type, fields, tags
    decks: dict[str, Any]
    models: dict[str, Any]
    modified: set[int]
    cards: int
    media: dict[str, bytes]


def opened(content: bytes) -> Deck:
    archive = zipfile.ZipFile(io.BytesIO(content))
    connection = sqlite3.connect(":memory:")
    connection.deserialize(archive.read("collection.anki2"))
    try:
        notes = connection.execute("SELECT guid, mid, flds, tags, mod FROM notes ORDER BY id").fetchall()
        decks, models = connection.execute("SELECT decks, models FROM col").fetchone()
        (cards,) = connection.execute("SELECT count(*) FROM cards").fetchone()
    finally:
        connection.close()
    names = json.loads(archive.read("media"))
    return Deck(
        notes=[(guid, model, fields.split("\x1f"), tags) for guid, model, fields, tags, _ in notes],
        decks={key: deck for key, deck in json.loads(decks).items() if key != "1"},
        models=json.loads(models),
        modified={modified for *_, modified in notes},
        cards=cards,
        media={name: archive.read(number) for number, name in names.items()},
    )


def deck(*items: Asked, course: Course = COURSE, **more: Any) -> Deck:
    return opened(written(write_anki, *items, course=course, **more)[0])


def guids(found: Deck) -> list[str]:
    return [guid for guid, *_ in found.notes]


QUESTION = asked("single", "Which water?", options=(option("boiling", "scalds"), option("cool", "kind")), keys=(2,))


@settings(max_examples=40, deadline=None)
@given(leaving.EVERYTHING)
def test_every_authored_fact_is_one_note_with_one_card(items: list[Asked]) -> None:
    found = deck(*items)

    assert len(found.notes) == len(set(guids(found))) == found.cards == len(items)
    for (_, model, fields, _), one in zip(found.notes, items, strict=True):
        assert len(fields) == len(found.models[str(model)]["flds"])
        assert one.item.kind in {"single", "multiple", "true-false"} or len(fields) == 4


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_an_author_wrote_is_played_typeset_or_run(text: str) -> None:
    found = deck(
        asked("single", text, feedback=text, lesson=text, options=(option(text), option("b", text)), keys=(1,))
    )

    whole = "".join(found.notes[0][2]).casefold()
    assert not any(command in whole for command in ("[sound:", "[latex]", "[$]", "<script"))


def test_a_typo_mended_keeps_every_id_and_is_newer() -> None:
    later = replace(COURSE, published_at=COURSE.published_at + timedelta(days=7))
    mended = replace(QUESTION, item=replace(QUESTION.item, stem="Which water suits?", stem_html="Which water suits?"))

    before, after = deck(QUESTION), deck(mended, course=later)

    assert guids(before) == guids(after)
    assert (before.decks.keys(), before.models.keys()) == (after.decks.keys(), after.models.keys())
    assert max(before.modified) < min(after.modified)
    assert before.notes[0][2] != after.notes[0][2]


def test_equal_content_gives_equal_bytes() -> None:
    assert written(write_anki, QUESTION) == written(write_anki, QUESTION)


def test_packs_share_note_types_and_nothing_else() -> None:
    one, other = deck(QUESTION), deck(QUESTION, course=replace(COURSE, key="coffee"))

    assert one.models.keys() == other.models.keys()
    assert one.decks.keys().isdisjoint(other.decks)
    assert set(guids(one)).isdisjoint(guids(other))


def test_a_question_of_another_kind_is_another_note() -> None:
    card = asked("card", "Which water?", feedback="Cool", accepted=("Cool",))

    assert guids(deck(QUESTION)) != guids(deck(card))


def test_the_back_of_a_choice_shows_the_right_option_and_every_reason() -> None:
    ((_, _, fields, tags),) = deck(QUESTION).notes

    stem, options, answer, _more, lesson = fields
    assert (stem, lesson) == ("Which water?", "2.1 Heating water")
    assert "scalds" not in options
    assert '<li class="right">✓ cool' in answer
    assert "scalds" in answer
    assert tags.split() == ["domain::d2", "task::2.1", "lesson::water"]


def test_a_generated_fact_is_one_note_however_many_ways_there_are_to_ask_it() -> None:
    options = (option("Heated"), option("Rolled"), option("Dried"))
    forward = asked("single", "Green: what is done?", form="forward", key="green", options=options, keys=(1,))
    reverse = asked("single", "Which is heated?", form="reverse", key="green", options=options, keys=(1,))

    ((_, _, fields, _),) = deck(forward, reverse).notes

    assert fields[:2] == ["Green: what is done?", "Heated"]


def test_both_directions_of_a_card_are_two_notes() -> None:
    there = asked("card", "Gong fu", feedback="With skill", accepted=("With skill",))
    back = asked("card", "With skill", feedback="Gong fu", accepted=("Gong fu",), ordinal=2)

    assert len(set(guids(deck(there, back)))) == 2


def test_pictures_are_packed_once_under_names_of_their_own() -> None:
    html = '<img src="img/cup.png" alt="cup">'
    items = [asked("card", "q", key=key, stem_html=html, feedback="a", accepted=("a",)) for key in ("one", "two")]

    found = deck(*items, pictures={"img/cup.png": b"png"}.get)

    ((name, content),) = found.media.items()
    assert content == b"png"
    assert all(f'<img src="{name}" alt="cup">' in fields[0] for _, _, fields, _ in found.notes)


def test_a_picture_that_is_not_there_leaves_its_description() -> None:
    found = deck(asked("card", "q", stem_html='<img src="img/no.png" alt="cup">', feedback="a", accepted=("a",)))

    assert found.notes[0][2][0] == "cup"
    assert found.media == {}


def test_a_title_makes_no_deck_in_a_deck() -> None:
    found = deck(QUESTION, course=replace(COURSE, title="C++::std"))

    assert [one["name"] for one in found.decks.values()] == ["C++:std"]
