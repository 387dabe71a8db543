"""Why something is not taken or not published. Each text is a sentence for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.domain.common.errors import StudyappError
from studyapp.library.models import Pack, PackVersion


class AnotherPack(StudyappError):
    """The files say that they are another pack than the one that was chosen."""

    def __init__(self, pack_key: str) -> None:
        text = _("pack.toml says %(key)s, which is another pack. Choose that one, or a new one.")
        super().__init__(text % {"key": pack_key})


class CannotPublish(StudyappError):
    """The upload has errors."""


class DraftChanged(StudyappError):
    """The files of the draft are no longer those that were read: somebody changed or published it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This draft was changed meanwhile. Here it is as it stands now; nothing of yours was lost."))


class NotYours(StudyappError):
    """The pack belongs to somebody else."""

    def __init__(self, pack_key: str) -> None:
        super().__init__(
            _(
                "The pack id “%(key)s” belongs to somebody else. Choose another id in pack.toml, "
                "or another title for a single lesson."
            )
            % {"key": pack_key}
        )


class PublishConflict(StudyappError):
    """Another version than `base`, which the upload was read against, is `current` by now: new, or gone back to."""

    def __init__(self, pack: Pack, current: PackVersion | None, base: PackVersion | None = None) -> None:
        number = current.number if current else 0
        if base is not None and number < base.number:
            text = _("%(title)s was rolled back to version %(number)d meanwhile.")
        else:
            text = _("Version %(number)d of %(title)s was published meanwhile.")
        super().__init__(text % {"number": number, "title": pack.title})
        self.current = current


class RetiresTooMuch(StudyappError):
    """More than a tenth of what learners study would go; somebody must confirm it."""

    def __init__(self, *, retired: int, live: int) -> None:
        text = ngettext(
            "%(retired)d of %(live)d fact would be retired: learners would no longer be asked it.",
            "%(retired)d of %(live)d facts would be retired: learners would no longer be asked them.",
            live,
        )
        super().__init__(text % {"retired": retired, "live": live})
        self.retired = retired
        self.live = live
