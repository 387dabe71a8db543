"""What study forms carry beside the answer itself."""

from django import forms

from studyapp.web.form_keys import FormKeyField


class ResponseForm(forms.Form):
    """The hidden fields of a question."""

    key = FormKeyField()
    version = forms.IntegerField(min_value=0)
    item = forms.IntegerField(min_value=1)
    ms = forms.IntegerField(min_value=0, max_value=24 * 3600 * 1000, required=False)


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
