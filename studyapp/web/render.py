"""One way to answer with a page or with the part of it that htmx swaps."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HttpResponseSeeOther(HttpResponseRedirect):
    """303: the work is done, look at its result there with GET."""

    status_code = 303


def see_other(url: str) -> HttpResponseSeeOther:
    """What a plain form gets after its POST was done."""
    return HttpResponseSeeOther(url)


def with_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    """The response, which says in how many seconds it is worth sending the same again."""
    response.headers["Retry-After"] = str(seconds)
    return response


def is_swap(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of a page (not a boosted or a history-restore request).

    Reads the headers itself, so that it also works where no middleware has run yet.
    """
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    page: str,
    *,
    partial: str | None = None,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The template `page`, or `partial` when htmx asks for a swap and a partial is named.

    Sets `Vary: HX-Request`, since one URL has both answers.
    """
    template = partial if partial and is_swap(request) else page
    response = render(request, template, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
