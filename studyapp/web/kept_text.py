"""What a refused or failed form held, so that its error page can offer to send it again."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException

LONGEST_HIDDEN = 40


@dataclass(frozen=True, slots=True)
class KeptField:
    """One value of the form; typed text is shown, the rest travels hidden."""

    name: str
    value: str
    is_text: bool


def kept_fields(request: HttpRequest) -> list[KeptField]:
    """The form as it was sent, or nothing where sending it again from our page would be wrong.

    Nothing for a form of another site (its text must not be sent in the learner's name by one click), for a form
    with a password (it must not be printed) and for one that cannot be read.
    """
    if request.method != "POST" or not _is_own(request):
        return []
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, UnreadablePostError, RawPostDataException, MultiPartParserError):
        return []
    if any("password" in name for name, _ in sent) or request.FILES:
        return []
    return [KeptField(name, value, _is_text(value)) for name, value in sent if name != "csrfmiddlewaretoken"]


def _is_own(request: HttpRequest) -> bool:
    """Whether the browser says that one of our pages sent the form; very old browsers say nothing."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.get_host()}":
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _is_text(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return len(value) > LONGEST_HIDDEN or len(value.split()) > 1
    return False
