"""What changed between two versions, with the facts that each change touches."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from studyapp.domain.grading.rubric import Criterion, Misconception, Rubric
from studyapp.domain.items.rubrics import rubric_of, with_continued_keys
from studyapp.domain.lessons.blocks import Reflection
from studyapp.domain.lessons.difference.packs import Change, Place, compare_blocks, place_of
from studyapp.domain.lessons.likeness.severity import Severity, wording_severity, worst
from studyapp.domain.lessons.pack import Section

_Found = dict[str, tuple[Section, Reflection]]


def compare(before: Sequence[Section], after: Sequence[Section]) -> tuple[Change, ...]:
    """Every change from one version to the other, down to the criteria of rubrics. Keys are final.

    Changes of a reflection as a whole touch the facts of all its criteria.
    """
    old, new = _reflections(before), _reflections(after)
    changes: list[Change] = []
    for change in compare_blocks(before, after):
        known = new.get(change.key, old.get(change.key)) if change.block == "reflection" else None
        changes.append(replace(change, fact_keys=_criterion_keys(known[1])) if known else change)
    for key, (section, reflection) in new.items():
        if key in old:
            changes += _rubric_changes(section, reflection, old[key][1])
    return tuple(sorted(changes, key=lambda change: change.kind == "retired"))


def _reflections(sections: Sequence[Section]) -> _Found:
    return {
        block.key: (section, block) for section in sections for block in section.blocks if isinstance(block, Reflection)
    }


def _rubric(reflection: Reflection) -> Rubric | None:
    rubric = rubric_of(reflection)
    return with_continued_keys(rubric, reflection) if rubric else None


def _criterion_keys(reflection: Reflection) -> tuple[str, ...]:
    rubric = _rubric(reflection)
    return tuple(f"{reflection.key}/{one.key}" for one in rubric.criteria) if rubric else ()


def _rubric_changes(section: Section, reflection: Reflection, was: Reflection) -> Iterator[Change]:
    if reflection.rubric_lines == was.rubric_lines:
        return
    old, new = _rubric(was), _rubric(reflection)
    olds, news = ({one.key: one for one in rubric.criteria} if rubric else {} for rubric in (old, new))
    for key, criterion in news.items():
        place = _place(section, reflection, criterion)
        if key not in olds:
            yield place.change("new", "", _shown(criterion))
        elif _shown(olds[key]) != _shown(criterion):
            yield place.edited(_shown(olds[key]), _shown(criterion), _severity(olds[key], criterion))
    for key, criterion in olds.items():
        if key not in news:
            yield replace(_place(section, was, criterion), line=reflection.line).change(
                "retired", _shown(criterion), ""
            )
    rest = _rest(old), _rest(new)
    if rest[0] != rest[1]:
        place = replace(place_of(section, reflection), fact_keys=_criterion_keys(reflection))
        severity = worst(["clarification", wording_severity(*rest)])
        yield place.edited(*rest, severity)


def _place(section: Section, reflection: Reflection, criterion: Criterion) -> Place:
    key = f"{reflection.key}/{criterion.key}"
    return Place(section, "criterion", key, criterion.label, criterion.line, (key,))


def _severity(before: Criterion, after: Criterion) -> Severity:
    """Points, topic and phrases decide who earns the marks, so they are the meaning; the rest is wording."""
    if _judging(before) != _judging(after):
        return "meaning"
    return worst([wording_severity(before.label, after.label), wording_severity(before.hint, after.hint)])


def _judging(criterion: Criterion) -> tuple[float, bool, str | None, tuple[str, ...]]:
    return criterion.points, criterion.required, criterion.topic, tuple(line.text for line in criterion.lines)


def _shown(criterion: Criterion) -> str:
    """A criterion as plain text: points, label, phrases, hint."""
    points = "1 point" if criterion.points == 1 else f"{criterion.points:g} points"
    needed = ", required" if criterion.required else ""
    topic = f", {criterion.topic}" if criterion.topic else ""
    hint = [f"Hint: {criterion.hint}"] if criterion.hint else []
    return "\n".join([f"{points}{needed}{topic}: {criterion.label}", *(line.text for line in criterion.lines), *hint])


def _price(trap: Misconception) -> str:
    return f"minus {trap.penalty:g}" if trap.cap is None else f"at most {trap.cap:g}"


def _rest(rubric: Rubric | None) -> str:
    """Topics, traps and model answer as plain text."""
    if rubric is None:
        return ""
    topics = (f"Topic: {' = '.join([topic.name, ', '.join(topic.synonyms)]).rstrip('= ')}" for topic in rubric.topics)
    traps = (
        "\n".join(
            [
                f"Trap: {trap.label} ({_price(trap)})",
                *(line.text for line in trap.lines),
                f"Feedback: {trap.feedback}",
            ]
        )
        for trap in rubric.traps
    )
    return "\n".join([*topics, *traps, f"Model answer: {rubric.model_answer}" if rubric.model_answer else ""]).strip()
