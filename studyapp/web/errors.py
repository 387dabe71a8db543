"""Error pages: drawn without database, user, session or static files, since any of them may be what failed."""

import logging
import re
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers

from studyapp.web.kept_text import kept_fields
from studyapp.web.render import is_swap
from studyapp.web.trouble import drop_dead_connections, is_trouble

RETRY_SECONDS = 5
logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the request was larger than the server takes."""
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        return _answer(request, "errors/413.html", 413, limit=limit)
    return _answer(request, "errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for something that this person may not do."""
    return _answer(request, "errors/403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token was missing or old; nothing was stored, the typed text stands in a fresh form."""
    return _answer(request, "errors/csrf.html", 403, kept=kept_fields(request))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for what does not exist and for what is somebody else's."""
    return _answer(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with the number under which the log has it, or 503 where the database was away below a middleware."""
    error = sys.exc_info()[1]
    if is_trouble(error):
        drop_dead_connections()
        return database_away(request)
    logger.error("request %s failed: %s %s", request_id(request), request.method, request.path)
    return _answer(request, "errors/500.html", 500)


def database_away(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After: not saved yet, and sending the same form with the same key again is safe."""
    logger.warning("request %s met no database: %s %s", request_id(request), request.method, request.path)
    kept = kept_fields(request)
    response = _answer(request, "errors/503.html", 503, kept=kept, was_sending=request.method == "POST")
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def request_id(request: HttpRequest) -> str:
    """The number that the page and the log share."""
    return getattr(request, "request_id", "-")


def _answer(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    swap = is_swap(request)
    context |= {
        "frame_template": "errors/_part.html" if swap else "errors/_frame.html",
        "status": status,
        "request_id": request_id(request),
        "path": request.get_full_path(),
        "target": _swap_target(request) if swap else "",
        "token": get_token(request) if context.get("kept") else "",
        "stylesheet": _address("app.css"),
        "icon": _address("img/icon.svg"),
        "site_name": settings.SITE_NAME,
    }
    response = HttpResponse(render_to_string(template, context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    if swap:
        response["HX-Reswap"] = "outerHTML"
    return response


def _swap_target(request: HttpRequest) -> str:
    """The id that the answer takes over, so that the next swap finds its place again."""
    target = request.headers.get("HX-Target", "")
    return target if re.fullmatch(r"[A-Za-z][\w-]*", target) else ""


def _address(name: str) -> str:
    """Where a static file is, or nothing where it was never collected."""
    try:
        return static(name)
    except ValueError:
        return ""
