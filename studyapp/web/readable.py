"""Refuses requests that no page could read, the same on every database."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from studyapp.web.errors import bad_request, page_not_found

GetResponse = Callable[[HttpRequest], HttpResponse]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
NUL = "\0"


def readable(get_response: GetResponse) -> GetResponse:
    """404 for a NUL in the path, 400 for one in the query string or a cookie and for a charset other than UTF-8.

    PostgreSQL stores no NUL, and other charsets can hold halves of characters, which nothing can store.
    Fields of forms refuse NUL themselves.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return page_not_found(request)
        if _has_nul(request) or not _is_utf8(request):
            return bad_request(request)
        return get_response(request)

    return respond


def _has_nul(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return "%00" in query or NUL in query or any(NUL in value for value in request.COOKIES.values())


def _is_utf8(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return charset.lower() == "utf-8"


def refusing_odd_headers(application: Application) -> Application:
    """400 for a Content-Type at which Django fails before any middleware has a request."""

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except ValueError:
            start_response("400 Bad Request", [("Content-Length", "0"), ("Cache-Control", "private, no-store")])
            return [b""]
        return application(environ, start_response)

    return respond
