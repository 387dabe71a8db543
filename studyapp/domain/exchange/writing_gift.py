"""Items as GIFT, the question text format of Moodle.

Rules as Moodle's own reader has them (question/format/gift/format.php): seven characters are escaped by a backslash,
line ends are written `\\n`, questions are parted by blank lines, a text that starts with `[html]` names its format.
"""

import re
from collections.abc import Iterable
from typing import BinaryIO

from studyapp.domain.exchange.fragments import one_line, printable, without_pictures
from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.exchange.outgoing import PARTIAL, Asked, Choice, Course, choices_of, pairs_of, summary

_ESCAPED = re.compile(r"[\\#=~{}:]")
_WEIGHT = re.compile(r"%-?\d")
_CARD = "a card is rated by oneself; GIFT has it as an essay question with the answer as feedback"
_ORDERING = "GIFT has no ordering questions; left out"
_ARROW = "GIFT cannot say `->` in an accepted answer; left out"
_PICTURE = "GIFT holds no pictures; their description stands instead"


def write_gift(course: Course, asked: Iterable[Asked], out: BinaryIO) -> tuple[Loss, ...]:
    """Write the items to `out`, in categories by lesson; return what GIFT cannot carry (also a comment at the end)."""
    losses: list[Loss] = []
    lesson = None
    out.write(_comment(f"{course.title} ({course.key}) {course.licence}"))
    for one in asked:
        answer = _answer(one, losses)
        if answer is None:
            continue
        if one.lesson_key != lesson:
            lesson = one.lesson_key
            out.write(f"$CATEGORY: {category(course, one.lesson)}\n\n".encode())
        out.write(_question(one, answer, losses).encode())
    for line in summary(losses):
        out.write(_comment(f"Not carried over: {line}"))
    return tuple(losses)


def category(course: Course, lesson: str) -> str:
    """The question category of a lesson; a slash inside a name is doubled."""
    names = (one_line(name).replace("/", "//") for name in (course.title, lesson))
    return "/".join(["$course$/top", *names])


def escaped(text: str) -> str:
    """`text` as GIFT writes it, on one line."""
    return _ESCAPED.sub(r"\\\g<0>", printable(text).strip()).replace("\n", "\\n")


def _comment(text: str) -> bytes:
    return f"// {one_line(text)}\n\n".encode()


def _question(asked: Asked, answer: str, losses: list[Loss]) -> str:
    item = asked.item
    tags = "".join(f" [tag:{_bracketed(tag)}]" for tag in (asked.task, asked.domain) if tag)
    head = f"// [id:{_bracketed(asked.id)}]{tags}\n::{escaped(one_line(asked.fact_title))}::"
    stem = item.stem_html
    if "<img" in stem:
        losses.append(_loss(asked, _PICTURE))
    feedback = _html(item.feedback_html)
    last = f"\t####{feedback}\n" if feedback else ""
    return f"{head}[html]{_html(stem)}{{{answer}{last}}}\n\n"


def _bracketed(text: str) -> str:
    return one_line(text).replace("[", "(").replace("]", ")")


def _html(html: str) -> str:
    """A fragment as an escaped text that Moodle takes for nothing but text: no format, weight or arrow in it."""
    text = printable(without_pictures(html)).strip().replace("->", "-&gt;")
    if text.startswith("["):
        text = f"&#91;{text[1:]}"
    elif _WEIGHT.match(text):
        text = f"&#37;{text[1:]}"
    return escaped(text)


def _answer(asked: Asked, losses: list[Loss]) -> str | None:
    """What stands between the braces, or None if GIFT has no such question."""
    match asked.item.kind:
        case "single" | "multiple":
            return _choice(asked, losses)
        case "true-false":
            return _truth(asked)
        case "matching":
            return _matching(asked)
        case "cloze" | "short-answer":
            return _typed(asked, losses)
        case "card":
            losses.append(_loss(asked, _CARD))
            return "\n"
        case "ordering":
            losses.append(_loss(asked, _ORDERING))
            return None


def _loss(asked: Asked, what: str) -> Loss:
    return Loss(asked.item.file, asked.item.line, what)


def _choice(asked: Asked, losses: list[Loss]) -> str:
    if asked.item.kind == "multiple":
        losses.append(_loss(asked, PARTIAL))
    several = asked.item.kind == "multiple"
    weight = percent(len(asked.item.keys))
    lines = []
    for choice in choices_of(asked):
        mark = f"~%{'' if choice.is_key else '-'}{weight}%" if several else "=" if choice.is_key else "~"
        lines.append(f"\t{mark}{_html(choice.option.html)}{_why(choice)}\n")
    return "\n" + "".join(lines)


def _why(choice: Choice) -> str:
    why = _html(choice.option.why)
    return f"#{why}" if why else ""


def percent(keys: int) -> str:
    """The share of one of so many keys, in one of the numbers that Moodle accepts: 50, 33.33333, 14.28571."""
    return f"{100 / max(keys, 1):.5f}".rstrip("0").rstrip(".")


def _truth(asked: Asked) -> str:
    """TRUE or FALSE, the feedback of the wrong choice, then that of the right one."""
    choices = choices_of(asked)
    right = next(choice for choice in choices if choice.is_key)
    wrong = next(choice for choice in choices if not choice.is_key)
    word = "TRUE" if right.option.text.strip().casefold() == "true" else "FALSE"
    first, second = _html(wrong.option.why), _html(right.option.why)
    return f"{word}{f'#{first}' if first or second else ''}{f'#{second}' if second else ''}\n"


def _matching(asked: Asked) -> str:
    lines = [
        f"\t={_html(prompt.html) if prompt else ''} -> {escaped(one_line(side.text))}\n"
        for prompt, side in pairs_of(asked.item)
    ]
    return "\n" + "".join(lines)


def _typed(asked: Asked, losses: list[Loss]) -> str | None:
    """Every accepted text; a star would be a wildcard to Moodle, an arrow would make it a matching question."""
    texts = [one_line(text) for text in asked.item.accepted]
    fit = [text for text in texts if text and "->" not in text]
    if len(fit) < len(texts):
        losses.append(_loss(asked, _ARROW))
    lines = [f"\t=%100%{escaped(text.replace('*', chr(92) + '*'))}\n" for text in fit]
    return "\n" + "".join(lines) if lines else None
