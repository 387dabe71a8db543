"""What study forms carry beside the answer itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from studyapp.web.form_keys import FormKeyField

LONGEST_MILLISECONDS = 24 * 3600 * 1000


class MillisecondsField(forms.IntegerField):
    """What a page measured, held to 0 and a day; None for what is no number. No answer is refused for it."""

    def clean(self, value: Any) -> int | None:
        """The time in milliseconds, or None."""
        try:
            measured = self.to_python(value)
        except ValidationError:
            return None
        return None if measured is None else min(max(measured, 0), LONGEST_MILLISECONDS)


class ResponseForm(forms.Form):
    """The hidden fields of a question."""

    key = FormKeyField()
    version = forms.IntegerField(min_value=0)
    item = forms.IntegerField(min_value=1)
    ms = MillisecondsField(required=False)


class UndoForm(forms.Form):
    """Taking back the latest answer."""

    key = FormKeyField()


class StartForm(forms.Form):
    """What to study. `lesson` is "pack key/lesson key", `after` the session whose misses come again."""

    key = FormKeyField()
    source = forms.ChoiceField(choices=[(one, one) for one in ("due", "lesson", "extra", "missed")])
    lesson = forms.CharField(required=False, max_length=300)
    most = forms.IntegerField(min_value=1, max_value=20, required=False)
    after = forms.UUIDField(required=False)
