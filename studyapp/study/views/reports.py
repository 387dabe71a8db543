"""Reporting a problem with a question, and being told what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts import rates
from studyapp.accounts.requests import LearnerRequest
from studyapp.quiz.models import Item
from studyapp.quiz.queries import to_show
from studyapp.quiz.reporting import mark_seen, report_item
from studyapp.study.forms import ReportForm
from studyapp.study.models import Card, StudySession
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import is_swap, render_page, see_other, with_wait


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: LearnerRequest, item_id: int) -> HttpResponse:
    """Say what is wrong with a question that one has met; htmx swaps the form in below it."""
    item = _own_item(request, item_id)
    if request.method != "POST":
        return _show(request, item, ReportForm(initial={"key": new_form_key()}), back=_back(request.GET, request))
    form, back = ReportForm(request.POST), _back(request.POST, request)
    if not form.is_valid():
        return _show(request, item, form, back=back, status=422)
    wait = rates.seconds_to_wait(rates.REPORT, request.learner_id)
    if wait:
        form.add_error(None, gettext("That is many reports within an hour. Try again later; your text is kept."))
        return with_wait(_show(request, item, form, back=back, status=429), wait)
    report_item(
        learner_id=request.learner_id,
        item=item,
        key=form.cleaned_data["key"],
        reason=form.cleaned_data["reason"],
        text=form.cleaned_data["text"],
        at=timezone.now(),
    )
    messages.success(request, gettext("Reported. Today tells you what became of it."))
    if is_swap(request):
        return render_page(request, "study/_reported.html", context={})
    return see_other(back)


@require_POST
def dismiss_report(request: LearnerRequest, report_id: UUID) -> HttpResponse:
    """Take the word about a closed report off Today."""
    if not mark_seen(learner_id=request.learner_id, report_id=report_id, at=timezone.now()):
        raise Http404("no such report")
    return see_other(reverse("study:today"))


def _own_item(request: LearnerRequest, item_id: int) -> Item:
    """The item, if the learner has a card of its fact."""
    item = next((item for item, _ in to_show([item_id]).values()), None)
    if item is None or not Card.objects.of(request.learner_id).filter(fact_id=item.fact_id).exists():
        raise Http404("no such question")
    return item


def _back(fields: object, request: LearnerRequest) -> str:
    """The page that the learner came from: a question or result of a session of theirs, else Today."""
    session, answered = (_uuid(fields.get(name, "")) for name in ("session", "answered"))  # type: ignore[attr-defined]
    own = session and StudySession.objects.filter(learner_id=request.learner_id, id=session).exists()
    if not own:
        return reverse("study:today")
    return reverse("study:session", args=[session]) + (f"?answered={answered}" if answered else "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _show(request: LearnerRequest, item: Item, form: ReportForm, *, back: str, status: int = 200) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "item": item,
        "form": form,
        "back": back,
        "is_swap": is_swap(request),
        "session_id": _uuid(given.get("session", "")),
        "answered": _uuid(given.get("answered", "")),
    }
    return render_page(request, "study/report.html", partial="study/_report.html", context=context, status=status)
