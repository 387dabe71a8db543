"""Answers that wait for a person: one at a time, the oldest first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.marking.cases import ShownCase, alike_to, next_in, raised_by, shown_case
from studyapp.authoring.marking.points import credits_ticked
from studyapp.reflection.disputing import CannotResolve
from studyapp.reflection.marking import QUEUE, Case, Waiting, case_of, marking_queue
from studyapp.reflection.models import Criterion
from studyapp.reflection.overriding import CannotOverride
from studyapp.study.services import verdicts
from studyapp.web.form_keys import FormKeyField, new_form_key
from studyapp.web.render import is_swap, render_page, see_other

MOST_OFFERED = 3  # criteria with similar answers: each is looked for among hundreds of texts
MOST_QUEUED = QUEUE * 64  # answers that a person may skip
PAGE, PARTIAL = "authoring/marking.html", "authoring/_case.html"


@require_safe
@instructor_only
def queue(request: LearnerRequest) -> HttpResponse:
    """The oldest answer that waits; `?after=` skips to the one behind it, `?done=` tells what was decided last."""
    after, done = _uuid(request.GET.get("after")), request.GET.get("done", "")
    learner, _sep, answer = done.partition(".")
    told = case_taught(request, int(learner), _uuid(answer)) if learner.isdecimal() and len(learner) < 19 else None
    return _show_next(request, after=after, told=told)


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def case(request: LearnerRequest, learner: int, answer: UUID) -> HttpResponse:
    """One answer, waiting or decided; posting decides it, then shows what waits next."""
    found = case_taught(request, learner, answer)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, shown_case(found))
    act = _ACTS.get(request.POST.get("do", "").partition(":")[0])
    if act is None:
        raise Http404
    shown = shown_case(found)
    credit = credits_ticked(shown.points, met=request.POST.getlist("met"), part=request.POST.getlist("part"))
    lifted = [one.key for one in shown.fired if one.key in request.POST.getlist("lifted")]
    if _is_stale(request, shown):
        told = _("This answer was judged or disputed anew since you opened it. Look at it as it is now.")
        return _show(request, shown, error=told, reason=request.POST.get("reason", ""), status=409)
    try:
        act(request, shown, credit, lifted)
    except (CannotOverride, CannotResolve) as error:
        again = shown_case(found, credit_by_key=credit, lifted=lifted)
        waiting, reason = _waiting_with(request, answer), request.POST.get("reason", "")
        return _show(request, again, waiting=waiting, error=str(error), reason=reason, status=422)
    after = _uuid(request.POST.get("after"))
    if not is_swap(request):
        query = {"done": f"{learner}.{answer}", **({"after": str(after)} if after else {})}
        return see_other(f"{reverse('authoring:marking')}?{urlencode(query)}")
    return _show_next(request, after=after, told=case_taught(request, learner, answer))


def _is_stale(request: LearnerRequest, shown: ShownCase) -> bool:
    """Whether the form was made before something that it does not show. A form sent again is stored already."""
    seen, key = request.POST.get("seen"), request.POST.get("key")
    if not seen or _act_on_a_dispute(request) or any(str(one.id) == key for one in shown.verdicts):
        return False
    return seen != shown.state


def _act_on_a_dispute(request: LearnerRequest) -> bool:
    """One dispute is decided by itself: what became of others and of the marks does not matter."""
    return _ACTS.get(request.POST.get("do", "").partition(":")[0]) is _resolve


def _confirm(request: LearnerRequest, shown: ShownCase, credit: dict[str, float], lifted: list[str]) -> None:
    """The marks stand. Whoever ticked something meant another thing."""
    stands = {one.key: one.credit for one in shown.points}
    if credit != stands or lifted != [one.key for one in shown.fired if one.is_lifted]:
        raise CannotOverride(_("You changed a point. Give the reason and override, or set it back to keep the marks."))
    verdicts.confirm(
        answer=shown.case.answer, key=key_in(request), by=request.user, at=timezone.now(),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip


def _override(request: LearnerRequest, shown: ShownCase, credit: dict[str, float], lifted: list[str]) -> None:
    reason = request.POST.get("reason", "")
    verdicts.override(
        answer=shown.case.answer, key=key_in(request), credit_by_key=credit, lifted=lifted, reason=reason,
        by=request.user, at=timezone.now(),
    )  # fmt: skip


def _machine(request: LearnerRequest, shown: ShownCase, credit: dict[str, float], lifted: list[str]) -> None:
    """Take a verdict back: a newer one that gives what the machine gave."""
    machine = shown.case.effective.machine
    verdicts.override(
        answer=shown.case.answer, key=key_in(request), credit_by_key={one.key: one.credit for one in machine.criteria},
        lifted=(), marks=machine.marks, reason=_("Back to the marks by the rubric."), by=request.user,
        at=timezone.now(),
    )  # fmt: skip


def _resolve(request: LearnerRequest, shown: ShownCase, credit: dict[str, float], lifted: list[str]) -> None:
    """Decide one dispute: upheld gives its point, declined leaves it."""
    wanted, _colon, dispute_id = request.POST["do"].partition(":")
    asked = _uuid(dispute_id)
    dispute = next((one for one in shown.case.disputes if one.id == asked), None)
    if dispute is None:
        raise CannotResolve(_("This dispute was withdrawn or decided otherwise meanwhile."))
    verdicts.resolve_dispute(
        learner_id=dispute.learner_id, dispute_id=dispute.id, key=key_in(request),
        is_upheld=wanted == "uphold", reply=request.POST.get("reason", ""), by=request.user,
        at=timezone.now(),
    )  # fmt: skip


_Act = Callable[[LearnerRequest, ShownCase, dict[str, float], list[str]], None]
_ACTS: dict[str, _Act] = {
    "confirm": _confirm,
    "override": _override,
    "machine": _machine,
    "uphold": _resolve,
    "decline": _resolve,
}


def case_taught(request: LearnerRequest, learner: int, answer: UUID | None) -> Case | None:
    """An answer in a pack that the person teaches."""
    return case_of(user=request.user, learner_id=learner, answer_id=answer) if answer else None


def _waiting_with(request: LearnerRequest, answer: UUID) -> int | None:
    """How many answers wait, if this is one of them: only then is there a way past it."""
    waiting = marking_queue(user=request.user)
    return len(waiting) if any(one.answer_id == answer for one in waiting) else None


def _show_next(request: LearnerRequest, *, after: UUID | None, told: Case | None) -> HttpResponse:
    waiting = _queue_beyond(request, after)
    found = None
    while found is None:
        one = next_in(waiting, after)
        if one is None:
            break
        found, after = case_taught(request, one.learner_id, one.answer_id), one.answer_id
    return _show(request, shown_case(found) if found else None, waiting=len(waiting), told=told)


def _queue_beyond(request: LearnerRequest, after: UUID | None) -> list[Waiting]:
    """The beginning of the queue, as long as it takes to go on behind the answer that was skipped."""
    limit = QUEUE
    waiting = marking_queue(user=request.user, limit=limit)
    while after and len(waiting) == limit < MOST_QUEUED and after not in [one.answer_id for one in waiting[:-1]]:
        limit *= 4
        waiting = marking_queue(user=request.user, limit=limit)
    return waiting


def _show(
    request: LearnerRequest, shown: ShownCase | None, *, waiting: int | None = None, told: Case | None = None,
    error: str = "", reason: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "shown": shown, "waiting": waiting, "error": error, "reason": reason, "key": new_form_key(),
        "told": told, "alike": _alike(told) if told else (), "after": _after(request), "is_swap": is_swap(request),
    }  # fmt: skip
    return render_page(request, PAGE, partial=PARTIAL, context=context, status=status)


def _alike(told: Case) -> list[tuple[Criterion, int]]:
    """The criteria that the last verdict gave, with how many similar answers miss them too."""
    given = raised_by(told.overrides[-1], told) if told.overrides else []
    counted = [(one, len(alike_to(told, one.key))) for one in told.criteria if one.key in given[:MOST_OFFERED]]
    return [(one, n) for one, n in counted if n]


def _after(request: LearnerRequest) -> str:
    """Behind which answer the queue goes on."""
    found = _uuid(request.POST.get("after") or request.GET.get("after"))
    return str(found) if found else ""


def key_in(request: LearnerRequest, name: str = "key") -> UUID:
    """The form's key. Raises CannotOverride if it is none."""
    try:
        return FormKeyField().clean(request.POST.get(name, ""))
    except ValidationError as error:
        raise CannotOverride(" ".join(error.messages)) from error


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
