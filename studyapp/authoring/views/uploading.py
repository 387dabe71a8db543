"""The page that takes an upload: whatever can be read becomes a draft, with its errors; the rest is refused."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts.access import instructor_only
from studyapp.accounts.models import User
from studyapp.accounts.rates import UPLOAD, seconds_to_wait
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import background, keeping
from studyapp.authoring.drafts.background import is_large
from studyapp.authoring.drafts.confirming import confirm_rights
from studyapp.authoring.drafts.keeping import create_draft
from studyapp.authoring.drafts.outline import findings_of
from studyapp.authoring.errors import NotYours
from studyapp.authoring.forms import UploadForm
from studyapp.authoring.models import Draft
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.conversion import take
from studyapp.authoring.reading.packs import find_manifest, read_upload
from studyapp.authoring.uploads.files import SourceFile, UploadError
from studyapp.authoring.versions import services
from studyapp.authoring.versions.fresh_ids import free_id, with_id
from studyapp.authoring.versions.labels import remembered
from studyapp.authoring.versions.updating import among, is_lone_lesson, read_into, unchanged_version
from studyapp.authoring.views.drafts import once_read
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.exchange.incoming import Loss
from studyapp.library.fitting import fit_key
from studyapp.library.models import Pack
from studyapp.web.render import HttpResponseSeeOther, is_swap, render_page, see_other


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
        response.headers["Retry-After"] = str(error.retry_after)
        return response


def _too_often(request: LearnerRequest, form: UploadForm, wait: int) -> HttpResponse:
    minutes = math.ceil(wait / 60)
    text = ngettext(
        "%(most)d uploads an hour are the most. Upload again in %(n)d minute; a draft can be edited meanwhile.",
        "%(most)d uploads an hour are the most. Upload again in %(n)d minutes; a draft can be edited meanwhile.",
        minutes,
    )
    form.add_error(None, text % {"most": UPLOAD.times, "n": minutes})
    response = _show(request, form, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _take(request: LearnerRequest, form: UploadForm) -> HttpResponse:
    """Read the upload and keep it as a draft."""
    name, title, pack = form.cleaned_data["file"].name, form.cleaned_data["title"], form.cleaned_data["pack"]
    taken = take(name, form.content())
    files = among(pack, taken.files) if pack and taken.is_converted else taken.files
    same = unchanged_version(pack, files, title=title, teacher=request.user)
    if same and form.cleaned_data["is_public"] in (None, same.pack.is_public):
        messages.info(request, _("Nothing has changed since %(version)s, so nothing was read.") % {"version": same})
        return see_other(reverse("authoring:history", args=[same.pack.key]))
    id_of = partial(free_id, owner=request.user, file_name=name)
    if taken.is_converted and not pack:
        files = with_id(files, id_of)
    if is_large(files):
        return _read_apart(request, form, files, taken.losses)
    if pack and is_lone_lesson(files):
        read = read_into(pack, files[0], title=title)
    else:
        read = read_upload(
            files,
            title=title,
            by_heading=True,
            id_of=id_of,
            labels_of=partial(remembered, by=request.user),
            earlier_of=earlier_sections,
        )
    if pack and read.pack_key not in ("", pack.key):
        return _another_pack(request, form, read.pack_key)
    draft = create_draft(read, owner=request.user, file_name=name, base_version=pack and pack.current_version)
    _keep_what_was_said(draft, form, by=request.user, losses=taken.losses)
    return see_other(reverse("authoring:draft", args=[draft.pk]))


def _read_apart(
    request: LearnerRequest, form: UploadForm, files: Sequence[SourceFile], losses: Sequence[Loss]
) -> HttpResponse:
    """Keep a large upload as a draft at once, and have it read while its author may leave."""
    name, title, pack = form.cleaned_data["file"].name, form.cleaned_data["title"], form.cleaned_data["pack"]
    manifest, _findings = find_manifest(files, title=title)
    key = manifest.id if manifest else ""
    if pack and key not in ("", pack.key):
        return _another_pack(request, form, key)
    owned = services.check_owner(key, by=request.user)
    draft = background.begin(
        files, owner=request.user, file_name=name, title=manifest.title if manifest else name, pack=owned,
        pack_key=fit_key(key, 80), base_version=owned.current_version if owned else None,
    )  # fmt: skip
    _keep_what_was_said(draft, form, by=request.user, losses=losses)
    try:
        background.read(draft)
    except ReaderUnavailable:
        draft.delete()
        raise
    return see_other(reverse("authoring:reading", args=[draft.pk]))


def _another_pack(request: LearnerRequest, form: UploadForm, key: str) -> HttpResponse:
    text = _("pack.toml says %(key)s, which is another pack. Choose that one, or a new one.")
    form.add_error("pack", text % {"key": key})
    return _show(request, form, status=422)


def _keep_what_was_said(draft: Draft, form: UploadForm, *, by: User, losses: Sequence[Loss]) -> None:
    """Who may read the pack, and the right to publish it, as far as the form says so; what a conversion lost."""
    if losses:
        draft.asked = {**draft.asked, "losses": [asdict(loss) for loss in losses]}
        draft.save(update_fields=["asked"])
    if form.cleaned_data["is_public"] is not None:
        draft.is_public = form.cleaned_data["is_public"]
        draft.save(update_fields=["is_public"])
    if form.cleaned_data["rights"]:
        confirm_rights(draft, by=by, at=timezone.now())


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
