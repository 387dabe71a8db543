"""Grading one answer: nine steps from text to a proved result."""

from collections.abc import Collection
from dataclasses import replace
from importlib.metadata import version
from typing import Literal, NamedTuple

from studyapp.domain.grading import guards
from studyapp.domain.grading.compiling import Compiled, compile_rubric
from studyapp.domain.grading.judging import Reading, Verdict, claims_of, judge_criterion, judge_trap
from studyapp.domain.grading.matching import Match, Sightings, sight
from studyapp.domain.grading.normalising import Normalised, normalise
from studyapp.domain.grading.polarity import no_polarity, read_polarity
from studyapp.domain.grading.results import CriterionResult, MisconceptionResult, Reason, Result, Role, Span
from studyapp.domain.grading.rubric import Criterion, Misconception, Rubric
from studyapp.domain.grading.tokens import tokenise
from studyapp.domain.grading.topics import Ownership, ownership
from studyapp.domain.grading.vocabulary import fingerprint

RULES = "5"
ENGINE_VERSION: str = f"{RULES}+stem{version('PyStemmer')}.{version('snowballstemmer')}+words{fingerprint()}"
_ROLES: dict[Reason, Role] = {"met": "met", "partial": "met", "negated": "denied", "copied": "copied", "missing": "met"}
Step = Literal["stems", "slips", "polarity", "topics", "guards"]
PADDED = frozenset({"keyword-list", "repetition"})
_WIDE_DIFFERENCE = 0.5
STEM_WORD_WEIGHT = 0.3
_JOINING_GAPS = {"", " ", "-"}  # no wider: blanked markup must not be highlighted


def grade(rubric: Rubric, answer: str, *, question: str, without: Collection[Step] = ()) -> Result:
    """Judge `answer` to the stem `question`. The same arguments always give an equal result.

    `without` leaves steps out, for measurement only. Raises PhraseError if the rubric holds a line that `parse_rubric`
    would have refused.
    """
    compiled = compile_rubric(rubric)
    if "topics" in without:
        compiled = replace(compiled, topics=(), topic_bits={}, criteria_topics=0)
    text = normalise(answer)
    tokens = tokenise(text.text)
    prompt = guards.prompt_of(question)
    sightings = sight(
        compiled.lexicon, tokens, real_words=prompt.words, stems="stems" not in without, slips="slips" not in without
    )
    owned = ownership(compiled, sightings)
    starts = frozenset(mention.first for mention in owned.mentions)
    uses_polarity = "polarity" not in without
    reading = Reading(
        sightings=sightings,
        owners=owned.owners,
        polarity=read_polarity(sightings.spelt, starts) if uses_polarity else no_polarity(),
        uses_polarity=uses_polarity,
        copied=guards.copied_tokens(tokens.items, prompt) if "guards" not in without else frozenset(),
        named=starts,
    )
    padding = frozenset() if "guards" in without else PADDED
    return _conclude(rubric, compiled, text, Read(reading, owned, prompt, padding))


class Read(NamedTuple):
    """What is known of an answer before it is judged."""

    reading: Reading
    owned: Ownership
    prompt: guards.Prompt
    padding: frozenset[str]  # the flags that leave half of the marks at most


def _conclude(rubric: Rubric, compiled: Compiled, text: Normalised, read: Read) -> Result:
    reading, prompt = read.reading, read.prompt
    bits = compiled.topic_bits
    fired = [
        (trap, verdict)
        for trap, lines in zip(rubric.traps, compiled.traps, strict=True)
        if (verdict := judge_trap(lines, bits.get(trap.topic or "", 0), reading)).reason == "met"
    ]
    spent = _spent({trap.key for trap, _ in fired}, rubric, compiled, reading)
    verdicts = [
        judge_criterion(
            lines,
            bits.get(criterion.topic or "", 0),
            reading,
            [match for topic, match in spent if not topic or topic == (criterion.topic or topic)],
        )
        for criterion, lines in zip(rubric.criteria, compiled.criteria, strict=True)
    ]
    items = reading.sightings.tokens.items
    flags = guards.flags_of_wording(items, text.text, was_cut=text.was_cut, copied=reading.copied)
    flags |= _flags_of_verdicts(rubric, compiled, verdicts, reading)
    marks = _marks(rubric, verdicts, [trap for trap, _ in fired], is_padded=bool(flags & read.padding))
    flags |= guards.flags_of_outcome(
        items,
        marks=marks,
        names_topic=bool(read.owned.mentions),
        fired=bool(fired),
        was_denied=any(verdict.reason in {"negated", "contradicted"} for verdict in verdicts),
        flags=flags,
        copied=reading.copied,
    )
    if "other-language" in flags:
        flags.discard("keyword-list")
    overlap = _overlap(compiled, reading.sightings, prompt)
    reasons = guards.review_reasons(
        flags,
        _doubts(verdicts, has_trap=bool(fired)),
        overlap_differs=overlap is not None and abs(overlap - marks / rubric.max_marks) >= _WIDE_DIFFERENCE,
    )
    return Result(
        marks=marks,
        max_marks=rubric.max_marks,
        criteria=tuple(
            _criterion_result(criterion, verdict, text, reading)
            for criterion, verdict in zip(rubric.criteria, verdicts, strict=True)
        ),
        misconceptions=tuple(_misconception_result(trap, verdict, text, reading) for trap, verdict in fired),
        flags=tuple(sorted(flags)),
        needs_review=bool(reasons),
        review_reasons=reasons,
        overlap=overlap,
        engine_version=ENGINE_VERSION,
        rubric_version=rubric.version,
    )


def _spent(fired: set[str], rubric: Rubric, compiled: Compiled, reading: Reading) -> list[tuple[str | None, Match]]:
    """The claims that fired traps, each with its trap's topic."""
    return [
        (trap.topic, match)
        for trap, lines in zip(rubric.traps, compiled.traps, strict=True)
        if trap.key in fired
        for match in claims_of(lines, compiled.topic_bits.get(trap.topic or "", 0), reading)
    ]


def _flags_of_verdicts(rubric: Rubric, compiled: Compiled, verdicts: list[Verdict], reading: Reading) -> set[str]:
    flags: set[str] = set()
    if any(verdict.reason == "contradicted" for verdict in verdicts):
        flags.add("contradicted")
    if any(verdict.reason == "copied" for verdict in verdicts):
        flags.add("copied")
    if compiled.criteria_topics >= 2 and any(
        criterion.topic and verdict.credit and _belongs_to_nobody(verdict.matches, reading.owners)
        for criterion, verdict in zip(rubric.criteria, verdicts, strict=True)
    ):
        flags.add("topic-unclear")
    return flags


def _belongs_to_nobody(matches: tuple[Match, ...], owners: list[int]) -> bool:
    return any(not any(owners[token] for token in match.tokens) for match in matches)


def _doubts(verdicts: list[Verdict], *, has_trap: bool) -> set[str]:
    doubts = {"partial"} if any(verdict.reason == "partial" for verdict in verdicts) else set()
    return doubts | {"trap"} if has_trap else doubts


def _marks(rubric: Rubric, verdicts: list[Verdict], fired: list[Misconception], *, is_padded: bool) -> float:
    earned = sum(
        verdict.credit * criterion.points for criterion, verdict in zip(rubric.criteria, verdicts, strict=True)
    )
    earned -= sum(trap.penalty for trap in fired if trap.penalty is not None)
    caps = [trap.cap for trap in fired if trap.cap is not None]
    if is_padded:
        caps.append(rubric.max_marks / 2)
    return round(max(0.0, min(earned, rubric.max_marks, *caps)) + 1e-9, 2)


def _overlap(compiled: Compiled, sightings: Sightings, prompt: guards.Prompt) -> float | None:
    """The weighted share of the model answer's content words in the answer; words of the question weigh less."""
    if not compiled.model_words or not sightings.stems:
        return None
    said = set(sightings.stems)
    lacks = sightings.places.keys().isdisjoint
    total = found = 0.0
    for word, atoms in compiled.model_words:
        weight = STEM_WORD_WEIGHT if word in prompt.stems else 1.0
        total += weight
        if word in said or not lacks(atoms):
            found += weight
    return round(found / total, 2)


def _criterion_result(criterion: Criterion, verdict: Verdict, text: Normalised, reading: Reading) -> CriterionResult:
    if verdict.reason == "contradicted":
        spans = (
            *_spans(verdict.matches[:1], "met", text, reading),
            *_spans(verdict.matches[1:], "denied", text, reading),
        )
    else:
        spans = _spans(verdict.matches, _ROLES[verdict.reason], text, reading)
    return CriterionResult(
        key=criterion.key,
        points=criterion.points,
        credit=round(verdict.credit, 4),
        reason=verdict.reason,
        spans=tuple(sorted(spans)),
        line=verdict.line,
    )


def _misconception_result(
    trap: Misconception, verdict: Verdict, text: Normalised, reading: Reading
) -> MisconceptionResult:
    return MisconceptionResult(
        key=trap.key,
        spans=_spans(verdict.matches, "trap", text, reading),
        line=verdict.line,
        penalty=trap.penalty,
        cap=trap.cap,
        feedback=trap.feedback,
    )


def _spans(matches: tuple[Match, ...], role: Role, text: Normalised, reading: Reading) -> tuple[Span, ...]:
    """The matched words and the denials over them, neighbours joined, in raw offsets."""
    if not matches:
        return ()
    items = reading.sightings.tokens.items
    proving = {token for match in matches for token in match.tokens}
    for match in matches:
        for cue in reading.polarity.covering(match):
            proving.update(range(cue.first, cue.last + 1))
    joined: list[tuple[int, int]] = []
    last = -2
    for token in sorted(proving):
        start, end = items[token].start, items[token].end
        if token == last + 1 and text.text[items[last].end : start] in _JOINING_GAPS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last = token
    return tuple(Span(*text.raw_range(start, end), role) for start, end in joined)
