"""Editing a file of a draft, with its findings and its preview beside."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import keeping, mending
from studyapp.authoring.drafts.findings import filtered
from studyapp.authoring.drafts.previewing import file_preview
from studyapp.authoring.drafts.sources import SourceText, differing_lines, encoded, hash_of, source_of
from studyapp.authoring.errors import DraftChanged, NotYours
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import UploadError, most_bytes
from studyapp.authoring.views.drafts import once_read, own_draft
from studyapp.domain.common import limits
from studyapp.library.page_values import read_cover
from studyapp.web.render import is_swap, render_page, see_other, with_wait


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
@once_read
def source(request: LearnerRequest, draft_id: int, path: str) -> HttpResponse:
    """Show a file; a POST checks what was typed, keeps it, and shows findings and preview anew."""
    found = own_draft(request, draft_id)
    shown = source_of(found, path)
    if shown is None or (request.method == "POST" and found.published_version_id is not None):
        raise Http404
    if request.method != "POST":
        return _show(request, found, shown)
    return _check(request, found, shown)


def _check(request: LearnerRequest, found: Draft, shown: SourceText) -> HttpResponse:
    typed = request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(typed.encode("utf-8", "replace")) > most_bytes(shown.path):
        most = most_bytes(shown.path) // limits.KB
        text = _("The file would have over %(most)d KB, so it was not kept. Split it.") % {"most": most}
        return _show(request, found, shown, typed=typed, error=text, status=413)
    if request.POST.get("hash") != shown.hash and typed != shown.text:
        return _show(request, found, shown, typed=typed, theirs=shown, error=_conflict(), status=409)
    before = bytes(found.files.get(path=shown.path).content)
    content = encoded(typed, before)
    try:
        if hash_of(content) != hash_of(before):
            what = _("the edit of %(path)s") % {"path": shown.path}
            mending.change_file(found, shown.path, content, what=what, by=request.user)
    except DraftChanged:
        now = source_of(found, shown.path) or shown
        return _show(request, found, now, typed=typed, theirs=now, error=_conflict(), status=409)
    except (UploadError, NotYours) as error:
        return _show(request, found, shown, typed=typed, error=str(error), status=422)
    except ReaderUnavailable as error:
        return with_wait(_show(request, found, shown, typed=typed, error=str(error), status=503), error.retry_after)
    return _checked(request, found.pk, shown.path)


def _checked(request: LearnerRequest, draft_id: int, path: str) -> HttpResponse:
    if not is_swap(request):
        return see_other(reverse("authoring:source", args=[draft_id, path]))
    found = own_draft(request, draft_id)
    shown = source_of(found, path)
    if shown is None:
        raise Http404
    return _show(request, found, shown)


def _conflict() -> str:
    return _("This file was changed meanwhile. Both texts are below: take over what you need, then check again.")


def _show(
    request: LearnerRequest,
    found: Draft,
    shown: SourceText,
    *,
    typed: str | None = None,
    theirs: SourceText | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": found,
        "source": shown,
        "text": shown.text if typed is None else typed,
        "theirs": theirs,
        "differing": differing_lines(theirs.text, typed or "") if theirs else (),
        "error": error,
        "may_change": found.published_version_id is None,
        "is_swap": is_swap(request),
        **_beside(found, shown),
    }
    return render_page(
        request, "authoring/source.html", partial="authoring/_checked.html", context=context, status=status
    )


def _beside(found: Draft, shown: SourceText) -> dict[str, Any]:
    read = keeping.read_of(found)
    own = [one for one in read.diagnostics if one.file == shown.path]
    image_base = reverse("authoring:draft_file", args=[found.pk, "x"]).removesuffix("x")
    return {
        "findings": filtered(found, own, more="all"),
        "cover": read_cover(None),
        "print": True,
        "sections": file_preview(read, shown.path, image_base=image_base),
        "language": read.study_pack.manifest.language if read.study_pack else "en",
        "elsewhere": sum(one.severity == "error" for one in read.diagnostics if one.file != shown.path),
    }
