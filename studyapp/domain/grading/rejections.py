"""Denials without a "not": a thing is called wasteful, useless or a mistake, is left out, or does harm."""

from collections.abc import Callable
from typing import NamedTuple

from studyapp.domain.grading import denial_words
from studyapp.domain.grading.clauses import Clauses, Cue

_LONGEST_OBJECT = 6
_LONGEST_SUBJECT = 25

Scopes = tuple[tuple[int, int], ...]


class Reach(NamedTuple):
    """How far a denial goes: `forward` after its first and last token, `thought` over what is believed."""

    forward: Callable[[int, int], Scopes]
    thought: Callable[[int], Scopes]


def rejection_at(clauses: Clauses, at: int, reach: Reach) -> Cue | None:
    """The rejection that begins at a word of `denial_words.REJECTING`, if it is one."""
    word = clauses.word(at)
    if word in denial_words.MISTAKES:
        return _mistake(clauses, at, reach)
    if word in denial_words.OMITTING:
        return _omission(clauses, at)
    if word in denial_words.DAMAGING:
        return _damage(clauses, at)
    return _judgement(clauses, at, reach)


def _judgement(clauses: Clauses, at: int, reach: Reach) -> Cue | None:
    """ "X would be overkill", "X is useless for Y", "X is a poor store for Y"."""
    word, following = clauses.word(at), clauses.word(at + 1)
    is_pair = (word == "too" and following in denial_words.TOO) or (
        word in denial_words.POOR and (following in denial_words.POOR_NOUNS or (following == "at" and word != "wrong"))
    )
    if not is_pair and word not in denial_words.WASTE | denial_words.USELESS | {"waste"}:
        return None
    last = at + int(is_pair and following != "at")
    limits_use = word in denial_words.USELESS or word in denial_words.POOR
    after = clauses.word(last + 1)
    goes_on = last < clauses.end(at) and (after == "to" or (limits_use and after in denial_words.AGAINST_USE))
    said_of = _said_of(clauses, at)
    if not said_of and not (goes_on and limits_use):
        return None
    scopes = reach.forward(at, last) if goes_on else ()
    if said_of == "not":
        return Cue(at, last, scopes) if scopes else None
    return Cue(at, last, (*_subject(clauses, at), *scopes))


def _said_of(clauses: Clauses, at: int) -> str:
    """ "is" if the word is said of a subject, "not" if that is denied, "" if it stands before a noun."""
    is_denied = False
    for before in range(at - 1, clauses.start(at) - 1, -1):
        word = clauses.word(before)
        if word in denial_words.SEEMS:
            return "not" if is_denied or clauses.word(before - 1) in {"not", "never"} else "is"
        if word not in denial_words.BEFORE_WASTE:
            return ""
        is_denied = is_denied or word in {"not", "hardly", "never"}
    return ""


def _subject(clauses: Clauses, at: int) -> Scopes:
    """What the judgement is said of: back to the clause's start, or to an "and" behind a statement of its own."""
    begin = max(clauses.start(at), at - _LONGEST_SUBJECT)
    verbs = denial_words.VERBS | denial_words.AUXILIARIES
    has_verb = False
    for place in range(begin, at):
        word = clauses.word(place)
        if has_verb and word in {"and", "or", "that", "which"}:
            begin, has_verb = place + 1, False
        has_verb = has_verb or word in verbs
    return ((begin, at - 1),) if begin < at else ()


def _mistake(clauses: Clauses, at: int, reach: Reach) -> Cue | None:
    """ "it is a mistake to believe that X", "X would be a mistake"."""
    if _said_of(clauses, at) != "is":
        return None
    following = clauses.word(at + 1)
    tells = following == "that" or clauses.word(at + 2) in denial_words.TELLING
    if following in {"to", "that"} and (tells or clauses.word(at) == "mistake"):
        return Cue(at, at, reach.thought(at))
    if clauses.word(at) != "error" and clauses.end(at) == at:
        return Cue(at, at, _subject(clauses, at))
    return None


def _omission(clauses: Clauses, at: int) -> Cue | None:
    """ "skip X", "X is skipped"; but not "a drop in X"."""
    if clauses.word(at - 1) in denial_words.BE and clauses.word(at).endswith("ed"):
        return Cue(at, at, _subject(clauses, at))
    is_noun = clauses.word(at - 1) in denial_words.DETERMINERS
    if clauses.word(at).startswith("drop") and (is_noun or clauses.word(at + 1) in denial_words.NOT_DROPPED):
        return None
    scopes = _object(clauses, at)
    return Cue(at, at, scopes) if scopes else None


def _damage(clauses: Clauses, at: int) -> Cue | None:
    """ "X would ruin the Y": no good word for what X does to Y."""
    scopes = (*_subject(clauses, at), *_object(clauses, at))
    is_denied = not {"not", "never"}.isdisjoint((clauses.word(at - 1), clauses.word(at - 2)))
    if is_denied:
        scopes = _object(clauses, at)  # "would not harm the weights": nothing said against the weights
    return Cue(at, at, scopes, parts_only=not is_denied) if scopes else None


def _object(clauses: Clauses, at: int) -> Scopes:
    """The things right after a verb: "the prompt and the measurement", but not "and go on"."""
    stop, end = at, clauses.end(at)
    for place in range(at + 1, min(end, at + _LONGEST_OBJECT) + 1):
        word, following = clauses.word(place), clauses.word(place + 1)
        is_listed = following in denial_words.DETERMINERS or following.endswith("ing") or place + 1 == end
        if word in denial_words.OBJECT_ENDS or (word in {"and", "or"} and not is_listed):
            break
        stop = place
    return ((at + 1, stop),) if stop > at else ()
