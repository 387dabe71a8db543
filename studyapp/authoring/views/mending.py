"""One click mends, accepts or takes back; the corrected files can be downloaded."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import confirming, keeping, mending
from studyapp.authoring.drafts.findings import MENDS, find
from studyapp.authoring.errors import DraftChanged, NotYours
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.uploads.packing import download
from studyapp.authoring.views.drafts import own_draft, show_draft
from studyapp.authoring.views.reporting import report_url
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.writing.mending import mend_all, recoded
from studyapp.web.render import is_swap, see_other, with_wait


class NoMend(Exception):
    """The finding is no longer there, or one click cannot mend it."""


@require_POST
@instructor_only
def fix(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Apply the mend of a finding, tick a warning, or take the last change back; then the report anew."""
    found = own_draft(request, draft_id)
    act = _ACTS.get(request.POST.get("do", "mend"))
    if act is None or found.published_version_id is not None:
        raise Http404
    try:
        said = act(request, found)
    except NoMend:
        text = _("This is no longer there, or cannot be mended by one click. Here is the draft as it stands now.")
        return show_draft(request, own_draft(request, draft_id), error=text, status=409)
    except DraftChanged as error:
        return show_draft(request, own_draft(request, draft_id), error=str(error), status=409)
    except (UploadError, NotYours) as error:
        return show_draft(request, found, error=str(error), status=422)
    except ReaderUnavailable as error:
        return with_wait(show_draft(request, found, error=str(error), status=503), error.retry_after)
    return _done(request, draft_id, said, after=_find(request, found))


def _done(request: LearnerRequest, draft_id: int, said: str, *, after: Diagnostic | None) -> HttpResponse:
    if not is_swap(request):
        return see_other(report_url(request, draft_id))
    found = own_draft(request, draft_id)
    errors = sum(one["severity"] == "error" for one in found.report["diagnostics"]) if found.has_errors else 0
    left = ngettext("%(n)d error is left.", "%(n)d errors are left.", errors) if errors else _("No errors are left.")
    return show_draft(request, found, live=f"{said} {left % {'n': errors}}", after=after)


def _mend(request: LearnerRequest, draft: Draft) -> str:
    told = _told(request, draft)
    file = draft.files.filter(path=told.file).first()
    mended = _mended(bytes(file.content), told) if file else None
    if mended is None:
        raise NoMend
    name = str(MENDS[told.code])
    mending.change_file(draft, told.file, mended, what=f"{told.file}:{told.line} {name}", by=request.user)
    return _("Done: %(what)s.") % {"what": name}


def _mend_alike(request: LearnerRequest, draft: Draft) -> str:
    """All findings of one code in one file."""
    told = _told(request, draft)
    file = draft.files.filter(path=told.file).first()
    alike = [one for one in keeping.read_of(draft).diagnostics if (one.file, one.code) == (told.file, told.code)]
    content, done = _all_mended(bytes(file.content), alike) if file else (b"", 0)
    if not done:
        raise NoMend
    name = f"{MENDS[told.code]} ({done})"
    mending.change_file(draft, told.file, content, what=f"{told.file} {name}", by=request.user)
    return _("Done: %(what)s.") % {"what": name}


def _mended(content: bytes, told: Diagnostic) -> bytes | None:
    mended, done = _all_mended(content, [told])
    return mended if done else None


def _all_mended(content: bytes, told: Sequence[Diagnostic]) -> tuple[bytes, int]:
    """The content without those findings of one code, and how many were mended."""
    if told[0].code == "E36":
        anew = recoded(content)
        return (content, 0) if anew is None else (anew, 1)
    if told[0].code not in MENDS:
        return content, 0
    try:
        text, done = mend_all(content.decode(), told)
    except UnicodeDecodeError:
        return content, 0
    return text.encode(), done


def _accept(request: LearnerRequest, draft: Draft) -> str:
    told = _told(request, draft)
    is_accepted = request.POST.get("do") == "accept"
    confirming.accept(draft, [told], is_accepted=is_accepted)
    return _("Noted: it is meant as it is.") if is_accepted else _("The tick is gone.")


def _accept_all(request: LearnerRequest, draft: Draft) -> str:
    confirming.accept(draft, confirming.unaccepted(draft, keeping.read_of(draft).diagnostics))
    return _("Noted: they are meant as they are.")


def _undo(request: LearnerRequest, draft: Draft) -> str:
    taken_back = mending.undo(draft)
    return _("Taken back: %(what)s.") % {"what": taken_back.what} if taken_back else _("Nothing to take back.")


def _told(request: LearnerRequest, draft: Draft) -> Diagnostic:
    found = _find(request, draft)
    if found is None:
        raise NoMend
    return found


def _find(request: LearnerRequest, draft: Draft) -> Diagnostic | None:
    """The finding that the form is about, in the draft as it was when the request began."""
    return find(keeping.read_of(draft).diagnostics, request.POST.get("finding", ""))


_ACTS: dict[str, Callable[[LearnerRequest, Draft], str]] = {
    "mend": _mend,
    "mend-all": _mend_alike,
    "accept": _accept,
    "reopen": _accept,
    "accept-all": _accept_all,
    "undo": _undo,
}


@require_safe
@instructor_only
def corrected(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """The files of a draft as they stand now."""
    found = own_draft(request, draft_id)
    return download(keeping.files_of_draft(found), name=found.pack_key or "draft")
