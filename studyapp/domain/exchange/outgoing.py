"""What leaves a pack: its items with their place in it, and in words what a format had to leave behind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.items.serving import serve
from studyapp.domain.items.values import Item, Option

_SEED = b"export"  # a generated item has more distractors than are shown: every export takes the same ones

PARTIAL = "all or nothing cannot be said of a choose-N question; false picks cancel right ones"

Pictures = Callable[[str], bytes | None]
"""The bytes of a picture by its path in the pack, or None if the pack has none there."""


@dataclass(frozen=True, slots=True)
class Course:
    """The pack as a whole. `published_at` is its version's: newer versions replace older ones where it counts."""

    key: str
    title: str
    language: str
    licence: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """An item, the fact that it asks, and where that fact stands: `lesson` is how people call the lesson."""

    item: Item
    fact_title: str
    lesson_key: str
    lesson: str
    domain: str = ""
    task: str = ""

    @property
    def is_authored(self) -> bool:
        """Whether its author wrote it as it stands."""
        return self.item.form == "authored"

    @property
    def id(self) -> str:
        """The same for the same question in every version: the fact, and which way of asking it."""
        item = self.item
        form = "" if self.is_authored else f":{item.form}"
        return f"{item.fact_key}{form}{f':{item.ordinal}' if item.ordinal > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as it is written out."""

    option: Option
    is_key: bool


def choices_of(asked: Asked, *, shuffled: bool = False) -> list[Choice]:
    """The options to write: the author's in the author's order, of a generated item a fair sample.

    `shuffled` is for formats that show options as they are written.
    """
    item = asked.item
    ours = shuffled or not asked.is_authored
    order = serve(item, seed=_SEED).order if ours else range(1, len(item.options) + 1)
    return [Choice(item.options[place - 1], place in item.keys) for place in order]


def pairs_of(item: Item) -> list[tuple[Option | None, Option]]:
    """The pairs of a matching item; a side that fits no prompt comes last, with None."""
    spare = len(item.options) - len(item.prompts)
    return list(zip([*item.prompts, *[None] * spare], item.options, strict=True))


def summary(losses: Iterable[Loss]) -> list[str]:
    """One line for each kind of loss, with how often and the first places."""
    places: dict[str, list[str]] = {}
    for found in losses:
        places.setdefault(found.what, []).append(f"{found.file}:{found.line}" if found.file else "")
    return [_line(what, where) for what, where in places.items()]


def _line(what: str, where: list[str]) -> str:
    named = [place for place in where if place]
    if not named:
        return what
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    return f"{what} ({', '.join(named[:3])}{more})"
