"""Items out of a process: the whole order, and what comes next."""

from studyapp.domain.items.distractors import Candidate, Choice, Pool, choose
from studyapp.domain.items.likeness import Wording, is_near_equal, wording_of
from studyapp.domain.items.markup import paragraph, quoted
from studyapp.domain.items.rules import keeps_rules
from studyapp.domain.items.stems import missing_step_stem, next_step_stems, order_stem, trimmed
from studyapp.domain.items.tables import Yield
from studyapp.domain.items.values import Fact, Form, Item, Option
from studyapp.domain.lessons.blocks import Phrase, Steps
from studyapp.domain.lessons.pack import Section

LEAST_STEPS = 3
MOST_WHOLE = 7
WINDOW = 5


def steps_yield(section: Section, steps: Steps) -> Yield:
    """One fact, the order, asked whole or in windows, and step by step. Nothing if two steps are near-equal."""
    wordings = [wording_of(step) for step in steps.steps]
    is_unclear = _has_twins(wordings)
    if len(wordings) < LEAST_STEPS or is_unclear:
        return Yield()
    items = (
        *_order_items(section, steps),
        *_next_step_items(section, steps, wordings),
        *_missing_step_items(section, steps, wordings),
    )
    return Yield((_fact(section, steps),), items) if items else Yield()


def _has_twins(wordings: list[Wording]) -> bool:
    seen: dict[str, list[Wording]] = {}
    for wording in wordings:
        marks = {str(wording.same), *wording.tokens, *wording.content}
        near = (other for mark in marks for other in seen.get(mark, ()))
        if any(wording.same == other.same or is_near_equal(wording, other) for other in near):
            return True
        for mark in marks:
            seen.setdefault(mark, []).append(wording)
    return False


def _fact(section: Section, steps: Steps) -> Fact:
    title = trimmed(steps.lead_in).text or f"{section.title}, order of the steps"
    return Fact(steps.key, "steps", steps.key, section.key, steps.key, title, section.task, steps.line)


def windows(count: int) -> tuple[tuple[int, int], ...]:
    """The parts of a process asked in one item, as (first, last) step; the last window ends with the last step."""
    if count <= MOST_WHOLE:
        return ((1, count),)
    starts = [*range(1, count - WINDOW + 1, WINDOW), count - WINDOW + 1]
    return tuple((start, start + WINDOW - 1) for start in dict.fromkeys(starts))


def _order_items(section: Section, steps: Steps) -> list[Item]:
    parts = windows(len(steps.steps))
    items = [_order_item(section, steps, part, ordinal, len(parts) == 1) for ordinal, part in enumerate(parts, 1)]
    return [item for item in items if keeps_rules(item)]


def _order_item(section: Section, steps: Steps, part: tuple[int, int], ordinal: int, is_whole: bool) -> Item:
    first, last = part
    stem = order_stem(steps.lead_in) if is_whole else order_stem(steps.lead_in, first, last)
    asked = steps.steps[first - 1 : last]
    return Item(
        fact_key=steps.key,
        form="order",
        kind="ordering",
        stem=stem.text,
        stem_html=stem.html,
        feedback_html=in_order_html(asked, first),
        file=section.file,
        line=steps.line,
        options=tuple(Option(step.text, step.html, f"step:{number}") for number, step in enumerate(asked, first)),
        ordinal=ordinal,
    )


def in_order_html(steps: tuple[Phrase, ...], first: int = 1) -> str:
    """The steps in their right order, for feedback."""
    return "".join(paragraph(f"{number}. ", step) for number, step in enumerate(steps, first))


def _next_step_items(section: Section, steps: Steps, wordings: list[Wording]) -> list[Item]:
    items: list[Item] = []
    pool = Pool(_candidate(wordings, place) for place in range(len(wordings)))
    for asked in range(len(wordings) - 1):
        key = wordings[asked + 1]
        others = [other for other in pool.preferred(key) if other.place not in {asked, asked + 1}]
        stems = next_step_stems(steps.lead_in, steps.steps[asked])
        found = choose("next-step", stems, key, others, least=1)
        if isinstance(found, Choice):
            items.append(_step_item("next-step", section, steps, asked + 1, found))
    return [item for item in items if keeps_rules(item)]


def _missing_step_items(section: Section, steps: Steps, wordings: list[Wording]) -> list[Item]:
    """What comes between two steps; only where the whole order is too long for one question."""
    if len(wordings) <= MOST_WHOLE:
        return []
    items: list[Item] = []
    pool = Pool(_candidate(wordings, place) for place in range(len(wordings)))
    for place in range(1, len(wordings) - 1):
        shown = {place - 1, place, place + 1}
        others = [other for other in pool.preferred(wordings[place]) if other.place not in shown]
        stem = missing_step_stem(steps.lead_in, steps.steps[place - 1], steps.steps[place + 1])
        found = choose("missing-step", (stem,), wordings[place], others)
        if isinstance(found, Choice):
            items.append(_step_item("missing-step", section, steps, place, found))
    return [item for item in items if keeps_rules(item)]


def _candidate(wordings: list[Wording], place: int) -> Candidate:
    why = paragraph(f"This is step {place + 1} of {len(wordings)}.")
    return Candidate(wordings[place], place, f"step:{place + 1}", why)


def _step_item(form: Form, section: Section, steps: Steps, place: int, choice: Choice) -> Item:
    """Asks for the step at `place`, counted from 0."""
    key = Candidate(wording_of(steps.steps[place]), place, "key")
    candidates = sorted((key, *choice.distractors), key=lambda candidate: candidate.place)
    return Item(
        fact_key=steps.key,
        form=form,
        kind="single",
        stem=choice.stem.text,
        stem_html=choice.stem.html,
        feedback_html=paragraph(
            f"Step {place + 1} of {len(steps.steps)}, after ", quoted(steps.steps[place - 1]), ": ", steps.steps[place]
        ),
        file=section.file,
        line=steps.line,
        options=tuple(candidate.as_option() for candidate in candidates),
        keys=(candidates.index(key) + 1,),
        ordinal=place,
    )
