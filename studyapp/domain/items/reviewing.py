"""An instructor's edit of an item: what may be edited, and the rules that it has to keep before it is stored.

Edits are written as plain text in which backticks mark code. What is not changed keeps its html to the letter.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import combinations

from studyapp.domain.common.words import content_words, words
from studyapp.domain.items.distractors import text_kind
from studyapp.domain.items.likeness import likeness, same_answer_key, wording_of
from studyapp.domain.items.markup import segments
from studyapp.domain.items.rules import LONGEST_OPTION, LONGEST_STEM, fits_article, is_complete_stem
from studyapp.domain.items.values import Item, Option
from studyapp.domain.lessons.blocks import Phrase

STEM = 0  # the place of a breach that concerns the stem; options count from 1
_CHOICE = ("single", "multiple")
_IN_ORDER = ("ordering", "matching")
_PROOF = re.compile(r"<strong>(.*?)</strong>|“(.*?)”", re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that an edit breaks; `place` is the option's (from 1), or STEM. `rule` 0 is no item-writing rule."""

    place: int
    rule: int
    what: str
    fix: str

    def __str__(self) -> str:
        named = f"Rule {self.rule}: " if self.rule else ""
        return f"{named}{self.what}. Fix: {self.fix}."


def basis_of(item: Item) -> str:
    """A hash of what a decision about the item rests on: its question and its key, not its distractors."""
    keys = range(1, len(item.options) + 1) if item.kind in _IN_ORDER else item.keys
    parts = [
        item.kind,
        item.stem_html,
        sorted(item.options[place - 1].html for place in keys) if item.kind != "ordering" else _htmls(item),
        [prompt.html for prompt in item.prompts],
        sorted(item.accepted),
        item.feedback_html if item.form == "belief" else "",
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _htmls(item: Item) -> list[str]:
    return [option.html for option in item.options]


def editable_places(item: Item) -> tuple[int, ...]:
    """The options that may be reworded: the wrong ones of a choice. The key is the author's to change."""
    if item.kind not in _CHOICE:
        return ()
    return tuple(place for place in range(1, len(item.options) + 1) if place not in item.keys)


def as_source(html: str) -> str:
    """The text of `html` as an instructor edits it, with backticks around code."""
    parts = [f"`{text}`" if is_code else text for is_code, text in segments(html)]
    return " ".join("".join(parts).split())


def phrase_of(source: str) -> Phrase:
    """What an instructor wrote, as text and as safe html. Everything between two backticks is code."""
    parts = " ".join(_UNPRINTABLE.sub(" ", source).split()).split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner, so it is meant as it stands
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    html = [f"<code>{escape(part)}</code>" if place % 2 else escape(part) for place, part in enumerate(parts)]
    return Phrase("".join(parts), "".join(html))


def apply_edit(item: Item, *, stem: str, distractors: Mapping[int, str]) -> Item:
    """The item with another stem and other distractors (by place). A reworded one is nobody's value any more.

    Raises ValueError if a place is none that may be edited.
    """
    if not distractors.keys() <= set(editable_places(item)):
        raise ValueError(f"only {editable_places(item)} may be edited, got {sorted(distractors)}")
    options = list(item.options)
    for place, source in distractors.items():
        if _is_changed(options[place - 1].html, source):
            phrase = phrase_of(source)
            options[place - 1] = Option(phrase.text, phrase.html)
    asked = phrase_of(stem) if _is_changed(item.stem_html, stem) else Phrase(item.stem, item.stem_html)
    return replace(item, stem=asked.text, stem_html=asked.html, options=tuple(options))


def _is_changed(html: str, source: str) -> bool:
    return " ".join(source.split()) != as_source(html)


def edit_breaches(item: Item, edited: Item) -> tuple[Breach, ...]:
    """What stands against asking `edited` instead of `item`: rules 1, 2, 5, 9, 12, 14 and 16 where the edit is."""
    changed = [
        place
        for place, (one, other) in enumerate(zip(item.options, edited.options, strict=True), 1)
        if one.html != other.html
    ]
    found = [*_stem_breaches(item, edited), *_sizes(edited, changed)]
    if found:
        return tuple(found)  # the other rules say nothing sensible about a blank
    return (*_pairs(edited, changed), *_kinds(edited, changed), *_article(edited, changed))


def _stem_breaches(item: Item, edited: Item) -> Iterator[Breach]:
    if not edited.stem.strip():
        yield Breach(STEM, 0, "the question is empty", "write one")
        return
    if edited.stem_html == item.stem_html:
        return
    if len(edited.stem) > LONGEST_STEM:
        yield Breach(
            STEM, 12, f"the question has {len(edited.stem)} characters, more than {LONGEST_STEM}", "shorten it"
        )
    if is_complete_stem(item.stem) and not is_complete_stem(edited.stem):
        what = "the question is not complete"
        yield Breach(STEM, 5, what, "use four words or more and end with a question mark, or with a quoted value")
    for lost in _lost_proof(item, edited):
        what = f"“{lost}” is gone from the question, so the key is no longer proved"
        yield Breach(STEM, 16, what, "name it again, or suppress the item")


def _lost_proof(item: Item, edited: Item) -> Iterator[str]:
    """Names and values in a generated stem by which the lesson proves the key, and that the edit dropped."""
    if item.form in {"authored", "recall"}:
        return
    told, spoken = content_words(edited.stem), set(words(edited.stem))
    for found in _PROOF.finditer(item.stem_html):
        text = as_source(found[1] or found[2] or "").replace("`", "")
        content = content_words(text)
        if not (content <= told if content else set(words(text)) <= spoken):
            yield text if len(text) <= 60 else text[:59] + "…"


def _sizes(edited: Item, changed: list[int]) -> Iterator[Breach]:
    for place in changed:
        text = edited.options[place - 1].text
        if not text.strip():
            yield Breach(place, 0, "an option is empty", "write a wrong answer")
        elif len(text) > LONGEST_OPTION:
            yield Breach(place, 12, f"the option has {len(text)} characters, more than {LONGEST_OPTION}", "shorten it")


def _pairs(edited: Item, changed: list[int]) -> Iterator[Breach]:
    """Rules 1, 2 and, where the other option is a key, 16. Pairs that the edit did not touch are left alone."""
    numbered = list(enumerate(edited.options, 1))
    for (first, one), (second, other) in combinations(numbered, 2):
        if first not in changed and second not in changed:
            continue
        place, against = (second, first) if second in changed else (first, second)
        named = f"“{edited.options[against - 1].text[:60]}”"
        if same_answer_key(one.html) == same_answer_key(other.html):
            yield Breach(place, 1, f"the option equals {named}", "write another wrong answer")
        elif _is_blurred(one, other):
            is_key = against in edited.keys
            what = f"the option says nearly the same as {'the key ' if is_key else ''}{named}"
            yield Breach(place, 16 if is_key else 2, what, "reword it, so that only one answer can be defended")


def _is_blurred(one: Option, other: Option) -> bool:
    """Whether two options are near-equal or contained; a number or code that differs tells them apart."""
    if _exact_parts(one) != _exact_parts(other):
        return False
    return likeness(wording_of(Phrase(one.text, one.html)), wording_of(Phrase(other.text, other.html))) is not None


def _exact_parts(option: Option) -> tuple[list[str], list[str]]:
    return [text for is_code, text in segments(option.html) if is_code], re.findall(r"\d+(?:[.,]\d+)*", option.text)


def _kinds(edited: Item, changed: list[int]) -> Iterator[Breach]:
    """Rule 9: a number among words, or words among code, is ruled out without knowing anything."""
    wanted = {_kind(edited.options[place - 1]) for place in edited.keys}
    for place in changed:
        kind = _kind(edited.options[place - 1])
        if wanted and kind not in wanted:
            key = " or ".join(sorted(wanted))
            yield Breach(place, 9, f"the option is {kind}, the key is {key}", "make the options of one kind")


def _kind(option: Option) -> str:
    return text_kind(Phrase(option.text, option.html))


def _article(edited: Item, changed: list[int]) -> Iterator[Breach]:
    if not fits_article(edited.stem, [option.text for option in edited.options]):
        what = "“a” or “an” at the end of the question does not fit every option"
        yield Breach(changed[0] if changed else STEM, 14, what, "move the article into the options")
