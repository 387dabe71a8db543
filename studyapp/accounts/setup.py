"""The first operator: made by a link that works once and only while nobody runs the site."""

import hashlib
import secrets

from django.db import transaction
from django.urls import reverse

from studyapp.accounts.models import Role, SetupToken, User
from studyapp.accounts.people import sign_up


def has_operator() -> bool:
    """Whether somebody runs the site, disabled operators included."""
    return User.objects.filter(role=Role.OPERATOR).exists()


@transaction.atomic
def make_setup_link() -> str | None:
    """The path of a fresh setup link, None if there is an operator; links made before stop working."""
    if has_operator():
        return None
    SetupToken.objects.all().delete()
    token = secrets.token_urlsafe(32)
    SetupToken.objects.create(digest=_digest(token))
    return reverse("accounts:setup", args=[token])


def is_open(token: str) -> bool:
    """Whether the link of this token works."""
    return SetupToken.objects.filter(digest=_digest(token)).exists() and not has_operator()


@transaction.atomic
def make_first_operator(*, token: str, name: str, password: str, time_zone: str) -> User | None:
    """Make the operator and close the link; None if the link does not work (any more). Raises CannotBeUsed."""
    row = SetupToken.objects.select_for_update().filter(digest=_digest(token)).first()
    if row is None or has_operator():
        return None
    user = sign_up(name=name, email="", password=password, time_zone=time_zone, role=Role.OPERATOR)
    SetupToken.objects.all().delete()
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
