"""Who may open a view, and how a view asks for signing in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from studyapp.accounts.destinations import page_of, path_of
from studyapp.accounts.requests import LearnerRequest
from studyapp.web.render import is_swap

View = TypeVar("View", bound=Callable[..., HttpResponse])


def session_only(view: View) -> View:
    """A hot view: `request.learner_id` and `request.learner_epoch` come from the session without loading the user.

    The view itself must find, in a query it makes anyway, that the learner is active and has this epoch, and
    answer `ask_to_sign_in(request)` if not.
    """
    view.session_only = True  # type: ignore[attr-defined]
    return view


def instructor_only(view: View) -> View:
    """For instructors and operators; to other people the page does not exist."""
    return _only(view, lambda request: request.user.may_instruct)


def operator_only(view: View) -> View:
    """For operators; to other people the page does not exist."""
    return _only(view, lambda request: request.user.is_operator)


def _only(view: View, is_allowed: Callable[[LearnerRequest], bool]) -> View:
    @wraps(view)
    def guarded(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_allowed(request):
            raise Http404
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """End whatever session there is and send the person to sign in, then back to the page they were on.

    A swap gets 401 and the header on which htmx leaves the page: a redirect would put the form into the swap.
    """
    request.session.flush()
    url = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: _way_back(request)})}"
    if is_swap(request):
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _way_back(request: HttpRequest) -> str:
    """The address to return to; what was posted to cannot be opened, so there it is the page it was posted from."""
    if request.method in {"GET", "HEAD"} and not is_swap(request):
        return path_of(request)
    return page_of(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
