"""An upload is kept as a draft, with what was read of it, and taken out again as it was read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cattrs.errors import ClassValidationError
from django.db import transaction

from studyapp.accounts.models import User
from studyapp.authoring.child_process.codec import from_plain, to_plain
from studyapp.authoring.models import Draft, DraftFile
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.labels import remembered
from studyapp.authoring.versions.services import check_owner
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.pack import StudyPack
from studyapp.domain.lessons.succession.packs import Doubt, Pair
from studyapp.library.fitting import fit, fit_key
from studyapp.library.models import Pack, PackVersion

RIGHTS_CODE = "E21"
KEPT = ("asked", "is_public", "rights_confirmed_by", "rights_confirmed_at")


@transaction.atomic
def create_draft(read: ReadPack, *, owner: User, file_name: str, base_version: PackVersion | None = None) -> Draft:
    """Keep an upload with its report, so that it can be looked at and published. Raises NotYours.

    `base_version` is the version whose files went into it; without one, the version that is current now.
    """
    pack = check_owner(read.pack_key, by=owner) if read.pack_key else None
    draft = Draft.objects.create(
        owner=owner,
        pack=pack,
        base_version=base_version or (pack.current_version if pack else None),
        file_name=fit(file_name, limits.FILE_NAME_CHARACTERS),
        **columns_of(read, file_name),
        **_rights_said_before(read, pack, by=owner),
    )
    DraftFile.objects.bulk_create(DraftFile(draft=draft, path=file.path, content=file.content) for file in read.files)
    return draft


def _rights_said_before(read: ReadPack, pack: Pack | None, *, by: User) -> dict[str, Any]:
    """Who confirmed that they may publish what is current now says so of the next version too, until they take it back.

    Not where a line of the new files claims all rights: that is asked each time.
    """
    claims = any(found.code == RIGHTS_CODE for found in read.diagnostics)
    if claims or pack is None or pack.current_version_id is None:
        return {}
    published = Draft.objects.filter(published_version=pack.current_version_id, rights_confirmed_by=by)
    at = published.values_list("rights_confirmed_at", flat=True).first()
    return {"rights_confirmed_by": by, "rights_confirmed_at": at} if at else {}


def columns_of(read: ReadPack, file_name: str) -> dict[str, Any]:
    """What a draft says about an upload that was read."""
    title = read.study_pack.manifest.title if read.study_pack else file_name
    return {
        "pack_key": fit_key(read.pack_key, 80),
        "title": fit(title or file_name, limits.TITLE_CHARACTERS),
        "source_hash": read.source_hash,
        "report": read.report(items=True),
        "study_pack": to_plain(read.study_pack),
        "bank": to_plain(read.bank),
        "has_errors": read.has_errors,
        "succession": {"pairs": to_plain(read.pairs), "doubts": to_plain(read.doubts)},
    }


@transaction.atomic
def move_draft(draft: Draft, read: ReadPack, *, base_version: PackVersion | None) -> Draft:
    """Replace a draft by one that was read from it together with the files of a pack; what was said of it is kept."""
    moved = create_draft(read, owner=draft.owner, file_name=draft.file_name, base_version=base_version)
    for name in KEPT:
        setattr(moved, name, getattr(draft, name))
    moved.has_errors = read_of(moved).has_errors
    moved.save(update_fields=[*KEPT, "has_errors"])
    draft.delete()
    return moved


def files_of_draft(draft: Draft) -> tuple[SourceFile, ...]:
    """The files of a draft as they stand now."""
    return tuple(SourceFile(file.path, bytes(file.content)) for file in draft.files.order_by("path"))


def read_of(draft: Draft, *, with_files: bool = False) -> ReadPack:
    """The upload of a draft as it was read then; its files, which may be large, only on request.

    Once its owner has confirmed the rights, what its files say about rights stands against nothing.
    A draft that another release kept in a form that this one cannot take is read from its files again.
    """
    try:
        return _kept(draft, with_files=with_files)
    except (ClassValidationError, KeyError, TypeError, ValueError):
        return _as_confirmed(draft, read_files(draft, files_of_draft(draft)))


def read_files(
    draft: Draft, files: Sequence[SourceFile], *, progress: Callable[[int], None] = lambda _: None
) -> ReadPack:
    """Read files as those of the draft: with its title, its labels, what it continues and what was decided of that."""
    return read_upload(
        files,
        title=draft.title,
        pack_key=draft.pack_key,
        labels_of=partial(remembered, by=draft.owner),
        earlier_of=lambda pack_key: earlier_sections(pack_key, draft.base_version),
        decisions=draft.choices.get("identity", {}),
        progress=progress,
    )


def _as_confirmed(draft: Draft, read: ReadPack) -> ReadPack:
    told = read.diagnostics
    kept = tuple(found for found in told if not (found.code == RIGHTS_CODE and draft.rights_confirmed_at))
    return replace(read, diagnostics=kept)


def _kept(draft: Draft, *, with_files: bool) -> ReadPack:
    read = ReadPack(
        study_pack=from_plain(draft.study_pack, StudyPack) if draft.study_pack else None,
        bank=from_plain(draft.bank, Bank) if draft.bank else None,
        diagnostics=tuple(_finding(found) for found in draft.report["diagnostics"]),
        files=files_of_draft(draft) if with_files else (),
        source_hash=draft.source_hash,
        pairs=tuple(from_plain(pair, Pair) for pair in draft.succession.get("pairs", ())),
        doubts=tuple(from_plain(doubt, Doubt) for doubt in draft.succession.get("doubts", ())),
    )
    return _as_confirmed(draft, read)


def _finding(found: dict[str, object]) -> Diagnostic:
    return from_plain({name: value for name, value in found.items() if name != "severity"}, Diagnostic)
