"""What stands between a draft and its learners: what it changes for them, what is against it, and the last step."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.authoring.drafts import keeping
from studyapp.authoring.drafts.confirming import check_obstacles, visibility_of
from studyapp.authoring.drafts.holding import waiting_row
from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.authoring.release.changes import SEVERITIES, Difference, difference
from studyapp.authoring.versions import services
from studyapp.authoring.versions.editing import GUESSED
from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.library.models import Pack, PackVersion
from studyapp.library.queries import sections_of


def difference_of(draft: Draft, read: ReadPack) -> Difference:
    """What the draft changes against the version that it was read against."""
    after = read.study_pack.sections if read.study_pack else ()
    chosen = draft.choices.get("severity", {})
    return difference(sections_of(draft.base_version), after, pack=draft.pack, chosen=chosen)


def is_stale(draft: Draft) -> bool:
    """Whether another version than the one that the draft was read against is current by now."""
    current = current_version(draft)
    return draft.published_version_id is None and (current.pk if current else None) != draft.base_version_id


def current_version(draft: Draft) -> PackVersion | None:
    """What learners of the pack see now; the pack may have been made after the draft."""
    pack = Pack.objects.select_related("current_version__published_by").filter(key=draft.pack_key).first()
    return pack.current_version if pack else None


def is_rolled_back(draft: Draft, current: PackVersion) -> bool:
    """Whether a version that is current instead of the draft's base was there before the draft: it was gone back to."""
    base = draft.base_version
    if base is None or current == base:
        return False
    return current.number < base.number or current.published_at < draft.uploaded_at


@transaction.atomic
def choose(draft: Draft, *, severities: Mapping[str, str], identities: Mapping[str, str]) -> None:
    """Remember what the author says: severities by the id of their change, earlier keys by the key of their doubt.

    What is no severity takes a choice back. Raises DraftChanged if the draft was published or deleted meanwhile.
    """
    held = waiting_row(draft)
    chosen = held.choices.get("severity", {}) | severities
    held.choices["severity"] = {key: value for key, value in chosen.items() if value in SEVERITIES}
    held.choices["identity"] = held.choices.get("identity", {}) | identities
    held.save(update_fields=["choices"])
    draft.choices = held.choices


def publish_draft(
    draft: Draft,
    *,
    by: User,
    at: datetime,
    retire: bool = False,
    severities: Mapping[str, Severity] = GUESSED,
    is_public: bool | None = None,
) -> PackVersion:
    """Publish a draft for the person who asks; once published it stays so.

    `is_public` says who may read the pack from then on; None leaves it.
    Raises what `services.publish` raises, DraftChanged if anything of the draft is no longer as it was loaded, and
    Draft.DoesNotExist if it was deleted.
    """
    if draft.published_version is not None:
        return draft.published_version
    ready = services.made_ready(keeping.read_of(draft, with_files=True), draft.base_version, severities)
    with transaction.atomic():
        held = Draft.objects.select_for_update().get(pk=draft.pk)  # a second click waits here, and finds it done
        if held.published_version is not None:
            return held.published_version
        if held.agreed() != draft.agreed():
            raise DraftChanged
        version = services.publish_ready(
            ready, by=by, at=at, base_version=held.base_version, owner=held.owner, retire=retire
        )
        Draft.objects.filter(pk=draft.pk).update(published_version=version, pack=version.pack)
        if is_public is not None:
            Pack.objects.filter(pk=version.pack_id).update(is_public=is_public)
    return version


def release(draft: Draft, *, by: User, at: datetime, retire: bool) -> PackVersion:
    """Publish a draft with the severities that were guessed and chosen. Raises what `publish_draft` raises."""
    severities: Mapping[str, Severity] = {}
    if draft.published_version is None:
        read = keeping.read_of(draft)
        check_obstacles(draft, read)
        severities = difference_of(draft, read).severities()
    is_public = visibility_of(draft)
    version = publish_draft(draft, by=by, at=at, retire=retire, severities=severities, is_public=is_public)
    Draft.objects.filter(pk=draft.pk).update(publish_at=None, failure="")
    return version
