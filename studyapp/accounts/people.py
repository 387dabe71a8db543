"""What happens to accounts: begun as a guest or by signing up, claimed, given a role, disabled."""

import logging
import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from studyapp.accounts.models import Role, User
from studyapp.accounts.zones import known_zone
from studyapp.domain.common.errors import StudyappError

audit = logging.getLogger("studyapp.audit")


class CannotBeUsed(StudyappError):
    """A name or an address that somebody has already; the sentence does not say which."""

    def __init__(self) -> None:
        super().__init__(gettext("This name or e-mail address cannot be used. Choose another, or sign in."))


class LastOperator(StudyappError):
    """The site would have nobody left who runs it."""

    def __init__(self) -> None:
        super().__init__(gettext("This is the only operator. Give somebody else that role first."))


def make_guest(*, time_zone: str) -> User:
    """A learner without password, under a name nobody chose; an unknown zone becomes UTC."""
    name = f"Guest {secrets.token_hex(6)}"
    return User.objects.create_user(name, None, is_guest=True, time_zone=known_zone(time_zone))


def sign_up(*, name: str, email: str, password: str, time_zone: str, role: Role = Role.LEARNER) -> User:
    """A new account. Raises CannotBeUsed if the name or the address is taken."""
    try:
        with transaction.atomic():
            return User.objects.create_user(name, password, email=email, role=role, time_zone=known_zone(time_zone))
    except IntegrityError:
        raise CannotBeUsed from None


def claim(*, guest: User, name: str, email: str, password: str) -> User:
    """Give a guest a name and a password; the learner stays the same, other sessions end.

    Raises CannotBeUsed if the name or the address is taken.
    """
    guest.name, guest.email, guest.is_guest = name, email, False
    guest.set_password(password)
    guest.epoch += 1
    return _save(guest, "name", "email", "is_guest", "password", "epoch")


def change_name(*, user: User, name: str) -> User:
    """Raises CannotBeUsed if somebody has that name."""
    user.name = name
    return _save(user, "name")


def change_email(*, user: User, email: str) -> User:
    """Raises CannotBeUsed if somebody has that address."""
    user.email = email
    return _save(user, "email")


def change_password(*, user: User, password: str) -> User:
    """Set the password and end all sessions; sign the person in anew where they did it."""
    user.set_password(password)
    user.epoch += 1
    return _save(user, "password", "epoch")


def _save(user: User, *fields: str) -> User:
    """Store these fields only; after a refusal `user` is as it was stored."""
    stored = [*fields, "name_key"]
    try:
        with transaction.atomic():
            user.save(update_fields=stored)
    except IntegrityError:
        user.refresh_from_db(fields=stored)
        raise CannotBeUsed from None
    return user


@transaction.atomic
def set_role(*, user: User, role: Role) -> User:
    """Give a role and end the person's sessions. Raises LastOperator if nobody would run the site."""
    if role != Role.OPERATOR:
        require_another_operator(user)
    User.objects.filter(pk=user.pk).update(role=role, epoch=F("epoch") + 1)
    audit.info("user %s: role %s", user.pk, role)
    user.refresh_from_db()
    return user


@transaction.atomic
def set_active(*, user: User, is_active: bool) -> User:
    """Let a person in, or disable them and end their sessions. Raises LastOperator."""
    if not is_active:
        require_another_operator(user)
    User.objects.filter(pk=user.pk).update(is_active=is_active, epoch=F("epoch") + 1)
    audit.info("user %s: active %s", user.pk, is_active)
    user.refresh_from_db()
    return user


def require_another_operator(user: User) -> None:
    """Raises LastOperator if `user` is the only active operator; call it in the transaction that takes them away."""
    operators = User.objects.select_for_update().filter(role=Role.OPERATOR, is_active=True)
    if [operator.pk for operator in operators] == [user.pk]:
        raise LastOperator
