"""Signing in and out: what a session remembers and how long it lives."""

from datetime import timedelta

from django.contrib.auth import login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from studyapp.accounts.models import User

BACKEND = "studyapp.accounts.backends.NameOrEmailBackend"
ZONE = "zone"
RENEWED_ON = "renewed_on"
ENDS_AT = "ends_at"
GUEST_IDLE = timedelta(days=90)
LONGEST = timedelta(days=90)
PROVED_AT = "proved_at"
PROOF_HOLDS = timedelta(minutes=15)


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session of the person under a new key.

    It ends after 14 days without a visit and after 90 days at the latest; a guest's after 90 without a visit.
    Its epoch is part of the hash that Django keeps in it: see `User.get_session_auth_hash`.
    """
    login(request, user, backend=BACKEND)
    now = timezone.now()
    request.session[ZONE] = user.time_zone
    request.session[RENEWED_ON] = now.toordinal()
    request.session.pop(ENDS_AT, None)
    note_password(request.session)
    if user.is_guest:
        request.session.set_expiry(int(GUEST_IDLE.total_seconds()))
        return
    request.session.set_expiry(None)
    request.session[ENDS_AT] = (now + LONGEST).timestamp()


def note_password(session: SessionBase) -> None:
    """Remember that the person has just given their password in this browser."""
    session[PROVED_AT] = timezone.now().timestamp()


def gave_password_lately(session: SessionBase) -> bool:
    """Whether the password was given in this browser within the last 15 minutes."""
    age: float = timezone.now().timestamp() - session.get(PROVED_AT, float("-inf"))
    return 0 <= age <= PROOF_HOLDS.total_seconds()


def remember_zone(request: HttpRequest, user: User) -> None:
    """Show times in the person's new zone from the next page on, also on pages that do not load the person."""
    if request.session.get(ZONE) != user.time_zone:
        request.session[ZONE] = user.time_zone


def sign_out(request: HttpRequest) -> None:
    """End this browser's session; what it held is gone."""
    logout(request)


def has_run_out(session: SessionBase) -> bool:
    """Whether the session has reached its greatest age."""
    ends_at = session.get(ENDS_AT)
    return ends_at is not None and timezone.now().timestamp() >= ends_at


def keep_alive(session: SessionBase) -> None:
    """Count the idle days from today; one write a day."""
    today = timezone.now().toordinal()
    if session.get(RENEWED_ON, today) != today:
        session[RENEWED_ON] = today
