"""The order of one session's new questions: sections, forms and columns take turns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Question:
    """A fact with the item that will ask it. `column` is that of a table cell, empty otherwise.

    `form` is what should not repeat at once: the kind of fact and the way in which it is asked. `is_choice` says
    that the options stand on the page, which is the gentlest way into a lesson.
    """

    fact_id: int
    is_new: bool
    section: str
    form: str
    column: str = ""
    is_choice: bool = False


def chance_of(seed: str, fact_id: int) -> bytes:
    """The fact's place in a shuffle: the same for the same seed."""
    return blake2b(f"{seed}|{fact_id}".encode(), digest_size=8).digest()


def interleave(questions: Sequence[Question], seed: str) -> list[Question]:
    """The same questions, the new ones reordered among their own places. Same arguments, same order.

    A choice comes first and a form twice in a row only where nothing else is left; forms and sections are spread
    over the session. Two cells of one column never follow each other if they did not in `questions`.
    """
    shares = _shares([one for one in questions if one.is_new], seed)
    pool = sorted(shares, key=lambda one: (shares[one], chance_of(seed, one.fact_id)))
    ordered: list[Question] = []
    for place, planned in enumerate(questions):
        following = planned
        if planned.is_new:
            after = questions[place + 1] if place + 1 < len(questions) else None
            chosen = _following(pool, ordered[-1] if ordered else None, after, shares)
            if chosen is None:
                return list(questions)
            pool.remove(following := chosen)
        ordered.append(following)
    return list(questions) if _columns_touch(ordered) else ordered


def _shares(new: Sequence[Question], seed: str) -> dict[Question, float]:
    """When each question is due if its form and its section were spread evenly, from 0 to 2."""
    shuffled = sorted(new, key=lambda one: chance_of(seed, one.fact_id))
    shares = dict.fromkeys(shuffled, 0.0)
    for name in ("form", "section"):
        sizes = Counter(getattr(one, name) for one in shuffled)
        met: Counter[str] = Counter()
        for one in shuffled:
            group = getattr(one, name)
            shares[one] += (met[group] + 0.5) / sizes[group]
            met[group] += 1
    return shares


def _following(
    pool: Sequence[Question], last: Question | None, after: Question | None, shares: dict[Question, float]
) -> Question | None:
    fixed = after.column if after and not after.is_new else ""
    fitting = [one for one in pool if not one.column or one.column not in (last.column if last else "", fixed)]
    if not fitting:
        return None
    column, form = _pressing(pool, "column"), _pressing(pool, "form")
    return min(
        fitting,
        key=lambda one: (
            last is None and not one.is_choice,
            one.column != column if column else False,
            last is not None and one.form == last.form,
            one.form != form if form else False,
            last is not None and one.section == last.section,
            shares[one],
        ),
    )


def _pressing(pool: Sequence[Question], name: str) -> str:
    """What fills more than half of the rest: put off once more, it could not be kept apart."""
    counts = Counter(getattr(one, name) for one in pool if getattr(one, name))
    value, count = counts.most_common(1)[0] if counts else ("", 0)
    return value if 2 * count > len(pool) else ""


def _columns_touch(ordered: Sequence[Question]) -> bool:
    return any(one.column and one.column == other.column for one, other in pairwise(ordered))
