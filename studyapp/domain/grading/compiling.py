"""A rubric made ready for matching, once per rubric: every alternative becomes a numbered atom in one lexicon."""

from dataclasses import dataclass, field
from functools import lru_cache

from studyapp.domain.common.english import common_words
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.phrases import Alternative, Group, Part, Slot, parse_phrase
from studyapp.domain.grading.rubric import Line, Rubric
from studyapp.domain.grading.tokens import Tokens, split_words, stem_of, tokenise
from studyapp.domain.grading.vocabulary import FUNCTION_WORDS, IRREGULAR, STEERING_WORDS, slips_forgiven

_SHORTEST_MISSPELT = 5  # letters of the rubric word or of its inflection
_SHORTEST_INFLECTED = 4
_SHORTEST_COMPARED = 3

Atoms = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of a line; each group is a tuple of slots, each slot the atoms that fill it."""

    is_denied: bool
    groups: tuple[tuple[Atoms, ...], ...]
    slots: tuple[Atoms, ...]  # of all groups


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """A rubric line ready for matching."""

    text: str
    choices: tuple[tuple[CompiledPart, ...], ...]
    needed: int


@dataclass(slots=True)
class Lexicon:
    """All atoms of a rubric by the forms in which a text may show them."""

    forms: dict[str, Atoms] = field(default_factory=dict)  # joined surface or stem -> atoms
    heads: set[str] = field(default_factory=set)  # what a form of several words may begin with
    exact: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    beginnings: list[tuple[str, int]] = field(default_factory=list)
    spellings: dict[str, dict[str, tuple[int, bool]]] = field(default_factory=dict)  # by first letter, see add_spelling
    known: set[str] = field(default_factory=set)  # words that are never corrected
    slots: list[Atoms] = field(default_factory=list)
    size: int = 0
    may_begin: set[str] = field(default_factory=set)  # words and stems at which a form begins
    _numbers: dict[Alternative, int] = field(default_factory=dict)

    def add(self, alternative: Alternative) -> int:
        """The number of an alternative's atom, made on first sight."""
        if alternative in self._numbers:
            return self._numbers[alternative]
        atom = self._numbers[alternative] = self.size
        self.size += 1
        if alternative.kind == "exact":
            self.exact.setdefault(alternative.words[0], []).append((alternative.words, atom))
        elif alternative.kind == "beginning":
            self.beginnings.append((alternative.words[0], atom))
        else:
            self._add_words(alternative.words, atom)
        self.know(alternative.words)
        return atom

    def know(self, words: tuple[str, ...]) -> None:
        """Never take these words for misspelt ones."""
        for word in words:
            self.known.update((word, stem_of(word)))

    def _add_words(self, words: tuple[str, ...], atom: int) -> None:
        joined = "".join(words)
        stems = "".join(stem_of(word) for word in words)
        for form in {joined, stem_of(joined), stems, *_compared(words)}:
            self.forms[form] = (*self.forms.get(form, ()), atom)
            self.may_begin.add(form)
        self._add_heads(words, joined)
        for word in {*words, joined}:
            self._add_spellings(word)

    def _add_heads(self, words: tuple[str, ...], joined: str) -> None:
        begun = {joined[:length] for length in range(3, len(joined))}
        surface = stems = ""
        for word in words[:-1]:
            surface += word
            stems += stem_of(word)
            begun |= {surface, stems}
        self.heads |= begun
        self.may_begin |= begun

    def add_spelling(self, word: str) -> None:
        """Forgive one slip in a word that has five letters or more: how many, and whether it is only an inflection."""
        if len(word) >= _SHORTEST_MISSPELT:
            self.spellings.setdefault(word[0], {})[word] = (1, False)

    def _add_spellings(self, word: str) -> None:
        if len(word) < _SHORTEST_INFLECTED or not word.isalpha():
            return
        for form in _inflected(word):
            if len(form) < _SHORTEST_MISSPELT:
                continue
            slips = slips_forgiven(form)
            forms = self.spellings.setdefault(form[0], {})
            known_slips, is_inflected = forms.get(form, (0, True))
            forms[form] = max(slips, known_slips), is_inflected and form != word


def _compared(words: tuple[str, ...]) -> set[str]:
    """ "steeper" and "steepest" for `steep`; not "server" for `serve`, which is a word of its own."""
    word = words[0]
    if len(words) > 1 or len(word) < _SHORTEST_COMPARED or not word.isalpha():
        return set()
    base = word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")
    compared = {f"{base}{ending}" for ending in ("er", "est")} | {
        f"{word}{word[-1]}{ending}" for ending in ("er", "est")
    }
    return compared - common_words()


def _inflected(word: str) -> set[str]:
    """The word and its regular inflections: a slip in "altering" should find `alter`, and `alters` too."""
    root = stem_of(word)
    made = {word, *(form for form, base in IRREGULAR.items() if base == word)}
    for base in {word, *(word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ly"))}:
        if len(base) < _SHORTEST_INFLECTED or stem_of(base) != root:
            continue
        bare = base.removesuffix("e")
        made |= {base, *(f"{base}{ending}" for ending in ("s", "es", "ly")), f"{bare}ed", f"{bare}ing"}
        made |= {f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"}
        if base.endswith("y"):
            made |= {f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"}
    return {form for form in made if stem_of(form) == root}


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that grading needs and that depends on the rubric alone."""

    lexicon: Lexicon
    criteria: tuple[tuple[CompiledLine, ...], ...]
    traps: tuple[tuple[CompiledLine, ...], ...]
    topics: tuple[Atoms, ...]  # atoms that name each topic, in the order of rubric.topics
    topic_bits: dict[str, int]
    criteria_topics: int  # how many topics the criteria name
    model_words: tuple[tuple[str, Atoms], ...]  # its content stems, each with the atoms that say the same


@lru_cache(maxsize=256)
def compile_rubric(rubric: Rubric) -> Compiled:
    """Ready a rubric for matching. Raises PhraseError for a line that parsing would have refused."""
    lexicon = Lexicon()
    for word in STEERING_WORDS:
        lexicon.add_spelling(word)
    groups = _SynonymGroups(rubric.synonyms)
    topics = tuple(
        _atoms(
            lexicon, groups.widen(tuple(_named(name) for name in (topic.name, *topic.synonyms) if split_words(name)))
        )
        for topic in rubric.topics
    )
    model = tokenise(normalise(rubric.model_answer).text)
    lexicon.know(tuple(token.word for token in model.items))
    criteria = tuple(_compile_lines(lexicon, groups, criterion.lines) for criterion in rubric.criteria)
    traps = tuple(_compile_lines(lexicon, groups, trap.lines) for trap in rubric.traps)
    return Compiled(
        lexicon=lexicon,
        criteria=criteria,
        traps=traps,
        topics=topics,
        topic_bits={topic.name: 1 << number for number, topic in enumerate(rubric.topics)},
        criteria_topics=len({criterion.topic for criterion in rubric.criteria if criterion.topic}),
        model_words=_model_words(lexicon, model),
    )


def _model_words(lexicon: Lexicon, model: Tokens) -> tuple[tuple[str, Atoms], ...]:
    """The model answer's content stems; a word of a rubric slot is also said by the slot's other alternatives."""
    found: dict[str, Atoms] = {}
    for token in model.items:
        if token.word not in FUNCTION_WORDS and token.stem not in found:
            own = {*lexicon.forms.get(token.word, ()), *lexicon.forms.get(token.stem, ())}
            found[token.stem] = tuple(sorted({atom for slot in lexicon.slots if own & set(slot) for atom in slot}))
    return tuple(found.items())


def _named(name: str) -> Alternative:
    return Alternative("word", split_words(name))


class _SynonymGroups:
    """The pack's groups of equal words, found by the stem of the joined spelling."""

    def __init__(self, groups: tuple[tuple[str, ...], ...]) -> None:
        self._members: dict[str, tuple[Alternative, ...]] = {}
        for group in groups:
            members = tuple(_named(name) for name in group if split_words(name))
            for member in members:
                key = self._key(member)
                self._members[key] = (*self._members.get(key, ()), *members)

    @staticmethod
    def _key(alternative: Alternative) -> str:
        return stem_of("".join(alternative.words))

    def widen(self, slot: Slot) -> Slot:
        """The slot with the synonyms of its unquoted alternatives."""
        wider: list[Alternative] = []
        for alternative in slot:
            wider.append(alternative)
            if alternative.kind == "word":
                wider += self._members.get(self._key(alternative), ())
        return tuple(dict.fromkeys(wider))


def _compile_lines(lexicon: Lexicon, groups: _SynonymGroups, lines: tuple[Line, ...]) -> tuple[CompiledLine, ...]:
    return tuple(_compile_line(lexicon, groups, line.text) for line in lines)


def _compile_line(lexicon: Lexicon, groups: _SynonymGroups, text: str) -> CompiledLine:
    phrase = parse_phrase(text)
    choices = tuple(tuple(_compile_part(lexicon, groups, part) for part in choice) for choice in phrase.choices)
    return CompiledLine(text, choices, phrase.needed)


def _compile_part(lexicon: Lexicon, groups: _SynonymGroups, part: Part) -> CompiledPart:
    def compile_group(group: Group) -> tuple[Atoms, ...]:
        return tuple(_atoms(lexicon, groups.widen(slot)) for slot in group)

    compiled = tuple(compile_group(group) for group in part.groups)
    return CompiledPart(part.is_denied, compiled, tuple(slot for group in compiled for slot in group))


def _atoms(lexicon: Lexicon, slot: Slot) -> Atoms:
    atoms = tuple(lexicon.add(alternative) for alternative in slot)
    lexicon.slots.append(atoms)
    return atoms
