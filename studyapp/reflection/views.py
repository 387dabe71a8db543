"""Writing an answer and seeing what it earned. Submitting lives in the study room, since it moves memory."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.requests import LearnerRequest
from studyapp.library.models import ReflectionQuestion
from studyapp.library.queries import lesson_of
from studyapp.reflection import queries, services
from studyapp.reflection.agreeing import gate
from studyapp.reflection.drafted import present_draft
from studyapp.reflection.models import Answer
from studyapp.reflection.own_view import CannotAssess, assess_answer, own_view
from studyapp.reflection.presenting import present
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import is_swap, render_page, see_other


def question_or_404(request: LearnerRequest, pack: str, question: str) -> ReflectionQuestion:
    """The current wording of a question that the person may read."""
    return get_object_or_404(
        queries.questions_for(request.user).distinct(), revision__section__pack__key=pack, key=question
    )


def wording_or_404(request: LearnerRequest, pack: str, question: str, served: str = "") -> ReflectionQuestion:
    """The wording that a page was made with (`served` is its id), else the newest; it may be withdrawn by now."""
    wordings = queries.wordings_for(request.user).filter(revision__section__pack__key=pack, key=question)
    found = wordings.filter(pk=served).first() if served.isdecimal() and len(served) < 19 else None
    found = found or wordings.first()
    if found is None:
        raise Http404("no such question")
    return found


def own_answer_or_404(
    request: LearnerRequest, pack: str, question: str, answer: UUID
) -> tuple[ReflectionQuestion, Answer]:
    """An answer of the learner's, with the newest wording of its question."""
    own = get_object_or_404(Answer.objects.filter(learner_id=request.learner_id, question_key=question), id=answer)
    found = wording_or_404(request, pack, question)
    if found.revision.section.pack_id != own.pack_id:
        raise Http404("no such answer")
    return found, own


def show_form(
    request: HttpRequest,
    question: ReflectionQuestion,
    *,
    text: str,
    error: str = "",
    saved_at: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page to write on, with whatever was typed; `saved_at` is when the server kept it as a draft."""
    context = {
        **_about(question),
        "rubric": queries.rubric_of(question),
        "text": text,
        "error": error,
        "key": new_form_key(),
        "saved_at": saved_at,
        "past": queries.past_answers(_learner_id(request), question)[:5],
    }
    return render_page(
        request, "reflection/write.html", partial="reflection/_form.html", context=context, status=status
    )


@require_GET
def write(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """The question, and the draft if one was begun."""
    found = question_or_404(request, pack, question)
    draft = queries.draft_of(request.learner_id, found)
    return show_form(request, found, text=draft.text if draft else "", saved_at=draft.saved_at if draft else None)


@require_POST
def save_draft(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """Keep the text; script gets a line to show, a plain form its page again."""
    found, text = wording_or_404(request, pack, question), request.POST.get("text", "")
    try:
        draft = services.save_draft(learner_id=request.learner_id, question=found, text=text, at=timezone.now())
    except services.AnswerTooLong as error:
        return show_form(request, found, text=text, error=str(error), status=413)
    if is_swap(request) or "application/json" in request.headers.get("Accept", ""):
        return render_page(request, "components/_draft_state.html", context={"saved_at": draft.saved_at})
    return see_other(reverse("reflection:write", args=[pack, question]))


@require_GET
def result(request: LearnerRequest, pack: str, question: str, answer: UUID) -> HttpResponse:
    """What an answer earned, with the evidence."""
    return show_result(request, *own_answer_or_404(request, pack, question, answer))


def show_result(
    request: HttpRequest,
    question: ReflectionQuestion,
    answer: Answer,
    *,
    text: str | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The result page; `text` and `error` belong to a second try that could not be taken."""
    first, second = queries.tries_of(answer.learner_id, answer)
    shown = present(answer) or present_draft(answer, question)
    rubric = queries.rubric_of(question)
    context = {
        **_about(question),
        "answer": second or first,
        "first": first,
        "second": second,
        "shown": shown,
        "was_updated": bool(shown and shown.rubric_id and rubric and rubric.pk != shown.rubric_id),
        "own_view": own_view(second or first, question, shown) if shown and shown.is_over else None,
        "gate": gate(question) if shown and shown.is_over else None,
        "is_withdrawn": not queries.is_current(question),
        "key": new_form_key(),
        "text": first.text if text is None else text,
        "error": error,
    }
    return render_page(
        request, "reflection/result.html", partial="reflection/_result.html", context=context, status=status
    )


@require_POST
def show_model_answer(request: LearnerRequest, pack: str, question: str, answer: UUID) -> HttpResponse:
    """Open the model answer; it ends the tries."""
    found, own = own_answer_or_404(request, pack, question, answer)
    services.show_model_answer(own, timezone.now())
    own.refresh_from_db()
    if is_swap(request):
        return show_result(request, found, own)
    return see_other(reverse("reflection:result", args=[pack, question, own.id]))


@require_POST
def assess(request: LearnerRequest, pack: str, question: str, answer: UUID) -> HttpResponse:
    """Keep which points the learner finds in their answer; it changes no marks."""
    found, own = own_answer_or_404(request, pack, question, answer)
    try:
        assess_answer(own, found, ticked=request.POST.getlist("met"), at=timezone.now())
    except CannotAssess as error:
        return show_result(request, found, own, error=str(error), status=409)
    if is_swap(request):
        return show_result(request, found, own)
    return see_other(reverse("reflection:result", args=[pack, question, own.id]) + "#own-view")


def _about(question: ReflectionQuestion) -> dict[str, object]:
    place = lesson_of(question.revision)
    return {
        "question": question,
        "revision": question.revision,
        "pack": question.revision.section.pack,
        "lesson_url": place.url(anchor=question.key) if place else "",
    }


def _learner_id(request: HttpRequest) -> int:
    return int(getattr(request, "learner_id", 0))
