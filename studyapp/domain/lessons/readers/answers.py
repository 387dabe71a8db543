"""Answers: the line, heading or details that give the key of a question, and its explanation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studyapp.domain.lessons.source.structure import Node

_MARKUP = re.compile(r"[*_<](?:(?<=<)/?[A-Za-z][^<>]*>|(?<!<)[*_]{1,2})")  # by its first character: that is fast
_WORD = r"(?:(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|solutions?)(?:\(s\))?|correct)"
_ANSWER = re.compile(rf"\W{{0,4}}{_WORD}(?:\s+(?:is|are))?\s*[:：]\s*(?P<value>.*)", re.IGNORECASE)
_ANSWER_IS = re.compile(rf"\W{{0,4}}{_WORD}\s+(?:is|are)\s+(?P<value>.+)", re.IGNORECASE)
_ANSWER_ONLY = re.compile(rf"\W{{0,4}}{_WORD}\W{{0,3}}\Z", re.IGNORECASE)
_EXPLANATION = re.compile(r"\W{0,4}(?:explanations?|rationale|reasoning)\s*[:：]?\s*", re.IGNORECASE)
_REVEALS = re.compile(
    r"\W*(?:(?:show|see|reveal|view|click|check)\b.*|.*\b(?:answers?|solutions?|explanations?)\b.*)", re.I | re.S
)
_ALERT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")
_LETTERS = re.compile(r"[(\[]?([A-H])[)\]]?(?:\s*(?:,|;|/|&|\+|\band\b|\bund\b)+\s*[(\[]?[A-H][)\]]?)*(?![\w'’])")
_JOINED_LETTERS = re.compile(r"[A-H]{2,6}[.]?\Z")
_SMALL_LETTER = re.compile(r"[(\[]?([a-h])[)\].:]*\Z")
_PLACEHOLDER = re.compile(
    r"(?:tbd|todo|tba|tbc|n/?a|x{2,}|to be (?:done|added|defined|confirmed)|[?\-–—._…\s]*)\Z", re.I
)


@dataclass(slots=True)
class Answer:
    """What was found after a question. `value` is the text of the key, None if no answer was given at all."""

    value: str | None = None
    line: int = 0
    end_line: int = 0
    after: int = 0
    explanation: list[Node] = field(default_factory=list)
    is_keyed: bool = False  # by ticks, a list's order or a table's rows: an explanation may follow at once


def plain(text: str) -> str:
    """A leaf's source without bold marks and tags."""
    return (_MARKUP.sub("", text) if "*" in text or "_" in text or "<" in text else text).strip()


def is_placeholder(value: str) -> bool:
    """Whether an answer says only that it is still to be written."""
    return bool(_PLACEHOLDER.match(value.strip()))


def read_answer(nodes: Sequence[Node], index: int, *, is_keyed: bool = False) -> Answer:
    """The answer that stands at `index`, in a line, under a heading or in details, and what explains it.

    `is_keyed` says that the question has its key already.
    """
    answer = Answer(after=index, is_keyed=is_keyed)
    while answer.after < len(nodes) and _take(answer, nodes, answer.after):
        answer.end_line = nodes[answer.after - 1].end_line
    return answer


def _take(answer: Answer, nodes: Sequence[Node], at: int) -> bool:
    """Take the node at `at` if it belongs to the answer."""
    node = nodes[at]
    if node.kind == "details" or (node.kind == "container" and _is_hidden_answer(node)):
        if answer.explanation and answer.value is None:
            return False
        summary = plain(node.info if node.kind == "details" else node.title or node.info)
        if not _REVEALS.match(summary):
            return False
        _take_details(answer, node, summary)
    elif node.kind == "heading":
        if not _take_heading(answer, nodes, at):
            return False
    elif node.kind == "blockquote":
        if not _take_quote(answer, node):
            return False
    elif node.kind != "paragraph" or not _take_paragraph(answer, nodes, at):
        return False
    answer.after = max(answer.after, at + 1)
    return True


def _take_quote(answer: Answer, node: Node) -> bool:
    """A quote that begins with the answer, or an alert whose title reveals it."""
    first = node.children[0] if node.children else None
    if first is None or first.kind != "paragraph" or answer.value is not None:
        return False
    alert = _ALERT.match(first.text)
    if alert is None:
        if answer_value(plain(first.text.partition("\n")[0])) is None:
            return False
        _take_details(answer, node, "")
        return True
    title = plain(alert.group(2) or alert.group(1))
    if not _REVEALS.match(title):
        return False
    rest = first.text[alert.end() :]
    shifted = [Node("paragraph", first.line + 1, first.end_line, text=rest)] if rest.strip() else []
    _take_details(answer, replace(node, children=[*shifted, *node.children[1:]]), title)
    return True


def _is_hidden_answer(node: Node) -> bool:
    return bool(_REVEALS.match(plain(node.title or node.info))) and "question" not in node.info


def _take_heading(answer: Answer, nodes: Sequence[Node], at: int) -> bool:
    text = plain(nodes[at].text)
    if _EXPLANATION.fullmatch(text) and answer.value is not None:
        follows = nodes[at + 1 : at + 2]
        answer.explanation.extend(follows)
        answer.after = at + 1 + len(follows)
        return True
    value = answer_value(text)
    if value:
        _give(answer, value, nodes[at].line)
        return True
    if not _ANSWER_ONLY.match(text) or answer.value is not None:
        return False
    follows = nodes[at + 1 : at + 2]
    is_text = bool(follows) and follows[0].kind == "paragraph"
    _give(answer, answer_value(plain(follows[0].text)) or plain(follows[0].text) if is_text else "", nodes[at].line)
    answer.after = at + 2 if is_text else at + 1
    return True


def _take_paragraph(answer: Answer, nodes: Sequence[Node], at: int) -> bool:
    node = nodes[at]
    first, _, rest = node.text.partition("\n")
    value = answer_value(plain(first))
    if value is not None and answer.value is None:
        _give(answer, value, node.line)
        if rest.strip():
            answer.explanation.append(_without_explanation(node, rest, node.line + 1))
        return True
    if not (answer.is_keyed or answer.value is not None):
        return False
    is_alone = bool(_EXPLANATION.fullmatch(plain(node.text)))
    if is_alone and at + 1 < len(nodes) and nodes[at + 1].kind == "paragraph":
        answer.explanation.append(nodes[at + 1])
        answer.after = at + 2
        return True
    if not _is_explanation(node.text):
        return False
    answer.explanation.append(_without_explanation(node, node.text, node.line))
    return True


def _is_explanation(text: str) -> bool:
    found = _EXPLANATION.match(plain(text))
    return bool(found and (":" in found.group() or "：" in found.group()))


def _without_explanation(node: Node, text: str, line: int) -> Node:
    found = re.match(r"(?:\*\*|__)?\s*(?:explanations?|rationale|reasoning)\s*:?\s*(?:\*\*|__)?\s*:?\s*", text, re.I)
    kept = text[found.end() :] if found and found.end() and ":" in found.group() else text
    return Node("paragraph", line, node.end_line, text=kept.strip())


def _take_details(answer: Answer, node: Node, summary: str) -> None:
    value = answer_value(summary)
    if value and answer.value is None:
        _give(answer, value, node.line)
    inner = list(node.children)
    if answer.value is None and inner:
        inner = _from_body(answer, inner)
    if answer.value is None and _ANSWER_ONLY.match(summary):
        _give(answer, "", node.line)
    answer.explanation.extend(
        _without_explanation(child, child.text, child.line) if child.kind == "paragraph" else child for child in inner
    )


def _from_body(answer: Answer, inner: list[Node]) -> list[Node]:
    """Find the answer in the body of details; what is left explains it."""
    for at, child in enumerate(inner):
        if child.kind not in ("paragraph", "heading"):
            continue
        first, _, rest = child.text.partition("\n")
        value = answer_value(plain(first))
        if value is not None:
            _give(answer, value, child.line)
            left = [Node("paragraph", child.line + 1, child.end_line, text=rest)] if rest.strip() else []
            return [*inner[:at], *left, *inner[at + 1 :]]
    if inner[0].kind == "paragraph":
        _give(answer, plain(inner[0].text), inner[0].line)
        return inner[1:]
    return inner


def _give(answer: Answer, value: str, line: int) -> None:
    answer.value = value.strip()
    answer.line = line


def answer_value(text: str) -> str | None:
    """What follows `Answer:`, or None if the text is no such line."""
    found = _ANSWER.match(text) or _ANSWER_IS.match(text)
    return found.group("value").strip() if found else None


def letters_in(value: str) -> list[str]:
    """The option letters that an answer begins with, in the order given."""
    stripped = value.strip()
    if _JOINED_LETTERS.match(stripped):
        return list(dict.fromkeys(stripped.rstrip(".")))
    small = _SMALL_LETTER.match(stripped)
    if small:
        return [small.group(1).upper()]
    found = _LETTERS.match(stripped)
    if not found:
        return []
    return list(dict.fromkeys(re.findall(r"(?<![A-Za-z])[A-H](?![A-Za-z])", found.group())))
