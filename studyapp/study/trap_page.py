"""Reading for the page My traps."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from studyapp.domain.scheduling.traps import Encounter
from studyapp.library.addresses import lesson_address
from studyapp.library.models import ExamTrap, SectionFact, VersionSection
from studyapp.study.planning import enrolled_packs
from studyapp.study.traps import TrapLog, trap_logs
from studyapp.study.wording import met_in_words


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting with a trap: when, how it was asked, and whether the learner fell for it."""

    at: datetime
    place: str
    fell: bool


@dataclass(frozen=True, slots=True)
class TrapLine:
    """A trap with what is true instead. `belief` is empty where the author wrote none; `left` as in the rule."""

    fact_id: int
    title: str
    belief_html: str
    truth_html: str
    language: str
    lesson: str
    url: str
    left: int
    meetings: tuple[MeetingLine, ...]

    @property
    def falls(self) -> int:
        """How often the learner fell for it."""
        return sum(one.fell for one in self.meetings)


def trap_lines(learner_id: int) -> list[TrapLine]:
    """The traps that the learner fell for and that are still taught, the latest fall first."""
    logs = trap_logs(learner_id, enrolled_packs(learner_id))
    places = _places([one.fact_id for one in logs])
    return [_line(log, *places[log.fact_id]) for log in logs if log.fact_id in places]


def _places(fact_ids: list[int]) -> dict[int, tuple[SectionFact, ExamTrap | None, str]]:
    """Where each fact is taught now, its block, and the title of the lesson; three statements."""
    if not fact_ids:
        return {}
    taught = SectionFact.objects.filter(
        fact__in=fact_ids, revision__places__version=F("fact__pack__current_version")
    ).select_related("fact__pack__current_version", "fact__lesson", "revision")
    rows = list(taught)
    blocks = {
        (one.revision_id, one.key): one for one in ExamTrap.objects.filter(revision__in={r.revision for r in rows})
    }
    lessons = VersionSection.objects.filter(
        revision__section__in={row.fact.lesson_id for row in rows},
        version__in={row.fact.pack.current_version_id for row in rows},
    )
    titles = dict(lessons.values_list("revision__section", "revision__title"))
    return {
        row.fact_id: (row, blocks.get((row.revision_id, row.block_key)), titles.get(row.fact.lesson_id, ""))
        for row in rows
    }


def _line(log: TrapLog, place: SectionFact, block: ExamTrap | None, lesson: str) -> TrapLine:
    fact, version = place.fact, place.fact.pack.current_version
    return TrapLine(
        fact_id=fact.pk,
        title=fact.title,
        belief_html=block.belief_html if block else "",
        truth_html=(block.truth_html or block.html) if block else "",
        language=version.language if version else "en",
        lesson=str(place.revision),
        url=lesson_address(fact.pack.key, fact.lesson.key, lesson, anchor=place.block_key),
        left=log.left,
        meetings=tuple(_meeting(one.at, one.encounter) for one in reversed(log.meetings)),
    )


def _meeting(at: datetime, encounter: Encounter) -> MeetingLine:
    return MeetingLine(at, met_in_words(encounter.form), encounter.fell)
