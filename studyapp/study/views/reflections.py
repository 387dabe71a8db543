"""Submitting a written answer: graded by the reflection room, remembered here."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import push_url

from studyapp.accounts.requests import LearnerRequest
from studyapp.domain.common.errors import StudyappError
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Answer
from studyapp.reflection.services import AnswerTooLong, EmptyAnswer, KeyUsedElsewhere, NoSecondTry
from studyapp.reflection.views import show_form, show_result, wording_or_404
from studyapp.study.forms import AnswerForm
from studyapp.study.services.answering import submit_answer as submit
from studyapp.web.render import is_swap, see_other

STATUSES: dict[type[StudyappError], int] = {
    EmptyAnswer: 422,
    AnswerTooLong: 413,
    NoSecondTry: 409,
    KeyUsedElsewhere: 409,
}


@require_POST
def submit_answer(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """Store one try and show what it earned; what cannot be taken comes back with its text."""
    found = wording_or_404(request, pack, question, request.POST.get("question", ""))
    text = request.POST.get("text", "")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return show_form(request, found, text=text, error=sentence, status=422)
    first_try: UUID | None = form.cleaned_data["first_try"]
    try:
        graded = submit(
            learner_id=request.learner_id,
            question=found,
            key=form.cleaned_data["key"],
            text=text,
            at=timezone.now(),
            first_try=first_try,
        )
    except tuple(STATUSES) as error:
        return _refuse(request, found, text=text, error=error, first_try=first_try)
    place = reverse("reflection:result", args=[pack, question, graded.answer.id])
    if not is_swap(request):
        return see_other(place)
    # The result has an address of its own, so that a reload shows it again and not an empty form.
    return push_url(show_result(request, found, graded.answer), place)


def _refuse(
    request: LearnerRequest,
    question: ReflectionQuestion,
    *,
    text: str,
    error: Exception,
    first_try: UUID | None,
) -> HttpResponse:
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    own = Answer.objects.filter(learner_id=request.learner_id, question_key=question.key)
    first = own.filter(id=first_try, attempt_number=1).first() if first_try else None
    if first is None:
        return show_form(request, question, text=text, error=str(error), status=status)
    return show_result(request, question, first, text=text, error=str(error), status=status)
