"""Drafts of beliefs for traps whose author wrote none: proposals for a person to reword, never asked unapproved.

Taking a negation out of a warning often gives a sentence that is partly true. So a draft says how it was made, and
where the text gives no plain hint there is none.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from studyapp.domain.items.remarks import trap_yield
from studyapp.domain.items.values import Item
from studyapp.domain.lessons.blocks import Phrase, Trap
from studyapp.domain.lessons.pack import Section

LONGEST_BELIEF = 300  # characters
LEAST_WORDS = 3

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TOLD = re.compile(
    r"\b(?:(?:many |most |some )?(?:candidates|people|learners|beginners|teams|you)(?: may| might| often| will)*"
    r" (?:believe|assume|think|expect|suppose)"
    r"|(?:do not|don['’]t|never) (?:believe|assume|think|expect|suppose)"
    r"|(?:a|the) (?:common )?(?:mistake|misconception|myth|error) is(?: to (?:believe|assume|think))?"
    r"|(?:is|it['’]s) (?:a mistake|wrong|tempting) to (?:believe|assume|think))"
    r" that (?P<belief>[^.;:]+)",
    re.IGNORECASE,
)
_NEGATIONS = re.compile(
    r"\b(not|never|no|none|nothing|nobody|neither|nor|without|cannot|\w+n['’]t|hardly|rarely)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:(?P<does>does not|doesn['’]t) (?P<verb>[a-z]{2,})"
    r"|(?P<do>do not|don['’]t) "
    r"|(?P<can>cannot|can not|can['’]t) "
    r"|(?P<be>is|are|was|were|will|would|should|must)(?: not|n['’]t) )",
    re.IGNORECASE,
)
_CONTRAST = re.compile(r",?\s+(?:but|although|though|because)\b", re.IGNORECASE)
_EXCEPTIONS = {"have": "has", "do": "does", "go": "goes", "be": "is"}


@dataclass(frozen=True, slots=True)
class DraftedBelief:
    """A proposed belief. `how`: the trap itself says that people believe it, or a "not" was taken out of it."""

    text: str
    how: Literal["told", "turned"]


def draft_belief(text: str) -> DraftedBelief | None:
    """A belief that the text of a trap warns of; None if only a person can tell what it is."""
    told = _TOLD.search(text)
    if told:
        return _draft(told["belief"], "told")
    first = _SENTENCE.split(text.strip(), maxsplit=1)[0]
    if len(_NEGATIONS.findall(first)) != 1:
        return None  # without one there is nothing to turn; with two nobody knows what the turned sentence says
    turned, count = _NEGATED.subn(_positive, _CONTRAST.split(first)[0], count=1)
    return _draft(turned, "turned") if count else None


def _draft(text: str, how: Literal["told", "turned"]) -> DraftedBelief | None:
    text = " ".join(text.split()).strip(" ,;:.!?")
    if len(text.split()) < LEAST_WORDS or len(text) > LONGEST_BELIEF:
        return None
    return DraftedBelief(f"{text[0].upper()}{text[1:]}.", how)


def _positive(found: re.Match[str]) -> str:
    if found["does"]:
        return _third_person(found["verb"])
    if found["can"]:
        return "can "
    return f"{found['be']} " if found["be"] else ""


def _third_person(verb: str) -> str:
    if verb in _EXCEPTIONS:
        return _EXCEPTIONS[verb]
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def belief_item(section: Section, trap_key: str, belief: Phrase) -> Item | None:
    """The true-or-false item of an approved belief; None if the section has no such trap, or it breaks a rule."""
    trap = next((one for one in section.blocks if isinstance(one, Trap) and one.key == trap_key), None)
    if trap is None:
        return None
    believed = replace(trap, belief=belief)
    blocks = tuple(believed if one is trap else one for one in section.blocks)
    made = trap_yield(replace(section, blocks=blocks), believed)
    return next((item for item in made.items if item.form == "belief"), None)
