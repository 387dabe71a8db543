"""What a version changes of the facts that learners know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from studyapp.domain.items.effects import compare
from studyapp.domain.lessons.difference.contrasts import right_answers
from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.domain.lessons.pack import Section
from studyapp.library.editing import FactEdit

GUESSED: Mapping[str, Severity] = {}
_FROM_LIGHT_TO_GRAVE: tuple[Severity, ...] = get_args(Severity)


def edits_between(
    before: Sequence[Section], after: Sequence[Section], severities: Mapping[str, Severity] = GUESSED
) -> list[FactEdit]:
    """For each fact that says something else the gravest of its changes; `severities` overrule what is guessed."""
    found: dict[str, FactEdit] = {}
    for change in compare(before, after) if before else ():
        for key in change.fact_keys if change.severity else ():
            edit = FactEdit(key, change.severity or "typo", right_answers(change.before), right_answers(change.after))
            if key not in found or _weight(found[key]) < _weight(edit):
                found[key] = edit
    return [FactEdit(key, severities.get(key, edit.severity), edit.was, edit.now) for key, edit in found.items()]


def edits_of_returning(
    retired: Iterable[tuple[Section, set[str]]], after: Sequence[Section], severities: Mapping[str, Severity] = GUESSED
) -> list[FactEdit]:
    """What changed in facts that come back since they retired; `retired` has them by the section that had them then."""
    return [edit for was, keys in retired for edit in edits_between([was], after, severities) if edit.fact_key in keys]


def _weight(edit: FactEdit) -> int:
    return _FROM_LIGHT_TO_GRAVE.index(edit.severity)
