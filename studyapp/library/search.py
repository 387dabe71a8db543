"""Full-text search over the packs that a person may read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from rapidfuzz import fuzz, process

from studyapp.accounts.models import User
from studyapp.domain.common.words import fold, words
from studyapp.library.addresses import lesson_address, section_anchor
from studyapp.library.excerpts import Passage, marked, passages_of, words_with_stems
from studyapp.library.models import SearchTerm, SectionRevision, VersionSection
from studyapp.library.queries import readable_packs
from studyapp.library.search_terms import SHORTEST, stems_of
from studyapp.library.stored_blocks import blocks_by_revision

Packs = QuerySet[Any, Any]
MOST_LESSONS = 20
MOST_EXCERPTS = 3  # of one lesson
MOST_WORDS = 8
MOST_CHARACTERS = 200
NEAREST_WORDS = 5
_ENDING_CHARACTERS = 3  # what the stemmer may cut from a word that is still being typed
_SHORTEST_STEM = 4
_NEAR_ENOUGH = 70  # of 100


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in a lesson where words were found; `html` has them marked."""

    title: str
    html: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A lesson in which all words were found, the best places first."""

    title: SafeString
    number: str
    pack_title: str
    url: str
    language: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found. `nearest` are words to try instead, when nothing was found.

    `is_too_short`: the query has no word that is looked for.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    nearest: tuple[str, ...] = ()
    is_too_short: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query and the terms that answer it."""

    stem: str
    condition: Q


@dataclass(slots=True)
class _Found:
    """A lesson while words are looked up: weights by section revision, words of the query that were found."""

    weights: dict[int, int]
    query_words: set[int]
    stems: set[str]

    @property
    def weight(self) -> int:
        return sum(self.weights.values())

    def best(self) -> list[int]:
        return sorted(self.weights, key=lambda revision: (-self.weights[revision], revision))[:MOST_EXCERPTS]


def search(query: str, user: User | AnonymousUser) -> Hits:
    """Lessons that contain every word of the query; the last word may be the beginning of one."""
    query = query[:MOST_CHARACTERS].strip()
    wanted = _wanted(query)
    if not wanted:
        return Hits(query, is_too_short=bool(query))
    packs = readable_packs(user).values("pk")
    found = _lessons(wanted, packs)
    if not found:
        return Hits(query, nearest=_nearest(wanted, packs))
    return Hits(query, _shown(found))


def _wanted(query: str) -> list[_Word]:
    """The words of the query that count; the last one may be the beginning of a word."""
    found = [_Word(stem, Q(stem=stem)) for stem in dict.fromkeys(stems_of(query))][:MOST_WORDS]
    typed = words(query)[-1:]
    if not typed or len(typed[0]) < SHORTEST:
        return found
    beginning = _beginning(typed[0])
    if found and found[-1].stem in stems_of(typed[0]):
        last = found.pop()
        return [*found, _Word(last.stem, last.condition | beginning)]
    return found or [_Word(typed[0], beginning)]


def _beginning(word: str) -> Q:
    """Stems that a word may have of which only the beginning is typed."""
    shorter = [word[:-cut] for cut in range(1, _ENDING_CHARACTERS + 1) if len(word) - cut >= _SHORTEST_STEM]
    return Q(stem__startswith=word) | Q(stem__in=shorter)


def _lessons(wanted: Sequence[_Word], packs: Packs) -> dict[tuple[int, int], _Found]:
    """By version and lesson; one statement for each word, at most MOST_WORDS."""
    found: dict[tuple[int, int], _Found] = defaultdict(lambda: _Found(defaultdict(int), set(), set()))
    for number, word in enumerate(wanted):
        for stem, weight, revision, version, lesson in (
            _terms(packs)
            .filter(word.condition)
            .values_list("stem", "weight", "revision", "revision__places__version", "revision__places__lesson")
        ):
            entry = found[(version, lesson)]
            entry.weights[revision] += weight
            entry.query_words.add(number)
            entry.stems.add(stem)
    return {place: entry for place, entry in found.items() if len(entry.query_words) == len(wanted)}


def _terms(packs: Packs) -> QuerySet[SearchTerm]:
    """Terms of what current versions of these packs say."""
    return SearchTerm.objects.filter(
        revision__section__pack__in=packs, revision__places__version=F("revision__section__pack__current_version")
    )


def _shown(found: dict[tuple[int, int], _Found]) -> tuple[Hit, ...]:
    ordered = sorted(found.items(), key=lambda item: (-item[1].weight, item[0]))[:MOST_LESSONS]
    revisions = {revision for _, entry in ordered for revision in entry.best()}
    blocks = blocks_by_revision(sorted(revisions))
    titles = {row.pk: row for row in SectionRevision.objects.filter(pk__in=revisions).select_related("section")}
    openings = _openings(found=[place for place, _ in ordered])
    hits = []
    for place, entry in ordered:
        opening = openings[place]
        excerpts = [
            _excerpt(opening, titles[revision], passages_of(blocks.get(revision, ())), entry.stems)
            for revision in entry.best()
        ]
        hits.append(_hit(opening, entry.stems, [one for one in excerpts if one is not None]))
    return tuple(hits)


def _openings(found: Iterable[tuple[int, int]]) -> dict[tuple[int, int], VersionSection]:
    """The place of the section that opens each lesson."""
    wanted = set(found)
    places = VersionSection.objects.filter(
        version__in={version for version, _ in wanted},
        lesson__in={lesson for _, lesson in wanted},
        lesson=F("revision__section"),
    ).select_related("revision__section", "version__pack")
    return {(place.version_id, place.lesson_id): place for place in places}


def _hit(opening: VersionSection, stems: Collection[str], excerpts: Sequence[Excerpt]) -> Hit:
    revision = opening.revision
    return Hit(
        title=marked(revision.title, stems),
        number=revision.number,
        pack_title=opening.version.title,
        url=_address(opening),
        language=opening.version.language,
        excerpts=tuple(excerpts),
    )


def _excerpt(
    opening: VersionSection, revision: SectionRevision, passages: Sequence[Passage], stems: Collection[str]
) -> Excerpt | None:
    """The passage of a section in which most words are found; without one, the section's title if it has them."""
    title = f"{revision.number} {revision.title}".strip()
    is_opening = revision.section_id == opening.lesson_id
    counted = [(len(words_with_stems(passage.text, stems)), passage) for passage in passages]
    count, best = max(counted, key=lambda pair: pair[0], default=(0, None))
    if best is None or not count:
        if is_opening:
            return None
        return Excerpt(title, mark_safe(""), _address(opening, section_anchor(revision.section.key)))
    anchor = best.key or ("" if is_opening else section_anchor(revision.section.key))
    return Excerpt("" if is_opening else title, best.excerpt(stems), _address(opening, anchor))


def _address(opening: VersionSection, anchor: str = "") -> str:
    revision = opening.revision
    return lesson_address(opening.version.pack.key, revision.section.key, revision.title, anchor=anchor)


def _nearest(wanted: Sequence[_Word], packs: Packs) -> tuple[str, ...]:
    """Words that occur and look like those that do not."""
    known = sorted(set(_terms(packs).values_list("stem", flat=True)))
    near: dict[str, float] = {}
    for wanted_word in wanted:
        if wanted_word.stem in known:
            continue
        for word, likeness, _ in process.extract(
            wanted_word.stem, known, scorer=fuzz.ratio, limit=NEAREST_WORDS, score_cutoff=_NEAR_ENOUGH
        ):
            near[word] = max(likeness, near.get(word, 0))
    best = sorted(near, key=lambda word: (-near[word], word))[:NEAREST_WORDS]
    return tuple(_spelt_out(best, packs))


def _spelt_out(stems: Sequence[str], packs: Packs) -> Iterable[str]:
    """For each stem a word that a reader finds in a lesson."""
    rows = _terms(packs).filter(stem__in=stems).order_by("stem", "-weight").values_list("stem", "revision")
    places: dict[str, int] = {}
    for stem, revision in rows:
        places.setdefault(stem, revision)
    blocks = blocks_by_revision(sorted(set(places.values())))
    titles = dict(SectionRevision.objects.filter(pk__in=places.values()).values_list("pk", "title"))
    for stem in stems:
        texts = [titles.get(places[stem], ""), *(one.text for one in passages_of(blocks.get(places[stem], ())))]
        found = (word for text in texts for word in words_with_stems(text, {stem}))
        yield fold(next(found, stem))
