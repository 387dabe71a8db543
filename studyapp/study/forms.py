"""What study forms carry beside the answer itself."""

from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from studyapp.quiz.models import ItemReport
from studyapp.quiz.reporting import LONGEST_TEXT as LONGEST_REPORT
from studyapp.reflection.disputing import MOST_SENTENCES
from studyapp.reflection.overriding import LONGEST_TEXT
from studyapp.study.models import Confidence
from studyapp.study.services.practising import What
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


class ConfidenceField(forms.CharField):
    """How sure the learner was; empty for anything that is no such word. No answer is refused for it."""

    def clean(self, value: Any) -> str:
        """The word, or an empty text."""
        return value if value in Confidence.values else ""


class ResponseForm(forms.Form):
    """The fields of a question that do not depend on its kind."""

    key = FormKeyField()
    version = forms.IntegerField(min_value=0)
    item = forms.IntegerField(min_value=1)
    ms = MillisecondsField(required=False)
    confidence = ConfidenceField(required=False)


class UndoForm(forms.Form):
    """Taking back the latest answer."""

    key = FormKeyField()


class StartForm(forms.Form):
    """What to study. `lesson` is "pack key/lesson key", `after` the session whose misses come again.

    `what` and `domain` ("pack id/code") belong to practice.
    """

    key = FormKeyField()
    source = forms.ChoiceField(choices=[(one, one) for one in ("due", "lesson", "extra", "missed", "practice")])
    lesson = forms.CharField(required=False, max_length=300)
    most = forms.IntegerField(min_value=1, max_value=20, required=False)
    after = forms.UUIDField(required=False)
    what = forms.ChoiceField(required=False, choices=[(one, one) for one in get_args(What)])
    domain = forms.RegexField(r"^[0-9]{1,18}/.{1,20}$", required=False)

    def clean(self) -> dict[str, Any]:
        """Practice says what it is of."""
        if self.cleaned_data.get("source") == "practice" and not self.cleaned_data.get("what"):
            raise ValidationError(gettext("Choose what to practise."))
        if self.cleaned_data.get("what") == "domain" and not self.cleaned_data.get("domain"):
            raise ValidationError(gettext("Choose a domain."))
        return self.cleaned_data


class ReportForm(forms.Form):
    """What is wrong with a question."""

    key = FormKeyField()
    reason = forms.ChoiceField(
        choices=ItemReport.Reason.choices, error_messages={"required": gettext_lazy("Choose what is wrong.")}
    )
    text = forms.CharField(required=False, max_length=LONGEST_REPORT)

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        if self.cleaned_data.get("reason") == ItemReport.Reason.OTHER and not self.cleaned_data.get("text"):
            self.add_error("text", gettext("Say what is wrong."))
        return self.cleaned_data


class AnswerForm(forms.Form):
    """What the form carries besides the text, which is taken byte for byte."""

    key = FormKeyField()
    first_try = forms.UUIDField(required=False)


class DisputeForm(forms.Form):
    """Which words say it: a sentence of the answer (its place, from 1) or words typed, and what the learner adds."""

    key = FormKeyField()
    sentence = forms.IntegerField(required=False, min_value=1, max_value=MOST_SENTENCES)
    quote = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=True)
    remark = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=True)


class FlagForm(forms.Form):
    """Whether the flag is to be on, and the place to come back to."""

    on = forms.BooleanField(required=False)
    session = forms.UUIDField(required=False)
    answered = forms.UUIDField(required=False)
