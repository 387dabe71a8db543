"""Forms of people on their way in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.forms.fields import AddressField, NameField, NewPasswordField, PasswordField, check_new_password
from studyapp.accounts.models import User


class SignInForm(forms.Form):
    """Name or address, and the password."""

    name = forms.CharField(
        label=_("Name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = PasswordField(autocomplete="current-password")


class ClaimForm(forms.Form):
    """What makes a guest's account one that can be signed in to."""

    name = NameField()
    email = AddressField(required=False, help_text=_("Optional. Only to choose a new password if you forget yours."))
    password = NewPasswordField()

    def clean(self) -> dict[str, Any]:
        """The site's rules for passwords, which look at the name as well."""
        given = self.cleaned_data
        check_new_password(self, "password", User(name=given.get("name", ""), email=given.get("email", "")))
        return given


class SignUpForm(ClaimForm):
    """A new account."""

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)


class SetupForm(forms.Form):
    """The first operator."""

    name = NameField()
    password = NewPasswordField(at_least=12)
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The site's rules for passwords."""
        check_new_password(self, "password", User(name=self.cleaned_data.get("name", "")))
        return self.cleaned_data
