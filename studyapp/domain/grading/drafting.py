"""A question without a rubric: how like its model answer an answer is, and a first rubric made of the model answer.

Both may guide practice only. A draft counts for nothing until an author has made it theirs.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from studyapp.domain.grading.compiling import Lexicon
from studyapp.domain.grading.engine import PADDED, STEM_WORD_WEIGHT
from studyapp.domain.grading.guards import Prompt, copied_tokens, flags_of_wording, prompt_of
from studyapp.domain.grading.matching import Match, Occurrence, Sightings, sight
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.phrases import Alternative
from studyapp.domain.grading.polarity import Polarity, read_polarity
from studyapp.domain.grading.tokens import Token, Tokens, tokenise
from studyapp.domain.grading.vocabulary import FUNCTION_WORDS

MOST_CRITERIA = 40
DRAFT_KEY = "draft-"  # how the keys of drafted criteria begin
_MOST_PARTS = 12
_SHARE_NEEDED = 3  # a third; measured on marked answers, it tells right from wrong better than a half does
_LONGEST_LABEL = 120
_PLAIN_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"<!--|-->|[*_`~<>]")


def draft_overlap(model_answer: str, answer: str, *, question: str) -> float | None:
    """The weighted share, 0 to 1, of the model answer's content stems that the answer has too.

    A word of the question weighs 0.3 of another one. A word that one affirms and the other only denies counts 0, so do
    words copied from the question; a list of keywords is half as like as it seems. None if either has no content word.
    """
    prompt = prompt_of(question)
    model = tokenise(normalise(model_answer).text)
    lexicon = Lexicon()
    for token in model.items:
        if _is_content(token):
            lexicon.add(Alternative("word", (token.word,)))
    wanted = _stances(sight(lexicon, model, real_words=prompt.words).spelt)
    text = normalise(answer)
    said = tokenise(text.text)
    copied = copied_tokens(said.items, prompt)
    given = _stances(sight(lexicon, said, real_words=prompt.words).spelt, copied)
    if not wanted or not given:
        return None
    weights = {word: STEM_WORD_WEIGHT if word in prompt.stems else 1.0 for word in wanted}
    found = sum(weights[word] for word, stances in wanted.items() if stances & given.get(word, set()))
    flags = flags_of_wording(said.items, text.text, was_cut=text.was_cut, copied=copied)
    return round(found / sum(weights.values()) / (2 if flags & PADDED else 1), 2)


def _is_content(token: Token) -> bool:
    return token.word not in FUNCTION_WORDS


def _stances(tokens: Tokens, copied: frozenset[int] = frozenset()) -> dict[str, set[bool]]:
    """For each content stem whether it is denied, affirmed, or both; before a denial in its clause it may be either."""
    polarity = read_polarity(tokens, frozenset())
    denied = [_is_denied(polarity, at) for at in range(len(tokens))]
    denying = {token.clause for token, is_denied in zip(tokens.items, denied, strict=True) if is_denied}
    found: dict[str, set[bool]] = {}
    for at, (token, is_denied) in enumerate(zip(tokens.items, denied, strict=True)):
        if _is_content(token) and at not in copied:
            found.setdefault(token.stem, set()).update({is_denied, token.clause in denying})
    return found


def _is_denied(polarity: Polarity, at: int) -> bool:
    return polarity.is_denied(Match((Occurrence(at, at),), (at,), crosses_clauses=False, width=0))


def draft_rubric(model_answer: str, question: str) -> str:
    """A rubric's Markdown list that proposes one criterion for each sentence of the model answer, one point each.

    A criterion asks for a third of its sentence's content words, affirmed or denied as the sentence has them;
    words of the question stand in no line. "" if the model answer says nothing beyond the question.
    """
    proposals = list(_proposals(model_answer, question))[:MOST_CRITERIA]
    if not proposals:
        return ""
    entries = [
        f"- 1 point: {label} <!-- id: {DRAFT_KEY}{number} -->\n    - {line}\n"
        for number, (label, line) in enumerate(proposals, start=1)
    ]
    return "".join(entries) + f"- Model answer: {_one_line(model_answer)}\n"


def _proposals(model_answer: str, question: str) -> Iterator[tuple[str, str]]:
    """Label and line of each sentence that says something new."""
    prompt = prompt_of(question)
    text = normalise(_one_line(model_answer)).text
    tokens = tokenise(text)
    lexicon = Lexicon()
    spelt = sight(lexicon, tokens, real_words=frozenset(token.word for token in tokens.items))
    polarity = read_polarity(tokens, frozenset())
    taken: set[frozenset[str]] = set()
    for sentence in _sentences(spelt):
        fresh = [at for at in sentence if _is_new(tokens.items[at], prompt)]
        parts = list(dict.fromkeys(_parts(fresh, tokens.items, polarity)))[:_MOST_PARTS]
        if not parts or frozenset(parts) in taken:
            continue
        taken.add(frozenset(parts))
        first, last = tokens.items[sentence[0]], tokens.items[sentence[-1]]
        yield _label(text[first.start : last.end]), _line(parts)


def _sentences(sightings: Sightings) -> list[list[int]]:
    by_sentence: dict[int, list[int]] = {}
    for at, token in enumerate(sightings.tokens.items):
        by_sentence.setdefault(token.sentence, []).append(at)
    return list(by_sentence.values())


def _is_new(token: Token, prompt: Prompt) -> bool:
    return _is_content(token) and token.stem not in prompt.stems and _PLAIN_WORD.fullmatch(token.word) is not None


def _parts(places: Sequence[int], items: Sequence[Token], polarity: Polarity) -> Iterator[str]:
    """One word each. Of a clause that denies something only what is denied: its subject alone claims nothing."""
    for _, clause in groupby(places, key=lambda at: items[at].clause):
        words = [(items[at].word, _is_denied(polarity, at)) for at in clause]
        denies = any(is_denied for _, is_denied in words)
        yield from (f"not {word}" if is_denied else word for word, is_denied in words if is_denied or not denies)


def _line(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    needed = max(min(2, len(parts) - 1), math.ceil(len(parts) / _SHARE_NEEDED))
    return f"any {needed} of: {', '.join(parts)}"


def _one_line(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())


def _label(sentence: str) -> str:
    text = _one_line(sentence).rstrip(".!?;,:")
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rsplit(' ', 1)[0]}\u2026"
