"""Which stems a section is found by, and how much each weighs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from studyapp.domain.common.words import STOP_WORDS, stem, words
from studyapp.domain.lessons import blocks as values
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.domain.lessons.pack import Section
from studyapp.library.bulk import insert_values
from studyapp.library.models import SearchTerm, SectionRevision

TITLE_WEIGHT = 10
TERM_WEIGHT = 5
TEXT_WEIGHT = 1
SHORTEST = 2  # "AI" and "S3" are looked for
_MOST_OF_A_STEM = 20  # a long section must not win by length alone
_STEM_CHARACTERS = 60


def store_search_terms(revisions: Iterable[tuple[SectionRevision, Mapping[str, int]]]) -> None:
    """Index new revisions by their weighted stems: a hundred rows a section, so without an object for each."""
    rows = ((revision.pk, found, weight) for revision, stems in revisions for found, weight in sorted(stems.items()))
    insert_values(SearchTerm, ("revision_id", "stem", "weight"), rows)


def stems_of(text: str) -> list[str]:
    """The stems of a text by which it is found, in order; a search looks for the same."""
    return list(filter(None, map(_searched, words(text))))


@lru_cache(maxsize=65_536)
def _searched(word: str) -> str:
    """The stem that a word is found by; nothing for one that is not looked for."""
    return "" if len(word) < SHORTEST or word in STOP_WORDS else stem(word)[:_STEM_CHARACTERS]


def weighted_stems(section: Section) -> dict[str, int]:
    """Stems of what a reader reads in a section: no authored question, no key, no rubric."""
    alike: dict[int, list[str]] = {}
    for text, weight in _texts(section):
        alike.setdefault(weight, []).append(text)
    total: dict[str, int] = {}
    for weight, texts in alike.items():
        for found, count in _said(texts).items():
            total[found] = total.get(found, 0) + weight * count
    return total


def _said(texts: Sequence[str]) -> Mapping[str, int]:
    """How often texts say each stem; what one of them says more than `_MOST_OF_A_STEM` times does not count."""
    together = _stem_counts("\n".join(texts))
    if max(together.values(), default=0) <= _MOST_OF_A_STEM:
        return together  # no text says more than all of them: so most sections are counted at once
    capped: Counter[str] = Counter()
    for text in texts:
        for found, count in _stem_counts(text).items():
            capped[found] += min(count, _MOST_OF_A_STEM)
    return capped


def _stem_counts(text: str) -> Mapping[str, int]:
    """How often a text says each stem by which it is found; a word that is said again is not looked at again."""
    counts: dict[str, int] = {}
    for word, count in Counter(words(text)).items():
        found = _searched(word)
        if found:
            counts[found] = counts.get(found, 0) + count
    return counts


def _texts(section: Section) -> Iterable[tuple[str, int]]:
    yield f"{section.number} {section.title}", TITLE_WEIGHT
    for block in section.blocks:
        match block:
            case values.Prose():
                yield text_of(block.html), TEXT_WEIGHT
            case values.Callout():
                yield block.text, TEXT_WEIGHT
            case values.ComparisonTable():
                yield " ".join(row[block.key_column - 1].text for row in block.rows), TERM_WEIGHT
                yield " ".join(cell.text for row in (block.columns, *block.rows) for cell in row), TEXT_WEIGHT
            case values.Steps():
                yield " ".join([block.lead_in.text, *(step.text for step in block.steps)]), TEXT_WEIGHT
            case values.Definition():
                yield f"{block.term} {block.expansion}", TERM_WEIGHT
                yield block.text, TEXT_WEIGHT
            case values.Trap():
                yield block.text, TEXT_WEIGHT
                yield " ".join(side.text for side in (block.belief, block.truth) if side), TEXT_WEIGHT
            case values.Reflection():
                yield block.stem.text, TEXT_WEIGHT
            case _:
                continue
