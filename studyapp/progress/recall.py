"""Recall by domain from plain rows: the arithmetic behind one panel."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.progress.figures import LEAST_FAMILIES_PERCENT, RECALL


@dataclass(frozen=True, slots=True)
class SeenFact:
    """A fact with a card: its family, domain and the chance of recalling it today, 0 to 1."""

    family: str
    domain_code: str
    recall: float


@dataclass(frozen=True, slots=True)
class DomainRecall:
    """One domain's row. `recall` is None below the threshold; `missing` then says what is needed."""

    code: str
    title: str
    weight: float
    families: int
    introduced: int
    answers: int
    recall: float | None

    @property
    def missing_answers(self) -> int:
        """How many more answers the figure needs."""
        return max(0, RECALL.least - self.answers)

    @property
    def missing_families(self) -> int:
        """How many more facts have to be met before the figure is shown."""
        needed = -(-self.families * LEAST_FAMILIES_PERCENT // 100)
        return max(0, needed - self.introduced)


def recall_of_domain(
    *, code: str, title: str, weight: float, families: int, answers: int, seen: Iterable[SeenFact]
) -> DomainRecall:
    """Mean recall over the domain's families: a family's is the mean of its introduced facts, an unseen one's 0."""
    members: Mapping[str, list[float]] = defaultdict(list)
    for fact in seen:
        members[fact.family].append(fact.recall)
    row = DomainRecall(code, title, weight, families, len(members), answers, None)
    if row.missing_answers or row.missing_families or not families:
        return row
    total = sum(sum(values) / len(values) for values in members.values())
    return DomainRecall(code, title, weight, families, len(members), answers, total / families)
