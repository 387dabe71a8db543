"""Judging the stored answers of a question anew: a dry run first, then only on somebody's word."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.marking.regrades import shown_regrade
from studyapp.authoring.views.rubrics import rubric_taught
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.models import Regrade, Rubric
from studyapp.reflection.regrading import CannotRegrade, regrade_apply, regrade_dry_run, regrades_of
from studyapp.study.services import verdicts
from studyapp.web.form_keys import FormKeyField, new_form_key
from studyapp.web.render import is_swap, render_page, see_other

PAGE, PARTIAL = "authoring/regrade.html", "authoring/_regrade.html"


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def regrades(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """The regrades of a question; posting makes a dry run, which moves nobody's marks."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    error = ""
    if request.method == "POST":
        try:
            key = FormKeyField().clean(request.POST.get("key", ""))
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            run = regrade_dry_run(rubric=marked_by, by=request.user, at=timezone.now(), key=key)
            return see_other(_url(found, asked, run.regrade))
    context = {
        "pack": found, "question": asked, "key": new_form_key(), "error": error,
        "past": regrades_of(pack_id=found.pk, question_key=asked.key)[:20],
    }  # fmt: skip
    return render_page(request, "authoring/regrades.html", context=context, status=422 if error else 200)


@require_safe
@instructor_only
def regrade(request: LearnerRequest, pack: str, question: str, regrade_id: int) -> HttpResponse:
    """A dry run to be looked at, one that is being applied, or what became of it."""
    return _show(request, *_regrade(request, pack, question, regrade_id))


@require_POST
@instructor_only
def apply(request: LearnerRequest, pack: str, question: str, regrade_id: int) -> HttpResponse:
    """Apply a dry run; lowered marks need a tick of their own."""
    found, asked, marked_by, one = _regrade(request, pack, question, regrade_id)
    may_lower = request.POST.get("lower") == "on"
    try:
        if request.POST.get("sure") != "on":
            raise CannotRegrade(gettext("Tick that you have looked at what it changes."))
        if one.to_rubric_id != marked_by.pk:
            raise CannotRegrade(gettext("Another rubric marks this question by now. Make a new dry run."))
        begun = regrade_apply(regrade=one, by=request.user, at=timezone.now(), may_lower=may_lower)
        verdicts.regrade_step(regrade=begun, at=timezone.now())
    except CannotRegrade as error:
        return _show(request, found, asked, marked_by, one, error=str(error), status=422)
    return see_other(_url(found, asked, one))


@require_POST
@instructor_only
def step(request: LearnerRequest, pack: str, question: str, regrade_id: int) -> HttpResponse:
    """The next batch of one that is being applied."""
    found, asked, marked_by, one = _regrade(request, pack, question, regrade_id)
    try:
        done = verdicts.regrade_step(regrade=one, at=timezone.now())
    except CannotRegrade as error:
        return _show(request, found, asked, marked_by, one, error=str(error), status=422)
    return _show(request, found, asked, marked_by, done) if is_swap(request) else see_other(_url(found, asked, one))


def _regrade(
    request: LearnerRequest, pack: str, question: str, regrade_id: int
) -> tuple[Pack, ReflectionQuestion, Rubric, Regrade]:
    found, asked, marked_by = rubric_taught(request, pack, question)
    of_question = regrades_of(pack_id=found.pk, question_key=asked.key).select_related("to_rubric", "by")
    return found, asked, marked_by, get_object_or_404(of_question, pk=regrade_id)


def _url(pack: Pack, asked: ReflectionQuestion, one: Regrade) -> str:
    return reverse("authoring:regrade", args=[pack.key, asked.key, one.pk])


def _show(
    request: LearnerRequest, pack: Pack, asked: ReflectionQuestion, marked_by: Rubric, one: Regrade, *,
    error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "pack": pack,
        "question": asked,
        "regrade": one,
        "shown": shown_regrade(one) if one.state != Regrade.State.RUNNING else None,
        "is_old": one.to_rubric_id != marked_by.pk,
        "ticked": {"sure": request.POST.get("sure") == "on", "lower": request.POST.get("lower") == "on"},
        "error": error,
        "is_swap": is_swap(request),
    }
    return render_page(request, PAGE, partial=PARTIAL, context=context, status=status)
