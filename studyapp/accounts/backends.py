"""Signing in with a name or an e-mail address."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest

from studyapp.accounts.models import User
from studyapp.domain.common.words import fold


class NameOrEmailBackend(BaseBackend):
    """Knows people by their name or their e-mail address, whatever the case or width of the letters."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The active person with that password; as slow for an unknown name as for a wrong password."""
        if not username or password is None:
            return None
        user = User.objects.filter(known_as(username)).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, None once deleted or disabled."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def known_as(name_or_email: str) -> Q:
    """Matches the one person of that name or address: names hold no @, addresses do."""
    folded = fold(name_or_email)
    return Q(email=folded) if "@" in folded else Q(name_key=folded)
