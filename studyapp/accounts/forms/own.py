"""The sections of the page Me: each a form of its own."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.forms.fields import AddressField, NameField, NewPasswordField, PasswordField, check_new_password
from studyapp.accounts.models import User
from studyapp.accounts.people import change_email, change_name, change_password
from studyapp.accounts.zones import zones_to_choose

DELETE_WORD = _("delete")


class OwnForm(forms.Form):
    """A form about the person who fills it in."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial=self.stored(user), auto_id=f"id_{type(self).__name__.lower()}_%s")
        self.user = user

    def stored(self, user: User) -> dict[str, Any]:
        """What the fields show before anything is typed."""
        return {}

    def save(self) -> None:
        """Store what was given. Raises CannotBeUsed for a name or an address that somebody has."""
        raise NotImplementedError


class ConfirmedForm(OwnForm):
    """A form that wants the password again."""

    current_password = PasswordField(autocomplete="current-password", label=_("Your password"))

    def clean_current_password(self) -> str:
        """The password of the person who asks."""
        password: str = self.cleaned_data["current_password"]
        if not self.user.check_password(password):
            raise ValidationError(gettext("This is not your password."))
        return password


class NameForm(OwnForm):
    """How the person is called."""

    name = NameField()

    def stored(self, user: User) -> dict[str, Any]:
        """The name."""
        return {"name": user.name}

    def save(self) -> None:
        """Change the name."""
        change_name(user=self.user, name=self.cleaned_data["name"])


class EmailForm(ConfirmedForm):
    """Where a link for a new password is sent."""

    email = AddressField(required=False, help_text=_("Only to choose a new password if you forget yours."))
    field_order = ["email", "current_password"]  # noqa: RUF012 - the attribute is Django's

    def stored(self, user: User) -> dict[str, Any]:
        """The address."""
        return {"email": user.email}

    def save(self) -> None:
        """Change the address."""
        change_email(user=self.user, email=self.cleaned_data["email"])


class PasswordForm(ConfirmedForm):
    """A new password in place of the current one."""

    new_password = NewPasswordField(label=_("New password"))

    def clean(self) -> dict[str, Any]:
        """The site's rules for passwords."""
        check_new_password(self, "new_password", self.user)
        return self.cleaned_data

    def save(self) -> None:
        """Change the password; other sessions end."""
        change_password(user=self.user, password=self.cleaned_data["new_password"])


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of plain settings, stored as they are."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, instance=user, auto_id=f"id_{type(self).__name__.lower()}_%s")

    def save(self, commit: bool = True) -> User:
        """Store these fields and no others."""
        user: User = self.instance
        user.save(update_fields=list(self.fields))
        return user


class StudyForm(SettingsForm):
    """When and how much the person studies."""

    minutes_per_day = forms.IntegerField(label=_("Minutes a day"), min_value=5, max_value=600)
    exam_date = forms.DateField(
        label=_("Exam date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Your study day begins at 04:00 there."))

    class Meta:
        model = User
        fields: ClassVar = ["minutes_per_day", "exam_date", "time_zone", "ask_confidence"]
        labels: ClassVar = {"ask_confidence": _("Ask how sure I am before an answer is shown")}

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        self.date_before = user.exam_date
        names = dict.fromkeys([*zones_to_choose(), user.time_zone])
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in names]  # type: ignore[attr-defined]

    def clean_exam_date(self) -> date | None:
        """A day to come; one that has passed since may stay."""
        day: date | None = self.cleaned_data["exam_date"]
        if day and day != self.date_before and day < timezone.localdate():
            raise ValidationError(gettext("This day has passed. Give a day from today on, or leave it empty."))
        return day


class LookForm(SettingsForm):
    """How pages look and whether letters act."""

    class Meta:
        model = User
        fields: ClassVar = ["theme", "serif", "single_keys"]
        labels: ClassVar = {
            "theme": _("Colours"),
            "serif": _("Lessons in a serif typeface"),
            "single_keys": _("Single letters and digits work as keys"),
        }


class ExportForm(ConfirmedForm):
    """The person's own data, handed to nobody else."""


class DeleteForm(ConfirmedForm):
    """The end of an account."""


class DeleteGuestForm(OwnForm):
    """The end of a guest's account, which has no password to ask for."""

    word = forms.CharField(label=_("Type “delete”"), widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean_word(self) -> str:
        """The word itself."""
        word: str = self.cleaned_data["word"]
        if word.strip().casefold() != str(DELETE_WORD):
            raise ValidationError(gettext("Type the word to go on."))
        return word
