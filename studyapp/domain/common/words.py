"""Content words: what is left of a text when the small words are gone, as stems."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_RUN = re.compile(r"[^\W_]+")
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}

STOP_WORDS = frozenset(
    """
    a about after all also an and any are as at be because been before between both but by can cannot could did do does
    each either else every few for from had has have having he her here him his how i if in into is it its itself just
    like many may me might more most much must my near no nor not now of off on once one only onto or other our out over
    own per rather same she should since so some such than that the their them then there these they this those through
    to too under until up upon us use used uses using very via was we were what when where whether which while who whom
    whose why will with within without would yes yet you your
    """.split()  # noqa: SIM905 - a list of words reads best as a text
)


def fold(text: str) -> str:
    """`text` in NFKC, case-folded, white space joined to single blanks, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The English Snowball stem of one word, case-folded."""
    stemmed: str = _STEMMER.stemWord(word.casefold())
    return stemmed


def runs(text: str) -> list[str]:
    """The runs of letters and digits of `text`, folded."""
    if text.isascii():  # the same in a third of the time
        return text.lower().translate(_BLANKS).split()
    return _RUN.findall(fold(text))


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    if text.isascii() and "'" not in text:
        return tuple(runs(text))
    return tuple(_WORD.findall(fold(text)))


def words(text: str) -> list[str]:
    """The words of `text` in order, folded; hyphens and slashes part words."""
    return list(_words(text))


def content_words(text: str, *, shortest: int = 3) -> frozenset[str]:
    """Stems of the words with at least `shortest` letters that are no stop words."""
    return frozenset([stem(word) for word in _words(text) if len(word) >= shortest and word not in STOP_WORDS])
