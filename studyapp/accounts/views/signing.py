"""Signing in, out and up, and keeping what a guest did."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts import rates
from studyapp.accounts.destinations import home_of, wanted
from studyapp.accounts.forms.joining import ClaimForm, SignInForm, SignUpForm
from studyapp.accounts.models import User
from studyapp.accounts.people import CannotBeUsed, claim, sign_up
from studyapp.accounts.requests import LearnerRequest
from studyapp.accounts.sessions import sign_in, sign_out
from studyapp.accounts.views.answers import refuse, show_form
from studyapp.web.render import see_other


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in with a name or an address; the refusal does not tell whether there is such an account."""
    if request.user.is_authenticated and not request.user.is_guest:
        return see_other(wanted(request) or home_of(request.user))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_login(request, form)
    name, address = form.cleaned_data["name"], rates.client_address(request)
    wait = rates.seconds_to_wait(rates.SIGN_IN_OF_ADDRESS, address) or rates.seconds_to_wait(
        rates.SIGN_IN, name, address
    )
    if wait:
        return _show_login(request, form, wait)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        form.add_error(None, gettext("This name and password do not belong together. Check both and try again."))
        return _show_login(request, form)
    rates.forget_uses(rates.SIGN_IN, name, address)
    sign_in(request, user)
    return see_other(wanted(request) or home_of(user))


def _show_login(request: HttpRequest, form: SignInForm, wait: int = 0) -> HttpResponse:
    return show_form(request, "accounts/login.html", form, context={"next": wanted(request)}, wait=wait)


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session in this browser."""
    sign_out(request)
    messages.success(request, gettext("You are signed out."))
    return see_other(resolve_url(settings.LOGOUT_REDIRECT_URL))


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Make an account; a guest claims theirs instead, so that nothing is left behind."""
    if request.user.is_authenticated:
        return see_other(resolve_url("accounts:claim") if request.user.is_guest else home_of(request.user))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_signup(request, form)
    wait = rates.seconds_to_wait(rates.SIGN_UP, rates.client_address(request))
    if wait:
        return _show_signup(request, form, wait)
    try:
        user = sign_up(**form.cleaned_data)
    except CannotBeUsed as error:
        refuse(form, error)
        return _show_signup(request, form)
    sign_in(request, user)
    return see_other(wanted(request) or home_of(user))


def _show_signup(request: HttpRequest, form: SignUpForm, wait: int = 0) -> HttpResponse:
    return show_form(request, "accounts/signup.html", form, context={"next": wanted(request)}, wait=wait)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_account(request: LearnerRequest) -> HttpResponse:
    """Give a guest's account a name and a password. It stays the same learner, so nothing is copied or lost."""
    if not request.user.is_guest:
        return see_other(resolve_url("accounts:me"))
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show_form(request, "accounts/claim.html", form)
    wait = rates.seconds_to_wait(rates.SIGN_UP, rates.client_address(request))
    if wait:
        return show_form(request, "accounts/claim.html", form, wait=wait)
    try:
        user = claim(guest=request.user, **form.cleaned_data)
    except CannotBeUsed as error:
        refuse(form, error)
        return show_form(request, "accounts/claim.html", form)
    sign_in(request, user)
    messages.success(request, gettext("Saved. You can now sign in from any browser."))
    return see_other(home_of(user))
