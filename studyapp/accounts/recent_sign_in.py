"""Signing in again before something that a stolen or forgotten session must not do."""

from django.http import HttpResponse

from studyapp.accounts import rates
from studyapp.accounts.forms.own import ConfirmedForm
from studyapp.accounts.requests import LearnerRequest
from studyapp.accounts.sessions import gave_password_lately, note_password
from studyapp.accounts.views.answers import show_form

PASSWORD = "current_password"  # noqa: S105 - the name of a field


class AgainForm(ConfirmedForm):
    """The password of the person who is signed in."""


def ask_for_password(request: LearnerRequest) -> HttpResponse | None:
    """The page that asks for the password, or None once it was given in this browser within the last 15 minutes.

    The page carries the fields of the form, so that nothing is typed twice; files cannot be carried. Guests have no
    password and are not asked. A view finds what it is about first, so that a stranger's row is a 404 as ever, and
    carries `sensitive_post_parameters(PASSWORD)`.
    """
    if request.user.is_guest or gave_password_lately(request.session):
        return None
    form = AgainForm(request.POST if PASSWORD in request.POST else None, user=request.user)
    wait = rates.seconds_to_wait(rates.PASSWORD_AGAIN, request.user.pk) if form.is_bound else 0
    if not wait and form.is_valid():
        rates.forget_uses(rates.PASSWORD_AGAIN, request.user.pk)
        note_password(request.session)
        return None
    return show_form(request, "accounts/again.html", form, context={"carried": _carried(request)}, wait=wait)


def _carried(request: LearnerRequest) -> list[tuple[str, str]]:
    """What the form said, without the password and the token."""
    left_out = {PASSWORD, "username", "csrfmiddlewaretoken"}
    return [(name, str(value)) for name, values in request.POST.lists() if name not in left_out for value in values]
