"""People: who they are, their role and how they like to study."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from studyapp.domain.common import limits
from studyapp.domain.common.words import fold

GUEST_KEPT = timedelta(days=90)


class Role(models.TextChoices):
    """What a person may do; an operator may do what an instructor does."""

    LEARNER = "learner", "Learner"
    INSTRUCTOR = "instructor", "Instructor"
    OPERATOR = "operator", "Operator"


class Theme(models.TextChoices):
    """Which colours a person wants."""

    SYSTEM = "system", "Follow the system"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class UserManager(BaseUserManager["User"]):
    """Makes users; names are compared after NFKC and case folding."""

    def create_user(self, name: str, password: str | None = None, **fields: Any) -> "User":
        """Store a user; without a password the account cannot be signed in to (a guest)."""
        user = self.model(name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of that name, whatever its case or width."""
        return self.get(name_key=fold(username or ""))


class User(AbstractBaseUser):
    """A person. A guest is a learner without password whose account may be claimed later."""

    name = models.CharField(max_length=limits.NAME_CHARACTERS)
    name_key = models.CharField(max_length=limits.NAME_CHARACTERS * 3, unique=True, editable=False)
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.LEARNER)
    is_guest = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(
        default=0, help_text="Raised to end all sessions; a session of an older epoch is signed out."
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    minutes_per_day = models.PositiveSmallIntegerField(default=30)
    exam_date = models.DateField(null=True, blank=True)
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    serif = models.BooleanField(default=True)
    single_keys = models.BooleanField(default=True)
    ask_confidence = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the user with the folded name that makes names unique."""
        self.name_key = fold(self.name)
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        """Keep the password's hash; one typed with composed letters equals one with decomposed ones."""
        super().set_password(None if raw_password is None else unicodedata.normalize("NFC", raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password, however its letters are composed."""
        return raw_password is not None and super().check_password(unicodedata.normalize("NFC", raw_password))

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be this person's: the epoch, and a hash that changes with the password."""
        return f"{self.epoch}:{super().get_session_auth_hash()}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under older secret keys."""
        for old_hash in super().get_session_auth_fallback_hash():
            yield f"{self.epoch}:{old_hash}"

    @property
    def kept_until(self) -> datetime | None:
        """When a guest's rows go unless they answer again or claim the account; None for accounts, which stay."""
        return (self.last_answer_at or self.created_at) + GUEST_KEPT if self.is_guest else None

    @property
    def may_instruct(self) -> bool:
        """Whether instructors' pages are open to this person."""
        return self.role in {Role.INSTRUCTOR, Role.OPERATOR}

    @property
    def is_operator(self) -> bool:
        """Whether this person runs the site."""
        return self.role == Role.OPERATOR


def epoch_of(session_auth_hash: str) -> int:
    """The epoch in a session's hash, -1 (nobody's) if there is none."""
    epoch, _, _ = session_auth_hash.partition(":")
    return int(epoch) if epoch.isdecimal() else -1


class SetupToken(models.Model):
    """The one-time link by which the first operator is made."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"made {self.created_at:%Y-%m-%d %H:%M}"


class RateCount(models.Model):
    """How often something was done in a span of time, by address or account: the shared memory of rate limits."""

    action = models.CharField(max_length=20)
    subject = models.CharField(max_length=64, help_text="A digest of an address or an account id.")
    window = models.BigIntegerField(help_text="Start of the span, in spans since 1970.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "subject", "window"], name="rate_count_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.count}"
