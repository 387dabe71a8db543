"""What the pages of a session show: a question before its response, and the same with everything after it."""

from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext

from studyapp.domain.common.ratings import Rating
from studyapp.domain.items.scoring import Response
from studyapp.domain.scheduling.rating import NOT_SURE
from studyapp.domain.scheduling.replay import returns_at
from studyapp.library.addresses import lesson_address
from studyapp.quiz.models import Item
from studyapp.quiz.queries import checked, to_show
from studyapp.quiz.services import is_self_rated
from studyapp.quiz.showing import Feedback, feedback_of, question_of
from studyapp.study.changes import Changes, Told, changes_of, seen_before, told_since
from studyapp.study.models import Confidence, Review, ReviewKind, StudySession
from studyapp.study.plan import entries_of, progress_of
from studyapp.study.services.flagging import is_flagged
from studyapp.study.services.responding import Asked
from studyapp.study.traps import counting
from studyapp.study.wording import RATING_WORDS, contrast_in_words, returns_in_words
from studyapp.web.form_keys import new_form_key

Context = dict[str, Any]
LONGEST_NAME = 90  # characters of a question where it is only named


def question_context(
    asked: Asked,
    *,
    key: UUID | None = None,
    fields: QueryDict | None = None,
    error: str = "",
    notice: str = "",
    typed: str = "",
    reveal: bool = False,
    changes: Changes | None = None,
) -> Context:
    """A question. Nothing here depends on its key, but for the back of a card that was turned over.

    `changes` are those of its fact, if they were read already. `fields` and `error` are those of a refused form;
    `typed` is text of a form that came too late, for copying.
    """
    session = asked.session
    changes = changes_of([asked.item.fact]) if changes is None else changes
    return {
        "session": session,
        "progress": progress_of(session),
        "question": question_of(asked.item, asked.order, fields, reveal=reveal),
        "key": key or new_form_key(),
        "version": asked.card.version,
        "item_id": asked.item.pk,
        "ratings": [(int(rating), *words) for rating, words in RATING_WORDS.items()],
        "asks_confidence": asked.row.asks_confidence and not is_self_rated(asked.item),
        "fact_id": asked.card.fact_id,
        "is_flagged": asked.is_flagged,
        "update": told_since(changes.get(asked.card.fact_id, ()), asked.card.seen_at),
        "can_undo": session.position > 0,
        "undo_key": new_form_key(),
        "error": error,
        "notice": notice,
        "typed": typed,
    }


def result_context(
    session: StudySession, review: Review, item: Item, *, asked: Asked | None = None, following: Asked | None = None
) -> Context:
    """A stored response with its verdict, and the next question so that going on needs no request.

    `asked` is the question as it was before the response, if that was given just now.
    """
    changes = changes_of([item.fact, *([following.item.fact] if following else [])])
    response = Response(
        tuple(review.choices), review.text, review.rating if not review.choices and not review.text else None
    )
    feedback = feedback_of(item, review.shown_order, response)
    comes_again = any(entry.fact_id == review.fact_id for entry in entries_of(session)[session.position :])
    progress = progress_of(session)
    return {
        "session": session,
        "review": review,
        "progress": progress,
        "is_over": session.position >= progress.total,
        "feedback": feedback,
        "verdict": verdict(feedback, review),
        "trap": bool(review.trap_fact_id),
        "was_sure": review.confidence == Confidence.SURE and review.is_miss,
        "fact_id": review.fact_id,
        "item_id": item.pk,
        "is_flagged": asked.is_flagged if asked else is_flagged(review.learner_id, review.fact_id),
        "update": _update(review, changes, asked),
        "was_not_sure": review.rating == Rating.HARD and review.confidence in NOT_SURE,
        "returns": _returns(review, asked, comes_again=comes_again),
        "checked": checked(item),
        "lesson_name": str(item.revision),
        "lesson_url": lesson_url(item),
        "undo_key": new_form_key(),
        "next": question_context(following, changes=changes) if following else None,
    }


def _returns(review: Review, asked: Asked | None, *, comes_again: bool) -> str:
    if review.kind == ReviewKind.CONTRAST:
        return contrast_in_words(is_miss=review.is_miss, comes_again=comes_again)
    return returns_in_words(review, comes_again=comes_again, must_return=_must_return(review, asked))


def _must_return(review: Review, asked: Asked | None) -> bool:
    """Whether the fact comes back on the next study day: for this response, or for an earlier one of the same day."""
    if returns_at(review):
        return True
    if review.kind != ReviewKind.RELEARN:
        return False
    if asked:
        return bool(asked.card.recheck_at and asked.card.recheck_at > review.answered_at)
    before = counting(review.learner_id).filter(
        fact=review.fact_id, study_day=review.study_day, card_version__lt=review.card_version
    )
    return any(returns_at(one) for one in before)


def _update(review: Review, changes: Changes, asked: Asked | None) -> Told | None:
    """What had changed when the response was given."""
    own = changes.get(review.fact_id)
    if not own:
        return None
    return told_since(own, asked.card.seen_at if asked else seen_before(review), until=review.answered_at)


def verdict(feedback: Feedback, review: Review) -> str:
    """The heading over a response."""
    if feedback.is_self_rated:
        return gettext("Noted: %(rating)s") % {"rating": RATING_WORDS[Rating(review.rating)][0]}
    if 0 < review.score < 1:
        return gettext("Partly right: %(n)d %%") % {"n": round(100 * review.score)}
    return gettext("Right") if feedback.is_right else gettext("Not this time")


def spoken(context: Mapping[str, Any]) -> str:
    """One sentence for screen readers after a response."""
    progress = context["progress"]
    return gettext("%(verdict)s. %(done)d of %(total)d.") % {
        "verdict": context["verdict"],
        "done": progress.done,
        "total": progress.total,
    }


def taken_back(session: StudySession, taken: Review) -> str:
    """What undo did: which answer it took back, and when that question is asked again."""
    item = item_of(taken)
    question = Truncator(unescape(strip_tags(item.stem_html))).chars(LONGEST_NAME) if item else taken.fact.title
    at_once = session.position < len(session.plan) and entries_of(session)[session.position].fact_id == taken.fact_id
    if item and is_self_rated(item) and at_once:
        return gettext("Taken back: “%(question)s”. Here it is again.") % {"question": question}
    return gettext(
        "Taken back: “%(question)s”. Its answer was shown, so it comes again at the end of this session."
    ) % {"question": question}


def item_of(review: Review) -> Item | None:
    """The item that a response answered, in whatever version it was; None if it was deleted."""
    return next((item for item, _ in to_show([review.item_id or 0]).values()), None)


def lesson_url(item: Item) -> str:
    """The block of the lesson that answers the item."""
    title = getattr(item, "lesson_title", None) or item.revision.title
    return lesson_address(item.fact.pack.key, item.fact.lesson.key, title, anchor=item.block_key)
