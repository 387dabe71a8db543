"""Storing a version of a pack, and making one the current one. Callers hold the transaction and the pack's lock."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from studyapp.accounts.models import User
from studyapp.domain.items.values import Fact as FactValue
from studyapp.domain.lessons.pack import Manifest, StudyPack
from studyapp.domain.lessons.pack import Section as SectionValue
from studyapp.library.block_rows import store_blocks
from studyapp.library.bulk import insert_rows, insert_rows_with_ids, insert_values, pack_long_values_fast
from studyapp.library.fitting import fit, fit_key
from studyapp.library.models import (
    ExamDomain,
    Fact,
    Pack,
    PackFile,
    PackVersion,
    ReflectionQuestion,
    RevisionContent,
    Section,
    SectionFact,
    SectionRevision,
    StoredFile,
    VersionSection,
)
from studyapp.library.search_terms import store_search_terms, weighted_stems
from studyapp.library.section_content import to_plain

FACT_KEY_CHARACTERS = 400
_SECTION_KEY_CHARACTERS = 200
_CURRENT = ("is_live", "section_id", "lesson_id", "family", "column", "domain_code", "title", "position")


@dataclass(frozen=True, slots=True)
class Content:
    """What a version is made of. `hashes` has the content hash of each section by its key."""

    pack: StudyPack
    facts: Sequence[FactValue]
    hashes: Mapping[str, str]
    manifest: Mapping[str, Any]
    source_hash: str
    files: Sequence[tuple[str, str, bytes]]  # path, SHA-256, bytes


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version and what was new in it: revisions and questions by key; all its facts by the key they have there."""

    version: PackVersion
    new_revisions: Mapping[str, SectionRevision]
    questions: Mapping[str, ReflectionQuestion]
    facts: Mapping[str, Fact]


def store_version(pack: Pack, content: Content, *, by: User | None, at: datetime) -> StoredVersion:
    """Store the next version of a pack; sections that did not change share their revision. Nothing shows it yet."""
    pack_long_values_fast()
    version = _new_version(pack, content, by=by, at=at)
    sections = _sections(pack, content.pack.sections)
    revisions, new = _revisions(pack, content, sections)
    facts = _facts(pack, content, sections)
    _place_sections(version, content.pack.sections, revisions, sections)
    _place_facts(content.facts, new, facts)
    added = [(new[section.key], section) for section in content.pack.sections if section.key in new]
    questions = store_blocks(added)
    # Stems and contents are worked out while PostgreSQL takes in those before: done earlier they would take longer.
    store_search_terms((row, weighted_stems(section)) for row, section in added)
    contents = ((row.pk, json.dumps(to_plain(section))) for row, section in added)
    insert_values(RevisionContent, ("revision_id", "content"), contents)
    _store_files(version, content.files)
    return StoredVersion(version, new, questions, facts)


def point_at(version: PackVersion) -> None:
    """Make `version` the current one: its facts are live and described as it describes them, all others retire."""
    wanted = _facts_in(version)
    shown: dict[bool, list[int]] = defaultdict(list)
    moved: dict[int, list[int]] = defaultdict(list)
    redescribed: dict[int, tuple[object, ...]] = {}
    for fact_id, *values in version.pack.facts.values_list("pk", *_CURRENT):
        before = tuple(values)
        after = wanted.get(fact_id, (False, *before[1:]))
        if before[0] != after[0]:
            shown[bool(after[0])].append(fact_id)
        if before[1:-1] != after[1:-1]:
            redescribed[fact_id] = after
        elif before[-1] != after[-1]:
            moved[after[-1] - before[-1]].append(fact_id)
    for is_live, ids in shown.items():
        _facts_with(ids).update(is_live=is_live)
    for steps, ids in moved.items():  # what comes or goes moves all that follows by the same number
        _facts_with(ids).update(position=F("position") + steps)
    _redescribe(redescribed)
    Pack.objects.filter(pk=version.pack_id).update(current_version=version, title=version.title)


def _redescribe(values: Mapping[int, tuple[object, ...]]) -> None:
    """Give facts new values, in the order of _CURRENT."""
    facts = list(_facts_with(list(values)))
    for fact in facts:
        for name, value in zip(_CURRENT, values[fact.pk], strict=True):
            setattr(fact, name, value)
    Fact.objects.bulk_update(facts, [name.removesuffix("_id") for name in _CURRENT], batch_size=100)


def _facts_with(ids: Sequence[int]) -> QuerySet[Fact]:
    return Fact.objects.filter(pk__in=ids)


def _facts_in(version: PackVersion) -> dict[int, tuple[object, ...]]:
    """For each fact of a version the values that it has there, in the order of _CURRENT."""
    of_place = ("revision_id", "position", "revision__section_id", "lesson_id", "revision__domain_code")
    places = {revision: values for revision, *values in version.places.order_by().values_list(*of_place)}
    of_fact = ("revision_id", "position", "fact_id", "family", "column", "title")
    taught = SectionFact.objects.filter(revision__in=version.revisions.all()).order_by().values_list(*of_fact)
    found: dict[int, tuple[object, ...]] = {}
    for revision, _, fact, family, column, title in sorted(taught, key=lambda one: (places[one[0]][0], one[1])):
        _, section, lesson, domain = places[revision]
        found.setdefault(fact, (True, section, lesson, family, column, domain, title, len(found) + 1))
    return found


def domain_codes(manifest: Manifest) -> dict[str, str]:
    """The code of the exam domain of each task."""
    return {task.id: fit_key(domain.id, 20) for domain in manifest.domains for task in domain.tasks}


def _new_version(pack: Pack, content: Content, *, by: User | None, at: datetime) -> PackVersion:
    manifest = content.pack.manifest
    last = pack.versions.order_by("-number").first()
    version = PackVersion.objects.create(
        pack=pack,
        number=last.number + 1 if last else 1,
        title=fit(manifest.title, 200),
        language=fit(manifest.language, 20),
        licence=fit(manifest.licence, 100),
        trademarks=manifest.trademarks,
        manifest=content.manifest,
        landing_html=content.pack.landing_html,
        source_hash=content.source_hash,
        published_by=by,
        published_at=at,
    )
    domains = {fit_key(domain.id, 20): domain for domain in reversed(manifest.domains)}
    ordered = sorted(domains.items(), key=lambda pair: manifest.domains.index(pair[1]))
    ExamDomain.objects.bulk_create(
        ExamDomain(
            version=version, code=code, title=fit(domain.title, 200), weight=domain.weight, position=position,
            tasks=[{"id": task.id, "title": task.title} for task in domain.tasks],
        )
        for position, (code, domain) in enumerate(ordered, 1)
    )  # fmt: skip
    return version


def _sections(pack: Pack, sections: Sequence[SectionValue]) -> dict[str, Section]:
    """The identity of each section by its key; new ones are stored."""
    known = {section.key: section for section in pack.sections.all()}
    keys = {section.key: fit_key(section.key, _SECTION_KEY_CHARACTERS) for section in sections}
    missing = [Section(pack_id=pack.pk, key=key) for key in dict.fromkeys(keys.values()) if key not in known]
    insert_rows_with_ids(missing)
    known.update((section.key, section) for section in missing)
    return {key: known[short] for key, short in keys.items()}


def _revisions(
    pack: Pack, content: Content, sections: Mapping[str, Section]
) -> tuple[dict[str, SectionRevision], dict[str, SectionRevision]]:
    """The revision of each section by its key, and those of them that had to be stored."""
    stored = SectionRevision.objects.filter(section__pack=pack, content_hash__in=set(content.hashes.values()))
    known = {(revision.section_id, revision.content_hash): revision for revision in stored}
    codes = domain_codes(content.pack.manifest)
    revisions: dict[str, SectionRevision] = {}
    new: dict[str, SectionRevision] = {}
    for value in content.pack.sections:
        section, content_hash = sections[value.key], content.hashes[value.key]
        revision = known.get((section.pk, content_hash))
        if revision is None:
            revision = new[value.key] = _revision(value, section, content_hash, codes.get(value.task, ""))
        revisions[value.key] = revision
    insert_rows_with_ids(new.values())
    return revisions, new


def _revision(value: SectionValue, section: Section, content_hash: str, domain_code: str) -> SectionRevision:
    return SectionRevision(
        section_id=section.pk,
        content_hash=content_hash,
        number=fit(value.number, 40),
        title=fit(value.title, 200),
        depth=value.depth,
        task=fit(value.task, 20),
        domain_code=domain_code,
        level=fit(value.level, 20),
        file=value.file,
        line=value.line,
        end_line=value.end_line,
        words=value.words,
    )


def _place_sections(
    version: PackVersion,
    values: Sequence[SectionValue],
    revisions: Mapping[str, SectionRevision],
    sections: Mapping[str, Section],
) -> None:
    columns = ("version_id", "revision_id", "lesson_id", "position", "file", "line")
    rows = (
        (
            version.pk,
            revisions[value.key].pk,
            sections[value.lesson_key or value.key].pk,
            position,
            value.file,
            value.line,
        )
        for position, value in enumerate(values, 1)
    )
    insert_values(VersionSection, columns, rows)


def _facts(pack: Pack, content: Content, sections: Mapping[str, Section]) -> dict[str, Fact]:
    """The identity of each fact by its key; new ones are stored as this version describes them, not live yet."""
    known = {fact.key: fact for fact in pack.facts.all()}
    keys = {value.key: fit_key(value.key, FACT_KEY_CHARACTERS) for value in content.facts}
    lessons = {value.key: value.lesson_key or value.key for value in content.pack.sections}
    codes = domain_codes(content.pack.manifest)
    missing: dict[str, Fact] = {}
    for position, value in enumerate(content.facts, 1):
        key = keys[value.key]
        if key not in known and key not in missing:
            missing[key] = Fact(
                pack_id=pack.pk, key=key, kind=value.kind, is_live=False, section_id=sections[value.section_key].pk,
                lesson_id=sections[lessons[value.section_key]].pk, family=fit_key(value.family, 400),
                column=fit_key(value.column, 400), domain_code=codes.get(value.task, ""),
                title=fit(value.title, 400), position=position,
            )  # fmt: skip
    insert_rows_with_ids(missing.values())
    known.update(missing)
    return {key: known[short] for key, short in keys.items()}


def _place_facts(values: Sequence[FactValue], new: Mapping[str, SectionRevision], facts: Mapping[str, Fact]) -> None:
    rows: dict[tuple[int, int], SectionFact] = {}
    position: Counter[int] = Counter()
    for value in values:
        revision = new.get(value.section_key)
        if revision is None or (revision.pk, facts[value.key].pk) in rows:
            continue
        position[revision.pk] += 1
        rows[revision.pk, facts[value.key].pk] = SectionFact(
            revision_id=revision.pk, fact_id=facts[value.key].pk, family=fit_key(value.family, 400),
            column=fit_key(value.column, 400), block_key=fit_key(value.block_key, 200),
            title=fit(value.title, 400), line=value.line, position=position[revision.pk],
        )  # fmt: skip
    insert_rows(rows.values())


def _store_files(version: PackVersion, files: Sequence[tuple[str, str, bytes]]) -> None:
    known = set(StoredFile.objects.filter(digest__in=[digest for _, digest, _ in files]).values_list("pk", flat=True))
    missing = {digest: content for _, digest, content in files if digest not in known}
    rows = [StoredFile(digest=digest, content=content) for digest, content in missing.items()]
    StoredFile.objects.bulk_create(rows, ignore_conflicts=True)
    PackFile.objects.bulk_create(PackFile(version=version, path=path, stored_id=digest) for path, digest, _ in files)
