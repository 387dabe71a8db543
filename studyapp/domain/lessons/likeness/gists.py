"""What a block says, in the shape in which two versions of it are compared."""

import re
from dataclasses import dataclass
from functools import singledispatch

from studyapp.domain.lessons.blocks import (
    Block,
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    Prose,
    Question,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.keys.identity import Keyed, first_sentence
from studyapp.domain.lessons.likeness.opposites import is_turned_round
from studyapp.domain.lessons.likeness.severity import changes_claim, is_same_wording
from studyapp.domain.lessons.likeness.wording import (
    content,
    likeness,
    only_adds_words,
    same_but_for_spelling,
    same_words,
    share,
    swaps_names,
    tidy,
)

_ONE_SENTENCE = 20  # content words; in a longer text one word more or less is no other text
_OTHER = 0.2  # taken off where a word says that it is another
_SAME_ANSWER = 0.85
_COMMENT = re.compile(r"<!--.*?-->")
_BARE_STEM = 6  # content words; a shorter stem ("Which is true?") says too little without its options


@dataclass(frozen=True, slots=True)
class Gist:
    """`kind` is what must be equal; `subject` what it is about; `body` the rest; `parts` its options, rows or steps.

    `answer` is what decides a question.
    """

    kind: str
    subject: str
    body: str
    parts: tuple[str, ...] = ()
    answer: str = ""

    @property
    def text(self) -> str:
        """All that it says."""
        return f"{self.subject}\n{self.body}\n{self.answer}"


def word_for(block: Keyed) -> str:
    """The word for a block in reports."""
    if isinstance(block, Callout):
        return "principle" if block.kind == "principle" else "callout"
    return "table" if isinstance(block, ComparisonTable) else type(block).__name__.casefold()


def is_asked(block: Keyed) -> bool:
    """Whether facts hang on it."""
    if isinstance(block, ComparisonTable):
        return not block.furniture
    return not isinstance(block, Callout) or block.kind == "principle"


@singledispatch
def gist_of(block: Keyed) -> Gist:
    """What a block says."""
    raise TypeError(f"{type(block).__name__} has no gist")


@gist_of.register
def _(block: Callout) -> Gist:
    return Gist(word_for(block), first_sentence(block.text), block.text)


@gist_of.register
def _(block: ComparisonTable) -> Gist:
    names = tuple(row[block.key_column - 1].text for row in block.rows)
    rows = "\n".join(" | ".join(cell.text for cell in row) for row in block.rows)
    return Gist("table", " | ".join(cell.text for cell in block.columns), rows, names)


@gist_of.register
def _(block: Steps) -> Gist:
    steps = tuple(step.text for step in block.steps)
    return Gist("steps", block.lead_in.text, "\n".join(steps), steps)


@gist_of.register
def _(block: Definition) -> Gist:
    return Gist("definition", block.term, block.text, (), block.expansion)


@gist_of.register
def _(block: Trap) -> Gist:
    if block.belief is None:
        return Gist("trap", first_sentence(block.text), block.text)
    return Gist("trap", block.belief.text, f"{block.text}\n{block.truth.text if block.truth else ''}")


@gist_of.register
def _(block: Question) -> Gist:
    parts = (
        *(option.text for option in block.options),
        *(step.text for step in block.sequence),
        *(f"{left.text} = {right.text}" for left, right in block.pairs),
    )
    answer = "\n".join([*(option.text for option in block.options if option.is_key), *block.accepted])
    return Gist(f"question {block.kind}", block.stem.text, "\n".join(parts), parts, answer)


@gist_of.register
def _(block: Reflection) -> Gist:
    lines = tuple(_COMMENT.sub("", line.text).strip() for line in block.rubric.lines) if block.rubric else ()
    return Gist("reflection", block.stem.text, "\n".join(lines), lines)


def print_of(block: Block) -> tuple[str, str]:
    """Kind and letters of a block: equal prints, equal blocks."""
    if isinstance(block, Prose):
        return "prose", block.html
    if isinstance(block, DatedFact):
        return "dated", f"{block.as_of} {block.source}"
    gist = gist_of(block)
    return gist.kind, gist.text


def resemblance(one: Gist, other: Gist) -> float:  # noqa: PLR0911 - one line a kind of block
    """0 to 1: how sure it is that one is the other, edited. Gists of different kinds have 0."""
    if one.kind != other.kind:
        return 0.0
    subject = likeness(one.subject, other.subject)
    match one.kind.partition(" ")[0]:
        case "definition":
            return _of_definitions(one, other, subject)
        case "table":
            return _of_tables(one, other, subject)
        case "question":
            return _of_questions(one, other, subject)
        case "steps" | "reflection":
            return 0.5 * subject + 0.5 * _offered(one, other) if one.parts or other.parts else subject
        case "trap" if one.body != one.subject or other.body != other.subject:
            return _doubted(0.6 * subject + 0.4 * likeness(one.body, other.body), one.subject, other.subject)
        case _:
            return _doubted(likeness(one.body, other.body), one.body, other.body)


def _of_tables(one: Gist, other: Gist, headers: float) -> float:
    """Rows that are named alike say more than headers, which are often the same in several tables."""
    names = share(map(tidy, one.parts), map(tidy, other.parts))
    return max(0.4 * headers + 0.6 * names, 0.5 * headers + 0.5 * likeness(one.body, other.body))


def _offered(one: Gist, other: Gist) -> float:
    """How like the options, rows or steps are."""
    return max(share(map(tidy, one.parts), map(tidy, other.parts)), likeness(one.body, other.body))


def _of_definitions(one: Gist, other: Gist, term: float) -> float:
    """Terms are short: another word in one is another term, unless the sentence is the same but for its spelling."""
    if same_words(one.subject, other.subject):
        return 0.5 * max(term, 0.8) + 0.5 * likeness(one.body, other.body)
    if is_turned_round(one.subject, other.subject):
        return 0.0
    if is_same_wording(one.body, other.body):
        return 0.8 + 0.2 * term
    return 0.8 if is_respelt((one.subject, other.subject), (one.body, other.body)) else 0.0


def is_respelt(names: tuple[str, str], beside: tuple[str, str]) -> bool:
    """Whether a name was only misspelt: by its letters, and because what stands beside it says nothing else."""
    return same_but_for_spelling(*names) and only_adds_words(*beside) and not changes_claim(*beside)


def _of_questions(one: Gist, other: Gist, stem: float) -> float:
    """A stem with other words is another question, unless its answer is the same."""
    if is_turned_round(one.subject, other.subject):
        return 0.0
    is_same_answer = likeness(one.answer, other.answer) if one.answer or other.answer else 1.0
    if not same_words(one.subject, other.subject) and is_same_answer < _SAME_ANSWER:
        return 0.0
    if one.kind in ("question true-false", "question card", "question short-answer", "question cloze"):
        return _doubted(0.85 * stem + 0.15 * is_same_answer, one.subject, other.subject)
    if not can_share_subject(one, other):
        return 0.0
    return 0.6 * stem + 0.25 * _offered(one, other) + 0.15 * is_same_answer


def _doubted(score: float, one: str, other: str) -> float:
    """A sentence with another name in it is another sentence; in a short one any other content word counts."""
    if same_but_for_spelling(one, other) and not is_turned_round(one, other):
        return score
    size = max(len(content(one)), len(content(other)))
    is_other_word = swaps_names(one, other) or is_turned_round(one, other)
    is_another = size < _BARE_STEM or (size <= _ONE_SENTENCE and is_other_word)
    return score - _OTHER if is_another else score


def can_share_subject(one: Gist, other: Gist) -> bool:
    """Whether blocks with the same subject may be one: a bare stem with other options is another question."""
    if not one.kind.startswith("question") or len(content(one.subject)) >= _BARE_STEM or not one.parts:
        return True
    return _offered(one, other) >= 0.4 or likeness(one.answer, other.answer) >= _SAME_ANSWER
