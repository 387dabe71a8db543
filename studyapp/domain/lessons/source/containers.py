"""Containers that Git hosts show as text: `!!!` and `???` blocks, `:::` blocks, shortcodes."""

import re
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

_ADMONITION = re.compile(r"(!!!|\?\?\?\+?)\s*([\w-]+)?[^\"]*(?:\"(.*)\")?\s*$")
_COLONS = re.compile(r":{3,}\s*\{?\.?([\w-]+)\}?\s*(.*?)\s*$")
_SHORTCODE = re.compile(r"\{\{([%<])\s*([\w-]+)\s*(.*?)\s*[%>]\}\}\s*$")
_CALLOUT_SHORTCODES = frozenset(
    {"notice", "callout", "alert", "hint", "admonition", "details", "expand", "tip", "note"}
)

_LONGEST_SHORTCODE = 400  # lines searched for its end: unclosed ones in a row would cost the square of their number


def add_containers(parser: MarkdownIt) -> None:
    """Teach a Markdown parser the three container forms; each becomes a `container` token."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "containers", _container, alternatives)


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for all three."""
    at = state.bMarks[start] + state.tShift[start]
    rule = _RULES.get(state.src[at : at + 1])
    return rule is not None and rule(state, start, end, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if text[:3] not in ("!!!", "???") or state.is_code_block(start):
        return False
    found = _ADMONITION.match(text)
    if not found or not found.group(2):
        return False
    if silent:
        return True
    indent = state.sCount[start] + 4
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= indent):
        last += 1
    name = found.group(2).casefold()
    _push(state, (start, last), name, found.group(3) or "", indent=indent, closed=True, marker=found.group(1))
    state.line = last
    return True


def _colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if text[:3] != ":::" or state.is_code_block(start):
        return False
    found = _COLONS.match(text)
    if not found:
        return False
    if silent:
        return True
    marker = text[: len(text) - len(text.lstrip(":"))]
    last, depth = start + 1, 1
    while last < end:
        line = _line(state, last).rstrip()
        depth += 1 if line.startswith(marker) and line.strip(":").strip() else 0
        depth -= 1 if line == marker else 0
        if depth == 0:
            break
        last += 1
    return _fenced(state, (start, last, end), found.group(1).casefold(), found.group(2))


def _shortcode(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if text[:2] != "{{" or state.is_code_block(start):
        return False
    found = _SHORTCODE.match(text)
    if not found or found.group(2).casefold() not in _CALLOUT_SHORTCODES:
        return False
    closing = re.compile(r"\{\{[%<]\s*/\s*" + re.escape(found.group(2)) + r"\s*[%>]\}\}\s*$")
    last = start + 1
    stop = min(end, start + _LONGEST_SHORTCODE)
    while last < stop and not closing.match(_line(state, last)):
        last += 1
    if last >= stop:
        return False
    if silent:
        return True
    kind, title = _shortcode_type(found.group(2).casefold(), found.group(3))
    return _fenced(state, (start, last, end), kind, title)


def _shortcode_type(name: str, arguments: str) -> tuple[str, str]:
    named = re.search(r"(?:type|style|context)=\"?([\w-]+)", arguments)
    title = re.search(r"title=\"([^\"]*)\"", arguments) or re.search(r"\"([^\"]*)\"", arguments)
    first = re.match(r"\"?([\w-]+)\"?(?:\s|$)", arguments)
    kind = named.group(1) if named else first.group(1) if first else name
    return kind.casefold(), title.group(1) if title and title.group(1) != kind else ""


def _fenced(state: StateBlock, span: tuple[int, int, int], name: str, title: str) -> bool:
    start, last, end = span
    is_closed = last < end
    after = last + 1 if is_closed else end
    _push(state, (start, after), name, title, indent=state.blkIndent, closed=is_closed, inner_end=last)
    state.line = after
    return True


def _push(
    state: StateBlock, span: tuple[int, int], name: str, title: str, *, indent: int, closed: bool,
    inner_end: int | None = None, marker: str = "",
) -> None:  # fmt: skip
    opening = state.push("container_open", "div", 1)
    opening.map = [span[0], span[1]]
    opening.info = name
    meta: dict[str, Any] = {"title": title, "closed": closed, "marker": marker}
    opening.meta = meta
    before = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "container", inner_end or span[1], indent
    state.md.block.tokenize(state, span[0] + 1, state.lineMax)
    state.parentType, state.lineMax, state.blkIndent = before
    state.push("container_close", "div", -1)


_RULES: dict[str, Callable[[StateBlock, int, int, bool], bool]] = {
    "!": _admonition,
    "?": _admonition,
    ":": _colons,
    "{": _shortcode,
}
