"""Forms of people who forgot their password."""

from typing import Any

from django import forms

from studyapp.accounts.forms.fields import AddressField, NewPasswordField, check_new_password
from studyapp.accounts.models import User
from studyapp.accounts.people import change_password


class ResetForm(forms.Form):
    """The address to which a link is sent, if it is somebody's."""

    email = AddressField()


class NewPasswordForm(forms.Form):
    """A new password for somebody whom a link in their mail has let in."""

    password = NewPasswordField()

    def __init__(self, user: User, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """The site's rules for passwords."""
        check_new_password(self, "password", self.user)
        return self.cleaned_data

    def save(self) -> User:
        """Set it; sessions of this person end."""
        return change_password(user=self.user, password=self.cleaned_data["password"])
