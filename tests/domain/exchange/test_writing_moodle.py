from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from studyapp.domain.exchange.fragments import printable
from studyapp.domain.exchange.outgoing import Asked
from studyapp.domain.exchange.writing_moodle import write_moodle
from tests.domain.exchange import leaving
from tests.domain.exchange.leaving import HOSTILE, asked, option, written

PIXEL = b"\x89PNG not really"


def questions(*items: Asked, **more: object) -> list[Element]:
    content, _ = written(write_moodle, *items, **more)
    return [one for one in fromstring(content) if one.get("type") != "category"]


def text(element: Element, path: str) -> str:
    return element.findtext(f"{path}/text") or ""


@given(leaving.EVERYTHING)
def test_every_item_is_one_question_with_its_words(items: list[Asked]) -> None:
    found = questions(*items)

    assert [text(one, "questiontext") for one in found] == [printable(one.item.stem_html) for one in items]
    assert [text(one, "generalfeedback") for one in found] == [printable(one.item.feedback_html) for one in items]
    assert [one.findtext("idnumber") for one in found] == [f"fact-{place}" for place in range(1, len(items) + 1)]


@given(leaving.choices())
def test_options_keep_key_and_feedback(one: Asked) -> None:
    (found,) = questions(one)
    answers = found.findall("answer")

    assert [text(answer, ".") for answer in answers] == [printable(option.html) for option in one.item.options]
    assert [text(answer, "feedback") for answer in answers] == [printable(option.why) for option in one.item.options]
    assert [place for place, answer in enumerate(answers, 1) if answer.get("fraction") == "100"] == list(one.item.keys)


@given(leaving.orders())
def test_steps_are_numbered_in_their_order(one: Asked) -> None:
    (found,) = questions(one)

    assert found.get("type") == "ordering"
    assert [answer.get("fraction") for answer in found.findall("answer")] == [
        str(place) for place in range(1, len(one.item.options) + 1)
    ]


@given(leaving.pairings())
def test_pairs_stay_pairs(one: Asked) -> None:
    (found,) = questions(one)

    sides = [text(pair, "answer") for pair in found.findall("subquestion")]
    assert sides == [" ".join(side.text.split()) for side in one.item.options]


@given(leaving.typed())
def test_accepted_texts_come_back_with_stars_that_mean_stars(one: Asked) -> None:
    (found,) = questions(one)

    accepted = [text(answer, ".").replace("\\*", "*") for answer in found.findall("answer")]
    assert accepted == [" ".join(text.split()) for text in one.item.accepted]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_neither_break_the_file_nor_leave_their_place(words: str) -> None:
    content, _ = written(write_moodle, asked("card", words, feedback=words, lesson=words, key=words * 60))

    category, card = fromstring(content)
    assert category.findtext("category/text", "").startswith("$course$/top/Making tea/")
    assert len(card.findtext("idnumber") or "") <= 100
    assert text(card, "graderinfo") == text(card, "generalfeedback")


def test_a_picture_travels_with_the_text_that_shows_it() -> None:
    shows = asked("card", "x", stem_html='<p>See <img src="img/a/cup.png" alt="cup"></p>', feedback="y")
    lacks = asked("card", "x", stem_html='<img src="img/none.png" alt="none">', feedback="y")

    first, second = questions(shows, lacks, pictures={"img/a/cup.png": PIXEL}.get)

    file = first.find("questiontext/file")
    assert file is not None
    assert (file.get("path"), file.get("name")) == ("/img/a/", "cup.png")
    assert '<img src="@@PLUGINFILE@@/img/a/cup.png" alt="cup">' in text(first, "questiontext")
    assert text(second, "questiontext") == "none"


def test_a_lesson_is_one_category_before_its_questions() -> None:
    options = (option("a"), option("b"))
    items = [asked("single", stem, options=options, keys=(1,)) for stem in ("one", "two")]

    content, losses = written(write_moodle, *items)

    assert [one.get("type") for one in fromstring(content)] == ["category", "multichoice", "multichoice"]
    assert losses == []


def test_what_moodle_cannot_carry_is_said_once_a_kind() -> None:
    content, losses = written(write_moodle, *[asked("card", f"q -- {place}", feedback="a") for place in range(5)])

    assert len(losses) == 5
    assert content.decode().count("Not carried over") == 1
    assert "d2/water.md:12, d2/water.md:12, d2/water.md:12 and 2 more" in content.decode()
