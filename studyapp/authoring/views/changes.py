"""What a draft changes for learners, and what its author says about it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import keeping
from studyapp.authoring.drafts.confirming import obstacles
from studyapp.authoring.drafts.keeping import files_of_draft
from studyapp.authoring.drafts.mending import read_again
from studyapp.authoring.errors import DraftChanged, NotYours
from studyapp.authoring.forms import ScheduleForm
from studyapp.authoring.marking.replaying import changed_rubrics
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.authoring.release import releasing
from studyapp.authoring.release.changes import Difference
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.versions import services
from studyapp.authoring.views.drafts import own_draft
from studyapp.web.render import is_swap, render_page, see_other

SEVERITY, IDENTITY = "severity-", "identity-"
MOST_CARRIED = 900  # selects in the form of publishing; Django takes 1000 fields


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def difference(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Show the changes; a POST stores what was chosen about them."""
    found = own_draft(request, draft_id)
    if found.state != Draft.State.READY:
        return see_other(reverse("authoring:reading", args=[found.pk]))
    return _store(request, found) if request.method == "POST" else show_changes(request, found)


def keep_severities(request: LearnerRequest, found: Draft) -> None:
    """What the form of publishing says of the severities, which without script nobody has stored before."""
    sent = _sent(request, SEVERITY)
    if sent and found.published_version is None:
        known = {key: sent[key] for key in _ids(found, keeping.read_of(found)) if key in sent}
        with suppress(DraftChanged):  # publishing says so itself
            releasing.choose(found, severities=known, identities={})


def _gone(request: LearnerRequest, found: Draft, error: str) -> HttpResponse:
    if is_swap(request):
        return HttpResponse(status=409, headers={"HX-Refresh": "true"})
    messages.error(request, error)
    return see_other(reverse("authoring:difference", args=[found.pk]))


def _store(request: LearnerRequest, found: Draft) -> HttpResponse:
    severities, identities = _sent(request, SEVERITY), _sent(request, IDENTITY)
    read = keeping.read_of(found)
    known = {doubt.key: {"", *(one.key for one in doubt.candidates)} for doubt in read.doubts}
    identities = {key: value for key, value in identities.items() if value in known.get(key, ())}
    severities = {key: severities[key] for key in _ids(found, read) if key in severities} if severities else {}
    if found.published_version is None:
        try:
            releasing.choose(found, severities=severities, identities=identities)
        except DraftChanged as error:
            return _gone(request, found, str(error))
    if is_swap(request):
        return _show_change(request, found, next(iter(severities), ""))
    if identities and found.published_version is None:
        _read_again(request, found)
    return see_other(reverse("authoring:difference", args=[found.pk]))


def _ids(found: Draft, read: ReadPack) -> list[str]:
    return [shown.change.id for shown in releasing.difference_of(found, read).changes]


def _read_again(request: LearnerRequest, found: Draft) -> None:
    try:
        read_again(found, files_of_draft(found))
    except (UploadError, NotYours, DraftChanged, ReaderUnavailable) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved and read again."))


def _sent(request: LearnerRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)}


def _show_change(request: LearnerRequest, found: Draft, change_id: str) -> HttpResponse:
    """The one change that htmx asked about, or all of the page where there is no such change."""
    changes = releasing.difference_of(found, keeping.read_of(found))
    shown = next((one for one in changes.changes if one.change.id == change_id), None)
    if shown is None:
        return HttpResponse(status=409, headers={"HX-Refresh": "true"})
    context = {"shown": shown, "draft": found, "difference": changes, "is_swap": True, "preview_of": found.pk}
    return render_page(
        request,
        "authoring/changes.html",
        partial="authoring/_change.html",
        context={**context, "may_choose": True, "carries": _carries(changes)},
    )


def _carries(changes: Difference) -> bool:
    """Whether the form of publishing takes the chosen severities along."""
    return len(changes.changes) <= MOST_CARRIED


def show_changes(
    request: LearnerRequest,
    found: Draft,
    *,
    error: str = "",
    status: int = 200,
    schedule_form: ScheduleForm | None = None,
) -> HttpResponse:
    """The page of changes, with a sentence about why publishing was refused."""
    read = keeping.read_of(found)
    changes = releasing.difference_of(found, read)
    stale = releasing.current_version(found) if releasing.is_stale(found) else None
    context = {
        "draft": found,
        "heading": _heading(found, changes),
        "difference": changes,
        "is_new_pack": found.base_version is None,
        "stale": stale,
        "is_rolled_back": stale is not None and releasing.is_rolled_back(found, stale),
        "carries": _carries(changes),
        "may_choose": found.published_version is None and found.base_version is not None,
        "doubts": _doubts(found, read),
        "rubrics": changed_rubrics(found, read) if found.base_version else (),
        **publishing_context(found, read, error=error, schedule_form=schedule_form),
    }
    return render_page(request, "authoring/changes.html", context=context, status=status)


def publishing_context(
    found: Draft, read: ReadPack, *, error: str = "", schedule_form: ScheduleForm | None = None
) -> dict[str, Any]:
    """What the buttons to publish need."""
    return {
        "retirement": services.retirement(found.pack, read.bank),
        "obstacles": obstacles(found, read),
        "error": error,
        "schedule_form": schedule_form or ScheduleForm(),
    }


def _heading(found: Draft, changes: Difference) -> str:
    names = {"title": found.title}
    if found.base_version is None:
        return _("%(title)s: new pack") % names
    names["number"] = str(found.base_version.number)
    if not changes.lessons:
        return _("%(title)s: same as version %(number)s") % names
    text = ngettext(
        "%(title)s against version %(number)s: %(n)d lesson changed",
        "%(title)s against version %(number)s: %(n)d lessons changed",
        len(changes.lessons),
    )
    return text % {**names, "n": len(changes.lessons)}


def _doubts(found: Draft, read: ReadPack) -> list[Mapping[str, Any]]:
    """The doubts of the reading with what was chosen; None where nothing was."""
    chosen = found.choices.get("identity", {})
    names = ("key", "kind", "text", "file", "line", "candidates")
    return [
        {**{name: getattr(doubt, name) for name in names}, "chosen": chosen.get(doubt.key)} for doubt in read.doubts
    ]
