"""What to study today without an exam date: due reviews first, then new facts while the load allows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from studyapp.domain.scheduling.interleaving import chance_of
from studyapp.domain.scheduling.memory import TARGET, MemoryState, interval_days, is_due, recall
from studyapp.domain.scheduling.mixture import most_beside, most_true_false
from studyapp.domain.scheduling.parameters import Parameters

# Seconds until the next card appears, before anybody's own times are known.
NEW_SECONDS = 50.0
MISS_SECONDS = 36.0  # with feedback and the second asking
GOOD_SECONDS = 15.0
NEW_SHARE = 0.8  # of the day's seconds: above it the reviews that lie ahead leave no room for new facts
FORECAST_DAYS = 7
RECHECK_SHARE = 0.2  # of the seconds left: how much goes first to facts whose meaning was edited


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be asked. `weight` is its domain's weight divided by the domain's families.

    At most one fact of a `family` is asked a day; two of one `column` never follow each other (empty: no matter).
    `position` is the reading order, `lesson` the lesson it belongs to; `state` is None for a fact never seen.
    `is_recheck` says that the fact was edited since it was seen, or is a trap that the learner fell for: it is due
    whatever its recall, and comes before other new facts if it was never asked itself. What `is_true_false` can only
    be asked so, and is at most a quarter of a session.
    """

    fact_id: int
    family: str
    domain: str
    position: int
    state: MemoryState | None = None
    column: str = ""
    weight: float = 1.0
    lesson: str = ""
    is_recheck: bool = False
    is_true_false: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """A fact to ask, in the order of the list. `seconds` is the time it is expected to take."""

    fact_id: int
    is_new: bool
    seconds: float


def expected_seconds(state: MemoryState | None, day: int, params: Parameters) -> float:
    """Seconds that asking the fact will take: longer the likelier a miss, longest for a fact never seen."""
    if state is None:
        return NEW_SECONDS
    recalled = recall(state, day, params)
    return recalled * GOOD_SECONDS + (1 - recalled) * MISS_SECONDS


def queue(
    candidates: Sequence[Candidate],
    day: int,
    seconds: float,
    params: Parameters,
    *,
    target: float = TARGET,
    busy_families: Set[str] = frozenset(),
    ahead_seconds: float = 0.0,
    day_seconds: float | None = None,
    reviewed_seconds: float = 0.0,
    seed: str = "",
) -> tuple[Queued, ...]:
    """The facts to ask on study day `day` within `seconds`, in order. Same arguments, same queue.

    Edited facts come first, for at most a fifth of the seconds; the others of them take their place among the due.

    New facts come lesson by lesson, shuffled by `seed` within each; without a seed in reading order.
    `busy_families` were asked today already. `ahead_seconds` is the mean load per day, over the next week, of the
    reviews that are not due today; new facts are let in while that load, their own first returns added, and the
    reviews of today stay within 80 % of a day. A day is `day_seconds` long, of which `seconds` are left (all unless
    given); `reviewed_seconds` went into today's reviews already. What is true or false beyond a quarter waits for the
    next session.

    Raises ValueError if a number of seconds is negative or `target` is not between 0 and 1.
    """
    if min(seconds, ahead_seconds, reviewed_seconds, day_seconds or 0) < 0 or not 0 < target < 1:
        raise ValueError(f"not a day to plan: {seconds} s, {ahead_seconds} s ahead, target {target}")
    free = [candidate for candidate in candidates if candidate.family not in busy_families]
    limit = NEW_SHARE * (seconds if day_seconds is None else day_seconds)

    def select(free: Sequence[Candidate]) -> list[Candidate]:
        due = _due(free, day, target, params)
        reviews, left = _fill(_rechecks_first(due, seconds, day, params), seconds, day, params)
        taken = busy_families | {candidate.family for candidate in reviews}
        unseen = [candidate for candidate in free if candidate.state is None]
        new = _first_of_families(unseen, taken, _introduced(free), seed)
        room = _new_allowed(limit, reviewed_seconds + seconds - left, ahead_seconds, target, params)
        fresh, _ = _fill(new[:room], left, day, params)
        return arrange(_mixed(reviews, fresh))

    chosen = _mixture(free, select)
    return tuple(Queued(one.fact_id, one.state is None, expected_seconds(one.state, day, params)) for one in chosen)


def _mixture(free: Sequence[Candidate], select: Callable[[Sequence[Candidate]], list[Candidate]]) -> list[Candidate]:
    """What is selected of the free facts, with no more true or false among it than fits a session.

    Where nothing else would be selected, all of it is true or false.
    """
    chosen = select(free)
    coins = sorted(
        (one for one in chosen if one.is_true_false), key=lambda one: (not one.is_recheck, one.state is None)
    )
    if len(coins) <= most_true_false(len(chosen)):
        return chosen
    others = [one for one in free if not one.is_true_false]
    for most in range(most_beside(len(select(others))), 0, -1):
        fewer = select([*others, *coins[:most]])
        if not all(one.is_true_false for one in fewer) and _coins(fewer) <= most_true_false(len(fewer)):
            return fewer
    return select(others) or chosen


def _coins(chosen: Sequence[Candidate]) -> int:
    return sum(one.is_true_false for one in chosen)


def practice(
    candidates: Sequence[Candidate],
    day: int,
    most: int,
    params: Parameters,
    *,
    busy_families: Set[str] = frozenset(),
    seed: str = "",
) -> tuple[Queued, ...]:
    """At most `most` facts to practise whether due or not: new ones of each domain in turn, then the weakest first.

    One of a family and none of `busy_families`, domains interleaved, two cells of one column never in a row.
    """

    def select(free: Sequence[Candidate]) -> list[Candidate]:
        new = _in_turns(_first_of_families([one for one in free if one.state is None], frozenset(), Counter(), seed))
        weakest = sorted(
            (one for one in free if one.state is not None),
            key=lambda one: (recall(one.state, day, params), one.position, one.fact_id),
        )
        families: dict[str, Candidate] = {}
        for one in [*new, *weakest]:
            families.setdefault(one.family, one)
        return _arrange_first(list(families.values()), most)

    chosen = _mixture([one for one in candidates if one.family not in busy_families], select)
    return tuple(Queued(one.fact_id, one.state is None, expected_seconds(one.state, day, params)) for one in chosen)


def _due(free: Iterable[Candidate], day: int, target: float, params: Parameters) -> list[Candidate]:
    """What is due, best use of a second first; of each family an edited one, else the best."""
    due = [one for one in free if one.state is not None and _is_wanted(one, one.state, day, target, params)]
    due.sort(key=lambda one: (-_gain(one, day, params), one.position, one.fact_id))
    best: dict[str, Candidate] = {}
    for one in sorted(due, key=lambda one: not one.is_recheck):
        best.setdefault(one.family, one)
    return [one for one in due if best[one.family] is one]


def _is_wanted(one: Candidate, state: MemoryState, day: int, target: float, params: Parameters) -> bool:
    return is_due(state, day, target, params) or (one.is_recheck and day > state.last_day)


def _rechecks_first(due: list[Candidate], seconds: float, day: int, params: Parameters) -> list[Candidate]:
    first, _ = _fill([one for one in due if one.is_recheck], RECHECK_SHARE * seconds, day, params)
    taken = {one.fact_id for one in first}
    return [*first, *(one for one in due if one.fact_id not in taken)]


def _gain(one: Candidate, day: int, params: Parameters) -> float:
    return one.weight * (1 - recall(one.state, day, params)) / expected_seconds(one.state, day, params)


def _fill(wanted: Sequence[Candidate], seconds: float, day: int, params: Parameters) -> tuple[list[Candidate], float]:
    """Take what fits; one that would overrun by more than half of itself is skipped. Also the seconds left."""
    taken: list[Candidate] = []
    left = seconds
    for one in wanted:
        needed = expected_seconds(one.state, day, params)
        if left >= needed / 2:
            taken.append(one)
            left = max(0.0, left - needed)
    return taken, left


def _introduced(free: Iterable[Candidate]) -> Counter[str]:
    return Counter(one.family for one in free if one.state is not None)


def _first_of_families(new: list[Candidate], taken: Set[str], introduced: Counter[str], seed: str) -> list[Candidate]:
    """One new fact of each free family: families without any first, lesson by lesson.

    Within a family the sibling whose column was chosen least: rows of one table are met in different columns.
    """
    families: dict[str, list[Candidate]] = {}
    for one in sorted(new, key=lambda one: (one.position, one.fact_id)):
        if one.family not in taken:
            families.setdefault(one.family, []).append(one)
    columns: Counter[str] = Counter()
    first: list[Candidate] = []
    for siblings in families.values():
        chosen = min(siblings, key=lambda one: columns[one.column])
        columns[chosen.column] += 1
        first.append(chosen)
    lessons = {lesson: place for place, lesson in enumerate(dict.fromkeys(one.lesson for one in first))}
    shuffled = sorted(first, key=lambda one: chance_of(seed, one.fact_id)) if seed else first
    return sorted(
        shuffled,
        key=lambda one: (not one.is_recheck, introduced[one.family], lessons[one.lesson] if seed else 0),
    )


def _new_allowed(limit: float, reviews: float, ahead: float, target: float, params: Parameters) -> int:
    """How many new facts keep today's reviews, and the mean load of the coming week, within `limit` seconds."""
    if reviews > limit:
        return 0
    returns = _returns_in_a_week(target, params)
    return max(0, int((limit - ahead) * FORECAST_DAYS / (returns * GOOD_SECONDS)))


def _returns_in_a_week(target: float, params: Parameters) -> int:
    """How often a fact learned today comes back within the coming week, if it is recalled."""
    first_wait = interval_days(params.weights[2], target, params)
    return max(1, FORECAST_DAYS // (2 * first_wait))


def _in_turns(new: Sequence[Candidate]) -> list[Candidate]:
    """The same facts, each domain's spread evenly: however few are taken, the large domains are among them."""
    sizes = Counter(one.domain for one in new)
    met: Counter[str] = Counter()
    shares = []
    for one in new:
        shares.append((met[one.domain] + 0.5) / sizes[one.domain])
        met[one.domain] += 1
    return [new[place] for place in sorted(range(len(new)), key=lambda place: shares[place])]


def _mixed(reviews: Sequence[Candidate], fresh: Sequence[Candidate]) -> list[Candidate]:
    """Both lists in their own order, spread evenly through each other."""
    placed = [
        ((number + 0.5) / len(part), kind, one)
        for kind, part in enumerate((reviews, fresh))
        for number, one in enumerate(part)
    ]
    return [one for _, _, one in sorted(placed, key=lambda place: place[:2])]


def arrange(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The chosen facts with domains interleaved and never two cells of one column in a row.

    Cells of one column that cannot be kept apart are left out: they stay for the next session.
    """
    pool = list(chosen)
    arranged: list[Candidate] = []
    while pool:
        following = _following(pool, arranged[-1] if arranged else None)
        if following is None:
            break
        pool.remove(following)
        arranged.append(following)
    return arranged


def _arrange_first(wanted: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first `most` of the wanted, arranged; where a column leaves gaps, those after them."""
    reach = most
    while len(chosen := arrange(wanted[:reach])[:most]) < most and reach < len(wanted):
        reach *= 2
    return chosen


def _following(pool: Sequence[Candidate], last: Candidate | None) -> Candidate | None:
    fitting = [one for one in pool if last is None or not one.column or one.column != last.column]
    pressing = _pressing_column(pool)
    fitting = [one for one in fitting if one.column == pressing] or fitting
    if not fitting:
        return None
    left = Counter(one.domain for one in pool)
    other = [one for one in fitting if last is None or one.domain != last.domain] or fitting
    return max(other, key=lambda one: left[one.domain])  # the first of equals


def _pressing_column(pool: Sequence[Candidate]) -> str:
    """The column that fills at least half of the rest: put off once more, its cells could not be kept apart."""
    columns = Counter(one.column for one in pool if one.column)
    column, count = columns.most_common(1)[0] if columns else ("", 0)
    return column if 2 * count > len(pool) else "\0"
