"""Today, and what starts from it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.requests import LearnerRequest
from studyapp.library.models import Section
from studyapp.study.exceptions import NothingToStudy
from studyapp.study.forms import StartForm
from studyapp.study.models import StudySession
from studyapp.study.queries import lesson_for, today_page
from studyapp.study.services import start_session, take_up, understand_lesson
from studyapp.study.services.practising import DEFAULT_QUESTIONS, Practice
from studyapp.study.views.practice import show_practice
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
    if not form.is_valid() and request.POST.get("source") == "practice":
        return show_practice(request, form=form, status=422)
    if not form.is_valid():
        messages.error(request, gettext("That could not be started. Choose again."))
        return show_today(request, status=422)
    wants_lesson = "lesson" in {form.cleaned_data["source"], form.cleaned_data["what"]}
    lesson = lesson_for(request.user, form.cleaned_data["lesson"]) if wants_lesson else None
    if wants_lesson and lesson is None:
        raise Http404("no such lesson")
    is_practice = form.cleaned_data["source"] == "practice"
    try:
        session = start_session(
            learner_id=request.learner_id,
            source=form.cleaned_data["source"],
            key=form.cleaned_data["key"],
            at=timezone.now(),
            lesson=lesson,
            most=form.cleaned_data["most"],
            after=_own_session(request, form),
            wish=_wish(form, lesson) if is_practice else None,
        )
    except NothingToStudy:
        messages.info(request, gettext("There is nothing to ask here now."))
        return see_other(reverse("study:practice" if is_practice else "study:today"))
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


def _wish(form: StartForm, lesson: Section | None) -> Practice:
    pack, _, domain = form.cleaned_data["domain"].partition("/")
    return Practice(
        what=form.cleaned_data["what"],
        most=form.cleaned_data["most"] or DEFAULT_QUESTIONS,
        lesson=lesson,
        pack_id=int(pack or 0),
        domain=domain,
    )


def _own_session(request: LearnerRequest, form: StartForm) -> StudySession | None:
    after = form.cleaned_data["after"]
    return StudySession.objects.filter(learner_id=request.learner_id, id=after).first() if after else None
