"""Item-writing rules checked on the questions an author wrote. Numbers are those of the rules in docs/items.md."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import fmean

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.likeness import is_contained, is_near_equal, same_answer_key, wording_of
from studyapp.domain.items.markup import BLANK, prose_of, segments
from studyapp.domain.items.option_rules import option_breaks
from studyapp.domain.items.rules import LONGEST_OPTION, LONGEST_STEM, NAME_CHARACTERS, cue_words, fits_article
from studyapp.domain.items.typed import count_content_words
from studyapp.domain.items.values import CHOICES
from studyapp.domain.lessons.blocks import AnswerOption, Phrase, Question

MOST_BLANK_WORDS = 3  # content words, rule 19
_ALL_OR_NONE = re.compile(
    r"(all|none|both|neither|any) of (the|these|those)( (above|options|answers|following))?", re.IGNORECASE
)
_LETTERS = re.compile(
    r"(?:(?:both|only|either|neither) )?[A-G](?:, ?[A-G])*,? (?:and|or|&|nor) [A-G](?: only| above)?", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\b(not|except|isn't|aren't|doesn't|don't|cannot|can't|won't|incorrect|least likely)\b", re.IGNORECASE
)
_HARMLESS = re.compile(r"\b(whether or not|or not|not only|if not)\b", re.IGNORECASE)
_EMPHASISED = re.compile(r"<(strong|b)>[^<a-z]*[A-Z]{3,}[^<a-z]*</\1>")
_ANNOUNCEMENT = re.compile(r"\(?\b(choose|select|pick)\b[^.?)]*[.)]*\s*$", re.IGNORECASE)


def question_findings(file: str, question: Question) -> list[Diagnostic]:
    """Everything the rules have to say about a question with options or blanks."""
    if question.kind == "cloze":
        marked = [phrase for phrase in question.accepted if phrase in question.stem.text]
        return blank_findings(file, question.line, marked)
    if question.kind not in CHOICES or len(question.options) < 2:
        return []
    found = [
        *_equal_options(file, question),
        *_letters_and_all(file, question),
        *_lengths(file, question),
        *_negation(file, question),
        *(_broken_rule(file, question.line, number, what, fix) for number, what, fix in _rule_breaks(question)),
    ]
    return sorted(found, key=lambda finding: (finding.line, finding.code))


def blank_findings(file: str, line: int, phrases: Sequence[str]) -> list[Diagnostic]:
    """Rule 19: a blank asks for one idea; nobody recalls the exact words of a clause."""
    counts = [(phrase, count_content_words(phrase)) for phrase in phrases]
    return [
        _broken_rule(
            file,
            line,
            19,
            f"the blank “{_short(phrase)}” has {count} content words, more than {MOST_BLANK_WORDS}",
            "mark the few words that matter",
        )
        for phrase, count in counts
        if count > MOST_BLANK_WORDS
    ]


def _equal_options(file: str, question: Question) -> Iterator[Diagnostic]:
    """Rule 1."""
    for one, other in combinations(question.options, 2):
        if same_answer_key(one.html) == same_answer_key(other.html):
            what = f"two options are equal: “{_short(one.text)}” and “{_short(other.text)}”"
            yield _finding(file, other.line or question.line, "E11", what, "change one of them")


def _letters_and_all(file: str, question: Question) -> Iterator[Diagnostic]:
    """Rule 6: we shuffle options, so a letter would point to the wrong one."""
    for option in question.options:
        text = option.text.strip().rstrip(".")
        line = option.line or question.line
        if _LETTERS.fullmatch(text) and len(re.findall(r"\b[A-G]\b", text)) > 1:
            what = f"the option “{_short(text)}” names other options by letter"
            yield _finding(file, line, "E19", what, "mark each right option and let the stem ask for that many")
        elif _ALL_OR_NONE.fullmatch(text):
            what = f"the option “{_short(text)}” is about the other options"
            yield _finding(file, line, "W19", what, "mark each right option and let the stem ask for that many")


def _lengths(file: str, question: Question) -> Iterator[Diagnostic]:
    """Rule 3: W18 over twice the mean distractor."""
    keys, wrong = _parted(question.options)
    if not keys or not wrong:
        return
    key_length, mean = fmean(map(len, keys)), fmean(map(len, wrong))
    if key_length > 2 * mean and key_length > NAME_CHARACTERS:
        what = f"the key has {key_length:.0f} characters, the other options {mean:.0f}"
        yield _finding(file, question.line, "W18", what, "shorten the key, or say as much in the others")


def _negation(file: str, question: Question) -> Iterator[Diagnostic]:
    """Rule 7: in the sentence that asks."""
    if question.kind == "true-false":
        return
    prose = _ANNOUNCEMENT.sub("", prose_of(question.stem.html)).strip()
    asking = re.split(r"(?<=[.!?:;])\s+", prose)[-1]
    found = _NEGATION.search(_HARMLESS.sub(" ", asking))
    if found and not (found.group().isupper() and _EMPHASISED.search(question.stem.html)):
        what = f"the stem is negative (“{found.group()}”), not emphasised"
        fix = f"write **{found.group().upper()}** or turn the question round"
        data: dict[str, str | int | list[str]] = {"word": found.group()}
        yield Diagnostic(file, question.line, 1, "W20", what, fix, end_line=question.line, data=data)


def _rule_breaks(question: Question) -> Iterator[tuple[int, str, str]]:
    keys, wrong = _parted(question.options)
    blurred = [pair for pair in combinations(question.options, 2) if _is_blurred(*pair)]
    if blurred:
        what = " and ".join(f"“{_short(option.text)}”" for option in blurred[0])
        yield 2, f"{what} say nearly the same", "reword one, so that only one can be defended"
    # "True or false?" at the end of a statement gives neither away.
    is_choice = question.kind != "true-false" and len(keys) == 1 and wrong
    cues = sorted(cue_words(prose_of(question.stem.html), keys[0], wrong)) if is_choice else []
    if cues:
        quoted = ", ".join(f"“{_as_written(word, keys[0])}”" for word in cues)
        yield 4, f"{quoted} {'is' if len(cues) == 1 else 'are'} in the stem and only in the key", "reword"
    if question.kind != "true-false" and not _asks(question.stem):
        yield 5, "the stem is no question", "let its last sentence ask, in four words or more"
    yield from _sizes(question)
    yield from option_breaks(question)
    if not fits_article(question.stem.text, [option.text for option in question.options]):
        yield 14, "“a” or “an” at the end of the stem does not fit every option", "move the article into the options"
    if not question.explanation_html and not any(option.why_html for option in question.options):
        yield 17, "no option has a reason and there is no explanation", "write `- why: ...` under the options"


def _sizes(question: Question) -> Iterator[tuple[int, str, str]]:
    """Rule 12; code is not counted."""
    stem = len(prose_of(question.stem.html))
    if stem > LONGEST_STEM:
        yield 12, f"the stem has {stem} characters, more than {LONGEST_STEM}", "shorten it"
    for option in question.options:
        size = len(prose_of(option.html))
        if size > LONGEST_OPTION:
            yield (
                12,
                f"the option “{_short(option.text)}” has {size} characters, more than {LONGEST_OPTION}",
                "shorten it",
            )


def _is_blurred(one: AnswerOption, other: AnswerOption) -> bool:
    """Rule 2 for authors: options that differ in a number, in code or in order alone are told apart by it."""
    first, second = (wording_of(Phrase(option.text, option.html)) for option in (one, other))
    is_reordered = first.tokens != second.tokens and sorted(first.tokens) == sorted(second.tokens)
    if first.same == second.same or is_reordered or _exact_parts(one) != _exact_parts(other):
        return False
    return is_near_equal(first, second) or is_contained(first, second)


def _exact_parts(option: AnswerOption) -> tuple[list[str], list[str]]:
    code = [text for is_code, text in segments(option.html) if is_code]
    return code, re.findall(r"\d+(?:[.,]\d+)*", option.text)


def _asks(stem: Phrase) -> bool:
    """Rule 5; code in the stem is neither counted nor looked at for its end."""
    text = _ANNOUNCEMENT.sub("", prose_of(stem.html)).strip()
    words = len(stem.text.split())
    return words >= 4 and (text.endswith(("?", ":", BLANK, "___")) or bool(_ANNOUNCEMENT.search(prose_of(stem.html))))


def _parted(options: Sequence[AnswerOption]) -> tuple[list[str], list[str]]:
    keys = [option.text for option in options if option.is_key]
    return keys, [option.text for option in options if not option.is_key]


def _as_written(stem: str, text: str) -> str:
    found = re.search(rf"\b{re.escape(stem[:4])}\w*", text, re.IGNORECASE)
    return found.group() if found else stem


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 60 else joined[:59] + "…"


def _broken_rule(file: str, line: int, number: int, what: str, fix: str) -> Diagnostic:
    return Diagnostic(file, line, 1, "W49", f"rule {number}: {what}", fix, end_line=line, data={"rule": number})


def _finding(file: str, line: int, code: str, what: str, fix: str) -> Diagnostic:
    return Diagnostic(file, line, 1, code, what, fix, end_line=line)
