"""A reader of GIFT that follows the rules of Moodle's own, step by step, to judge what we write."""

import re
from dataclasses import dataclass, field

_ESCAPES = {
    r"\:": "\ue001",
    r"\#": "\ue002",
    r"\=": "\ue003",
    r"\{": "\ue004",
    r"\}": "\ue005",
    r"\~": "\ue006",
    r"\n": "\ue007",
}
_MEANT = dict(zip(_ESCAPES.values(), (":", "#", "=", "{", "}", "~", "\n"), strict=True))


@dataclass
class Read:
    kind: str
    name: str
    stem: str
    category: str
    feedback: str = ""
    answers: list[tuple[float, str, str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)


def read_gift(content: bytes) -> list[Read]:
    found, category = [], ""
    for block in re.split(r"\n[ \t]*\n", content.decode()):
        text = "\n".join(" " if line.strip().startswith("//") else line for line in block.split("\n")).strip()
        if text.startswith("$CATEGORY:"):
            category = text.removeprefix("$CATEGORY:").strip()
        elif text:
            found.append(_question(_hide(text), category))
    return found


def _hide(text: str) -> str:
    text = text.replace("\\\\", "\ue000")
    for escape, mark in _ESCAPES.items():
        text = text.replace(escape, mark)
    return text.replace("\ue000", "\\")


def _show(text: str) -> str:
    for mark, meant in _MEANT.items():
        text = text.replace(mark, meant)
    return text.strip()


def _formatted(text: str) -> str:
    """The words of a text in Moodle's eyes: a format's name in front is taken off, the rest is HTML as it stands."""
    text = text.strip()
    if text.startswith("[") and text[1 : text.find("]")] in ("html", "moodle", "plain", "markdown"):
        text = text[text.find("]") + 1 :]
    return _show(text)


def _question(text: str, category: str) -> Read:
    assert text.startswith("::"), text
    name, _, text = text[2:].partition("::")
    start, end = text.index("{"), text.index("}")
    assert text.strip().endswith("}"), "the answers stand at the end"
    answers, stem = text[start + 1 : end].strip(), text[:start] + text[end + 1 :]
    assert stem.startswith("[html]")
    answers, _mark, feedback = answers.rpartition("####") if "####" in answers else (answers, "", "")
    read = Read("", _show(name), _formatted(stem), category, _formatted(feedback))
    _answer(read, answers.strip())
    return read


def _answer(read: Read, text: str) -> None:
    if not text:
        read.kind = "essay"
    elif "~" in text:
        read.kind = "single" if "=" in text else "multiple"
        read.answers = [_weighed(part) for part in text.replace("=", "~=").split("~") if part.strip()]
    elif "=" in text and "->" in text:
        read.kind = "matching"
        for part in text.split("=")[1:]:
            left, _, right = part.strip().partition("->")
            read.pairs.append((_formatted(left), _show(right)))
    elif text.partition("#")[0].strip() in ("TRUE", "FALSE", "T", "F"):
        read.kind = "true-false"
        word, *feedback = text.split("#", 2)
        wrong, right = [*map(_formatted, feedback), "", ""][:2]
        read.answers = [(1, word.strip(), right), (0, "other", wrong)]
    else:
        read.kind = "short-answer"
        read.answers = [_weighed(part, plain=True) for part in text.split("=") if part.strip()]


def _weighed(part: str, *, plain: bool = False) -> tuple[float, str, str]:
    part = part.strip()
    weight = 1.0 if plain else 0.0
    if part.startswith("="):
        weight, part = 1.0, part[1:]
    elif found := re.match(r"%(-?\d{1,3}\.?\d*)%", part):
        weight, part = float(found[1]) / 100, part[found.end() :]
    text, _, why = part.partition("#")
    return weight, _show(text) if plain else _formatted(text), _formatted(why)
