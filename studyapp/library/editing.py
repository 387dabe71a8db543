"""What an edit of a pack notes at its facts. Callers hold the transaction and the pack's lock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact, FactChange, Pack
from studyapp.library.publishing import FACT_KEY_CHARACTERS


@dataclass(frozen=True, slots=True)
class FactEdit:
    """That a fact says something else now. `was` and `now` are plain text, as a learner would see it."""

    fact_key: str
    severity: Severity
    was: str
    now: str


def note_edits(pack: Pack, edits: Collection[FactEdit], at: datetime) -> Mapping[Severity, list[Fact]]:
    """Note the edits at the pack's live facts, which are returned by severity. A typo leaves no trace."""
    by_key = {fit_key(edit.fact_key, FACT_KEY_CHARACTERS): edit for edit in edits if edit.severity != "typo"}
    found: dict[Severity, list[Fact]] = {}
    if not by_key:
        return found
    facts = [fact for fact in pack.facts.live() if fact.key in by_key]
    for fact in facts:
        found.setdefault(by_key[fact.key].severity, []).append(fact)
    Fact.objects.filter(pk__in=[fact.pk for fact in facts]).update(changed_at=at)
    FactChange.objects.bulk_create(_row(fact, by_key[fact.key], at) for fact in facts)
    return found


def _row(fact: Fact, edit: FactEdit, at: datetime) -> FactChange:
    return FactChange(fact=fact, changed_at=at, severity=edit.severity, was=edit.was, now=edit.now)
