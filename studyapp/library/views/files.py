"""Pictures of a pack."""

from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse

from studyapp.library.models import Pack, PackFile
from studyapp.library.views.reading import reads_pack

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
A_YEAR = 365 * 24 * 60 * 60


@reads_pack
def pack_file(request: HttpRequest, pack: Pack, version: int, path: str) -> HttpResponse:
    """A picture of one version; it never changes, so browsers may keep it. No other kind of file is served."""
    content_type = TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404("no picture")
    found = PackFile.objects.filter(version__pack=pack, version__number=version, path=path).select_related("stored")
    file = found.first()
    if file is None:
        raise Http404("no such picture")
    audience = "public" if pack.is_public else "private"
    return HttpResponse(
        bytes(file.stored.content),
        content_type=content_type,
        headers={
            "Cache-Control": f"{audience}, max-age={A_YEAR}, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
        },
    )
