"""“I said this”: a dispute is opened and withdrawn here, since both move memory; Today tells what became of it."""

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
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.disputing import CannotDispute, NoSuchDispute, mark_seen, sentences_of, try_that_says
from studyapp.reflection.models import Answer, Dispute
from studyapp.reflection.overriding import LONGEST_TEXT
from studyapp.reflection.presenting import OpenHint, ShownCriterion, present
from studyapp.reflection.queries import tries_of
from studyapp.reflection.views import own_answer_or_404
from studyapp.study.forms import DisputeForm
from studyapp.study.services import verdicts
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import render_page, see_other, with_wait


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def dispute(request: LearnerRequest, pack: str, question: str, answer: UUID, criterion: int) -> HttpResponse:
    """Say that an answer meets a point that was not found in it."""
    found, own = own_answer_or_404(request, pack, question, answer)
    point = _open_point(own, criterion)
    first, second = tries_of(own.learner_id, own)
    shown, place = second or first, reverse("reflection:result", args=[pack, question, own.id])
    if request.method != "POST":
        return _show(request, found, shown, point, DisputeForm(initial={"key": new_form_key()}))
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, shown, point, form, status=422)
    wait = rates.seconds_to_wait(rates.DISPUTE, request.learner_id)
    if wait:
        form.add_error(None, gettext("That is many within an hour. Try again later; your text is kept."))
        return with_wait(_show(request, found, shown, point, form, status=429), wait)
    quote = form.cleaned_data["quote"] or _sentence(shown, form.cleaned_data["sentence"])
    try:
        verdicts.open_dispute(
            answer=try_that_says(quote, first, second), criterion_id=criterion, key=form.cleaned_data["key"],
            quote=quote, remark=form.cleaned_data["remark"], at=timezone.now(),
        )  # fmt: skip
    except CannotDispute as error:
        form.add_error(None, str(error))
        return _show(request, found, shown, point, form, status=422)
    messages.success(request, gettext("Sent to your teacher. Today tells you what became of it."))
    return see_other(place)


@require_POST
def withdraw(request: LearnerRequest, dispute_id: UUID) -> HttpResponse:
    """Take an open dispute back and return to its result."""
    try:
        done = verdicts.withdraw_dispute(learner_id=request.learner_id, dispute_id=dispute_id, at=timezone.now())
    except NoSuchDispute as error:
        raise Http404("no such dispute") from error
    except CannotDispute as error:
        messages.info(request, str(error))
        done = Dispute.objects.get(learner_id=request.learner_id, id=dispute_id)
    return see_other(reverse("reflection:result", args=[_pack_key(done), done.question_key, done.answer_id]))


@require_POST
def dismiss(request: LearnerRequest, dispute_id: UUID) -> HttpResponse:
    """Take the word about a decided dispute off Today."""
    if not mark_seen(learner_id=request.learner_id, dispute_id=dispute_id, at=timezone.now()):
        raise Http404("no such dispute")
    return see_other(reverse("study:today"))


def _open_point(answer: Answer, criterion: int) -> ShownCriterion | OpenHint:
    """What was not found, in as many words as the learner may see of it."""
    shown = present(answer)
    points: list[ShownCriterion | OpenHint] = [*shown.hints, *shown.unmet, *shown.denied] if shown else []
    point = next((one for one in points if one.criterion_id == criterion), None)
    if point is None:
        raise Http404("no such point")
    return point


def _sentence(answer: Answer, place: int | None) -> str:
    sentences = sentences_of(answer.text)
    return sentences[place - 1][:LONGEST_TEXT] if place and place <= len(sentences) else ""


def _pack_key(one: Dispute) -> str:
    return one.criterion.rubric.pack.key


def _show(
    request: LearnerRequest,
    question: ReflectionQuestion,
    answer: Answer,
    point: ShownCriterion | OpenHint,
    form: DisputeForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "question": question,
        "pack": question.revision.section.pack,
        "revision": question.revision,
        "answer": answer,
        "point": point,
        "form": form,
        "sentences": sentences_of(answer.text),
        "chosen": form["sentence"].value(),
    }
    return render_page(request, "study/dispute.html", context=context, status=status)
