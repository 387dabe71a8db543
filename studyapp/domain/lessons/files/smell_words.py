# ruff: noqa: E501 - lists of patterns read best one a line
"""The words that give content smells away. Each was kept only if ordinary lessons do not say it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PICTURE = r"(?:diagram|image|picture|screenshot|figure|chart|graph|graphic|illustration|photo|video|animation)"
_THING = (
    rf"(?:{_PICTURE}|table|example|link|source|text|code|quote|content|answer|explanation|section|details?|information)"
)
_DONE = (
    r"(?:written|completed|filled in|expanded|continued|added|done|determined|decided|announced|confirmed|translated)"
)
_OUGHT = r"(?:need to|have to|ought to|should|must|want to)"
_REVISE = r"(?:check|double-?check|verify|rewrite|reword|look (?:this|that|it) up|confirm)"


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern for one line. A text without any of the `hints`, in lower case, cannot hold it: that is found fast.

    A certain sign counts whatever stands before it, the others not behind a negation.
    """

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    is_certain: bool = True


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


class Searched:
    """A text of several lines, in which many patterns are looked for that are hardly ever there."""

    def __init__(self, text: str) -> None:
        self.text, self.lowered = text, text.lower()
        self._words = " ".join(set(self.lowered.split()))  # a text says most of its words more than once

    def signs(self, signs: Iterable[Sign]) -> list[Sign]:
        """Those signs that a line of the text holds."""
        return [sign for sign in signs if self.holds(sign.hints, sign.pattern)]

    def has_one_of(self, hints: Iterable[str]) -> bool:
        """Whether the text says one of the hints, in any case."""
        return any(self._may_say(hint) and hint in self.lowered for hint in hints)

    def holds(self, hints: Iterable[str], pattern: re.Pattern[str]) -> bool:
        """Whether a line with one of the hints holds the pattern.

        Looking only into those lines takes a tenth of the time of looking through the text.
        """
        if len(self.lowered) != len(self.text):  # a few letters become two in lower case: places would not fit
            return pattern.search(self.text) is not None
        return any(self._may_say(hint) and self._has_line(hint, pattern) for hint in hints)

    def _may_say(self, hint: str) -> bool:
        """Whether each part of the hint is in some word of the text: else the hint is nowhere in it."""
        return all(part in self._words for part in hint.split())

    def _has_line(self, hint: str, pattern: re.Pattern[str]) -> bool:
        at = self.lowered.find(hint)
        while at >= 0:
            end = self.text.find("\n", at)
            end = len(self.text) if end < 0 else end
            if pattern.search(self.text, self.text.rfind("\n", 0, at) + 1, end):
                return True
            at = self.lowered.find(hint, end)
        return False


RESIDUE: tuple[Sign, ...] = (
    Sign(
        ("todo", "tbd", "tbc", "tba", "fixme"),
        re.compile(
            r"(?<![\w-])(?:TODO|ToDo|TBD|TBC|TBA|FIXME|(?:[Tt]odo|[Ff]ixme)(?=:))\b(?!\s*(?:-|app\b|list|item|api\b|s\b|application))"
        ),
    ),
    Sign(("xxx",), re.compile(r"(?<![\w-])XXX(?=:|\]|\s*$|\s+[a-z])", re.MULTILINE)),
    Sign(("lorem ipsum", "dolor sit"), _any_case(r"\blorem ipsum\b|\bdolor sit amet\b")),
    Sign(
        ("[",),
        _any_case(
            rf"\[\s*(?:insert\b|placeholder\b|citation needed|add\b[^\[\]]{{0,60}}\bhere\b|{_PICTURE}\b[^\[\]]{{0,40}}\b"
            r"(?:here|to come|placeholder|needed|missing))[^\[\]]{0,80}\](?![(\[:])"
        ),
    ),
    Sign((" here",), _any_case(rf"\b(?:insert|add|put|place|paste)\s+(?:[\w-]+\s+){{0,3}}{_THING}s?\s+here\b")),
    Sign((" here",), _any_case(rf"\b{_PICTURE}\s+(?:goes|to be inserted|to go)\s+here\b")),
    Sign(
        ("to be ",),
        _any_case(
            rf"(?:^|[(\[])[^\w(\[\n]{{0,12}}(?:[\w-]{{1,20}} )?(?:still )?to be {_DONE}\b(?: (?:later|soon))?[.…!]*\s*(?:[)\]]|-->|$)"
        ),
    ),
    Sign(
        ("coming soon", "work in progress", "under construction", "stub", "wip"),
        _any_case(
            r"(?:^[^\w\n]{0,12}|[(\[]\s{0,3})(?:coming soon|work in progress|under construction|stub|wip)[.…!]*\s*(?:[)\]*_]|-->|$)"
        ),
    ),
    Sign(
        ("note to", "notes to", "reminder to", "memo to"),
        _any_case(r"\b(?:notes?|reminder|memo) to (?:self|myself|oneself|(?:the )?(?:author|editor|reviewer)s?)\b"),
    ),
    Sign(
        ("need to", "have to", "ought to", "should ", "must ", "want to"),
        _any_case(
            rf"\b(?:I (?:still |really )?{_OUGHT} (?:still )?{_REVISE}|we (?:still |really )?{_OUGHT} (?:still )?{_REVISE} (?:this|that|these|it)|"
            rf"(?:I|we) (?:still |really )?{_OUGHT} (?:still )?(?:find (?:a|an|the|some) (?:better )?(?:source|example|picture|diagram)|"
            r"add (?:a|an|more|the|some) (?:better )?(?:example|source|diagram|table|section|link|picture|reference)s?))\b"
        ),
    ),
    Sign(
        (" later", " before publishing", " before release"),
        _any_case(
            rf"\b(?:{_REVISE}|fix|update) (?:this|that|these|it)(?: [\w-]+){{0,2}}? (?:later|before publishing|before release)\b"
        ),
    ),
    Sign(
        ("check", "verify", "rewrite", "reword", "confirm", "look this", "look that", "look it"),
        _any_case(
            rf"(?:^|[(\[])[^\w(\[\n]{{0,6}}(?:(?:still )?(?:need|have) to {_REVISE}\b|{_REVISE} (?:this|these|that)(?: [\w-]+)?[.!?]*\s*(?:[)\]]|-->|$))"
        ),
    ),
    Sign(
        (" here",),
        _any_case(r"\b(?:write|say|explain) (?:something|more) (?:about|on) [^.\n]{1,60} here\b"),
    ),
    Sign(
        ("publi", "draft"),
        _any_case(
            r"\b(?:do not|don['’]t) publish (?:this|yet)\b|\bnot (?:yet )?for publication\b|\b(?:first|rough) draft\b"
        ),
    ),
    Sign(
        ("not sure",),
        _any_case(
            r"\bnot sure (?:if|whether) (?:this|that|it) is (?:still )?(?:right|correct|true|accurate|up to date)\b"
        ),
    ),
    Sign(("??",), re.compile(r"(?<=\S)\s?\?{3,}|\(\?\?+\)")),
    Sign(
        ("placeholder",),
        _any_case(
            rf"\bplaceholder (?:text|copy|paragraph|content|section|for (?:(?:a|an|the) )?{_THING}|{_PICTURE})\b|"
            r"^[^\w\n]{0,12}placeholder[^\w\n]{0,12}(?:$|:)|[(<]placeholder[)>]"
        ),
    ),
    Sign(
        ("as an ai", "certainly", "sure", "of course"),
        _any_case(
            r"\bas an ai (?:language )?model\b|^[^\w\n]{0,12}(?:certainly|sure|of course)[!,.] here(?:['’]s| is| are)\b"
        ),
    ),
    Sign(("<<<<<<<", ">>>>>>>"), re.compile(r"^(?:<{7}|>{7}) \S", re.MULTILINE)),
)
"""Notes that authors leave behind: markers, filler text, holes to fill, notes to oneself, a chat's small talk."""

LOADING = _any_case(
    rf"(?:please wait\W*)?(?:(?:fig\.?|{_PICTURE}) ?\d*\W{{1,3}})?(?:(?:loading|rendering|generating)(?: (?:the|your|this))?"
    rf"(?: (?:interactive|mermaid|embedded))?(?: (?:{_PICTURE}|mermaid|content|embed|preview|map|player))?\s*(?:\.{{2,}}|…)?|"
    rf"(?:the )?(?:mermaid )?{_PICTURE}s?(?: is| are)?(?: still)? (?:loading|rendering|being (?:loaded|rendered|generated))\s*(?:\.+|…)?|"
    rf"(?:could not|cannot|can't|failed to|unable to) (?:load|render|display)(?: the| this)? (?:mermaid )?{_PICTURE}\W*|"
    rf"(?:click|tap) to (?:enlarge|zoom|load)(?: (?:the )?{_PICTURE})?\W*|your browser does not support [\w <>-]{{1,40}}\W*)(?:[,;:–-]? ?please wait\W*)?"
)
"""All that a page showed where a picture should have been."""

RECALLED: tuple[Sign, ...] = (
    Sign(
        ("topics", "community vote", "most voted", "topic #"),
        _any_case(
            r"\bexam ?topics\.com\b|\bexamtopics\b|\bcommunity vote distribution\b|\bmost voted\b|\bquestion #:? ?\d+\W{1,3}topic #:? ?\d+"
        ),
    ),
    Sign(
        ("dump", "vce"),
        _any_case(r"\bbrain ?dumps?\b|\bexam dumps?\b|\bdumps? (?:pdf|questions?)\b|\bvce (?:file|dump)s?\b"),
        is_certain=False,
    ),
    Sign(
        ("real ", "actual ", "live ", "genuine ", "original ", "leaked "),
        _any_case(
            r"\b(?:real|actual|live|genuine|original|leaked) (?:(?:aws|azure|google|microsoft|cisco|comptia) )?"
            r"(?:certification )?(?:exam|test) (?:questions?|items?)\b"
        ),
        is_certain=False,
    ),
    Sign(
        ("exam question", "exam item", "test question", "test item"),
        _any_case(
            r"\b(?:exam|test) (?:questions?|items?) (?:that )?(?:I|we|candidates?) (?:can |could )?(?:remember|recall|memori[sz])"
        ),
        is_certain=False,
    ),
    Sign(
        ("recalled ", "remembered ", "memorised ", "memorized ", "reconstructed "),
        _any_case(
            r"\b(?:recalled|remembered|memori[sz]ed|reconstructed) (?:from|after) (?:the|my|our|a) (?:\w+ )?(?:exam|test)\b"
        ),
        is_certain=False,
    ),
    Sign(
        (" my ", " our "),
        _any_case(
            r"\b(?:was|were|appeared|came up|seen|showed up|got (?:this|it)) (?:\w+ )?(?:on|in|at|during) (?:my|our) (?:\w+ )?(?:exam|test)\b"
        ),
        is_certain=False,
    ),
    Sign(
        (" exam", " test", "recalled "),
        _any_case(
            r"\b(?:is|are|was|were|appeared|came up|seen|showed up)(?: asked| seen)? (?:on|in|at) the (?:real|actual|live) (?:\w+ )?(?:exam|test)\b|"
            r"\bremember(?:ed)? (?:this|these|it|the) (?:questions? |items? )?from (?:my|our|the) (?:\w+ )?(?:exam|test)\b|"
            r"\brecalled (?:exam |test )?(?:questions?|items?)\b|"
            r"\b(?:reconstructed|noted|typed|written) (?:down )?from memory (?:after|from) [^.\n]{0,30}\b(?:exam|test)\b"
        ),
        is_certain=False,
    ),
)
"""Signs that items come out of an exam."""

_NEGATION = _any_case(
    r"\b(?:no|not|nobody|no-one|never|nor|neither|without|none|isn['’]t|aren['’]t|don['’]t|doesn['’]t|avoid|instead of|unlike)\b[^.;:!?]{0,60}$"
)


def negates(before: str) -> bool:
    """Whether the words before a phrase deny it: `no real exam questions`."""
    return bool(_NEGATION.search(before[-90:]))
