"""What a response to an item earns. See the table in docs/items.md."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyapp.domain.common.errors import StudyappError
from studyapp.domain.items.likeness import same_answer_key
from studyapp.domain.items.typed import match_typed
from studyapp.domain.items.values import Item

_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven")


class ResponseError(StudyappError):
    """A response that cannot be scored; the text says what to give instead."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner gave.

    `choices` are 1-based positions in `item.options`: the options chosen; for ordering all of them in the order
    given; for matching the right side chosen for each prompt. `text` is typed. `rating` (Again 1 to Easy 4) is the
    learner's own, for cards only.
    """

    choices: tuple[int, ...] = ()
    text: str = ""
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """`score` is from 0 to 1; `note` is a sentence for the learner or empty; `chosen_origins` as in `Option.origin`."""

    score: float
    is_right: bool
    note: str = ""
    chosen_origins: tuple[str, ...] = ()


def score(item: Item, response: Response, *, partial_credit: bool = False) -> Scored:
    """Score a response, all or nothing unless `partial_credit`.

    Raises ResponseError if the response does not fit the item.
    """
    if is_self_rated(item.kind, item.accepted):
        return _rated(response)
    if item.kind in {"cloze", "short-answer"}:
        return _typed(item, response.text)
    _refuse_unknown(item, response.choices)
    match item.kind:
        case "ordering":
            earned = _ordering(item, response.choices)
        case "matching":
            earned = _matching(item, response.choices)
        case _:
            earned = _choice(item, response.choices)
    origins = tuple(item.options[place - 1].origin for place in response.choices)
    is_right = earned == 1
    return Scored(earned if partial_credit or is_right else 0.0, is_right, "", origins)


def is_self_rated(kind: str, accepted: Collection[str]) -> bool:
    """Whether learners compare with the answer and rate their recall: no answer is there to be compared by us."""
    return kind == "card" or (kind == "short-answer" and not accepted)


def _rated(response: Response) -> Scored:
    if response.rating not in {1, 2, 3, 4}:
        raise ResponseError("Say how well you knew it: Again, Hard, Good or Easy.")
    is_right = response.rating > 1
    return Scored(float(is_right), is_right)


def _typed(item: Item, text: str) -> Scored:
    if not text.strip():
        raise ResponseError("Type an answer first.")
    found = match_typed(text, item.accepted, rivals=item.rivals, any_order=item.kind == "cloze")
    if found is None:
        return Scored(0.0, False)
    note = f"Counted as right. Mind the spelling: “{found.accepted}”." if found.is_slip else ""
    return Scored(1.0, True, note)


def _refuse_unknown(item: Item, choices: tuple[int, ...]) -> None:
    if not choices:
        raise ResponseError("Choose an answer first.")
    if not all(1 <= place <= len(item.options) for place in choices):
        raise ResponseError("That option is not part of this question. Load the question again.")


def _choice(item: Item, choices: tuple[int, ...]) -> float:
    chosen, keys = set(choices), set(item.keys)
    if len(chosen) != len(choices):
        raise ResponseError("An option was sent twice. Choose each option at most once.")
    if len(choices) > len(keys):
        word = _NUMBER_WORDS[len(keys)] if len(keys) < len(_NUMBER_WORDS) else str(len(keys))
        raise ResponseError(f"Choose {word}, not more.")
    if item.kind != "multiple":
        return float(chosen == keys)
    return max(0, len(chosen & keys) - len(chosen - keys)) / len(keys)


def _ordering(item: Item, choices: tuple[int, ...]) -> float:
    if sorted(choices) != list(range(1, len(item.options) + 1)):
        raise ResponseError("Put every step in its place, each step once.")
    kept = sum(second == first + 1 for first, second in pairwise(choices))
    return kept / (len(choices) - 1) if len(choices) > 1 else 1.0


def _matching(item: Item, choices: tuple[int, ...]) -> float:
    if len(choices) != len(item.prompts):
        raise ResponseError("Choose a match for every line.")
    return sum(right_pairs(item, choices)) / len(choices)


def right_pairs(item: Item, choices: Sequence[int]) -> tuple[bool, ...]:
    """For each left side of a matching item whether the side chosen for it is right."""
    return tuple(_reads_alike(item, chosen, place) for place, chosen in enumerate(choices, 1))


def _reads_alike(item: Item, chosen: int, right: int) -> bool:
    """Whether the chosen side is the right one; two sides that read the same are equally right."""
    keys = [same_answer_key(item.options[place - 1].html) for place in (chosen, right)]
    return chosen == right or keys[0] == keys[1]
