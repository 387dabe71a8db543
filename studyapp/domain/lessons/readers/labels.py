"""Labels: the words at the start of a block that say what it is, such as **Exam Trap:**."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.common.words import fold

LabelKind = Literal["principle", "trap", "reflection", "tip", "note", "important", "example", "definition", "mnemonic"]

DEFAULTS: dict[LabelKind, tuple[str, ...]] = {
    "principle": ("First Principle", "Core idea", "Key idea", "Takeaway", "Key takeaways"),
    "trap": ("Exam trap", "Trap", "Common mistake", "Common pitfall", "Pitfall", "Gotcha", "Don't confuse",
             "Misconception"),
    "reflection": ("Reflection Question", "Reflect", "Self-check questions", "Self-assessment prompts"),
    "tip": ("Tip", "Exam tip", "Hint", "Remember"),
    "note": ("Note",),
    "important": ("Important", "Key distinction", "Key trade-offs", "Warning", "Caution"),
    "example": ("Example", "Scenario", "Analogy"),
    "definition": ("Definition",),
    "mnemonic": ("Mnemonic",),
}  # fmt: skip
ALERTS: dict[str, LabelKind] = {
    "note": "note", "info": "note", "todo": "note", "tip": "tip", "hint": "tip", "success": "tip",
    "important": "important", "warning": "important", "caution": "important", "attention": "important",
    "danger": "important", "error": "important", "example": "example",
    "abstract": "principle", "summary": "principle", "tldr": "principle",
}  # fmt: skip
_BOLD = re.compile(
    r"(?:(?P<stars>\*{1,3})(?=\S)(?P<starred>[^*\n]{1,120})(?P=stars)|"
    r"(?P<lines>_{1,3})(?=\S)(?P<lined>[^_\n]{1,120})(?P=lines))[ \t]*(?P<colon>:?)"
)
_PLAIN = re.compile(r"([^\W\d_][^:*`\n|]{0,60}?):(?=\s|$)")
_SUFFIX = re.compile(r"\s*(?:#?\d+|\([^)]*\))\s*$")
_MOST_UNKNOWN_WORDS = 4  # of a label that only an emoji sets apart from a sentence
_DASH = re.compile(r"\s*[–—-]\s+")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written. `kind` is None if nobody knows it; `rest` is the text after it.

    `has_colon` is False for a label that only bold or an emoji sets apart.
    """

    name: str
    kind: LabelKind | None
    rest: str
    is_bold: bool
    has_emoji: bool
    has_colon: bool

    @property
    def stands_alone(self) -> bool:
        """Whether nothing follows it on its line."""
        return not self.rest.strip() or self.rest.lstrip(" \t").startswith("\n")


class Labels:
    """The known labels: our own, and those that a pack adds in its language."""

    def __init__(self, added: Sequence[tuple[str, tuple[str, ...]]] = ()) -> None:
        self._kinds: dict[str, LabelKind] = {_bare(name): kind for kind, names in DEFAULTS.items() for name in names}
        for kind, names in added:
            if kind in DEFAULTS:
                self._kinds.update({_bare(name): kind for name in names})
        self._read: dict[str, Label | None] = {}  # several readers ask about the same paragraph

    def kind_of(self, name: str) -> LabelKind | None:
        """The kind that a label's words mean, in any case, singular or plural, numbered or not."""
        plain = _bare(without_emoji(name)[1].strip(" *_:："))
        for candidate in (plain, _SUFFIX.sub("", plain)):
            for word in (candidate, candidate.removesuffix("s"), candidate + "s", candidate.removesuffix("es")):
                if word in self._kinds:
                    return self._kinds[word]
        return None

    def read(self, text: str) -> Label | None:
        """The label that a leaf's source begins with, known or not; None if it begins with plain text."""
        if text not in self._read:
            self._read[text] = self._label(text)
        return self._read[text]

    def _label(self, text: str) -> Label | None:
        emoji, after = without_emoji(text.lstrip())
        bold = _BOLD.match(after)
        if bold:
            return self._bold(bold, after, has_emoji=bool(emoji))
        plain = _PLAIN.match(after)
        if plain and (kind := self.kind_of(plain.group(1))):
            return Label(plain.group(1).strip(), kind, after[plain.end() :].lstrip(" \t"), False, bool(emoji), True)
        if plain and emoji and len(plain.group(1).split()) <= _MOST_UNKNOWN_WORDS:
            return Label(plain.group(1).strip(), None, after[plain.end() :].lstrip(" \t"), False, True, True)
        first, _, rest = after.partition("\n")
        if emoji and (kind := self.kind_of(first)):
            return Label(first.strip(), kind, "\n" + rest, False, True, False)
        return None

    def _bold(self, found: re.Match[str], text: str, *, has_emoji: bool) -> Label:
        inner_emoji, name = without_emoji((found.group("starred") or found.group("lined")).strip())
        has_colon = bool(found.group("colon")) or name.endswith((":", "："))
        name = name.rstrip(":： ")
        rest = text[found.end() :]
        kind = self.kind_of(name)
        if kind and not has_colon:
            rest = _DASH.sub("", rest, count=1) if _DASH.match(rest) else rest
        return Label(name, kind, rest.lstrip(" \t"), True, has_emoji or bool(inner_emoji), has_colon)


def _bare(name: str) -> str:
    """A label's words as they are compared: case and apostrophes do not count."""
    return fold(name).replace("'", "").replace("’", "")


def without_emoji(text: str) -> tuple[str, str]:
    """The symbols that a text begins with, and what follows them."""
    if text[:1].isascii():
        return "", text
    at = 0
    while at < len(text) and (_is_symbol(text[at]) or (at and text[at] in " \t")):
        at += 1
    return text[:at].strip(), text[at:]


def _is_symbol(character: str) -> bool:
    if character.isascii():
        return False
    return unicodedata.category(character) in ("So", "Sk", "Mn", "Cf", "Me") or character in "‼⁉"
