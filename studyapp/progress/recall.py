"""Recall by domain from plain rows: the arithmetic behind one panel."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.progress.figures import LEAST_FAMILIES_PERCENT, RECALL


@dataclass(frozen=True, slots=True)
class IntroducedFact:
    """A fact with a card: its family, domain and the chance of recalling it today, 0 to 1; None while not met."""

    family: str
    domain_code: str
    recall: float | None


@dataclass(frozen=True, slots=True)
class DomainRecall:
    """One domain's row. `families` are all of the domain, `met` those with an answer.

    `recall` is None below the threshold; the missing evidence then says what is needed.
    """

    code: str
    title: str
    weight: float
    families: int
    met: int
    answers: int
    recall: float | None

    @property
    def needed_families(self) -> int:
        """How many facts have to be met before the figure is shown."""
        return -(-self.families * LEAST_FAMILIES_PERCENT // 100)

    @property
    def has_evidence(self) -> bool:
        """Whether there are answers and facts enough for a figure."""
        return self.families > 0 and self.answers >= RECALL.least and self.met >= self.needed_families


def recall_of_domain(
    *, code: str, title: str, weight: float, families: int, answers: int, introduced: Iterable[IntroducedFact]
) -> DomainRecall:
    """Mean recall over the domain's families: a family's is the mean of its introduced facts, others count 0."""
    members: Mapping[str, list[float | None]] = defaultdict(list)
    for fact in introduced:
        members[fact.family].append(fact.recall)
    met = [values for values in members.values() if any(value is not None for value in values)]
    total = sum(sum(value or 0.0 for value in values) / len(values) for values in met)
    row = DomainRecall(code, title, weight, families, len(met), answers, total / families if families else None)
    return row if row.has_evidence else DomainRecall(code, title, weight, families, len(met), answers, None)
