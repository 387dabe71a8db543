"""Where to send a person next: only ever to a page of this site."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from studyapp.accounts.models import User


def is_own(request: HttpRequest, url: str) -> bool:
    """Whether the address is a path on this site."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def wanted(request: HttpRequest) -> str:
    """The page asked for in `next`, empty if there is none or it is not ours."""
    url = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    return url if is_own(request, url) else ""


def path_of(request: HttpRequest) -> str:
    """The page that is asked for, with its query."""
    return request.get_full_path()


def page_of(request: HttpRequest) -> str:
    """The page that a form or a swap was sent from, empty if that is unknown."""
    address = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    path = f"{address.path}?{address.query}" if address.query else address.path
    return path if address.netloc == request.get_host() and is_own(request, path) else ""


def home_of(user: User) -> str:
    """Where a person starts: instructors teach, others study."""
    if user.may_instruct:
        try:
            return reverse("authoring:teach")
        except NoReverseMatch:
            return resolve_url(settings.LOGIN_REDIRECT_URL)
    return resolve_url(settings.LOGIN_REDIRECT_URL)
