"""A session: question, response, result, and so on to the end."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from studyapp.accounts.access import ask_to_sign_in, session_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.domain.items.scoring import ResponseError
from studyapp.quiz.services import read_response
from studyapp.study.asking import current, current_and_next
from studyapp.study.exceptions import CHANGED, NothingToUndo, StaleCard
from studyapp.study.forms import ResponseForm, UndoForm
from studyapp.study.learners import SessionRow, session_row
from studyapp.study.models import Review, ReviewKind
from studyapp.study.planning import day_of
from studyapp.study.queries import session_end
from studyapp.study.services import record_response, undo_last
from studyapp.study.services.responding import Asked, stored_response
from studyapp.study.services.undoing import is_taken_back
from studyapp.study.showing import item_of, question_context, result_context, spoken, taken_back
from studyapp.study.wording import tomorrow_in_words
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import is_swap, render_page, see_other


def _for_owner(view: Callable[[LearnerRequest, SessionRow], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the learner's own session; another's is a 404, a signed-out learner is asked to sign in."""

    @wraps(view)
    def owned(request: LearnerRequest, session_id: UUID) -> HttpResponse:
        row = session_row(request.learner_id, session_id)
        if row is None:
            raise Http404("no such session")
        if row.epoch != request.learner_epoch:
            return ask_to_sign_in(request)
        return view(request, row)

    return session_only(owned)


@require_GET
@never_cache
@_for_owner
def session(request: LearnerRequest, row: SessionRow) -> HttpResponse:
    """The question that the session is at; `answered` names a response whose result is shown instead."""
    review = _answered(request, row)
    if review:
        return _show_stored(request, row, review)
    return _show_question(request, row, reveal="reveal" in request.GET)


@require_POST
@never_cache
@_for_owner
def answer(request: LearnerRequest, row: SessionRow) -> HttpResponse:
    """Store a response; htmx swaps in its result with the next question, a plain form goes to the result's page."""
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return _show_broken(request, row)
    key, version = form.cleaned_data["key"], form.cleaned_data["version"]
    asked, following = current_and_next(row)
    position = row.session.position
    if asked is None or (asked.item.pk, asked.card.version) != (form.cleaned_data["item"], version):
        return _show_late(request, row, key)
    try:
        review = record_response(
            asked=asked,
            key=key,
            version=version,
            response=read_response(asked.item, asked.order, request.POST),
            at=timezone.now(),
            milliseconds=form.cleaned_data["ms"],
            confidence=form.cleaned_data["confidence"],
        )
    except ResponseError as error:
        return _show_refused(request, asked, key, str(error))
    except StaleCard:
        return _show_late(request, _reloaded(row), key)
    if row.session.position == position:  # another thread stored this form: the plan in hand is old
        return _show_stored(request, _reloaded(row), review)
    if review.kind == ReviewKind.CONTRAST:
        following = None  # it may be about another of the facts: read before their cards moved
    return _show_result(request, row, review, asked=asked, following=following)


@require_POST
@never_cache
@_for_owner
def undo(request: LearnerRequest, row: SessionRow) -> HttpResponse:
    """Take back the latest answer of the session."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _show_question(request, row, error=gettext("That could not be taken back. Try again."), status=422)
    try:
        taken = undo_last(row=row, key=form.cleaned_data["key"], at=timezone.now())
    except (NothingToUndo, StaleCard) as error:
        return _show_question(request, _reloaded(row), notice=str(error), status=409)
    notice = taken_back(row.session, taken)
    if is_swap(request):
        return _show_question(request, row, notice=notice)
    messages.success(request, notice)
    return see_other(reverse("study:session", args=[row.session.id]))


@require_GET
@never_cache
@_for_owner
def end(request: LearnerRequest, row: SessionRow) -> HttpResponse:
    """What the session came to."""
    context = {
        "session": row.session,
        "end": session_end(row.session),
        "tomorrow": tomorrow_in_words(day_of(request.learner_id, timezone.now()).tomorrow()),
        "key": new_form_key(),
        "undo_key": new_form_key(),
    }
    return render_page(request, "study/end.html", context=context)


def _reloaded(row: SessionRow) -> SessionRow:
    """The session as it is now, after another request moved it on."""
    return session_row(row.session.learner_id, row.session.id) or row


def _answered(request: LearnerRequest, row: SessionRow) -> Review | None:
    try:
        key = UUID(request.GET.get("answered", ""))
    except ValueError:
        return None
    review = stored_response(request.learner_id, key)
    return review if review and review.session_id == row.session.id else None


def _show_question(
    request: LearnerRequest,
    row: SessionRow,
    *,
    error: str = "",
    notice: str = "",
    typed: str = "",
    reveal: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The current question, or the end of the session."""
    asked = current(row)
    if asked is None and status == 409:
        context = {"session": row.session, "notice": notice, "typed": typed}
        return _page(request, "study/_over.html", context, notice, status)
    if asked is None:
        url = reverse("study:end", args=[row.session.id])
        return HttpResponseClientRedirect(url) if is_swap(request) else see_other(url)
    context = question_context(asked, error=error, notice=notice, typed=typed, reveal=reveal)
    return _page(request, "study/_question.html", context, error or notice, status)


def _show_broken(request: LearnerRequest, row: SessionRow) -> HttpResponse:
    """A form whose hidden fields cannot be read: the question again, with what was typed or chosen for it."""
    error, asked = gettext("This form was not whole. Answer once more."), current(row)
    if asked and request.POST.get("item") == str(asked.item.pk):
        return _show_refused(request, asked, new_form_key(), error)
    status = 422 if asked else 409
    return _show_question(request, row, notice=error, typed=request.POST.get("text", ""), status=status)


def _show_refused(request: LearnerRequest, asked: Asked, key: UUID, error: str) -> HttpResponse:
    """The same form with what was chosen or typed, and the reason."""
    fields: QueryDict = request.POST
    context = question_context(asked, key=key, fields=fields, error=error, reveal=True)
    return _page(request, "study/_question.html", context, error, 422)


def _show_late(request: LearnerRequest, row: SessionRow, key: UUID) -> HttpResponse:
    """A form sent twice shows what was stored; one that came too late shows the current question."""
    review = stored_response(request.learner_id, key)
    if review:
        return _show_stored(request, row, review)
    return _show_question(request, row, notice=CHANGED, typed=request.POST.get("text", ""), status=409)


def _show_stored(request: LearnerRequest, row: SessionRow, review: Review) -> HttpResponse:
    """The result of an answer that was stored before; the current question if it was taken back since."""
    if not is_taken_back(review):
        return _show_result(request, row, review)
    notice, status = gettext("You took this back. Nothing was stored."), 409 if request.method == "POST" else 200
    return _show_question(request, row, notice=notice, typed=request.POST.get("text", ""), status=status)


def _show_result(
    request: LearnerRequest,
    row: SessionRow,
    review: Review,
    *,
    asked: Asked | None = None,
    following: Asked | None = None,
) -> HttpResponse:
    """A stored response: to a plain form by way of its own address."""
    if request.method == "POST" and not is_swap(request):
        return see_other(reverse("study:session", args=[row.session.id]) + f"?answered={review.id}")
    item = asked.item if asked else item_of(review)
    if item is None:
        return _show_question(request, row)
    context = result_context(row.session, review, item, asked=asked, following=following)
    return _page(request, "study/_result.html", context, spoken(context), 200)


def _page(request: LearnerRequest, partial: str, context: dict[str, object], said: str, status: int) -> HttpResponse:
    shown = context | {"part": partial, "said": said, "is_swap": is_swap(request)}
    return render_page(request, "study/session.html", partial="study/_swap.html", context=shown, status=status)
