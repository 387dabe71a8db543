"""Items out of a definition: the term, its meaning, a phrase left out."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from html import escape
from itertools import chain, islice

from rapidfuzz.distance import OSA

from studyapp.domain.common.words import content_words, stem
from studyapp.domain.items.beliefs import beliefs_about
from studyapp.domain.items.distractors import Candidate, Choice, Pool, choose
from studyapp.domain.items.likeness import wording_of
from studyapp.domain.items.markup import BLANK, join, paragraph, plain, quoted, strong
from studyapp.domain.items.rules import keeps_rules
from studyapp.domain.items.tables import Yield
from studyapp.domain.items.values import Fact, Item, Option
from studyapp.domain.lessons.blocks import Definition, Phrase, Trap
from studyapp.domain.lessons.pack import Section

MOST_RIVALS = 300  # else thousands of terms make millions of them
LEAST_MEANINGS = 3  # of the section's terms, or wrongly believed of the term, before meanings are asked by choice
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_EXPLAINED_BY_ITSELF = re.compile(rf"(?:to )?{BLANK}(?!\s+(?:are|can|have|will|\w+s)\b)", re.IGNORECASE)

SynonymGroups = Sequence[Sequence[str]]


def definition_yield(
    section: Section,
    definition: Definition,
    *,
    synonyms: SynonymGroups = (),
    rivals: Sequence[str] = (),
    meanings: "Meanings | None" = None,
) -> Yield:
    """One fact, the term, asked both ways and by its marked phrases.

    `synonyms` are the pack's groups of words that mean the same; `rivals` are other terms and row names.
    `meanings` are those of the section, if they have been gathered already.
    """
    accepted = with_synonyms(names_of(definition), synonyms)
    meanings = meanings or Meanings(section, synonyms)
    tried = [_term_item(section, definition, accepted, rivals), _meaning_item(section, definition, meanings)]
    tried += _cloze_items(section, definition, synonyms, rivals)
    items = tuple(item for item in tried if item is not None and keeps_rules(item))
    key = definition.key
    fact = Fact(key, "definition", key, section.key, key, definition.term, section.task, definition.line)
    return Yield((fact,), items) if items else Yield()


def names_of(definition: Definition) -> tuple[str, ...]:
    """The term and what stands in brackets after it: its expansion, or other names of it with ` / ` between them."""
    bare = re.sub(r"\s*\([^)]*\)\s*", " ", definition.term).strip()
    bracketed = [*re.findall(r"\(([^)]+)\)", definition.term), definition.expansion]
    found = (bare, *(name for names in bracketed for name in names.split(" / ")), definition.term)
    return tuple(dict.fromkeys(name.strip() for name in found if name.strip()))


def with_synonyms(texts: Sequence[str], synonyms: SynonymGroups) -> tuple[str, ...]:
    """`texts` and what the pack says means the same as any of them."""
    known = {text.casefold() for text in texts}
    groups = (group for group in synonyms if known & {word.casefold() for word in group})
    return tuple(dict.fromkeys([*texts, *(word for group in groups for word in group)]))


def blanked(text: str, terms: Sequence[str]) -> str:
    """`text` with every term left out: in any case, hyphenated or plural, or as its initials.

    Words of a term that are left over are blanked too if together they would still spell it out.
    """
    text = _without_terms(text, terms)
    return _without_spelt_terms(text, terms)


def _without_spelt_terms(text: str, terms: Sequence[str]) -> str:
    for term in terms:
        own = content_words(term)
        if own and own <= content_words(text):
            text = _without_words(text, own)
    return re.sub(rf"{BLANK}(?:[\s-]+{BLANK})+", BLANK, text)


def _without_terms(text: str, terms: Sequence[str]) -> str:
    for term in sorted(terms, key=len, reverse=True):
        text = _without_term(text, term)
    return text


def is_circular(text: str, terms: Sequence[str]) -> bool:
    """Whether the term itself does the explaining (`Listing: Listing the files`): blanked, it could be anything.

    A term that is only the subject (`A listing is ...`, `RAG adds ...`) explains nothing yet.
    """
    return _EXPLAINED_BY_ITSELF.match(blanked(text, terms)) is not None


def _without_words(text: str, stems: frozenset[str]) -> str:
    return _WORD.sub(lambda found: BLANK if stem(found.group()) in stems else found.group(), text)


def _without_term(text: str, term: str) -> str:
    parts = _WORD.findall(term)
    if not parts:
        return text
    if _may_hold(text, parts[0]):
        pattern = r"[\s\-_/]*".join(re.escape(part) for part in parts)
        text = re.sub(rf"(?<![^\W_]){pattern}(?:'s|es|s)?(?![^\W_])", BLANK, text, flags=re.IGNORECASE)
    initials = "".join(part[0] for part in parts).upper()
    if len(initials) < 2 or initials not in text:
        return text
    return re.sub(rf"\b{re.escape(initials)}s?\b", BLANK, text)


def _may_hold(text: str, word: str) -> bool:
    """Whether to look closer; a pattern for each term of a pack costs more than all the rest of its items."""
    return not (text.isascii() and word.isascii()) or word.lower() in text.lower()


def _sentence(definition: Definition) -> Phrase:
    """The sentence with its inline markup."""
    has_blocks = definition.html.lstrip().startswith(("<p", "<d", "<u", "<o", "<t", "<b"))
    return plain(definition.text) if has_blocks or not definition.html else Phrase(definition.text, definition.html)


def _feedback(definition: Definition) -> str:
    return paragraph(strong(plain(definition.term)), ": ", _sentence(definition))


def _term_item(section: Section, definition: Definition, accepted: Sequence[str], rivals: Sequence[str]) -> Item | None:
    text = blanked(definition.text, accepted)
    if not content_words(text.replace(BLANK, " ")) or is_circular(definition.text, accepted):
        return None
    question = join("Which term is meant: ", quoted(_sentence(definition) if text == definition.text else plain(text)))
    return Item(
        fact_key=definition.key,
        form="term",
        kind="short-answer",
        stem=question.text,
        stem_html=question.html,
        feedback_html=_feedback(definition),
        file=section.file,
        line=definition.line,
        accepted=tuple(accepted),
        rivals=others(rivals, accepted),
    )


def others(rivals: Sequence[str], accepted: Sequence[str]) -> tuple[str, ...]:
    """The rivals that are not accepted themselves; of very many those that a slip could be taken for."""
    own = {text.casefold() for text in accepted}
    folded = _folded(rivals if isinstance(rivals, tuple) else tuple(rivals))
    found = (rival for rival, plain_rival in folded if plain_rival not in own)
    if len(folded) <= MOST_RIVALS:
        return tuple(found)
    near = (rival for rival in found if any(OSA.distance(rival.casefold(), one, score_cutoff=3) <= 3 for one in own))
    return tuple(islice(near, MOST_RIVALS))


@lru_cache(maxsize=4)
def _folded(rivals: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each of them once, with what it is without case."""
    return tuple((rival, rival.casefold()) for rival in dict.fromkeys(rivals))


class Meanings:
    """What the terms of a section mean, and what is wrongly believed of them, gathered once for all of them."""

    def __init__(self, section: Section, synonyms: SynonymGroups) -> None:
        self.synonyms = synonyms
        self._blocks = [block for block in section.blocks if isinstance(block, Definition)]
        self._places = {id(block): place for place, block in enumerate(self._blocks)}  # comparing them is dear
        self._traps = [block for block in section.blocks if isinstance(block, Trap)]

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The meaning of each definition, in reading order."""
        return tuple(_meaning(block, place, self.synonyms) for place, block in enumerate(self._blocks))

    @cached_property
    def pool(self) -> Pool:
        """The meanings, ready to be distractors."""
        return Pool(self.candidates)

    def of(self, definition: Definition) -> Candidate:
        """The definition's own meaning."""
        place = self._places.get(id(definition))
        return self.candidates[self._blocks.index(definition) if place is None else place]

    def wrong_for(self, definition: Definition) -> tuple[Candidate, ...]:
        """What may be offered instead of its meaning, the best first; empty if it is too little to choose from."""
        key = self.of(definition)
        beliefs = tuple(beliefs_about(names_of(definition), key.text, self._traps, place=len(self._blocks)))
        if len(self._blocks) + len(beliefs) < LEAST_MEANINGS:
            return ()
        return tuple(one for one in chain(self.pool.preferred(key.wording), beliefs) if one.place != key.place)


def _meaning_item(section: Section, definition: Definition, meanings: Meanings) -> Item | None:
    wrong = meanings.wrong_for(definition)
    if not wrong or is_circular(definition.text, with_synonyms(names_of(definition), meanings.synonyms)):
        return None
    key = meanings.of(definition)
    stems = (join("What does ", quoted(strong(plain(definition.term))), " mean here?"),)
    found = choose("definition", stems, key.wording, wrong)
    return _choice_item(section, definition, key, found) if isinstance(found, Choice) else None


def _meaning(block: Definition, place: int, synonyms: SynonymGroups) -> Candidate:
    text = blanked(block.text, with_synonyms(names_of(block), synonyms))
    why = paragraph("This is ", strong(plain(block.term)), ".")
    return Candidate(wording_of(plain(text)), place, f"term:{block.term}", why)


def _choice_item(section: Section, definition: Definition, key: Candidate, choice: Choice) -> Item:
    candidates = sorted((key, *choice.distractors), key=lambda candidate: candidate.place)
    options = [
        Option(one.text, one.wording.phrase.html, "key") if one is key else one.as_option() for one in candidates
    ]
    return Item(
        fact_key=definition.key,
        form="definition",
        kind="single",
        stem=choice.stem.text,
        stem_html=choice.stem.html,
        feedback_html=_feedback(definition),
        file=section.file,
        line=definition.line,
        options=tuple(options),
        keys=(candidates.index(key) + 1,),
    )


def _cloze_items(
    section: Section, definition: Definition, synonyms: SynonymGroups, rivals: Sequence[str]
) -> list[Item | None]:
    whole = f"{definition.term}: {definition.text}"
    return [
        _cloze_item(
            section, definition, phrase, ordinal=ordinal, accepted=with_synonyms((phrase,), synonyms), rivals=rivals
        )
        for ordinal, phrase in enumerate(definition.clozes, 1)
        if whole.count(phrase) == 1 and definition.text.count(phrase) == 1
    ]


def left_out(sentence: Phrase, phrase: str) -> Phrase:
    """The sentence with a blank instead of `phrase`; its markup is kept where the phrase stands in it as it is."""
    text, marked = sentence.text.replace(phrase, BLANK), escape(phrase, quote=False)
    return Phrase(text, sentence.html.replace(marked, BLANK)) if sentence.html.count(marked) == 1 else plain(text)


def _cloze_item(
    section: Section,
    definition: Definition,
    phrase: str,
    *,
    ordinal: int,
    accepted: Sequence[str],
    rivals: Sequence[str],
) -> Item:
    gap = quoted(join(strong(plain(definition.term)), ": ", left_out(_sentence(definition), phrase)))
    question = join("Fill the blank: ", gap)
    return Item(
        fact_key=definition.key,
        form="cloze",
        kind="cloze",
        stem=question.text,
        stem_html=question.html,
        feedback_html=_feedback(definition),
        file=section.file,
        line=definition.line,
        accepted=tuple(accepted),
        ordinal=ordinal,
        rivals=others(rivals, accepted),
    )
