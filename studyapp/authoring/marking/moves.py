"""What another rubric would change, as its page shows it: counts, a picture from old to new, the largest moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.domain.grading.regrading import Bar, Move
from studyapp.web.charts import Pair, paired_bars


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One answer whose marks move, without its author."""

    id: str
    text: str
    before: float
    after: float

    @property
    def is_up(self) -> bool:
        """Whether it gains."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class ShownMoves:
    """All of a dry run. `picture` is empty where there is no answer."""

    answers: int
    up: int
    down: int
    picture: SafeString
    moves: tuple[ShownMove, ...]

    @property
    def changed(self) -> int:
        """How many answers would have other marks."""
        return self.up + self.down

    @property
    def unchanged(self) -> int:
        """How many would keep theirs."""
        return self.answers - self.changed


def shown_moves(
    *, answers: int, up: int, down: int, bars: Sequence[Bar], largest: Iterable[Move], texts: Mapping[str, str]
) -> ShownMoves:
    """`bars` hold the answers by their marks, `texts` the answers of the largest moves by id."""
    return ShownMoves(
        answers=answers,
        up=up,
        down=down,
        picture=_picture(bars, up, down) if answers else SafeString(),
        moves=tuple(ShownMove(one.id, texts[one.id], one.before, one.after) for one in largest),
    )


def _picture(bars: Sequence[Bar], up: int, down: int) -> SafeString:
    pairs = [Pair(_label(one, is_last=one is bars[-1]), one.before, one.after) for one in bars]
    return paired_bars(
        "moves",
        pairs,
        caption=_("Answers by their points"),
        finding=_finding(up, down),
        headers=(_("Points"), _("before"), _("after")),
    )


def _label(bar: Bar, *, is_last: bool) -> str:
    """The points of a bar: "2" holds 2 up to below 3."""
    if bar.high - bar.low <= 1 or is_last:
        return f"{bar.low:g}"
    return f"{bar.low:g}–{bar.high - 1:g}"


def _finding(up: int, down: int) -> str:
    if not up and not down:
        return _("No answer has other marks.")
    gain = ngettext("%(n)d answer gains", "%(n)d answers gain", up) % {"n": up}
    loss = ngettext("%(n)d loses", "%(n)d lose", down) % {"n": down}
    return f"{gain}, {loss}."
