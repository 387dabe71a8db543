"""The hidden key that makes sending a form twice the same as sending it once."""

from random import SystemRandom
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy

from studyapp.domain.common.uuid7 import is_acceptable_key, uuid7

CHANCE = SystemRandom()


def new_form_key() -> UUID:
    """A fresh key to print into a form."""
    return uuid7(timezone.now(), CHANCE)


class FormKeyField(forms.UUIDField):
    """Accepts version 7 keys that are not made more than an hour ahead of this server's clock."""

    widget = forms.HiddenInput
    default_error_messages = {  # noqa: RUF012 - the attribute is Django's
        "required": gettext_lazy("This form came without its key. Load the page again; your text is kept."),
        "invalid": gettext_lazy("This form's key cannot be read. Load the page again; your text is kept."),
    }

    def clean(self, value: Any) -> UUID:
        """The key, or a sentence that says what to do."""
        key: UUID = super().clean(value)
        if not is_acceptable_key(key, now=timezone.now()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return key
