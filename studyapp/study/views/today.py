"""Today, and what starts from it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.requests import LearnerRequest
from studyapp.study.exceptions import NothingToStudy
from studyapp.study.forms import StartForm
from studyapp.study.models import StudySession
from studyapp.study.queries import lesson_for, today_page
from studyapp.study.services import start_session, take_up, understand_lesson
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import render_page, see_other


@require_GET
@never_cache
def today(request: LearnerRequest) -> HttpResponse:
    """What waits today. Who studies nothing yet takes up the pack named in `pack`, else the first public one."""
    take_up(request.user, request.GET.get("pack", ""), at=timezone.now())
    return show_today(request)


def show_today(request: LearnerRequest, *, status: int = 200) -> HttpResponse:
    """The page Today."""
    page = today_page(request.user, timezone.now())
    context = {"page": page, "key": new_form_key(), "extra_key": new_form_key(), "lesson_key": new_form_key()}
    return render_page(request, "study/today.html", context=context, status=status)


@require_POST
def start(request: LearnerRequest) -> HttpResponse:
    """Start a session and go to its first question."""
    form = StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("That could not be started. Choose again."))
        return show_today(request, status=422)
    lesson = lesson_for(request.user, form.cleaned_data["lesson"]) if form.cleaned_data["source"] == "lesson" else None
    if form.cleaned_data["source"] == "lesson" and lesson is None:
        raise Http404("no such lesson")
    try:
        session = start_session(
            learner_id=request.learner_id,
            source=form.cleaned_data["source"],
            key=form.cleaned_data["key"],
            at=timezone.now(),
            lesson=lesson,
            most=form.cleaned_data["most"],
            after=_own_session(request, form),
        )
    except NothingToStudy:
        messages.info(request, gettext("There is nothing to ask here now."))
        return see_other(reverse("study:today"))
    return see_other(reverse("study:session", args=[session.id]))


@require_POST
def understood(request: LearnerRequest, pack: str, lesson: str) -> HttpResponse:
    """Mark a lesson understood: its facts come up from now on."""
    found = lesson_for(request.user, f"{pack}/{lesson}")
    if found is None:
        raise Http404("no such lesson")
    understand_lesson(learner_id=request.learner_id, lesson=found, at=timezone.now())
    messages.success(request, gettext("Understood. Its questions are in your reviews now."))
    return see_other(reverse("study:today"))


def _own_session(request: LearnerRequest, form: StartForm) -> StudySession | None:
    after = form.cleaned_data["after"]
    return StudySession.objects.filter(learner_id=request.learner_id, id=after).first() if after else None
