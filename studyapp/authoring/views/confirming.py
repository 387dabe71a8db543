"""What only a person can say about a draft: what its labels mean, who may read it, and that it may be published."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import confirming, keeping, mending
from studyapp.authoring.errors import DraftChanged, NotYours
from studyapp.authoring.forms import RightsForm
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.versions import labels
from studyapp.authoring.views.drafts import once_read, own_draft, show_draft
from studyapp.authoring.views.reporting import report_url
from studyapp.web.render import is_swap, see_other


@require_POST
@instructor_only
@once_read
def choose_label(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Say what a label means in this pack; the draft is read again with it."""
    found = _waiting_draft(request, draft_id)
    name, kind = request.POST.get("label", ""), request.POST.get("kind", "")
    is_label = bool(labels.plain_label(name)) and "\0" not in name
    if not found.pack_key or not is_label or kind not in {"", *labels.KINDS}:
        return show_draft(request, found, error=_("Choose one of the kinds."), status=422)
    labels.choose(found.pack_key, name, kind, by=found.owner)
    try:
        mending.read_again(found, keeping.files_of_draft(found))
    except (UploadError, NotYours, DraftChanged, ReaderUnavailable) as error:
        return show_draft(request, own_draft(request, draft_id), error=str(error), status=409)
    meaning = labels.KINDS[kind] if kind else _("not decided")
    said = _("%(label)s: %(meaning)s. Remembered for this pack.") % {"label": name, "meaning": meaning}
    return _done(request, draft_id, said)


@require_POST
@instructor_only
@once_read
def confirm(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Choose who may read the pack, and confirm the right to publish it."""
    found = _waiting_draft(request, draft_id)
    form = RightsForm(request.POST)
    if not form.is_valid():
        return show_draft(request, found, error=_("Choose who may read it."), status=422)
    found.is_public = form.cleaned_data["is_public"]
    try:
        if form.cleaned_data["rights"]:
            confirming.confirm_rights(found, by=request.user, at=timezone.now())
        else:
            confirming.withdraw_rights(found)
    except DraftChanged as error:
        return show_draft(request, own_draft(request, draft_id), error=str(error), status=409)
    return _done(request, draft_id, _("Saved."))


def _waiting_draft(request: LearnerRequest, draft_id: int) -> Draft:
    found = own_draft(request, draft_id)
    if found.published_version_id is not None:
        raise Http404
    return found


def _done(request: LearnerRequest, draft_id: int, said: str) -> HttpResponse:
    if not is_swap(request):
        return see_other(report_url(request, draft_id))
    return show_draft(request, own_draft(request, draft_id), live=said)
