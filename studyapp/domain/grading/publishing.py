"""What a readable rubric must also keep before it is published: a model answer that earns all, no phrase given away."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.limits import ANSWER_CHARACTERS
from studyapp.domain.common.words import fold
from studyapp.domain.grading.compiling import Compiled, CompiledLine, compile_rubric
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.judging import Reading, judge_criterion
from studyapp.domain.grading.matching import sight
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.phrases import Phrase, parse_phrase
from studyapp.domain.grading.polarity import read_polarity
from studyapp.domain.grading.rubric import Criterion, Line, Misconception, Rubric
from studyapp.domain.grading.tokens import tokenise

_OR = re.compile(r"""([^\s"]+)\s+or\s+([^\s"]+)""", re.IGNORECASE)


def joined_name(name: str) -> str:
    """A topic's name without what parts its words: hyphen, space and joined spelling are one name."""
    return re.sub(r"[\s-]+", "", fold(name))


def check_publishable(rubric: Rubric, *, question: str, file: str, model_line: int) -> list[Diagnostic]:
    """E45, E48 and W26 findings. `model_line` is where the model answer stands, or else the heading."""
    return [
        *_topics_made_one(rubric, file),
        *_phrases_twice(rubric, file),
        *_without_effect(rubric, file),
        *_given_away(rubric, question, file),
        *_model_answer(rubric, question, file, model_line),
    ]


def _topics_made_one(rubric: Rubric, file: str) -> Iterator[Diagnostic]:
    """Rival topics that a synonym group of the pack joins."""
    groups = [{joined_name(word) for word in group} for group in rubric.synonyms]
    names = [(topic, {joined_name(word) for word in (topic.name, *topic.synonyms)}) for topic in rubric.topics]
    for number, (topic, own) in enumerate(names):
        for earlier, other in names[:number]:
            if any(group & own and group & other for group in groups):
                what = f"synonyms of the pack make one topic of `{earlier.name}` and `{topic.name}`"
                yield Diagnostic(
                    file, topic.line, 1, "E48", what, "rename one, or change [grading] synonyms in pack.toml"
                )


def _without_effect(rubric: Rubric, file: str) -> Iterator[Diagnostic]:
    """Lines said twice, an `or` that is no `/`, and caps that cap nothing."""
    judged: list[Criterion | Misconception] = [*rubric.criteria, *rubric.traps]
    for one in judged:
        seen: set[Phrase] = set()
        for line in one.lines:
            phrase = _unordered(parse_phrase(line.text))
            if phrase in seen:
                what = f"`{line.text}` stands twice under `{one.label}`"
                yield Diagnostic(file, line.line, 1, "W26", what, "keep one", excerpt=line.text)
            seen.add(phrase)
            either = _OR.search(line.text)
            if either is not None:
                what = f"`or` is a small word and joins nothing in `{line.text}`"
                fix = f"write `{either[1]}/{either[2]}`"
                yield Diagnostic(file, line.line, 1, "W26", what, fix, excerpt=line.text)
    for trap in rubric.traps:
        if trap.cap is not None and trap.cap >= rubric.max_marks:
            what = f"`at most {trap.cap:g} points` takes nothing from {rubric.max_marks:g}"
            yield Diagnostic(file, trap.line, 1, "W26", what, "write a smaller number")


def _phrases_twice(rubric: Rubric, file: str) -> Iterator[Diagnostic]:
    """The same phrase in two criteria earns twice for one claim, unless their topics keep them apart."""
    seen: list[tuple[Phrase, Criterion, Line]] = []
    for criterion in rubric.criteria:
        for line in criterion.lines:
            phrase = _unordered(parse_phrase(line.text))
            for other, earlier, first in seen:
                apart = criterion.topic and earlier.topic and criterion.topic != earlier.topic
                if other == phrase and earlier is not criterion and not apart:
                    what = f"`{line.text}` stands in two criteria, also in line {first.line}"
                    yield Diagnostic(file, line.line, 1, "E45", what, "keep one", excerpt=line.text)
                    break
            seen.append((phrase, criterion, line))


def _unordered(phrase: Phrase) -> Phrase:
    """The phrase with alternatives sorted: their order means nothing."""
    choices = tuple(
        tuple(
            type(part)(
                part.is_denied,
                tuple(
                    tuple(sorted({tuple(sorted(slot, key=repr)) for slot in group}, key=repr)) for group in part.groups
                ),
            )
            for part in choice
        )
        for choice in phrase.choices
    )
    return Phrase(choices, phrase.needed)


def _given_away(rubric: Rubric, question: str, file: str) -> Iterator[Diagnostic]:
    """Phrases that the stem itself says, and hints that say a phrase of their criterion."""
    compiled = compile_rubric(rubric)
    stem = _reading(compiled, question)
    for criterion, lines in zip(rubric.criteria, compiled.criteria, strict=True):
        hint = _reading(compiled, criterion.hint)
        for line, compiled_line in zip(criterion.lines, lines, strict=True):
            if _is_said(compiled_line, stem):
                what = f"`{line.text}` matches the question"
                yield Diagnostic(file, line.line, 1, "W26", what, "use a rarer word", excerpt=line.text)
            if criterion.hint and _is_said(compiled_line, hint):
                what = f"the hint of `{criterion.label}` says its phrase `{line.text}`"
                yield Diagnostic(file, line.line, 1, "W26", what, "ask without the words that earn the points")


def _reading(compiled: Compiled, text: str) -> Reading:
    tokens = tokenise(normalise(text).text)
    sightings = sight(compiled.lexicon, tokens, real_words=frozenset(token.word for token in tokens.items))
    told = replace(sightings.spelt, questions=frozenset())  # here a question counts like a statement
    return Reading(
        sightings=sightings,
        owners=[0] * len(tokens),
        polarity=read_polarity(told, frozenset()),
        uses_polarity=True,
        copied=frozenset(),
        named=frozenset(),
    )


def _is_said(line: CompiledLine, reading: Reading) -> bool:
    return judge_criterion([line], 0, reading).reason == "met"


def _model_answer(rubric: Rubric, question: str, file: str, line: int) -> Iterator[Diagnostic]:
    if not fold(rubric.model_answer):
        yield Diagnostic(file, line, 1, "E48", "the rubric has no model answer", "add `- Model answer: ...`")
        return
    if len(rubric.model_answer) > ANSWER_CHARACTERS:
        what = f"the model answer is longer than {ANSWER_CHARACTERS:,} characters"
        yield Diagnostic(file, line, 1, "E39", what, "shorten it")
        return
    result = grade(rubric, rubric.model_answer, question=question)
    labels = {one.key: one.label for one in rubric.criteria} | {one.key: one.label for one in rubric.traps}
    if result.marks < rubric.max_marks:
        short = [f"`{labels[one.key]}` ({one.reason})" for one in result.criteria if one.credit < 1]
        what = f"the model answer earns {result.marks:g} of {rubric.max_marks:g} points"
        what += f": {', '.join(short)}" if short else f" ({', '.join(result.flags)})"
        yield Diagnostic(
            file, line, 1, "E48", what, "add what is missing to the model answer, or a phrase that finds it"
        )
    for trap in result.misconceptions:
        what = f"the model answer fires the trap `{labels[trap.key]}` (line `{trap.line}`)"
        yield Diagnostic(file, line, 1, "E48", what, "reword the model answer or narrow the trap")
