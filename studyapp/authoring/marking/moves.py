"""What another rubric would change, as its page shows it: counts, a picture from old to new, the largest moves."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.web.charts import Pair, paired_bars

MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One answer whose marks move, without its author."""

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
    max_marks: float
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
    marks: Sequence[tuple[float, float, int]], moves: Iterable[ShownMove], *, max_marks: float
) -> ShownMoves:
    """`marks` are (marks before, marks after, number of answers)."""
    up = sum(count for before, after, count in marks if after > before)
    down = sum(count for before, after, count in marks if after < before)
    return ShownMoves(
        answers=sum(count for _before, _after, count in marks),
        up=up,
        down=down,
        max_marks=max_marks,
        picture=_picture(marks, max_marks, up, down) if marks else SafeString(),
        moves=tuple(moves),
    )


def _picture(marks: Sequence[tuple[float, float, int]], max_marks: float, up: int, down: int) -> SafeString:
    width = max(1, math.ceil(max_marks / MOST_BARS))
    bars = math.floor(max_marks / width + 1e-9) + 1
    before, after = [0] * bars, [0] * bars
    for was, now, count in marks:
        before[_bar_of(was, width, bars)] += count
        after[_bar_of(now, width, bars)] += count
    pairs = [Pair(_label(at, width, bars, max_marks), before[at], after[at]) for at in range(bars)]
    return paired_bars(
        "moves",
        pairs,
        caption=_("Answers by their points"),
        finding=_finding(up, down),
        headers=(_("Points"), _("now"), _("then")),
    )


def _bar_of(marks: float, width: int, bars: int) -> int:
    return min(bars - 1, math.floor(marks / width + 1e-9))


def _label(at: int, width: int, bars: int, max_marks: float) -> str:
    """Whole points have a bar each: "2" holds 2 up to below 3."""
    low = at * width
    if width == 1 or at == bars - 1:
        return number_format(low)
    return f"{low}–{min(low + width, math.ceil(max_marks)) - 1}"


def _finding(up: int, down: int) -> str:
    if not up and not down:
        return _("No answer would have other marks.")
    gain = ngettext("%(n)d answer would gain", "%(n)d answers would gain", up) % {"n": up}
    loss = ngettext("%(n)d would lose", "%(n)d would lose", down) % {"n": down}
    return f"{gain}, {loss}."
