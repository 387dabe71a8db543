"""What every response carries, and what happens when the database is away."""

from collections.abc import Callable
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from studyapp.web.errors import database_away
from studyapp.web.trouble import drop_dead_connections, is_trouble

GetResponse = Callable[[HttpRequest], HttpResponse]


def headers(get_response: GetResponse) -> GetResponse:
    """Add the headers that no package adds; no page is stored, so Back never shows an open form again.

    Static files, and pictures that a view calls immutable, keep their own rule.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        request.request_id = token_hex(6)  # type: ignore[attr-defined]
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        is_static = request.path.startswith(settings.STATIC_URL) and response.status_code in (200, 206, 304)
        caching = response.get("Cache-Control", "")
        if not is_static and "no-store" not in caching and "immutable" not in caching:
            response["Cache-Control"] = "private, no-store"
        return response

    return respond


class DatabaseTrouble:
    """Answers 503 where a view failed because the database is away, locked or full.

    Failures inside other middleware reach `errors.server_error`, which makes the same answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do as long as nothing fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The 503 page, or None to let Django treat the error as any other."""
        if not is_trouble(exception):
            return None
        drop_dead_connections()
        return database_away(request)


database_trouble = DatabaseTrouble
