"""Forms of the authoring room."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from studyapp.accounts.models import User
from studyapp.authoring.drafts.taking import Upload
from studyapp.authoring.reading.conversion import SUFFIXES
from studyapp.authoring.reading.packs import slug_of
from studyapp.domain.common import limits
from studyapp.domain.lessons.readers.bylines import name_of_paste
from studyapp.library.models import Pack
from studyapp.reflection.sampling import MOST_DRAWN
from studyapp.web.form_keys import FormKeyField

LATEST = timedelta(days=366)


VISIBILITIES = (
    ("yes", gettext_lazy("Everybody who can open this site")),
    ("no", gettext_lazy("Only you and the operators")),
)


def pasted_file(text: str, html: str) -> "ContentFile[bytes] | None":
    """A pasted lesson as a file named after its first heading; `html` is what the clipboard held besides its text."""
    if not text.strip():
        return None
    is_page = "<table" in html.lower() and len(html) <= limits.EXCHANGE_BYTES // 4
    name = slug_of(name_of_paste(text)) + (".html" if is_page else ".md")
    plain = text.replace("\r\n", "\n")
    return ContentFile((html if is_page else plain).encode("utf-8", "replace"), name=name)


def _as_bool(value: str) -> bool:
    return value == "yes"


class RightsForm(forms.Form):
    """Who may read a pack, and that its author may publish it."""

    is_public = forms.TypedChoiceField(choices=VISIBILITIES, coerce=_as_bool)
    rights = forms.BooleanField(required=False)


class UploadForm(forms.Form):
    """One file: a zip of a pack, a lone lesson with its title, or something in another format; or a pasted lesson."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((".md", ".markdown", ".zip", *SUFFIXES))}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste a lesson"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-paste": "id_pasted_html", "spellcheck": "false"}),
        help_text=gettext_lazy("From a web page or a document, tables stay tables."),
    )
    pasted_html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
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
            "A single .md file takes the place of its earlier state in the pack, or is added to it; "
            "so does what another format becomes. "
            "A zip says its pack in pack.toml."
        ),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the packs.")},
    )

    is_public = forms.TypedChoiceField(
        label=gettext_lazy("Who may read it"),
        required=False,
        choices=[("", gettext_lazy("As it is now")), *VISIBILITIES],
        coerce=_as_bool,
        empty_value=None,
        help_text=gettext_lazy("A new pack: everybody, unless pack.toml says that it is not original."),
    )
    rights = forms.BooleanField(
        label=gettext_lazy("I wrote this, or may publish it"),
        required=False,
        help_text=gettext_lazy("Needed before it is published; you can also say so later."),
    )

    def __init__(self, *args: Any, teacher: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].queryset = Pack.objects.taught_by(teacher)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was pasted is the file, where none was chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and "file" not in self.errors:
            pasted = pasted_file(cleaned.get("pasted", ""), cleaned.get("pasted_html", ""))
            if pasted is None:
                self.add_error("file", gettext("Choose a .zip or a .md file, or paste a lesson."))
            else:
                cleaned["file"] = pasted
        return cleaned

    def clean_title(self) -> str:
        """The title; half a character (a lone surrogate) arrives as a replacement mark and is refused."""
        title: str = self.cleaned_data["title"]
        if "\ufffd" in title:
            raise forms.ValidationError(gettext("The title holds a broken character. Type it again."))
        return title

    def upload(self) -> Upload:
        """What was said, with the bytes of the file, at most one more than any upload may have."""
        told = self.cleaned_data
        return Upload(
            name=told["file"].name,
            content=told["file"].read(limits.ZIP_BYTES + 1),
            title=told["title"],
            pack=told["pack"],
            is_public=told["is_public"],
            has_rights=told["rights"],
        )


class ScheduleForm(forms.Form):
    """When to publish, in the person's own time zone."""

    publish_at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("Give a day and a time."),
            "invalid": gettext_lazy("Give a day and a time, such as 2026-11-30T08:00."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name().replace("_", " ")
        self.fields["publish_at"].help_text = gettext("In your time zone, %(zone)s.") % {"zone": zone}

    def clean_publish_at(self) -> datetime:
        """A time to come, within a year."""
        moment: datetime = self.cleaned_data["publish_at"]
        if moment <= timezone.now():
            raise ValidationError(gettext("This time has passed. Give one to come, or publish now."))
        if moment > timezone.now() + LATEST:
            raise ValidationError(gettext("This is over a year away. Give an earlier time."))
        return moment


class RetireForm(forms.Form):
    """Consent to retire much: the number of facts, typed."""

    retire = forms.IntegerField(required=False, min_value=0)

    def confirms(self, retired: int) -> bool:
        """Whether exactly this number was typed."""
        return self.is_valid() and self.cleaned_data["retire"] == retired


class DrawSamplesForm(forms.Form):
    """How many answers to draw."""

    count = forms.IntegerField(label=gettext_lazy("Answers to draw at random"), min_value=1, max_value=MOST_DRAWN)


class TypedSampleForm(forms.Form):
    """A sample that nobody answered."""

    key = FormKeyField()
    text = forms.CharField(
        label=gettext_lazy("An answer, typed or pasted"), strip=False, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
