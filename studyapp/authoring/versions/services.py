"""An upload that was read becomes a published version; a version can be made current again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.authoring.child_process.codec import to_plain
from studyapp.authoring.errors import CannotPublish, NotYours, PublishConflict, RetiresTooMuch
from studyapp.authoring.reading.packs import ReadPack
from studyapp.authoring.versions.editing import GUESSED, edits_between, edits_of_returning
from studyapp.authoring.versions.hashing import section_hashes
from studyapp.domain.common import limits
from studyapp.domain.common.uuid7 import uuid7
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.domain.lessons.pack import StudyPack
from studyapp.library.editing import FactEdit, note_edits
from studyapp.library.fitting import fit, fit_key
from studyapp.library.models import Pack, PackVersion
from studyapp.library.publishing import (
    FACT_KEY_CHARACTERS,
    Content,
    domain_codes,
    point_at,
    store_version,
)
from studyapp.library.queries import fact_keys_of, retired_facts, sections_of
from studyapp.quiz.deciding import follow_decisions
from studyapp.quiz.publishing import store_items
from studyapp.reflection.publishing import store_rubrics
from studyapp.study.services import follow_edit

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
    ready = made_ready(read, base_version, severities)
    with transaction.atomic():
        return publish_ready(ready, by=by, at=at, base_version=base_version, owner=owner, retire=retire)


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
class Ready:
    """An upload with everything worked out that a version holds, before the transaction begins."""

    content: Content
    bank: Bank
    edits: Sequence[FactEdit]


def made_ready(read: ReadPack, base_version: PackVersion | None, severities: Mapping[str, Severity]) -> Ready:
    """Everything that a version needs, worked out. Raises CannotPublish if the upload has errors."""
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
    )
    keys = {fit_key(fact.key, FACT_KEY_CHARACTERS) for fact in bank.facts}
    edits = edits_between(sections_of(base_version), pack.sections, severities)
    edits += edits_of_returning(retired_facts(pack.manifest.id, keys), pack.sections, severities)
    return Ready(content, bank, edits)


def publish_ready(
    ready: Ready,
    *,
    by: User | None,
    at: datetime,
    base_version: PackVersion | None,
    owner: User | None,
    retire: bool,
) -> PackVersion:
    """What `publish` does inside its transaction. Raises what it raises."""
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


def _store(pack: Pack, ready: Ready, *, by: User | None, at: datetime) -> PackVersion:
    stored = store_version(pack, ready.content, by=by, at=at)
    store_items(ready.bank, stored.new_revisions, stored.facts)
    store_rubrics(pack, ready.bank, stored.questions, stored.facts)
    return stored.version
