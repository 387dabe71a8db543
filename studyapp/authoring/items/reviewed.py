"""One item with its state: as learners see it, and what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from studyapp.domain.items.serving import MOST_SHOWN
from studyapp.quiz.beliefs import BELIEF_ORDINAL
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.reviewing import feedback_when_right, question_with_key
from studyapp.quiz.showing import Feedback, Question

FORMS: Mapping[str, Any] = {
    "forward": gettext_lazy("value of a row"),
    "reverse": gettext_lazy("row of a value"),
    "scenario": gettext_lazy("situation"),
    "odd-one-out": gettext_lazy("odd one out"),
    "match": gettext_lazy("pairs"),
    "compare": gettext_lazy("comparison"),
    "differs": gettext_lazy("difference"),
    "order": gettext_lazy("order"),
    "next-step": gettext_lazy("next step"),
    "missing-step": gettext_lazy("missing step"),
    "term": gettext_lazy("term"),
    "definition": gettext_lazy("definition"),
    "cloze": gettext_lazy("gap"),
    "belief": gettext_lazy("belief or truth"),
    "recall": gettext_lazy("recall"),
    "authored": gettext_lazy("the author’s question"),
}
LEFT = ("again", "new")  # still to be looked at


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """An item with its state."""

    item: Item
    form: Any
    state: str
    decision: ItemDecision | None
    was: tuple[str, ...]  # the words of an edit that no longer applies
    samples: bool  # learners see some of the wrong options at a time
    is_belief: bool

    @property
    def question(self) -> Question:
        """What learners see before the response, with the key marked."""
        return question_with_key(self.item)

    @property
    def feedback(self) -> Feedback:
        """What they see after a right one."""
        return feedback_when_right(self.item)

    @property
    def suffix(self) -> str:
        """Of the ids in its part of the page."""
        return f"-{self.item.pk}"

    @property
    def may_edit(self) -> bool:
        """An approved belief is approved again in other words instead."""
        return not self.is_belief

    @property
    def is_left(self) -> bool:
        """Whether it is still to be looked at."""
        return self.state in LEFT


def reviewed(item: Item, decision: ItemDecision | None) -> ReviewedItem:
    """One item with what was decided about it."""
    return ReviewedItem(
        item=item,
        form=FORMS[item.form],
        state=_state(decision),
        decision=decision,
        was=_was(decision),
        samples=item.kind == "single" and item.form != "authored" and len(item.options) > MOST_SHOWN,
        is_belief=item.form == "belief" and item.ordinal == BELIEF_ORDINAL,
    )


def _state(decision: ItemDecision | None) -> str:
    if decision is None:
        return "new"
    return "again" if decision.is_stale else decision.verdict


def _was(decision: ItemDecision | None) -> tuple[str, ...]:
    if decision is None or not decision.is_stale or not decision.edit:
        return ()
    return (decision.edit.get("stem", ""), *(option["text"] for option in decision.edit.get("options", ())))
