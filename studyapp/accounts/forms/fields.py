"""Fields that several forms share: names, addresses, passwords."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import User
from studyapp.domain.common import limits
from studyapp.domain.common.words import fold

PASSWORD_CHARACTERS = 1_000
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # count as letters or signs, but show nothing
SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})  # these hold letters that look alike


class NameField(forms.CharField):
    """A person's name: visible, without @ (which marks addresses), and no look-alike of another's."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name"))
        kwargs.setdefault("help_text", _("You sign in with it. It need not be your real one."))
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(max_length=limits.NAME_CHARACTERS, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """The name in NFC with single blanks."""
        name = " ".join(unicodedata.normalize("NFC", super().clean(value)).split())
        folded = fold(name)
        if "@" in folded:
            raise ValidationError(gettext("A name holds no @. Give an e-mail address in its own field."))
        if len(folded) > limits.NAME_CHARACTERS * 3 or not any(letter.isalnum() for letter in name):
            raise ValidationError(gettext("Use a name with letters or digits."))
        if any(letter in BLANK_LETTERS or unicodedata.category(letter).startswith("C") for letter in name):
            raise ValidationError(gettext("This name holds characters that cannot be seen. Type it anew."))
        if len({_script(letter) for letter in name} & SCRIPTS) > 1:
            raise ValidationError(gettext("This name mixes alphabets whose letters look alike. Use one of them."))
        return name


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


class AddressField(forms.EmailField):
    """An e-mail address, in the one spelling under which it is stored."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail"))
        super().__init__(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}), **kwargs)

    def clean(self, value: Any) -> str:
        """The address in lower case."""
        return fold(super().clean(value))


class PasswordField(forms.CharField):
    """A password: never shown again after an error, may be pasted, filled in by a manager and looked at."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Password"))
        attrs = {"autocomplete": autocomplete, "data-show": _("Show password"), "data-hide": _("Hide password")}
        widget = forms.PasswordInput(attrs=attrs)
        super().__init__(max_length=PASSWORD_CHARACTERS, strip=False, widget=widget, **kwargs)


class NewPasswordField(PasswordField):
    """A password that is being chosen."""

    def __init__(self, *, at_least: int = 10, **kwargs: Any) -> None:
        self.at_least = at_least
        kwargs.setdefault("help_text", _("At least %(n)d characters; a short sentence is good.") % {"n": at_least})
        super().__init__(autocomplete="new-password", **kwargs)

    def clean(self, value: Any) -> str:
        """The password, long enough."""
        password: str = super().clean(value)
        if len(password) < self.at_least:
            raise ValidationError(
                ngettext("Use at least %(n)d character.", "Use at least %(n)d characters.", self.at_least)
                % {"n": self.at_least}
            )
        return password


def check_new_password(form: forms.Form, field: str, user: User) -> None:
    """Add to the form what the site's rules have against the new password of `user`; call it in `clean`."""
    password = form.cleaned_data.get(field)
    if not password:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        form.add_error(field, error)
