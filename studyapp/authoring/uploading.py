"""The page that takes an upload: nothing is kept of one that has errors, but all of them are shown."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.errors import NotYours
from studyapp.authoring.files import UploadError
from studyapp.authoring.forms import UploadForm
from studyapp.authoring.intake import take_upload
from studyapp.authoring.outline import findings_of, report_context
from studyapp.authoring.reading import read_upload
from studyapp.authoring.sandbox import ReaderUnavailable
from studyapp.authoring.services import create_draft
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.web.render import render_page, see_other


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def upload(request: LearnerRequest) -> HttpResponse:
    """Take a file, read it, and lead to its report."""
    if request.method != "POST":
        return _show(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        return _take(request, form)
    except UploadError as error:
        status = 413 if error.is_too_large else 422
        return _show(request, form, status=status, report=_refusal(error.diagnostics))
    except NotYours as error:
        form.add_error(None, str(error))
        return _show(request, form, status=422)
    except ReaderUnavailable as error:
        form.add_error(None, str(error))
        response = _show(request, form, status=503)
        response.headers["Retry-After"] = "60"
        return response


def _take(request: LearnerRequest, form: UploadForm) -> HttpResponse:
    """Read the upload; one without errors becomes a draft, the others are only reported."""
    name = form.cleaned_data["file"].name
    read = read_upload(take_upload(name, form.content()), title=form.cleaned_data["title"])
    if read.has_errors:
        return _show(request, form, status=422, report=report_context(read))
    draft = create_draft(read, owner=request.user, file_name=name)
    return see_other(reverse("authoring:draft", args=[draft.pk]))


def _refusal(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    return {"findings": findings_of(diagnostics), "has_errors": True}


def _show(request: LearnerRequest, form: UploadForm, *, status: int = 200, report: object = None) -> HttpResponse:
    file = form.files.get("file")
    context = {"form": form, "report": report, "file_name": file.name if file else "", "limits": _limits()}
    return render_page(request, "authoring/upload.html", context=context, status=status)


def _limits() -> dict[str, int]:
    return {
        "zip": limits.ZIP_BYTES // limits.MB,
        "entries": limits.ZIP_ENTRIES,
        "file": limits.FILE_BYTES // limits.KB,
    }
