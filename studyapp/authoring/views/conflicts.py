"""Somebody else published meanwhile: both changes side by side, and the ways on."""

from typing import get_args

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderBusy
from studyapp.authoring.models import Draft
from studyapp.authoring.release.conflicts import conflict_of, on_top
from studyapp.authoring.release.releasing import current_version, is_rolled_back, is_stale
from studyapp.authoring.uploads.merging import Side
from studyapp.authoring.versions.services import check_owner
from studyapp.authoring.views.drafts import once_read, own_draft
from studyapp.domain.common.errors import StudyappError
from studyapp.web.render import render_page, see_other

FILE = "file-"


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
@once_read
def conflict(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Show both changes; a POST makes a new draft of theirs with mine on top. Mine stays as it is."""
    found = own_draft(request, draft_id)
    current = current_version(found)
    if current is None or not is_stale(found) or not _is_mine(request, found):
        return see_other(reverse("authoring:difference", args=[found.pk]))
    if request.method != "POST":
        return show_conflict(request, found)
    sides: tuple[Side, ...] = get_args(Side)
    sent = {name.removeprefix(FILE): side for name in request.POST for side in sides if request.POST[name] == side}
    try:
        made = on_top(found, current, chosen=sent)
    except KeyError:
        text = _("Choose for each file that both of you changed.")
        return show_conflict(request, found, error=text, status=422)
    except ReaderBusy as error:
        messages.error(request, str(error))
        return see_other(reverse("authoring:teach"))
    messages.success(
        request, _("A new draft on top of %(version)s. The one before is still there.") % {"version": current}
    )
    return see_other(reverse("authoring:difference", args=[made.pk]))


def show_conflict(request: LearnerRequest, found: Draft, *, error: str = "", status: int = 200) -> HttpResponse:
    """What they changed, what the draft changes, where both touched the same, and the ways on."""
    current = current_version(found)
    if current is None:
        return see_other(reverse("authoring:difference", args=[found.pk]))
    context = {
        "draft": found,
        "current": current,
        "is_rolled_back": is_rolled_back(found, current),
        "conflict": conflict_of(found, current),
        "error": error,
        "chosen": {name.removeprefix(FILE): value for name, value in request.POST.items() if name.startswith(FILE)},
    }
    return render_page(request, "authoring/conflict.html", context=context, status=status)


def _is_mine(request: LearnerRequest, found: Draft) -> bool:
    try:
        check_owner(found.pack_key, by=request.user)
    except StudyappError:
        return False
    return True
