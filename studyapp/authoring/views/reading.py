"""A large upload while it is read: how far it is, and what to do when nothing moves."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderBusy
from studyapp.authoring.drafts import background
from studyapp.authoring.models import Draft
from studyapp.authoring.views.drafts import own_draft
from studyapp.web.render import is_swap, render_page, see_other

STOP_POLLING = 286


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def reading(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """How far the reader is, asked for each second; a POST cancels the upload or has it read again."""
    found = own_draft(request, draft_id)
    if found.state == Draft.State.READY:
        return _to_report(request, found)
    if request.method == "POST":
        return _act(request, found)
    context = {
        "draft": found,
        "is_reading": found.state == Draft.State.READING,
        "is_silent": found.state == Draft.State.READING and background.is_silent(found),
    }
    return render_page(request, "authoring/reading.html", partial="authoring/_reading.html", context=context)


def _act(request: LearnerRequest, found: Draft) -> HttpResponse:
    if "cancel" in request.POST:
        found.delete()
        messages.success(request, _("Cancelled: %(name)s. Nothing of it is kept.") % {"name": found.file_name})
        return see_other(reverse("authoring:upload"))
    try:
        background.begin_anew(found)
    except ReaderBusy as error:
        found.refresh_from_db(fields=["state", "beat_at"])
        is_alive = found.state == Draft.State.READING and not background.is_silent(found)
        messages.error(request, _("It is being read already.") if is_alive else str(error))
    return see_other(reverse("authoring:reading", args=[found.pk]))


def _to_report(request: LearnerRequest, found: Draft) -> HttpResponse:
    url = reverse("authoring:draft", args=[found.pk])
    if is_swap(request):
        return HttpResponse(status=STOP_POLLING, headers={"HX-Redirect": url})
    return see_other(url)
