"""Beginning without an account."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from studyapp.accounts import rates
from studyapp.accounts.destinations import wanted
from studyapp.accounts.people import make_guest
from studyapp.accounts.sessions import sign_in
from studyapp.accounts.views.answers import too_many
from studyapp.web.render import see_other


@login_not_required
@require_POST
def guest(request: HttpRequest) -> HttpResponse:
    """Make a guest and go on to the page in `next`, else to Today with the pack they chose.

    Who is signed in already just goes on.
    """
    if not request.user.is_authenticated:
        if not settings.GUESTS_ALLOWED:
            messages.info(request, gettext("This site needs an account."))
            return see_other(resolve_url("accounts:signup"))
        wait = rates.seconds_to_wait(rates.GUESTS, rates.client_address(request))
        if wait:
            return too_many(request, wait)
        sign_in(request, make_guest(time_zone=request.POST.get("time_zone", "")))
    return see_other(wanted(request) or _today(request.POST.get("pack", "")))


def _today(pack: str) -> str:
    """The first page, which enrols the learner in the pack."""
    url = resolve_url(settings.LOGIN_REDIRECT_URL)
    return f"{url}?{urlencode({'pack': pack})}" if pack else url
