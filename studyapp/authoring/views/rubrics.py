"""The rubrics of a published pack: how each question is marked, and trying an answer by it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import queries
from studyapp.authoring.marking.agreement import gate_sentence
from studyapp.authoring.marking.answers import AT_FIRST, NEWEST, answers_to, newest_read
from studyapp.authoring.marking.evidence import Evidence, judged
from studyapp.authoring.marking.hints import advice_on
from studyapp.authoring.marking.mending import open_draft
from studyapp.authoring.marking.questions import lines_of, questions_of, rubric_in
from studyapp.domain.grading.drafting import DRAFT_KEY
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.agreeing import gate
from studyapp.reflection.models import Rubric
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.services import AnswerTooLong, EmptyAnswer, check_text
from studyapp.web.render import is_swap, render_page


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """What somebody typed as a line of a criterion, and why it was refused."""

    line: str
    criterion: str
    error: str


PAGE, TRIAL = "authoring/rubric.html", "authoring/_rubric_trial.html"


@require_safe
@instructor_only
def rubrics(request: LearnerRequest, pack: str) -> HttpResponse:
    """The written questions of a pack."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=pack)
    return render_page(request, "authoring/rubrics.html", context={"pack": found, "lines": lines_of(found)})


@require_safe
@instructor_only
def rubric(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """How a question is marked, beside the newest answers; `?answer=` puts one of them into the tester."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    chosen = _chosen(request, asked)
    shown = judged(rubric_value(marked_by), chosen, question=asked.stem) if chosen else None
    return show_rubric(request, found, asked, marked_by, text=chosen, shown=shown)


@require_POST
@instructor_only
def try_answer(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """Mark an answer by the rubric that learners are marked by; nothing is stored."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    typed = request.POST.get("text", "")
    try:
        text = check_text(typed)
    except (EmptyAnswer, AnswerTooLong) as error:
        return show_rubric(request, found, asked, marked_by, text=typed, error=str(error), status=422)
    return show_rubric(
        request, found, asked, marked_by, text=text, shown=judged(rubric_value(marked_by), text, question=asked.stem)
    )


def question_taught(request: LearnerRequest, pack: str, question: str) -> tuple[Pack, ReflectionQuestion]:
    """A question that the current version of a pack of theirs asks; everything else is a 404."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=pack)
    asked = questions_of(found).filter(key=question).first()
    if asked is None:
        raise Http404
    return found, asked


def rubric_taught(request: LearnerRequest, pack: str, question: str) -> tuple[Pack, ReflectionQuestion, Rubric]:
    """Such a question with its rubric."""
    found, asked = question_taught(request, pack, question)
    marked_by = rubric_in(asked)
    if marked_by is None:
        raise Http404
    return found, asked, marked_by


def _chosen(request: LearnerRequest, asked: ReflectionQuestion) -> str:
    """The text of the answer that the address names, "" if it names none."""
    try:
        answer_id = UUID(request.GET.get("answer", ""))
    except ValueError:
        return ""
    return answers_to(asked).filter(id=answer_id).values_list("text", flat=True).first() or ""


def show_rubric(
    request: LearnerRequest, pack: Pack, asked: ReflectionQuestion, marked_by: Rubric, *,
    text: str = "", shown: Evidence | None = None, error: str = "", status: int = 200,
    refused: RefusedLine | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a rubric, or its tester alone for a swap."""
    value = rubric_value(marked_by)
    context: dict[str, Any] = {
        "pack": pack, "question": asked, "rubric": value, "text": text, "shown": shown, "error": error,
        "heading": _("Rubric: %(title)s") % {"title": asked.revision.title}, "is_swap": is_swap(request),
        "refused": refused, "is_draft": any(one.key.startswith(DRAFT_KEY) for one in value.criteria),
    }  # fmt: skip
    if not is_swap(request):
        context |= _beside(request, pack, asked, marked_by)
    return render_page(request, PAGE, partial=TRIAL, context=context, status=status)


def _beside(request: LearnerRequest, pack: Pack, asked: ReflectionQuestion, marked_by: Rubric) -> dict[str, Any]:
    """The newest answers, a page of them or all, advice, and the draft in which the rubric is mended."""
    read = newest_read(asked, rubric_value(marked_by))
    most = NEWEST if request.GET.get("answers") == "all" else AT_FIRST
    state = gate(asked)
    return {
        "gate": state, "gate_says": gate_sentence(state),
        "answers": read[:most], "more": len(read[most:]), "unmatched": sum(one.is_unmatched for one in read),
        "draft": open_draft(pack, by=request.user),
        "advice": advice_on(asked, marked_by),
    }  # fmt: skip
