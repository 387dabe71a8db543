"""Answers that several pages of this room give."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from studyapp.web.render import render_page, with_wait


def wait_sentence(seconds: int) -> str:
    """How long to wait, in a sentence."""
    if seconds < 120:
        return ngettext(
            "Too many tries. Try again in %(n)d second.", "Too many tries. Try again in %(n)d seconds.", seconds
        ) % {"n": seconds}
    return ngettext(
        "Too many tries. Try again in %(n)d minute.", "Too many tries. Try again in %(n)d minutes.", -(-seconds // 60)
    ) % {"n": -(-seconds // 60)}


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 as a page of its own, where there is no form to show again."""
    context = {"sentence": wait_sentence(seconds)}
    return with_wait(render_page(request, "accounts/too_many.html", context=context, status=429), seconds)


def refuse(form: BaseForm, error: Exception) -> None:
    """Put what a service refused onto the form, as its own sentence."""
    form.add_error(None, str(error))


def say_wait(form: BaseForm, seconds: int) -> None:
    """Put nothing but the wait onto the form: whether a password was right is not told while waiting."""
    form.errors.clear()
    form.add_error(None, wait_sentence(seconds))


def show_form(
    request: HttpRequest, page: str, form: BaseForm, *, context: Mapping[str, Any] | None = None, wait: int = 0
) -> HttpResponse:
    """The page with its form: 200 when fresh, 422 when refused, 429 with `wait` seconds when tried too often."""
    if wait:
        say_wait(form, wait)
    status = 429 if wait else 422 if form.errors else 200
    response = render_page(request, page, context={"form": form, **(context or {})}, status=status)
    return with_wait(response, wait) if wait else response
