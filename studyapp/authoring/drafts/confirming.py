"""What only people can say about a draft: that it may be published, who may read it, that a warning is meant so."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.accounts.models import User
from studyapp.authoring.drafts.holding import check_read, row_as_loaded, waiting_row
from studyapp.authoring.drafts.keeping import RIGHTS_CODE, read_of
from studyapp.authoring.errors import CannotPublish
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.domain.common.diagnostics import Diagnostic, needs_tick


def confirm_rights(draft: Draft, *, by: User, at: datetime) -> None:
    """A person says that they wrote this or may publish it: what its files say about rights blocks it no more.

    Raises DraftChanged if the draft was changed or published meanwhile.
    """
    if draft.rights_confirmed_at is None:
        draft.rights_confirmed_by, draft.rights_confirmed_at = by, at
    _keep_rights(draft)


def withdraw_rights(draft: Draft) -> None:
    """The person takes it back. Raises DraftChanged if the draft was changed or published meanwhile."""
    draft.rights_confirmed_by = draft.rights_confirmed_at = None
    _keep_rights(draft)


@transaction.atomic
def _keep_rights(draft: Draft) -> None:
    """Who may read it goes with them."""
    row_as_loaded(draft)
    draft.has_errors = read_of(draft).has_errors
    draft.save(update_fields=["is_public", "rights_confirmed_by", "rights_confirmed_at", "has_errors"])


def claims_rights(draft: Draft) -> bool:
    """Whether a line of its files claims all rights, confirmed or not."""
    return any(found["code"] == RIGHTS_CODE for found in draft.report["diagnostics"])


def visibility_of(draft: Draft) -> bool:
    """Whether everybody may read the pack once this draft is published, else only its owner and operators.

    As somebody chose; else as the pack is; a new pack is public if its author says that it is their own work.
    """
    if claims_rights(draft) and draft.rights_confirmed_at is None:
        return False
    if draft.is_public is not None:
        return draft.is_public
    if draft.pack is not None and draft.pack.current_version_id is not None:
        return draft.pack.is_public
    manifest = (draft.study_pack or {}).get("manifest", {})
    return manifest.get("provenance", "original") == "original" and not claims_rights(draft)


@transaction.atomic
def accept(draft: Draft, told: Iterable[Diagnostic], *, is_accepted: bool = True) -> None:
    """Tick warnings: they are meant as they stand. Or take the ticks back. Raises DraftChanged if it was published."""
    check_read(draft)
    held = waiting_row(draft)
    keys = [found.id for found in told]
    kept = [other for other in held.choices.get("accepted", []) if other not in keys]
    held.choices["accepted"] = [*kept, *keys] if is_accepted else kept
    held.save(update_fields=["choices"])
    draft.choices = held.choices


def unaccepted(draft: Draft, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Warnings of the publish gate that wait for somebody's tick."""
    accepted = set(draft.choices.get("accepted", []))
    return [found for found in needs_tick(diagnostics) if found.id not in accepted]


def obstacles(draft: Draft, read: ReadPack) -> list[str]:
    """Why a draft cannot be published yet, one sentence each; empty if nothing stands against it."""
    errors = sum(found.severity == "error" for found in read.diagnostics)
    waiting = len(unaccepted(draft, read.diagnostics))
    found = []
    if read.has_errors:
        text = ngettext("%(n)d error has to be mended first.", "%(n)d errors have to be mended first.", max(errors, 1))
        found.append(text % {"n": max(errors, 1)})
    if draft.rights_confirmed_at is None:
        found.append(_("Confirm that you wrote this or may publish it."))
    if waiting:
        text = ngettext(
            "%(n)d warning about the content waits for your “Meant as it is”.",
            "%(n)d warnings about the content wait for your “Meant as it is”.",
            waiting,
        )
        found.append(text % {"n": waiting})
    return found


def check_obstacles(draft: Draft, read: ReadPack) -> None:
    """Raises CannotPublish with the first reason."""
    for reason in obstacles(draft, read):
        raise CannotPublish(reason)
