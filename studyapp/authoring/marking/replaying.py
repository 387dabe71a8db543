"""What the rubrics of a draft would change of stored answers, before anything is published."""

from dataclasses import dataclass

from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.marking.answers import answers_to
from studyapp.authoring.marking.mending import place_in
from studyapp.authoring.marking.moves import ShownMoves, shown_moves
from studyapp.authoring.marking.questions import questions_of, rubric_in
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.domain.grading.regrading import replay
from studyapp.domain.grading.rubric import Rubric as RubricValue
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Rubric
from studyapp.reflection.publishing import rubric_hash
from studyapp.reflection.rubric_values import rubric_value

REPLAYED = 500  # of the newest answers


@dataclass(frozen=True, slots=True)
class ChangedRubric:
    """A question whose rubric the draft words otherwise; `added` and `removed` are (label, line) pairs."""

    question: ReflectionQuestion
    before: RubricValue
    after: RubricValue
    stem: str
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]


def changed_rubrics(draft: Draft, read: ReadPack) -> list[ChangedRubric]:
    """The questions of the pack's current version that the draft marks otherwise."""
    if draft.pack is None:
        return []
    found = (changed_rubric(read, one, rubric_in(one)) for one in questions_of(draft.pack))
    return [one for one in found if one]


def changed_in(draft: Draft, question: ReflectionQuestion, rubric: Rubric | None) -> ChangedRubric | None:
    """The rubric of a question as the draft has it; None if it marks every answer alike."""
    return changed_rubric(read_of(draft), question, rubric)


def changed_rubric(read: ReadPack, question: ReflectionQuestion, rubric: Rubric | None) -> ChangedRubric | None:
    """The same for a draft that was read."""
    place = place_in(read, question) if rubric else None
    if rubric is None or place is None or place.rubric is None:
        return None
    stem, after = place.question.stem.text, place.rubric
    if rubric_hash(after, stem) == rubric.content_hash:
        return None
    before = rubric_value(rubric)
    was, now = _lines(before), _lines(after)
    added, removed = tuple(one for one in now if one not in was), tuple(one for one in was if one not in now)
    return ChangedRubric(question, before, after, stem, added, removed)


def replay_of(changed: ChangedRubric) -> ShownMoves:
    """The newest answers by both rubrics, the largest moves first; nothing is stored."""
    newest = answers_to(changed.question).values_list("id", "text")[:REPLAYED]
    by_id = {str(answer_id): text for answer_id, text in newest}
    found = replay(changed.before, changed.after, by_id.items(), question=changed.question.stem, reworded=changed.stem)
    return shown_moves(
        answers=len(by_id), up=found.up, down=found.down, bars=found.histogram, largest=found.largest, texts=by_id
    )


def _lines(rubric: RubricValue) -> list[tuple[str, str]]:
    """Every line with the label it stands under."""
    found = [(one.label, line.text) for one in rubric.criteria for line in one.lines]
    return found + [(one.label, line.text) for one in rubric.traps for line in one.lines]
