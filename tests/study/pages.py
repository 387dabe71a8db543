"""Reading forms off pages, as a browser without script would, and filling them in."""

import re
from html import unescape
from itertools import permutations
from typing import Any

from django.test import Client
from django.urls import reverse

from studyapp.quiz.models import Item
from studyapp.study.models import Card, StudySession

_HIDDEN = re.compile(r'<input type="hidden" name="(key|version|item|ms)" value="([^"]*)"')


def page_of(client: Client, session: StudySession, query: str = "") -> str:
    """The text of the session's page."""
    return client.get(reverse("study:session", args=[session.id]) + query).content.decode()


def response_form(html: str) -> dict[str, str]:
    """The hidden fields of the question on a page."""
    form = html[html.index("data-response") :]
    return {name: unescape(value) for name, value in _HIDDEN.findall(form[: form.index("</form>")])}


def answer(client: Client, session: StudySession, fields: dict[str, Any], *, htmx: bool = False) -> Any:
    """Send a form."""
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("study:answer", args=[session.id]), fields, headers=headers)


def fields_for(item: Item, html: str, *, right: bool = True) -> dict[str, Any]:
    """What a learner would fill in who knows the item, or who does not. `html` is the page of the question."""
    shown = [unescape(text) for text in re.findall(r'class="option-text"[^>]*>(.*?)</span>', html)]
    texts = [option["text"] for option in item.options]
    if item.kind in {"single", "true-false"}:
        wanted = texts[item.keys[0] - 1] if right else texts[item.keys[0] % len(texts)]
        return {"choice": str(shown.index(wanted) + 1)}
    if item.kind == "multiple":
        picked = item.keys if right else [item.keys[0]]
        return {"choice": [str(shown.index(texts[place - 1]) + 1) for place in picked]}
    if item.kind == "ordering":
        order = texts if right else next(one for one in permutations(texts) if list(one) not in (texts, shown))
        return {f"place-{number}": str(order.index(text) + 1) for number, text in enumerate(shown, 1)}
    if item.kind == "matching":
        sides = shown[: len(texts)]
        numbers = {text: str(number) for number, text in enumerate(sides, 1)}
        wanted_sides = texts if right else texts[::-1]
        return {f"match-{number}": numbers[wanted_sides[number - 1]] for number in range(1, len(item.prompts) + 1)}
    if item.kind == "card":
        return {"rating": "3" if right else "1"}
    return {"text": item.accepted[0] if right else "something else entirely"}


def card_of(session: StudySession, item: Item) -> Card:
    """The learner's card of the item's fact."""
    return Card.objects.get(learner_id=session.learner_id, fact_id=item.fact_id)
