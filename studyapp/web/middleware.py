"""What every response carries, and what happens when the database is away."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def headers(get_response: GetResponse) -> GetResponse:
    """Add the headers that no package adds."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return respond


def database_trouble(get_response: GetResponse) -> GetResponse:
    """Placeholder until the error pages exist."""
    return get_response
