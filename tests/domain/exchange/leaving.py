"""Items that leave a pack, made of whatever text one likes, hostile text included."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from hypothesis import strategies as st

from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.exchange.outgoing import Asked, Course
from studyapp.domain.items.values import Item, Kind, Option

COURSE = Course("tea", "Making tea", "en", "CC-BY-4.0", datetime(2026, 11, 23, 12, tzinfo=UTC))
HOSTILE = (
    "~=#{}:", "]]>", "<![CDATA[", '"quoted" \'too\'', "one\ntwo\n\nthree", "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "'=1",
    "-> arrow ->", "a*b", "[html]no", "[sound:x.mp3]", "[latex]\\input{x}[/latex]", "[$]x[/$]", "%50%half", "\\n",
    "C:\\new\\table", "// no comment", "::name::", "$CATEGORY: x", "####", "{{c1::x}}", "&amp; &#91;", "\u202eabc",
    "tab\tinside", "1. first", "---", "TRUE", "<script>alert(1)</script>", "“typographic” → ✓", "ＡＢ＝Ｃ",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")
TEXTS = (st.sampled_from(HOSTILE) | st.text(LETTERS, min_size=1, max_size=30)).filter(lambda text: bool(text.strip()))
MAYBE = st.just("") | TEXTS


def option(text: str, why: str = "") -> Option:
    return Option(text, escape(text), "authored", f"<p>{escape(why)}</p>" if why.strip() else "")


def asked(kind: Kind, stem: str, *, feedback: str = "", lesson: str = "2.1 Heating water", **fields: Any) -> Asked:
    item = Item(
        fact_key=fields.pop("key", "water/question"),
        form=fields.pop("form", "authored"),
        kind=kind,
        stem=stem,
        stem_html=fields.pop("stem_html", escape(stem)),
        feedback_html=escape(feedback),
        file="d2/water.md",
        line=12,
        **fields,
    )
    return Asked(item, fact_title=stem[:60], lesson_key="water", lesson=lesson, domain="d2", task="2.1")


@st.composite
def choices(draw: st.DrawFn, kind: Kind = "single") -> Asked:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=6, unique_by=lambda text: " ".join(text.split())))
    last = 1 if kind == "single" else len(texts)
    keys = draw(st.lists(st.integers(1, len(texts)), min_size=1, max_size=last, unique=True))
    options = tuple(option(text, draw(MAYBE)) for text in texts)
    return asked(kind, draw(TEXTS), feedback=draw(MAYBE), options=options, keys=tuple(sorted(keys)))


@st.composite
def truths(draw: st.DrawFn) -> Asked:
    options = (option("True", draw(MAYBE)), option("False", draw(MAYBE)))
    return asked("true-false", draw(TEXTS), feedback=draw(MAYBE), options=options, keys=(draw(st.integers(1, 2)),))


@st.composite
def typed(draw: st.DrawFn) -> Asked:
    accepted = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    return asked("short-answer", draw(TEXTS), feedback=draw(MAYBE), accepted=tuple(accepted))


@st.composite
def pairings(draw: st.DrawFn) -> Asked:
    pairs = draw(st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=5))
    sides = [tuple(option(text) for text in column) for column in zip(*pairs, strict=True)]
    return asked("matching", draw(TEXTS), prompts=sides[0], options=sides[1])


@st.composite
def orders(draw: st.DrawFn) -> Asked:
    steps = draw(st.lists(TEXTS, min_size=2, max_size=5, unique=True))
    return asked("ordering", draw(TEXTS), options=tuple(option(step) for step in steps))


@st.composite
def cards(draw: st.DrawFn) -> Asked:
    back = draw(TEXTS)
    return asked("card", draw(TEXTS), feedback=back, accepted=(back,))


def distinct(items: list[Asked]) -> list[Asked]:
    """The same, each about a fact of its own."""
    return [replace(one, item=replace(one.item, fact_key=f"fact-{place}")) for place, one in enumerate(items, 1)]


EVERYTHING = st.lists(
    st.one_of(choices(), choices("multiple"), truths(), typed(), pairings(), orders(), cards()), max_size=8
).map(distinct)


def written(
    write: Callable[..., tuple[Loss, ...]], *items: Asked, course: Course = COURSE, **more: Any
) -> tuple[bytes, list[str]]:
    """What a writer makes of the items, and in words what it could not carry."""
    out = io.BytesIO()
    losses = write(course, list(items), out, **more)
    return out.getvalue(), [loss.what for loss in losses]
