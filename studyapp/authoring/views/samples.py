"""Marked samples of a question: drawn or typed, then marked by people who do not see what the machine gave."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.forms import DrawSamplesForm, TypedSampleForm
from studyapp.authoring.marking.points import credits_ticked, points_of
from studyapp.authoring.marking.samples import progress_of, shown_sample
from studyapp.authoring.views.rubrics import rubric_taught
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.models import MarkedSample, Rubric
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.sampling import CannotMark, add_typed_sample, draw_samples, mark_sample, sample_to_mark
from studyapp.reflection.services import AnswerTooLong, EmptyAnswer
from studyapp.web.form_keys import CHANCE, new_form_key
from studyapp.web.render import is_swap, render_page, see_other

PAGE, PARTIAL = "authoring/samples.html", "authoring/_sample_to_mark.html"


@require_safe
@instructor_only
def samples(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """How far the samples are, and the next one to mark."""
    return _show(request, *rubric_taught(request, pack, question))


@require_POST
@instructor_only
def draw(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """Draw answers at random within bands of marks, and all that are flagged."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    form = DrawSamplesForm(request.POST)
    if not form.is_valid():
        return _show(request, found, asked, marked_by, draw_form=form, status=422)
    drawn = draw_samples(
        pack=found, question_key=asked.key, count=form.cleaned_data["count"], by=request.user, at=timezone.now(),
        chance=CHANCE,
    )  # fmt: skip
    if drawn.random or drawn.flagged:
        names = {"n": drawn.random, "flagged": drawn.flagged}
        messages.success(request, gettext("Drawn: %(n)d at random, %(flagged)d flagged.") % names)
    else:
        messages.info(request, gettext("There is no answer left that was not drawn."))
    return see_other(_url(found, asked))


@require_POST
@instructor_only
def add_typed(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """Keep a typed sample."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    form = TypedSampleForm(request.POST)
    if form.is_valid():
        try:
            add_typed_sample(
                pack=found, question_key=asked.key, key=form.cleaned_data["key"], text=form.cleaned_data["text"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (EmptyAnswer, AnswerTooLong) as error:
            form.add_error("text", str(error))
    if not form.is_valid():
        return _show(request, found, asked, marked_by, typed_form=form, status=422)
    messages.success(request, gettext("Added to the samples."))
    return see_other(_url(found, asked))


@require_POST
@instructor_only
def mark(request: LearnerRequest, pack: str, question: str, sample_id: int) -> HttpResponse:
    """Store what the person gives a sample, then show the next one."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    sample = get_object_or_404(MarkedSample, pk=sample_id, pack=found, question_key=asked.key)
    if request.POST.get("rubric", str(marked_by.pk)) != str(marked_by.pk):
        told = gettext(
            "The rubric was changed since you opened this page. Nothing was stored: mark by the points below."
        )
        return _show(request, found, asked, marked_by, error=told, status=409)
    points = points_of(rubric_value(marked_by), {})
    credit = credits_ticked(points, met=request.POST.getlist("met"), part=request.POST.getlist("part"))
    try:
        mark_sample(sample=sample, rubric=marked_by, rater=request.user, credit_by_key=credit, at=timezone.now())
    except CannotMark as error:
        return _show(request, found, asked, marked_by, error=str(error), status=409)
    return _show(request, found, asked, marked_by) if is_swap(request) else see_other(_url(found, asked) + "#to-mark")


@require_safe
@instructor_only
def sample(request: LearnerRequest, pack: str, question: str, sample_id: int) -> HttpResponse:
    """One sample: what people and the machine gave, once the person has marked it."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    one = get_object_or_404(MarkedSample, pk=sample_id, pack=found, question_key=asked.key)
    shown = shown_sample(one, marked_by, stem=asked.stem, viewer=request.user)
    points = points_of(rubric_value(marked_by), {})
    context = {"pack": found, "question": asked, "rubric": marked_by, "shown": shown, "points": points}
    return render_page(request, "authoring/sample.html", context=context)


def _url(pack: Pack, asked: ReflectionQuestion) -> str:
    return reverse("authoring:samples", args=[pack.key, asked.key])


def _show(
    request: LearnerRequest, pack: Pack, asked: ReflectionQuestion, marked_by: Rubric, *,
    draw_form: DrawSamplesForm | None = None, typed_form: TypedSampleForm | None = None, error: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "pack": pack,
        "question": asked,
        "rubric": marked_by,
        "error": error,
        "progress": progress_of(pack, asked.key),
        "to_mark": sample_to_mark(rubric=marked_by, rater=request.user),
        "points": points_of(rubric_value(marked_by), {}),
        "draw_form": draw_form or DrawSamplesForm(initial={"count": 20}),
        "typed_form": typed_form or TypedSampleForm(initial={"key": new_form_key()}),
        "is_swap": is_swap(request),
    }
    return render_page(request, PAGE, partial=PARTIAL, context=context, status=status)
