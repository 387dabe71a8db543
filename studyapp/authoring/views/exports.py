"""A pack to take along in the format of another program."""

import re
import unicodedata
from typing import cast
from urllib.parse import quote

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.versions import exporting
from studyapp.library.models import Pack

_NAME_CHARACTERS = 100
_UNSAFE = re.compile(r'[\\/:*?"<>|%]+')


class ExportForm(forms.Form):
    """What the export shall hold."""

    generated = forms.BooleanField(required=False)
    lesson = forms.CharField(required=False, max_length=200)
    bom = forms.BooleanField(required=False)

    def wishes(self) -> exporting.Wishes:
        """The wishes of a valid form."""
        return exporting.Wishes(**self.cleaned_data)


@require_safe
@instructor_only
def export(request: LearnerRequest, pack: str, form: str) -> HttpResponse:
    """The current version in one of the formats, as a file to store; no browser shows it as a page of ours."""
    packs = Pack.objects.taught_by(request.user).published().select_related("current_version")
    found = get_object_or_404(packs, key=pack)
    asked = ExportForm(request.GET)
    if form not in exporting.FORMATS or not asked.is_valid() or found.current_version is None:
        raise Http404
    try:
        made = exporting.export(found.current_version, form, asked.wishes())
    except exporting.NoSuchLesson as error:
        raise Http404 from error
    headers = {
        "Content-Disposition": disposition(made.name, title=found.title),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    # Django has no common name for answers of both kinds that a view of ours may be typed with.
    return cast(HttpResponse, FileResponse(made.content, content_type=made.media_type, headers=headers))


def disposition(name: str, *, title: str) -> str:
    """An attachment under its ASCII name, and for browsers that know how under the pack's title."""
    ending = "".join(name.partition(".")[1:])
    plain = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in title)
    spoken = " ".join(_UNSAFE.sub(" ", plain).split())[:_NAME_CHARACTERS].strip(". ")
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(spoken or 'pack')}{ending}"
