"""The page that takes an upload: whatever can be read becomes a draft, with its errors; the rest is refused."""

import math
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts.access import instructor_only
from studyapp.accounts.rates import UPLOAD, seconds_to_wait
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import keeping
from studyapp.authoring.drafts.outline import findings_of
from studyapp.authoring.drafts.taking import take_in
from studyapp.authoring.errors import AnotherPack, NotYours
from studyapp.authoring.forms import UploadForm
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.versions.updating import is_lone_lesson, read_into
from studyapp.authoring.views.drafts import once_read
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.library.models import Pack, PackVersion
from studyapp.web.render import HttpResponseSeeOther, is_swap, render_page, see_other, with_wait


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def upload(request: LearnerRequest) -> HttpResponse:
    """Take a file, read it, and lead to its report."""
    if request.method != "POST":
        return _show(request, UploadForm(teacher=request.user, initial={"pack": request.GET.get("pack", "")}))
    form = UploadForm(request.POST, request.FILES, teacher=request.user)
    if not form.is_valid():
        return _show(request, form, status=422)
    wait = seconds_to_wait(UPLOAD, request.user.pk)
    response = _too_often(request, form, wait) if wait else _taken_or_refused(request, form)
    if is_swap(request) and isinstance(response, HttpResponseSeeOther):  # htmx would put the other page into this one
        return HttpResponse(headers={"HX-Redirect": response.url})
    return response


def _taken_or_refused(request: LearnerRequest, form: UploadForm) -> HttpResponse:
    try:
        return _lead_to(request, take_in(form.upload(), by=request.user, at=timezone.now()))
    except UploadError as error:
        status = 413 if error.is_too_large else 422
        return _show(request, form, status=status, report=_refusal(error.diagnostics))
    except (AnotherPack, NotYours) as error:
        form.add_error("pack" if isinstance(error, AnotherPack) else None, str(error))
        return _show(request, form, status=422)
    except ReaderUnavailable as error:
        form.add_error(None, str(error))
        return with_wait(_show(request, form, status=503), error.retry_after)


def _too_often(request: LearnerRequest, form: UploadForm, wait: int) -> HttpResponse:
    minutes = math.ceil(wait / 60)
    text = ngettext(
        "%(most)d uploads an hour are the most. Upload again in %(n)d minute; a draft can be edited meanwhile.",
        "%(most)d uploads an hour are the most. Upload again in %(n)d minutes; a draft can be edited meanwhile.",
        minutes,
    )
    form.add_error(None, text % {"most": UPLOAD.times, "n": minutes})
    return with_wait(_show(request, form, status=429), wait)


def _lead_to(request: LearnerRequest, taken: Draft | PackVersion) -> HttpResponse:
    if isinstance(taken, PackVersion):
        messages.info(request, _("Nothing has changed since %(version)s, so nothing was read.") % {"version": taken})
        return see_other(reverse("authoring:history", args=[taken.pack.key]))
    page = "draft" if taken.state == Draft.State.READY else "reading"
    return see_other(reverse(f"authoring:{page}", args=[taken.pk]))


@require_POST
@instructor_only
@once_read
def update_there(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Turn the draft of a lone lesson into one of the pack that it is part of."""
    found = get_object_or_404(Draft.objects.of(request.user).waiting(), pk=draft_id)
    key = request.POST.get("pack", "")
    pack = None if "\0" in key else Pack.objects.taught_by(request.user).filter(key=key).first()
    files = keeping.files_of_draft(found)
    if pack is None or not is_lone_lesson(files):
        return see_other(reverse("authoring:draft", args=[found.pk]))
    try:
        read = read_into(pack, files[0])
    except (UploadError, ReaderUnavailable) as error:
        messages.error(request, str(error))
        return see_other(reverse("authoring:draft", args=[found.pk]))
    try:
        draft = keeping.move_draft(found, read, base_version=pack.current_version)
    except NotYours:
        names = {"name": found.owner.name, "title": pack.title}
        messages.error(
            request,
            _("This draft is %(name)s’s, who may not change %(title)s. Download the lesson, and import it.") % names,
        )
        return see_other(reverse("authoring:draft", args=[found.pk]))
    return see_other(reverse("authoring:draft", args=[draft.pk]))


def _refusal(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    return {"findings": findings_of(diagnostics), "has_errors": True}


def _show(
    request: LearnerRequest,
    form: UploadForm,
    *,
    status: int = 200,
    report: object = None,
) -> HttpResponse:
    file = form.files.get("file")
    context = {"form": form, "report": report, "file_name": file.name if file else "", "limits": _limits()}
    context["is_swap"] = is_swap(request)
    return render_page(
        request, "authoring/upload.html", partial="authoring/_upload.html", context=context, status=status
    )


def _limits() -> dict[str, int]:
    return {
        "zip": limits.ZIP_BYTES // limits.MB,
        "entries": limits.ZIP_ENTRIES,
        "file": limits.FILE_BYTES // limits.KB,
    }
