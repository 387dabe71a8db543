"""Reads for the pages of the authoring room."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, QuerySet

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from studyapp.domain.lessons.succession.reviving import Earlier
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact, Pack, PackVersion, VersionSection
from studyapp.library.publishing import FACT_KEY_CHARACTERS
from studyapp.library.queries import retired_sections, sections_of
from studyapp.study.queries import learners_affected, learners_by_fact

DRAFTS_SHOWN = 20
VERSIONS_SHOWN = 50


def packs_taught_by(user: User) -> QuerySet[Pack]:
    """Packs with their current version and owner."""
    return Pack.objects.taught_by(user).select_related("current_version", "owner")


def drafts_waiting(user: User) -> QuerySet[Draft]:
    """The newest drafts that are not published, without their large columns."""
    drafts = Draft.objects.of(user).waiting().select_related("pack", "owner")
    return drafts.defer("report", "study_pack", "bank", "succession")[:DRAFTS_SHOWN]


def earlier_sections(pack_key: str, base_version: PackVersion | None = None) -> Earlier:
    """What an upload of that pack continues: `base_version` if it is one of that pack, else the current version.

    With it what retired before: by its latest words it is known when it comes back.
    """
    if base_version is None or base_version.pack.key != pack_key:
        pack = Pack.objects.filter(key=pack_key).select_related("current_version").first()
        base_version = pack.current_version if pack else None
    return Earlier(sections_of(base_version), retired_sections(pack_key))


def versions_of(pack: Pack) -> QuerySet[PackVersion]:
    """The newest versions of a pack, with how many sections each has."""
    versions = pack.versions.select_related("published_by").defer("manifest", "landing_html")
    return versions.annotate(section_count=Count("places")).order_by("-number")[:VERSIONS_SHOWN]


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """How many sections of a version are new, changed or gone against the version before it."""

    new: int
    changed: int
    gone: int

    @property
    def same(self) -> bool:
        """Whether nothing is."""
        return not (self.new or self.changed or self.gone)


def versions_with_counts(pack: Pack) -> list[PackVersion]:
    """The newest versions; each but the pack's first has `counts`. Two statements."""
    versions = list(versions_of(pack))
    places = VersionSection.objects.filter(version__in=[one.pk for one in versions]).order_by()
    revisions: dict[int, dict[int, int]] = {one.pk: {} for one in versions}
    for version, section, revision in places.values_list("version", "revision__section", "revision"):
        revisions[version][section] = revision
    for one, before in pairwise(versions):
        one.counts = _counts(revisions[before.pk], revisions[one.pk])  # type: ignore[attr-defined]
    return versions


def _counts(before: Mapping[int, int], after: Mapping[int, int]) -> SectionCounts:
    both = before.keys() & after.keys()
    changed = sum(before[section] != after[section] for section in both)
    return SectionCounts(len(after) - len(both), changed, len(before) - len(both))


@dataclass(frozen=True, slots=True)
class FactsSeen:
    """How many learners have met each of some facts and still study it."""

    ids: dict[str, int] = field(default_factory=dict)
    cards_of: dict[int, int] = field(default_factory=dict)

    def cards(self, fact_key: str) -> int:
        """The learners who have met one fact."""
        return self.cards_of.get(self.ids.get(fit_key(fact_key, FACT_KEY_CHARACTERS), 0), 0)

    def learners_of(self, fact_keys: Collection[str]) -> int:
        """The learners who have met at least one of them; asks the database only where several were met."""
        met = [key for key in fact_keys if self.cards(key)]
        if len(met) < 2:
            return sum(map(self.cards, met))
        ids = [self.ids[fit_key(key, FACT_KEY_CHARACTERS)] for key in met]
        return learners_affected(ids)


def facts_seen(pack: Pack | None, fact_keys: Collection[str]) -> FactsSeen:
    """Who has met these facts of a pack: two statements."""
    if pack is None or not fact_keys:
        return FactsSeen()
    wanted = {fit_key(key, FACT_KEY_CHARACTERS) for key in fact_keys}
    ids = {key: pk for key, pk in Fact.objects.filter(pack=pack).values_list("key", "pk") if key in wanted}
    return FactsSeen(ids, learners_by_fact(ids.values()))
