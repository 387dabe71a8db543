"""Items as Moodle XML, with pictures inside and categories by lesson."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from typing import BinaryIO

from studyapp.domain.exchange.fragments import one_line, pictures_in, printable, with_pictures
from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.exchange.outgoing import PARTIAL, Asked, Choice, Course, Pictures, choices_of, pairs_of, summary
from studyapp.domain.exchange.writing_gift import category, percent

_ID_CHARACTERS = 100
_CARD = "a card is rated by oneself; Moodle has it as an essay question with the answer for the marker"
_TYPES = {
    "single": "multichoice", "multiple": "multichoice", "true-false": "truefalse", "matching": "matching",
    "ordering": "ordering", "cloze": "shortanswer", "short-answer": "shortanswer", "card": "essay",
}  # fmt: skip


def write_moodle(
    course: Course, asked: Iterable[Asked], out: BinaryIO, *, pictures: Pictures = lambda _path: None
) -> tuple[Loss, ...]:
    """Write the items to `out` as UTF-8; return what Moodle cannot carry (also a comment at the end)."""
    losses: list[Loss] = []
    lesson = None
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    for one in asked:
        if one.lesson_key != lesson:
            lesson = one.lesson_key
            out.write(_category(category(course, one.lesson)).encode())
        out.write(_question(one, pictures, losses).encode())
    for line in summary(losses):
        out.write(f"<!-- Not carried over: {line.replace('--', '- -')} -->\n".encode())
    out.write(b"</quiz>\n")
    return tuple(losses)


def _category(name: str) -> str:
    return f'<question type="category"><category><text>{_cdata(name)}</text></category></question>\n'


def _cdata(text: str) -> str:
    """`text` as it stands, in as many CDATA sections as it takes."""
    clean = printable(text)
    return f"<![CDATA[{clean.replace(']]>', ']]]]><![CDATA[>')}]]>" if clean else ""


def _question(asked: Asked, pictures: Pictures, losses: list[Loss]) -> str:
    item = asked.item
    kind = _TYPES[item.kind]
    if item.kind in {"card", "multiple"}:
        losses.append(Loss(item.file, item.line, _CARD if item.kind == "card" else PARTIAL))
    parts = [
        f'<question type="{kind}">',
        f"<name><text>{_cdata(one_line(asked.fact_title))}</text></name>",
        _html("questiontext", item.stem_html, pictures),
        _html("generalfeedback", item.feedback_html, pictures),
        "<defaultgrade>1</defaultgrade>",
        f"<penalty>{'1' if kind == 'truefalse' else '0' if kind == 'essay' else '0.3333333'}</penalty>",
        "<hidden>0</hidden>",
        f"<idnumber>{escape(_short_id(asked.id))}</idnumber>",
        *_answers(asked, pictures),
        _tags(asked),
        "</question>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _short_id(key: str) -> str:
    """An id number has at most 100 characters: a longer key keeps its end, which tells the most."""
    clean = one_line(key)
    if len(clean) <= _ID_CHARACTERS:
        return clean
    digest = hashlib.blake2b(clean.encode(), digest_size=8).hexdigest()
    return f"{digest}-{clean[-(_ID_CHARACTERS - len(digest) - 1) :]}"


def _tags(asked: Asked) -> str:
    named = [tag for tag in (asked.task, asked.domain) if tag]
    tags = "".join(f"<tag><text>{_cdata(one_line(tag))}</text></tag>" for tag in named)
    return f"<tags>{tags}</tags>" if tags else ""


def _html(name: str, html: str, pictures: Pictures, *, more: str = "") -> str:
    """An element with HTML, its pictures as files of that element, and what else stands in it."""
    held = {path: content for path in pictures_in(html) if (content := pictures(path)) is not None}
    shown = with_pictures(html, lambda path: f"@@PLUGINFILE@@/{path}" if path in held else None)
    files = "".join(_file(path, content) for path, content in held.items())
    return f'<{name} format="html"><text>{_cdata(shown)}</text>{files}{more}</{name.partition(" ")[0]}>'


def _file(path: str, content: bytes) -> str:
    folder, _, name = path.rpartition("/")
    place = f"/{folder}/" if folder else "/"
    packed = base64.b64encode(content).decode()
    return f'<file name="{escape(name)}" path="{escape(place)}" encoding="base64">{packed}</file>'


def _answers(asked: Asked, pictures: Pictures) -> list[str]:
    """What tells one type of question from another."""
    item = asked.item
    match item.kind:
        case "single" | "multiple":
            return _choice(asked, pictures)
        case "true-false":
            return [_truth(choice, pictures) for choice in choices_of(asked)]
        case "matching":
            return [
                "<shuffleanswers>true</shuffleanswers>",
                *(_pair(prompt.html if prompt else "", side.text, pictures) for prompt, side in pairs_of(item)),
            ]
        case "ordering":
            return _ordering(asked, pictures)
        case "cloze" | "short-answer":
            return ["<usecase>0</usecase>", *(_accepted(text) for text in item.accepted)]
        case "card":
            return ["<responseformat>editor</responseformat>", _html("graderinfo", item.feedback_html, pictures)]


def _choice(asked: Asked, pictures: Pictures) -> list[str]:
    several = asked.item.kind == "multiple"
    weight = percent(len(asked.item.keys)) if several else "100"
    return [
        f"<single>{'false' if several else 'true'}</single>",
        f"<shuffleanswers>{'false' if asked.item.numeric else 'true'}</shuffleanswers>",
        "<answernumbering>ABCD</answernumbering>",
        *(_option(choice, weight, f"-{weight}" if several else "0", pictures) for choice in choices_of(asked)),
    ]


def _option(choice: Choice, right: str, wrong: str, pictures: Pictures) -> str:
    why = _html("feedback", choice.option.why, pictures)
    return _html(f'answer fraction="{right if choice.is_key else wrong}"', choice.option.html, pictures, more=why)


def _truth(choice: Choice, pictures: Pictures) -> str:
    word = "true" if choice.option.text.strip().casefold() == "true" else "false"
    why = _html("feedback", choice.option.why, pictures)
    return f'<answer fraction="{100 if choice.is_key else 0}"><text>{word}</text>{why}</answer>'


def _pair(prompt_html: str, side: str, pictures: Pictures) -> str:
    return _html("subquestion", prompt_html, pictures, more=f"<answer><text>{_cdata(one_line(side))}</text></answer>")


def _ordering(asked: Asked, pictures: Pictures) -> list[str]:
    """The steps in their order, marked by the neighbours that are kept, as ours are."""
    steps = asked.item.options
    return [
        "<layouttype>VERTICAL</layouttype>",
        "<selecttype>ALL</selecttype>",
        f"<selectcount>{len(steps)}</selectcount>",
        "<gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype>",
        *(_html(f'answer fraction="{place}"', step.html, pictures) for place, step in enumerate(steps, 1)),
    ]


def _accepted(text: str) -> str:
    """An accepted answer; a star would be a wildcard to Moodle."""
    plain = one_line(text).replace("*", "\\*")
    return f'<answer fraction="100" format="plain_text"><text>{_cdata(plain)}</text></answer>'
