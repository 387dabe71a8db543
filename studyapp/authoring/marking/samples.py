"""How far the marking of samples is, and one sample as it may be seen."""

from collections import Counter
from dataclasses import dataclass

from studyapp.accounts.models import User
from studyapp.authoring.marking.evidence import Evidence, judged
from studyapp.authoring.marking.points import Point, points_of
from studyapp.library.models import Pack
from studyapp.reflection.models import MarkedSample, Rubric, SampleMark
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.sampling import samples_of


@dataclass(frozen=True, slots=True)
class Progress:
    """Samples of a question: by how they came, and how many people marked them."""

    random: int
    flagged: int
    typed: int
    random_marked: int
    marked_by_two: int

    @property
    def samples(self) -> int:
        """All of them."""
        return self.random + self.flagged + self.typed


@dataclass(frozen=True, slots=True)
class ShownMark:
    """What one person gave; `is_own` tells it from those of others, who are not named."""

    marks: float
    points: tuple[Point, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class ShownSample:
    """A sample; the machine and other people are shown only to who has marked it."""

    sample: MarkedSample
    machine: Evidence | None
    marks: tuple[ShownMark, ...]


def progress_of(pack: Pack, question_key: str) -> Progress:
    """Counts over all samples of the question."""
    samples = samples_of(pack=pack, question_key=question_key)
    found: list[tuple[str, int]] = list(samples.values_list("drawn", "raters"))  # type: ignore[misc]
    drawn = Counter(how for how, _ in found)
    return Progress(
        random=drawn[MarkedSample.Drawn.RANDOM],
        flagged=drawn[MarkedSample.Drawn.FLAGGED],
        typed=drawn[MarkedSample.Drawn.TYPED],
        random_marked=sum(how == MarkedSample.Drawn.RANDOM and raters > 0 for how, raters in found),
        marked_by_two=sum(raters > 1 for _, raters in found),
    )


def shown_sample(sample: MarkedSample, rubric: Rubric, *, stem: str, viewer: User) -> ShownSample:
    """A sample beside what was given for it, if the viewer has marked it."""
    given = list(SampleMark.objects.filter(sample=sample).order_by("at", "pk"))
    if not any(one.rater_id == viewer.pk for one in given):
        return ShownSample(sample, None, ())
    value = rubric_value(rubric)
    marks = tuple(ShownMark(one.marks, points_of(value, one.credits), one.rater_id == viewer.pk) for one in given)
    return ShownSample(sample, judged(value, sample.text, question=stem), marks)
