"""Mending the rubric of a published question in a draft of its pack, and what that would change of stored answers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.errors import DraftChanged, NotYours
from studyapp.authoring.marking.mending import BeingRead, CannotMend, add_line, open_draft, propose_rubric
from studyapp.authoring.marking.questions import rubric_in
from studyapp.authoring.marking.replaying import REPLAYED, changed_in, replay_of
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.views.rubrics import RefusedLine, question_taught, rubric_taught, show_rubric
from studyapp.domain.grading.phrases import PhraseError
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.services import AnswerTooLong, EmptyAnswer, check_text
from studyapp.web.render import render_page, see_other, with_wait


@require_POST
@instructor_only
def add_rubric_line(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """Put one more way of saying a criterion into the person's draft of the pack; then its replay."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    key, line = request.POST.get("criterion", ""), request.POST.get("line", "")
    try:
        draft = add_line(asked, criterion_key=key, line=line, by=request.user)
    except BeingRead as error:
        return see_other(reverse("authoring:reading", args=[error.draft.pk]))
    except PhraseError as error:
        refused = RefusedLine(line, key, f"{error.what}: {error.fix}.")
        return show_rubric(request, found, asked, marked_by, status=422, refused=refused)
    except (CannotMend, UploadError, NotYours, DraftChanged) as error:
        return show_rubric(request, found, asked, marked_by, status=422, refused=RefusedLine(line, key, str(error)))
    except ReaderUnavailable as error:
        refused = RefusedLine(line, key, str(error))
        return with_wait(show_rubric(request, found, asked, marked_by, status=503, refused=refused), error.retry_after)
    if draft.state != Draft.State.READY:
        return see_other(reverse("authoring:reading", args=[draft.pk]))
    messages.success(request, _("The line stands in the draft. Learners see nothing until you publish."))
    return see_other(reverse("authoring:replay", args=[found.key, asked.key]))


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def propose(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """A first rubric for a question without one, made of a model answer, into the person's draft."""
    found, asked = question_taught(request, pack, question)
    if rubric_in(asked) is not None:
        raise Http404
    typed = asked.model_answer or request.POST.get("model_answer", "")
    if request.method != "POST":
        return _show_proposal(request, found, asked, typed)
    try:
        draft = propose_rubric(asked, model_answer=check_text(typed), by=request.user)
    except BeingRead as error:
        return see_other(reverse("authoring:reading", args=[error.draft.pk]))
    except (EmptyAnswer, AnswerTooLong, CannotMend, UploadError, NotYours, DraftChanged) as error:
        return _show_proposal(request, found, asked, typed, error=str(error), status=422)
    except ReaderUnavailable as error:
        return with_wait(_show_proposal(request, found, asked, typed, error=str(error), status=503), error.retry_after)
    messages.success(request, _("A draft of a rubric stands behind the question. Make it yours."))
    edit = draft.edits.first()
    return see_other(reverse("authoring:source", args=[draft.pk, edit.path if edit else ""]))


def _show_proposal(
    request: LearnerRequest, pack: Pack, asked: ReflectionQuestion, typed: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {"pack": pack, "question": asked, "text": typed, "error": error}
    return render_page(request, "authoring/propose.html", context=context, status=status)


@require_safe
@instructor_only
def replay(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """What the rubric of the person's draft would change of stored answers."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    draft = open_draft(found, by=request.user)
    if draft is None:
        raise Http404
    if draft.state != Draft.State.READY:
        return see_other(reverse("authoring:reading", args=[draft.pk]))
    changed = changed_in(draft, asked, marked_by)
    context = {
        "pack": found, "question": asked, "draft": draft, "changed": changed, "most": REPLAYED,
        "shown": replay_of(changed) if changed else None, "last_edit": draft.edits.first(),
    }  # fmt: skip
    return render_page(request, "authoring/replay.html", context=context)
