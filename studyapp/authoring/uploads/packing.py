"""The files of a pack as one file to download."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from studyapp.authoring.uploads.files import LESSON_SUFFIX, SourceFile
from studyapp.domain.exchange.archives import Archive


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a browser stores, under which name."""

    name: str
    media_type: str
    content: bytes


def parcel(files: Sequence[SourceFile], *, name: str) -> Parcel:
    """The files byte for byte: a lone lesson as it is, everything else as a zip called `name`."""
    if len(files) == 1 and files[0].path.endswith(LESSON_SUFFIX):
        only = files[0]
        return Parcel(only.path.rpartition("/")[2], "text/markdown; charset=utf-8", only.content)
    return Parcel(f"{name}.zip", "application/zip", _zipped(files))


def download(files: Sequence[SourceFile], *, name: str) -> HttpResponse:
    """The answer that makes a browser store them; it never shows what an author wrote as a page of ours."""
    packed = parcel(files, name=name)
    headers = {
        "Content-Disposition": content_disposition_header(True, packed.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(packed.content, content_type=packed.media_type, headers=headers)


def _zipped(files: Sequence[SourceFile]) -> bytes:
    packed = io.BytesIO()
    with Archive(packed) as archive:
        for file in files:
            archive.add(file.path, file.content)
    return packed.getvalue()
