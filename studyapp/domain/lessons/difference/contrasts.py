"""What an edit of one block does, kind by kind."""

from collections.abc import Iterable
from functools import singledispatch

from studyapp.domain.lessons.blocks import (
    Callout,
    ComparisonTable,
    Definition,
    Phrase,
    Question,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.likeness.severity import (
    Severity,
    answer_severity,
    changes_claim,
    sentence_severity,
    wording_severity,
    worst,
)
from studyapp.domain.lessons.likeness.wording import likeness, tidy

_KEY_MARK = "✓ "
_SAME_STEP = 0.5
_SAME_DEFINITION = 0.75


@singledispatch
def shown(block: Keyed) -> str:
    """A block as plain text, its parts on lines of their own."""
    raise TypeError(f"{type(block).__name__} is not shown")


@shown.register
def _(block: Callout) -> str:
    return block.text


@shown.register
def _(block: ComparisonTable) -> str:
    return "\n".join(" | ".join(cell.text for cell in row) for row in (block.columns, *block.rows))


@shown.register
def _(block: Steps) -> str:
    return _lines([f"{block.lead_in.text}:", *(f"{place}. {one.text}" for place, one in enumerate(block.steps, 1))])


@shown.register
def _(block: Definition) -> str:
    term = f"{block.term} ({block.expansion})" if block.expansion else block.term
    return f"{term}: {block.text}"


@shown.register
def _(block: Trap) -> str:
    sides = [("Belief", block.belief), ("Truth", block.truth)]
    lines = [f"{name}: {side.text}" for name, side in sides if side is not None]
    return _lines([*([] if block.belief and block.text == block.belief.text else [block.text]), *lines])


@shown.register
def _(block: Question) -> str:
    options = (f"{_KEY_MARK if one.is_key else ''}{one.text}{_reason(one.why_html)}" for one in block.options)
    steps = (f"{place}. {one.text}" for place, one in enumerate(block.sequence, 1))
    pairs = (f"{left.text} = {right.text}" for left, right in block.pairs)
    accepted = (f"{_KEY_MARK}{text}" for text in block.accepted)
    return _lines([block.stem.text, *options, *steps, *pairs, *accepted, text_of(block.explanation_html)])


def right_answers(text: str) -> str:
    """The right answers in the text of a question as it is `shown`, one a line; all of it where none is marked."""
    return _lines(line.removeprefix(_KEY_MARK) for line in text.splitlines() if line.startswith(_KEY_MARK)) or text


@shown.register
def _(block: Reflection) -> str:
    return block.stem.text


def _reason(html: str) -> str:
    text = text_of(html)
    return f" ({text})" if text else ""


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def severity_of(before: Keyed, after: Keyed) -> Severity:
    """The guess for a block that says something else now. Tables and rubrics are compared part by part elsewhere."""
    match before, after:
        case Definition(), Definition():
            return _of_definition(before, after)
        case Trap(), Trap():
            return _of_trap(before, after)
        case Question(), Question():
            return _of_question(before, after)
        case Steps(), Steps():
            lead_in = wording_severity(before.lead_in.text, after.lead_in.text)
            return worst([lead_in, _of_sequence(before.steps, after.steps)])
        case _:
            return sentence_severity(shown(before), shown(after))


def _of_definition(before: Definition, after: Definition) -> Severity:
    """The term is what is asked for, so another term is another meaning; a blanked phrase is an answer."""
    term = answer_severity(before.term, after.term)
    is_reversed = changes_claim(before.term, after.term)
    blanks = _of_answers(before.clozes, after.clozes) if before.clozes and after.clozes else "typo"
    return worst(
        [
            "meaning" if term == "flipped" and not is_reversed else term,
            wording_severity(before.expansion, after.expansion),
            sentence_severity(before.text, after.text, least=_SAME_DEFINITION),
            blanks,
        ]
    )


def _of_trap(before: Trap, after: Trap) -> Severity:
    belief = sentence_severity(_text(before.belief), _text(after.belief))
    truth = answer_severity(_text(before.truth), _text(after.truth)) if before.truth and after.truth else "typo"
    if bool(before.truth) != bool(after.truth):
        truth = "clarification"
    return worst([sentence_severity(before.text, after.text), belief, truth])


def _text(phrase: Phrase | None) -> str:
    return phrase.text if phrase else ""


def _of_question(before: Question, after: Question) -> Severity:
    found = [
        sentence_severity(before.stem.text, after.stem.text),
        _of_options(before, after),
        _of_sequence(before.sequence, after.sequence),
        _of_pairs(before, after),
        _of_answers(before.accepted, after.accepted),
        _of_reasons(_reasons(before), _reasons(after)),
    ]
    return worst(found)


def _reasons(question: Question) -> str:
    return _lines([text_of(question.explanation_html), *(text_of(option.why_html) for option in question.options)])


def _of_reasons(before: str, after: str) -> Severity:
    """Feedback is read after the response, so whatever changes in it clarifies."""
    return "typo" if before == after or wording_severity(before, after) == "typo" else "clarification"


def _of_options(before: Question, after: Question) -> Severity:
    """Flipped if the key is another option, or says something else; meaning if distractors changed."""
    keys = [tuple(one.text for one in question.options if one.is_key) for question in (before, after)]
    others = [tuple(one.text for one in question.options if not one.is_key) for question in (before, after)]
    swapped = set(map(tidy, keys[0])) & set(map(tidy, others[1])) or set(map(tidy, keys[1])) & set(map(tidy, others[0]))
    if swapped or len(keys[0]) != len(keys[1]):
        return "flipped"
    distractors: Severity = "typo"
    if sorted(map(tidy, others[0])) != sorted(map(tidy, others[1])):
        distractors = "clarification" if _only_misspelt(others[0], others[1]) else "meaning"
    return worst([_of_answers(keys[0], keys[1]), distractors])


def _only_misspelt(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if len(before) != len(after):
        return False
    return all(wording_severity(one, other) == "typo" for one, other in zip(before, after, strict=True))


def _of_answers(before: tuple[str, ...], after: tuple[str, ...]) -> Severity:
    """Keys or accepted answers: more ways of saying it are a clarification, fewer another meaning, others flip it."""
    gone = [text for text in before if tidy(text) not in set(map(tidy, after))]
    come = [text for text in after if tidy(text) not in set(map(tidy, before))]
    if not gone:
        return "clarification" if come else "typo"
    if not come:
        return "meaning"
    best = [max(come, key=lambda text, was=one: likeness(was, text)) for one in gone]  # type: ignore[misc]
    found = worst([answer_severity(one, text) for one, text in zip(gone, best, strict=True)])
    has_kept_one = len(gone) < len(before)
    return "meaning" if found == "flipped" and has_kept_one else found


def _of_sequence(before: tuple[Phrase, ...], after: tuple[Phrase, ...]) -> Severity:
    """Flipped if what is in both stands in another order; meaning if a step came or went; else as it is worded."""
    old, new = [tidy(one.text) for one in before], [tidy(one.text) for one in after]
    if old == new:
        return "typo"
    in_both = [[text for text in texts if text in other] for texts, other in ((old, set(new)), (new, set(old)))]
    if in_both[0] != in_both[1]:
        return "flipped"
    if len(old) != len(new):
        return "meaning"
    changed = [(one.text, other.text) for one, other in zip(before, after, strict=True) if one.text != other.text]
    if any(likeness(*pair) < _SAME_STEP for pair in changed):
        return "meaning"
    return worst([wording_severity(*pair) for pair in changed])


def _of_pairs(before: Question, after: Question) -> Severity:
    old, new = ({tidy(left.text): right.text for left, right in question.pairs} for question in (before, after))
    both = [(old[left], new[left]) for left in old if left in new]
    found: list[Severity] = [answer_severity(*pair) for pair in both]
    return worst([*found, "meaning" if old.keys() != new.keys() else "typo"])
