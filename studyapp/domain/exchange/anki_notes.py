"""Items as Anki notes: a front and a back for most, a note type of its own for questions with options."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

import genanki

from studyapp.domain.exchange.fragments import printable
from studyapp.domain.exchange.outgoing import Asked, Choice, choices_of, pairs_of
from studyapp.domain.items.choosing import active_forms
from studyapp.domain.items.values import CHOICES

# What Anki would play, typeset or run where it stands in a field.
_COMMAND = re.compile(r"\[(?=/?(?:sound:|latex\]|\$|anki:))", re.IGNORECASE)
_CSS = """\
.card { font-family: system-ui, sans-serif; font-size: 20px; line-height: 1.45; text-align: left; max-width: 42rem; margin: 0 auto; }
.place { color: #777; font-size: 14px; }
.right { font-weight: 600; }
.why { font-size: 16px; }
pre { white-space: pre-wrap; }
"""  # noqa: E501 - CSS reads better in one line a rule


class Note(genanki.Note):  # type: ignore[misc] # genanki has no types
    """A note whose fields were sanitised before: genanki's search for broken tags is slow, and warns without need."""

    def _check_invalid_html_tags_in_fields(self) -> None:
        return


def number_of(*words: str) -> int:
    """The same number below 2**31 for the same words: ids of decks and note types."""
    digest = hashlib.sha256("\n".join(("studyapp", *words)).encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def _model(name: str, fields: tuple[str, ...], front: str, back: str) -> Any:
    """A note type. Its id never changes while its fields stay the same, so that packs share it."""
    place = '<p class="place">{{Lesson}}</p>'
    return genanki.Model(
        number_of(name, *fields),
        f"studyapp {name}",
        fields=[{"name": field} for field in fields],
        templates=[{"name": "Card 1", "qfmt": place + front, "afmt": f'{{{{FrontSide}}}}<hr id="answer">{back}'}],
        css=_CSS,
    )


def card_model() -> Any:
    """Front and back."""
    return _model("card", ("Front", "Back", "More", "Lesson"), "{{Front}}", "{{Back}}{{More}}")


def choice_model() -> Any:
    """A stem with its options; on the back the right ones, with the reasons for and against each."""
    fields = ("Question", "Options", "Answer", "More", "Lesson")
    return _model("choice", fields, "{{Question}}{{Options}}", "{{Answer}}{{More}}")


def notes_of(pack_key: str, asked: Iterable[Asked], *, card: Any, choice: Any) -> Iterator[tuple[Asked, Note]]:
    """One note for each fact, in the way in which it is asked first; an authored question with all its items."""
    for _key, group in groupby(asked, key=lambda one: one.item.fact_key):
        for one in _chosen(list(group)):
            yield one, _note(pack_key, one, card, choice)


def _chosen(of_fact: list[Asked]) -> list[Asked]:
    authored = [one for one in of_fact if one.is_authored]
    if authored:
        return authored
    form = next(iter(active_forms([one.item for one in of_fact])), None)
    return [one for one in of_fact if one.item.form == form][:1]


def _note(pack_key: str, asked: Asked, card: Any, choice: Any) -> Note:
    item = asked.item
    is_choice = asked.is_authored and item.kind in CHOICES
    lesson = escape(asked.lesson)
    if is_choice:
        options = choices_of(asked, shuffled=True)
        fields = [item.stem_html, _listed(options), _reasoned(options), item.feedback_html, lesson]
    else:
        fields = [item.stem_html, _back(asked), _more(asked), lesson]
    # A note cannot change its type: where a question gets another kind, it is another note.
    words = [pack_key, item.fact_key, "choice" if is_choice else "card"]
    words += [str(item.ordinal)] if asked.is_authored and item.ordinal > 1 else []
    return Note(
        model=choice if is_choice else card,
        fields=[_harmless(field) for field in fields],
        tags=_tags(asked),
        guid=genanki.guid_for(*words),
    )


def _harmless(html: str) -> str:
    return _COMMAND.sub("&#91;", printable(html))


def _tags(asked: Asked) -> list[str]:
    named = (("domain", asked.domain), ("task", asked.task), ("lesson", asked.lesson_key))
    return [f"{kind}::{'_'.join(printable(name).split())}" for kind, name in named if name.strip()]


def _listed(options: list[Choice]) -> str:
    return f'<ol type="A">{"".join(f"<li>{one.option.html}</li>" for one in options)}</ol>'


def _reasoned(options: list[Choice]) -> str:
    """All options again, the right ones marked, each with its reason."""
    return f'<ol type="A">{"".join(map(_reason, options))}</ol>'


def _reason(choice: Choice) -> str:
    why = f'<div class="why">{choice.option.why}</div>' if choice.option.why else ""
    opening = '<li class="right">✓ ' if choice.is_key else "<li>"
    return f"{opening}{choice.option.html}{why}</li>"


def _back(asked: Asked) -> str:
    item = asked.item
    if item.kind == "ordering":
        return f"<ol>{''.join(f'<li>{step.html}</li>' for step in item.options)}</ol>"
    if item.kind == "matching":
        pairs = ((prompt, side) for prompt, side in pairs_of(item) if prompt)
        return f"<ul>{''.join(f'<li>{prompt.html} → {side.html}</li>' for prompt, side in pairs)}</ul>"
    if item.keys:
        return "<br>".join(item.options[key - 1].html for key in item.keys)
    if item.kind == "card":
        return item.feedback_html
    return escape(" / ".join(item.accepted))


def _more(asked: Asked) -> str:
    """The feedback, where the back does not say it already."""
    return "" if asked.item.kind in {"card", "ordering", "matching"} else asked.item.feedback_html
