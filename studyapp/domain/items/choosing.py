"""Which form of a fact is asked next."""

from collections.abc import Sequence

from studyapp.domain.items.values import Form, Item

ACTIVE_FORMS = 2
TURNS = 4  # reviews after which the next form takes the place of the first active one
NOT_DUE: frozenset[Form] = frozenset({"match", "odd-one-out"})  # touch several facts: never a due review
_FIRST: tuple[Form, ...] = (
    "forward", "scenario", "reverse", "order", "next-step", "term", "cloze", "definition", "belief", "recall",
    "authored", "compare", "differs", "missing-step",
)  # fmt: skip


def active_forms(items_of_fact: Sequence[Item], reviews: int = 0) -> tuple[Form, ...]:
    """The forms, at most two, in which a fact is asked when it is due, after so many reviews.

    They change slowly: who knows a value by its row meets it later by comparison.
    """
    present = {item.form for item in items_of_fact} - NOT_DUE
    ordered = sorted(present, key=_FIRST.index)
    if len(ordered) <= ACTIVE_FORMS:
        return tuple(ordered)
    first = reviews // TURNS % len(ordered)
    return tuple((ordered * 2)[first : first + ACTIVE_FORMS])


def next_form(items_of_fact: Sequence[Item], history: Sequence[Form]) -> int:
    """The index of the item to ask next, after the forms in `history` (oldest first).

    The form changes at each review where the fact has two, and several items of one form take turns.

    Raises ValueError if no item can be asked as a due review.
    """
    active = active_forms(items_of_fact, len(history))
    if not active:
        raise ValueError("no item of this fact can be asked when it is due")
    form = _after(active, history[-1]) if history else active[0]
    of_form = [index for index, item in enumerate(items_of_fact) if item.form == form]
    return of_form[list(history).count(form) % len(of_form)]


def _after(active: Sequence[Form], last: Form) -> Form:
    return next((form for form in active if form != last), active[0])
