"""A rubric as a value: criteria, traps, topics and the lines that find them."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One way of saying a criterion or a trap, as its author wrote it; `line` is its place in the file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that claims are about, and its other names. Several topics are rivals."""

    name: str
    synonyms: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One claim that earns `points`. `topic` is a topic's name; `hint` may be empty."""

    key: str
    label: str
    points: float
    required: bool
    topic: str | None
    hint: str
    lines: tuple[Line, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong claim: marks are at most `cap`, or `penalty` is taken off; exactly one of the two is set.

    `trap_key` is the id of an exam trap that it repeats, or "".
    """

    key: str
    label: str
    topic: str | None
    cap: float | None
    penalty: float | None
    feedback: str
    trap_key: str
    lines: tuple[Line, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """What an answer is judged against. `version` is a hash of the content and knows no line numbers."""

    criteria: tuple[Criterion, ...]
    traps: tuple[Misconception, ...]
    topics: tuple[Topic, ...]
    model_answer: str
    max_marks: float
    synonyms: tuple[tuple[str, ...], ...]
    version: str

    def __hash__(self) -> int:
        return hash(self.version)

    def with_criteria(self, criteria: "tuple[Criterion, ...]") -> "Rubric":
        """The rubric with other criteria; its version says so."""
        version = version_of(
            criteria=criteria,
            traps=self.traps,
            topics=self.topics,
            model_answer=self.model_answer,
            synonyms=self.synonyms,
        )
        return replace(self, criteria=criteria, version=version)


def version_of(
    *,
    criteria: tuple[Criterion, ...],
    traps: tuple[Misconception, ...],
    topics: tuple[Topic, ...],
    model_answer: str,
    synonyms: tuple[tuple[str, ...], ...],
) -> str:
    """A hash of everything that a rubric says, 16 hexadecimal digits; moving it in the file changes nothing."""
    content = {
        "criteria": [_placeless(asdict(criterion)) for criterion in criteria],
        "traps": [_placeless(asdict(trap)) for trap in traps],
        "topics": [_placeless(asdict(topic)) for topic in topics],
        "model_answer": model_answer,
        "synonyms": synonyms,
    }
    packed = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


def _placeless(fields: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in fields.items() if name != "line"}
    if "lines" in kept:
        kept["lines"] = [line["text"] for line in kept["lines"]]
    return kept
