"""What graded options and typed answers of a learning platform become here, where a key is right or wrong."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.exchange.escaping import cleaned
from studyapp.domain.exchange.incoming import Choice, Incoming, IncomingKind, Ledger

_MOST_NUMBERS = 11
_PATTERN = re.compile(r"(?<!\\)\*")
_ALMOST = 0.005  # weights are rounded: three of 33.333 % are a whole


@dataclass(frozen=True, slots=True)
class Graded:
    """An option or an accepted answer; `weight` is its share of the marks, 1 for all of them, below 0 for a malus."""

    text: str
    weight: float
    why: str = ""


def choices_of(options: Sequence[Graded], *, is_single: bool, line: int, ledger: Ledger) -> tuple[Choice, ...]:
    """The options with their keys: those with full marks, or if several may be chosen those with any."""
    full = [option for option in options if option.weight >= 1 - _ALMOST]
    partial = [option for option in options if 0 < option.weight < 1 - _ALMOST]
    keyed = full if is_single and full else [option for option in options if option.weight > 0]
    if is_single and full and partial:
        shares = ", ".join(f"{round(option.weight * 100, 2):g} %" for option in partial)
        ledger.lose(line, f"options that earn a part of the marks ({shares}) are wrong here")
    if is_single and len(keyed) > 1:
        ledger.lose(line, f"any one of {len(keyed)} options is right there; here all of them must be chosen")
    if not is_single and max(map(_weight, keyed), default=0) - min(map(_weight, keyed), default=0) > _ALMOST:
        ledger.lose(line, "the right options have different weights; here they count alike")
    if is_single and any(option.weight < 0 for option in options):
        ledger.lose(line, "marks taken off for a wrong option are not taken off here")
    return tuple(Choice(option.text, option in keyed, option.why) for option in options)


def _weight(option: Graded) -> float:
    return option.weight


def kind_of(choices: Sequence[Choice], *, is_single: bool) -> IncomingKind:
    """Whether one or several options are to be chosen."""
    return "single" if is_single and sum(choice.is_key for choice in choices) < 2 else "multiple"


def typed_answers(answers: Sequence[Graded], *, line: int, ledger: Ledger) -> tuple[str, ...]:
    """The plain answers that count as right. What earns only a part of the marks, and patterns, are losses."""
    accepted: list[str] = []
    for answer in answers:
        text = " ".join(cleaned(answer.text).split())
        if answer.weight < 1 - _ALMOST:
            if answer.weight > 0:
                share = f"{round(answer.weight * 100, 2):g} %"
                ledger.lose(line, f"the answer {_shown(text)} earns {share} there and is not accepted here")
            elif answer.why or text.strip("*"):
                ledger.lose(line, f"the reply to the answer {_shown(text)} is left out")
        elif _PATTERN.search(text):
            ledger.lose(line, f"the pattern {_shown(text)} is left out: answers are compared as words here")
        else:
            accepted.append(_sayable(text.replace("\\*", "*"), line, ledger))
    return tuple(dict.fromkeys(text for text in accepted if text))


def _shown(text: str) -> str:
    return f"“{text[:60]}”"


def _sayable(text: str, line: int, ledger: Ledger) -> str:
    """An answer without what parts answers from each other in a pack."""
    bare = re.sub(r";(?=\s|$)", ",", re.sub(r"(?:^|\s+)/(?:\s+|$)", "/", text))
    if bare != text:
        ledger.lose(line, f"the answer {_shown(text)} is written as {_shown(bare)}")
    return bare


@dataclass(frozen=True, slots=True)
class Span:
    """A number and how far off an answer may be."""

    middle: float
    tolerance: float


def numbers_of(spans: Sequence[Span], *, line: int, ledger: Ledger) -> tuple[tuple[str, ...], str]:
    """Numbers as typed answers, and a sentence for the explanation where a tolerance got lost."""
    accepted: list[str] = []
    said: list[str] = []
    for span in spans:
        low, high = span.middle - span.tolerance, span.middle + span.tolerance
        accepted.append(shown_number(span.middle))
        if span.tolerance > 0:
            ledger.lose(
                line, f"a number from {shown_number(low)} to {shown_number(high)} is right there; see the answers"
            )
            said.append(f"Any number from {shown_number(low)} to {shown_number(high)} is right.")
            if low.is_integer() and high.is_integer() and high - low < _MOST_NUMBERS:
                accepted += [shown_number(low + step) for step in range(int(high - low) + 1)]
    return tuple(dict.fromkeys(accepted)), " ".join(said)


def shown_number(number: float) -> str:
    """A number as people type it."""
    return f"{number:.10g}"


def finite(text: str) -> float:
    """The number that a text says. Raises ValueError if it says none, or an endless one."""
    number = float(text.strip().replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def joined_reasons(*texts: str) -> str:
    """Several explanations as one, each once."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def short_answer(
    stem: str, line: int, accepted: Sequence[str], *, explanation: str, section: str, identity: str, ledger: Ledger
) -> Incoming | None:
    """A typed question, or None and a loss if no answer is left."""
    if not accepted:
        ledger.lose(line, "the question is left out: it has no answer that could be accepted here")
        return None
    return Incoming(
        "short-answer", stem, line, accepted=tuple(accepted), explanation=explanation, section=section, id=identity
    )


def free_answer(stem: str, line: int, answer: str, *, section: str, identity: str, ledger: Ledger) -> Incoming:
    """A question answered freely: with an answer for the marker it is a card, which shows it; without, a reflection."""
    if not answer:
        return Incoming("essay", stem, line, section=section, id=identity)
    ledger.lose(line, "a question answered freely becomes a card: learners see its answer and rate themselves")
    return Incoming("card", stem, line, answer=answer, section=section, id=identity)
