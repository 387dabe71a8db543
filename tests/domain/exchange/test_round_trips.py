"""What leaves as GIFT or Moodle XML comes back the same, through Markdown and its parser."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.domain.exchange.cards import read_cards
from studyapp.domain.exchange.escaping import cleaned
from studyapp.domain.exchange.gift import read_gift
from studyapp.domain.exchange.incoming import Taken
from studyapp.domain.exchange.markdown import write_lessons
from studyapp.domain.exchange.moodle_xml import read_moodle_xml
from studyapp.domain.exchange.outgoing import Asked
from studyapp.domain.exchange.writing_csv import write_csv
from studyapp.domain.exchange.writing_gift import write_gift
from studyapp.domain.exchange.writing_moodle import write_moodle
from studyapp.domain.lessons.blocks import Question
from studyapp.domain.lessons.html.sanitising import text_of
from tests.domain.exchange import leaving
from tests.domain.exchange.values import is_answer
from tests.domain.lessons.written import read

_HIDDEN = re.compile("⟦U\\+[0-9A-F]+⟧|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
BOTH = pytest.mark.parametrize("form", ["gift", "moodle"])


def taken(form: str, *items: Asked) -> Taken:
    if form == "gift":
        return read_gift(leaving.written(write_gift, *items)[0], file="quiz.gift")
    if form == "csv":
        return read_cards(leaving.written(write_csv, *items)[0], file="quiz.csv")
    return read_moodle_xml(leaving.written(write_moodle, *items)[0], file="quiz.xml")


def back(form: str, *items: Asked) -> list[Question]:
    """The questions of the lessons that an export becomes."""
    found: list[Question] = []
    for text in write_lessons(taken(form, *items).questions, title="Indexes"):
        for section in read(text).sections:
            found += [block for block in section.blocks if isinstance(block, Question)]
    return found


def only(form: str, one: Asked) -> Question:
    (found,) = back(form, one)
    return found


def flat(text: str) -> str:
    """A text without what nobody sees, its blanks and line ends alike."""
    return " ".join(unicodedata.normalize("NFC", _HIDDEN.sub("", cleaned(text))).split())


def said(html: str) -> str:
    return flat(text_of(html)) if html else ""


def options_of(found: Question) -> list[tuple[str, bool, str]]:
    return [(flat(one.text), one.is_key, said(one.why_html)) for one in found.options]


def wanted_options(one: Asked) -> list[tuple[str, bool, str]]:
    item = one.item
    return [(said(o.html), place in item.keys, said(o.why)) for place, o in enumerate(item.options, 1)]


def has_text(one: Asked) -> bool:
    """Whether a reader sees something of each part."""
    sides = [option.html for option in (*one.item.options, *one.item.prompts)]
    return all(said(html) for html in (one.item.stem_html, *sides))


@BOTH
@given(one=leaving.choices() | leaving.choices("multiple"))
def test_a_choice_comes_back_with_keys_and_reasons(form: str, one: Asked) -> None:
    assume(has_text(one))
    found = only(form, one)
    assert flat(found.stem.text) == said(one.item.stem_html)
    assert options_of(found) == wanted_options(one)
    assert said(found.explanation_html) == said(one.item.feedback_html)


@BOTH
@given(one=leaving.truths())
def test_truth_comes_back_with_its_reasons(form: str, one: Asked) -> None:
    assume(has_text(one))
    found = only(form, one)
    assert (found.kind, flat(found.stem.text)) == ("true-false", said(one.item.stem_html))
    assert sorted(options_of(found)) == sorted(wanted_options(one))


@BOTH
@given(one=leaving.typed())
def test_typed_answers_come_back(form: str, one: Asked) -> None:
    assume(has_text(one) and all(is_answer(flat(text)) and "->" not in text for text in one.item.accepted))
    wanted = tuple(dict.fromkeys(flat(text) for text in one.item.accepted))
    assume(len(wanted) == len(one.item.accepted))
    found = only(form, one)
    assert (found.kind, flat(found.stem.text)) == ("short-answer", said(one.item.stem_html))
    assert tuple(map(flat, found.accepted)) == wanted


@BOTH
@given(one=leaving.pairings())
def test_pairs_come_back(form: str, one: Asked) -> None:
    assume(has_text(one))
    found = only(form, one)
    wanted = zip(one.item.prompts, one.item.options, strict=True)
    assert [(flat(a.text), flat(b.text)) for a, b in found.pairs] == [(said(a.html), said(b.html)) for a, b in wanted]


@given(leaving.orders())
def test_an_order_comes_back_from_moodle(one: Asked) -> None:
    assume(has_text(one))
    assert [flat(step.text) for step in only("moodle", one).sequence] == [said(o.html) for o in one.item.options]


@BOTH
@given(one=leaving.cards())
def test_a_card_comes_back(form: str, one: Asked) -> None:
    assume(has_text(one) and said(one.item.feedback_html))
    found = only(form, one)
    assert (found.kind, flat(found.stem.text)) == ("card", said(one.item.stem_html))
    assert flat(found.accepted[0]) == said(one.item.feedback_html)


@given(leaving.choices() | leaving.choices("multiple"))
def test_a_choice_comes_back_from_our_own_table_without_its_reasons(one: Asked) -> None:
    assume(has_text(one))
    found = only("csv", one)
    assert flat(found.stem.text) == flat(one.item.stem)
    assert [(text, is_key) for text, is_key, _ in options_of(found)] == [
        (text, is_key) for text, is_key, _ in wanted_options(one)
    ]


@given(leaving.orders())
def test_an_order_comes_back_from_our_own_table(one: Asked) -> None:
    assume(has_text(one))
    assert [flat(step.text) for step in only("csv", one).sequence] == [said(o.html) for o in one.item.options]


@given(leaving.cards())
def test_a_card_comes_back_from_our_own_table(one: Asked) -> None:
    assume(has_text(one) and flat(one.item.accepted[0]))
    found = only("csv", one)
    assert (flat(found.stem.text), flat(found.accepted[0])) == (flat(one.item.stem), flat(one.item.accepted[0]))


@BOTH
@given(items=st.lists(leaving.choices() | leaving.truths(), min_size=1, max_size=4).map(leaving.distinct))
def test_no_question_swallows_another(form: str, items: list[Asked]) -> None:
    assume(all(map(has_text, items)))
    found = back(form, *items)
    assert [flat(one.stem.text) for one in found] == [said(one.item.stem_html) for one in items]
