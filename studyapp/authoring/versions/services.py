"""An upload becomes a draft, a draft a published version; a version can be made current again."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from random import SystemRandom
from typing import Any

from cattrs.errors import ClassValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.authoring.child_process.codec import from_plain, to_plain
from studyapp.authoring.errors import CannotPublish, DraftChanged, NotYours, PublishConflict, RetiresTooMuch
from studyapp.authoring.models import Draft, DraftFile
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.editing import GUESSED, edits_between, edits_of_returning
from studyapp.authoring.versions.hashing import section_hashes
from studyapp.authoring.versions.labels import remembered
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.uuid7 import uuid7
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.domain.lessons.pack import StudyPack
from studyapp.domain.lessons.succession.packs import Doubt, Pair
from studyapp.library.editing import FactEdit, note_edits
from studyapp.library.fitting import fit, fit_key
from studyapp.library.models import Pack, PackVersion
from studyapp.library.publishing import (
    FACT_KEY_CHARACTERS,
    Content,
    domain_codes,
    point_at,
    prepare_new,
    store_version,
)
from studyapp.library.queries import fact_keys_of, retired_facts, sections_of
from studyapp.quiz.deciding import follow_decisions
from studyapp.quiz.publishing import store_items
from studyapp.reflection.publishing import store_rubrics
from studyapp.study.services import follow_edit

RIGHTS_CODE = "E21"
KEPT = ("asked", "is_public", "rights_confirmed_by", "rights_confirmed_at")
RETIRE_WITHOUT_ASKING = 0.1  # share of the live facts


@dataclass(frozen=True, slots=True)
class Retirement:
    """How many of the live facts of a pack an upload no longer has."""

    retired: int
    live: int

    @property
    def needs_confirmation(self) -> bool:
        """Whether so much would go that somebody must confirm it."""
        return self.retired > RETIRE_WITHOUT_ASKING * self.live


def check_owner(pack_key: str, *, by: User | None) -> Pack | None:
    """The pack of that id, or None if there is none yet. Raises NotYours. Nobody (a command) may do everything."""
    pack = Pack.objects.filter(key=pack_key).first()
    if pack is not None and by is not None and not by.is_operator and pack.owner_id != by.pk:
        raise NotYours(pack_key)
    return pack


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


def read_of(draft: Draft, *, with_files: bool = False) -> ReadPack:
    """The upload of a draft as it was read then; its files, which may be large, only on request.

    Once its owner has confirmed the rights, what its files say about rights stands against nothing.
    A draft that another release kept in a form that this one cannot take is read from its files again.
    """
    try:
        return _kept(draft, with_files=with_files)
    except (ClassValidationError, KeyError, TypeError, ValueError):
        files = tuple(SourceFile(file.path, bytes(file.content)) for file in draft.files.order_by("path"))
        return _as_confirmed(draft, read_files(draft, files))


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
    files = draft.files.all() if with_files else DraftFile.objects.none()
    read = ReadPack(
        study_pack=from_plain(draft.study_pack, StudyPack) if draft.study_pack else None,
        bank=from_plain(draft.bank, Bank) if draft.bank else None,
        diagnostics=tuple(_finding(found) for found in draft.report["diagnostics"]),
        files=tuple(SourceFile(file.path, bytes(file.content)) for file in files),
        source_hash=draft.source_hash,
        pairs=tuple(from_plain(pair, Pair) for pair in draft.succession.get("pairs", ())),
        doubts=tuple(from_plain(doubt, Doubt) for doubt in draft.succession.get("doubts", ())),
    )
    return _as_confirmed(draft, read)


def _finding(found: dict[str, object]) -> Diagnostic:
    return from_plain({name: value for name, value in found.items() if name != "severity"}, Diagnostic)


def retirement(pack: Pack | None, bank: Bank | None) -> Retirement:
    """How much of what learners study now would be gone."""
    if pack is None or bank is None:
        return Retirement(0, 0)
    kept = {fit_key(fact.key, FACT_KEY_CHARACTERS) for fact in bank.facts}
    live = set(pack.facts.live().values_list("key", flat=True))
    return Retirement(len(live - kept), len(live))


def publish(
    read: ReadPack,
    *,
    by: User | None,
    at: datetime,
    base_version: PackVersion | None,
    owner: User | None = None,
    retire: bool = False,
    severities: Mapping[str, Severity] = GUESSED,
) -> PackVersion:
    """Store an upload as the next version of its pack and make it current: all of it, or nothing.

    `base_version` is the version that was current when the upload was read; `owner` gets the pack if it is new. An
    upload that some version already has byte for byte makes no new version, that one becomes current. `severities`
    say by the key of a fact how much its change matters to those who learned it, instead of the guess.
    Raises CannotPublish, NotYours, PublishConflict, or RetiresTooMuch unless `retire`.
    """
    ready = _made_ready(read, base_version, severities)
    with transaction.atomic():
        return _publish(ready, by=by, at=at, base_version=base_version, owner=owner, retire=retire)


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
    Raises what `publish` raises, DraftChanged if anything of the draft is no longer as it was loaded, and
    Draft.DoesNotExist if it was deleted.
    """
    if draft.published_version is not None:
        return draft.published_version
    ready = _made_ready(read_of(draft, with_files=True), draft.base_version, severities)
    with transaction.atomic():
        held = Draft.objects.select_for_update().get(pk=draft.pk)  # a second click waits here, and finds it done
        if held.published_version is not None:
            return held.published_version
        if held.agreed() != draft.agreed():
            raise DraftChanged
        version = _publish(ready, by=by, at=at, base_version=held.base_version, owner=held.owner, retire=retire)
        Draft.objects.filter(pk=draft.pk).update(published_version=version, pack=version.pack)
        if is_public is not None:
            Pack.objects.filter(pk=version.pack_id).update(is_public=is_public)
    return version


def roll_back(pack: Pack, version: PackVersion, *, by: User, at: datetime) -> None:
    """Make an earlier (or later) version of the pack current again; learners meet it like any other edit.

    Raises NotYours.
    """
    check_owner(pack.key, by=by)
    target = pack.versions.get(pk=version.pk)
    current = Pack.objects.select_related("current_version").get(pk=pack.pk).current_version
    edits = _edits_back(current, target)  # before the transaction, which must be short
    with transaction.atomic():
        locked = Pack.objects.select_for_update().get(pk=pack.pk)
        if locked.current_version_id != (current and current.pk):  # somebody published meanwhile
            edits = _edits_back(locked.current_version, target)
        if locked.current_version_id != target.pk:
            _make_current(target, edits, at)


def _edits_back(current: PackVersion | None, target: PackVersion) -> list[FactEdit]:
    after, retired = sections_of(target), retired_facts(target.pack.key, fact_keys_of(target))
    return edits_between(sections_of(current), after) + edits_of_returning(retired, after)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An upload with everything worked out that a version holds, before the transaction begins."""

    content: Content
    bank: Bank
    edits: Sequence[FactEdit]


def _made_ready(read: ReadPack, base_version: PackVersion | None, severities: Mapping[str, Severity]) -> _Ready:
    """Raises CannotPublish if the upload has errors."""
    if read.has_errors or read.study_pack is None or read.bank is None:
        raise CannotPublish(_("The upload has errors. Mend them and upload again."))
    pack, bank = read.study_pack, read.bank
    hashes = section_hashes(pack, bank, domain_codes=domain_codes(pack.manifest))
    content = Content(
        pack=pack,
        facts=bank.facts,
        hashes=hashes,
        manifest=to_plain(pack.manifest),
        source_hash=read.source_hash,
        files=[(file.path, hashlib.sha256(file.content).hexdigest(), file.content) for file in read.files],
        prepared=prepare_new(pack.manifest.id, pack.sections, hashes),
    )
    keys = {fit_key(fact.key, FACT_KEY_CHARACTERS) for fact in bank.facts}
    edits = edits_between(sections_of(base_version), pack.sections, severities)
    edits += edits_of_returning(retired_facts(pack.manifest.id, keys), pack.sections, severities)
    return _Ready(content, bank, edits)


def _publish(
    ready: _Ready,
    *,
    by: User | None,
    at: datetime,
    base_version: PackVersion | None,
    owner: User | None,
    retire: bool,
) -> PackVersion:
    """What `publish` does inside its transaction."""
    pack = _locked_pack(ready.content.pack, by=by, owner=owner)
    _check_base(pack, base_version)
    if not retire:
        _check_retirement(pack, ready.bank)
    same = pack.versions.filter(source_hash=ready.content.source_hash).order_by("-number").first()
    version = same or _store(pack, ready, by=by, at=at)
    if pack.current_version_id != version.pk:
        _make_current(version, ready.edits, at)
    return version


def _make_current(version: PackVersion, edits: Sequence[FactEdit], at: datetime) -> None:
    """Show a version to learners, and let their memories follow what it changes."""
    point_at(version)
    follow_decisions(version)
    changed = note_edits(version.pack, edits, at)
    follow_edit(changed, version=version, key=uuid7(at, SystemRandom()), at=at)


def _locked_pack(content: StudyPack, *, by: User | None, owner: User | None) -> Pack:
    """The pack, held until the transaction ends, so that two people publish one after the other."""
    check_owner(content.manifest.id, by=by)
    defaults = {"title": fit(content.manifest.title, limits.TITLE_CHARACTERS), "owner": owner}
    pack, _is_new = Pack.objects.get_or_create(key=content.manifest.id, defaults=defaults)
    return Pack.objects.select_for_update().get(pk=pack.pk)


def _check_base(pack: Pack, base_version: PackVersion | None) -> None:
    base = base_version.pk if base_version else None
    if pack.current_version_id != base:
        raise PublishConflict(pack, pack.current_version, base_version)


def _check_retirement(pack: Pack, bank: Bank) -> None:
    lost = retirement(pack, bank)
    if lost.needs_confirmation:
        raise RetiresTooMuch(retired=lost.retired, live=lost.live)


def _store(pack: Pack, ready: _Ready, *, by: User | None, at: datetime) -> PackVersion:
    stored = store_version(pack, ready.content, by=by, at=at)
    store_items(ready.bank, stored.new_revisions, stored.facts)
    store_rubrics(pack, ready.bank, stored.questions, stored.facts)
    return stored.version
