"""Forms of the authoring room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from studyapp.accounts.models import User
from studyapp.domain.common import limits
from studyapp.library.models import Pack


class UploadForm(forms.Form):
    """One file: a zip of a pack, or a lone lesson with its title."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".md,.markdown,.zip"}),
        error_messages={"required": gettext_lazy("Choose a .zip or a .md file.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=limits.TITLE_CHARACTERS,
        help_text=gettext_lazy(
            "For a new pack from a single .md file; its first heading if left empty. A zip says its title in pack.toml."
        ),
    )

    pack = forms.ModelChoiceField(
        Pack.objects.none(),
        label=gettext_lazy("Pack"),
        required=False,
        to_field_name="key",
        empty_label=gettext_lazy("A new one"),
        help_text=gettext_lazy(
            "A single .md file takes the place of its earlier state in the pack, or is added to it. "
            "A zip says its pack in pack.toml."
        ),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the packs.")},
    )

    def __init__(self, *args: Any, teacher: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].queryset = Pack.objects.taught_by(teacher)  # type: ignore[attr-defined]

    def preset(self, pack: Pack) -> None:
        """Choose a pack for the person who chose none."""
        self.data = {**dict(self.data.items()), "pack": pack.key}

    def content(self) -> bytes:
        """The bytes of the file, at most one more than any upload may have."""
        content: bytes = self.cleaned_data["file"].read(limits.ZIP_BYTES + 1)
        return content


class RetireForm(forms.Form):
    """Consent to retire much: the number of facts, typed."""

    retire = forms.IntegerField(required=False, min_value=0)

    def confirms(self, retired: int) -> bool:
        """Whether exactly this number was typed."""
        return self.is_valid() and self.cleaned_data["retire"] == retired
