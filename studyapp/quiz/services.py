"""Serving and scoring stored items."""

import math
import re
from collections.abc import Sequence
from typing import cast

from django.http import QueryDict

from studyapp.domain.items import scoring, serving
from studyapp.domain.items import values as domain
from studyapp.domain.items.choosing import NOT_DUE, next_form
from studyapp.domain.items.scoring import Response, ResponseError, Scored
from studyapp.library.fitting import fit_key
from studyapp.library.publishing import FACT_KEY_CHARACTERS
from studyapp.quiz.models import Item

TYPED = ("cloze", "short-answer")
LONGEST_TYPED = 500  # characters


def as_value(item: Item) -> domain.Item:
    """The stored item as the domain knows it."""
    return domain.Item(
        fact_key=item.fact.key,
        form=cast(domain.Form, item.form),
        kind=cast(domain.Kind, item.kind),
        stem=item.stem,
        stem_html=item.stem_html,
        feedback_html=item.feedback_html,
        file=item.file,
        line=item.line,
        options=tuple(domain.Option(**option) for option in item.options),
        keys=tuple(item.keys),
        prompts=tuple(domain.Option(**prompt) for prompt in item.prompts),
        accepted=tuple(item.accepted),
        numeric=item.numeric,
        ordinal=item.ordinal,
        rivals=tuple(item.rivals),
        pair_facts=tuple(item.pair_facts),
    )


def shown_order(item: Item, seed: bytes, *, key_place: int = 0) -> tuple[int, ...]:
    """Which options are shown and in what order: 1-based positions in `item.options`.

    The key of a single choice stands in `key_place`, counted from 1, if it is free to.
    """
    return serving.serve(as_value(item), seed=seed, key_place=key_place).order


def is_self_rated(item: Item) -> bool:
    """Whether the learner compares with the answer and rates the recall."""
    return scoring.is_self_rated(item.kind, item.accepted)


def is_contrast(item: Item) -> bool:
    """Whether the item is about several facts at once: then a right answer moves none of them."""
    return item.form in NOT_DUE


def right_pairs(item: Item, choices: Sequence[int]) -> tuple[bool, ...]:
    """For each left side of a matching item whether the side chosen for it is right."""
    return scoring.right_pairs(as_value(item), choices)


def keys_of_pairs(item: Item) -> list[str]:
    """The keys, as facts have them, of the facts of a generated match."""
    return [fit_key(key, FACT_KEY_CHARACTERS) for key in item.pair_facts]


def read_response(item: Item, order: Sequence[int], fields: QueryDict) -> Response:
    """What a form says. Options are sent by their place on the page, counted from 1.

    Raises ResponseError for what no form of ours sends, or a typed answer over 500 characters.
    """
    if is_self_rated(item):
        return Response(rating=_number(fields.get("rating", "")))
    if item.kind in TYPED:
        return Response(text=_typed(fields.get("text", "")))
    if item.kind == "ordering":
        return Response(choices=_ordered(order, fields))
    if item.kind == "matching":
        picked = [fields.get(f"match-{number}", "") for number in range(1, len(item.prompts) + 1)]
        if not all(picked):
            raise ResponseError("Choose a match for every line.")
        return Response(choices=_places(order, picked))
    return Response(choices=_places(order, fields.getlist("choice")))


def score_response(item: Item, response: Response) -> Scored:
    """All or nothing, unless the pack gives partial credit; raises ResponseError if the response does not fit."""
    version = item.fact.pack.current_version
    gives_parts = version is not None and version.gives_partial_credit
    return scoring.score(as_value(item), response, partial_credit=gives_parts)


def guess_chance(item: Item, shown: int) -> float:
    """Probability of being right by luck among `shown` options."""
    if is_self_rated(item) or item.kind in TYPED or not shown:
        return 0.0
    if item.kind == "ordering":
        return 1 / math.factorial(shown)
    if item.kind == "matching":
        return 1 / math.perm(shown, min(shown, len(item.prompts)))
    return 1 / math.comb(shown, min(shown, len(item.keys)))


def choose_item(items: Sequence[Item], *, last_form: str, reps: int) -> Item:
    """The item to ask after `reps` reviews, the last of them in `last_form`; `items` are those of one fact.

    The card keeps the last form only, so the earlier ones are taken to have alternated.
    """
    values = [_as_skeleton(item) for item in items]
    return items[next_form(values, _history(values, last_form, reps))]


def _as_skeleton(item: Item) -> domain.Item:
    """What choosing a form needs of an item; its text stays unloaded."""
    return domain.Item(
        fact_key="",
        form=cast(domain.Form, item.form),
        kind="single",
        stem="",
        stem_html="",
        feedback_html="",
        file="",
        line=0,
        ordinal=item.ordinal,
    )


def _history(values: Sequence[domain.Item], last_form: str, reps: int) -> list[domain.Form]:
    forms: list[domain.Form] = []
    for _ in range(min(reps, 50)):
        forms.append(values[next_form(values, forms)].form)
    if forms and forms[-1] != last_form and last_form in {value.form for value in values}:
        forms = [*forms[1:], last_form]
    return forms


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text, re.ASCII) else None


def _places(order: Sequence[int], sent: Sequence[str]) -> tuple[int, ...]:
    numbers = [_number(text) for text in sent]
    if not all(number and number <= len(order) for number in numbers):
        raise ResponseError("That option is not part of this question. Load the question again.")
    return tuple(order[number - 1] for number in numbers if number)


def _ordered(order: Sequence[int], fields: QueryDict) -> tuple[int, ...]:
    """The positions in the order in which the learner put them; two in one place leave a gap, which is refused.

    So is the order shown: serving never shows the right one, so nobody means it.
    """
    places = [_number(fields.get(f"place-{number}", "")) for number in range(1, len(order) + 1)]
    if sorted(place or 0 for place in places) != list(range(1, len(order) + 1)):
        raise ResponseError("Put every step in its place, each step once.")
    given = tuple(position for _, position in sorted(zip((place or 0 for place in places), order, strict=True)))
    if given == tuple(order) != tuple(sorted(order)):
        raise ResponseError("Nothing has been moved yet. Put the steps in order first.")
    return given


def _typed(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if len(text) > LONGEST_TYPED:
        raise ResponseError(f"An answer here has at most {LONGEST_TYPED} characters; this one has {len(text):,}.")
    return text
