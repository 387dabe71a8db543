"""Callouts: a label, a container or an alert says what kind of remark a block is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studyapp.domain.lessons.blocks import Block, Callout
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.domain.lessons.readers.definitions import defined_in_callout, is_bookkeeping
from studyapp.domain.lessons.readers.labels import ALERTS, Label, LabelKind
from studyapp.domain.lessons.readers.page import Page, explicit_id
from studyapp.domain.lessons.readers.reflections import read_reflections
from studyapp.domain.lessons.readers.traps import read_trap
from studyapp.domain.lessons.source.structure import Node

_ALERT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*(.*?)(?:\n|\Z)")
_LISTS = ("bullet_list", "ordered_list")


@dataclass(frozen=True, slots=True)
class Remark:
    """A labelled block: what it is, how it is labelled, what it says and which nodes it took."""

    kind: LabelKind
    label: str
    body: list[Node]
    source: list[Node]
    after: int

    @property
    def line(self) -> int:
        """The line of the first block that it took."""
        return self.source[0].line


def read_callout(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """A labelled remark, trap, reflection or definition at `index`; None if nothing says that it is one."""
    remark = remark_at(page, nodes, index)
    if remark is None:
        return None
    if not remark.body:
        what = f"the callout {remark.label!r} is empty" if remark.label else "the callout is empty"
        page.tell("E42", remark.line, what, "write its text or delete it", end_line=remark.source[-1].end_line)
        return [], remark.after
    if remark.kind == "trap":
        return [read_trap(page, remark.body, remark.source)], remark.after
    if remark.kind == "reflection":
        return read_reflections(page, remark.body, remark.source, nodes, remark.after)
    if remark.kind == "definition":
        defined = defined_in_callout(page, remark.body, remark.source)
        if defined:
            return [defined], remark.after
    return [_callout(page, remark)], remark.after


def _callout(page: Page, remark: Remark) -> Callout:
    html = page.render.html(remark.body)
    return Callout(
        key=explicit_id(remark.source, "principle"),
        kind="note" if remark.kind in ("definition", "trap", "reflection") else remark.kind,  # type: ignore[arg-type]
        label=remark.label,
        text=text_of(html),
        html=html,
        line=remark.line,
        nested=page.is_nested,
        end_line=remark.source[-1].end_line,
    )


def remark_at(page: Page, nodes: Sequence[Node], index: int) -> Remark | None:
    """The labelled block at `index` with its extent, whatever form its label has."""
    node = nodes[index]
    if node.kind == "paragraph":
        return _from_paragraph(page, nodes, index)
    if node.kind == "blockquote":
        return _from_quote(page, node, index)
    if node.kind == "container":
        return _from_container(page, node, index)
    if node.kind == "heading" and node.level > 1:
        return _from_heading(page, nodes, index)
    return None


def _from_paragraph(page: Page, nodes: Sequence[Node], index: int) -> Remark | None:
    node = nodes[index]
    label = page.labels.read(node.text)
    if label is None or label.kind is None:
        is_apart = label and label.has_emoji and (label.has_colon or (label.is_bold and label.stands_alone))
        if label and is_apart and not is_bookkeeping(label.name):
            page.note_unknown(label.name, node.line)
        return None
    if not label.has_colon and not (label.has_emoji or (label.is_bold and label.stands_alone)):
        return None
    is_plain = not (label.is_bold or label.has_emoji)
    if is_plain and label.kind == "example" and node.text.rstrip().endswith(":"):
        return None  # `Example: a chatbot:` leads into a list
    body = _without_label([node], label)
    source = [node]
    follows = nodes[index + 1] if index + 1 < len(nodes) else None
    if follows and follows.kind in _LISTS and (node.text.rstrip("*_ ").endswith(":") or not body):
        body, source = [*body, follows], [node, follows]
    return Remark(label.kind, label.name, body, source, index + len(source))


def _from_quote(page: Page, node: Node, index: int) -> Remark | None:
    first = node.children[0] if node.children else None
    if first is None or first.kind != "paragraph":
        return None
    alert = _ALERT.match(first.text)
    if alert:
        return _from_alert(page, node, alert, index)
    label = page.labels.read(first.text)
    if label is None:
        return None
    if label.kind is None:
        if label.has_colon or (label.stands_alone and label.has_emoji):
            page.note_unknown(label.name, node.line)
        return None
    return Remark(label.kind, label.name, _without_label(node.children, label), [node], index + 1)


def _from_alert(page: Page, node: Node, alert: re.Match[str], index: int) -> Remark | None:
    word, title = alert.group(1), alert.group(2).strip()
    first = node.children[0]
    rest = first.text[alert.end() :]
    body = [_shifted(first, rest), *node.children[1:]] if rest.strip() else list(node.children[1:])
    kind = page.labels.kind_of(title) if title else None
    kind = kind or page.labels.kind_of(word.replace("-", " ")) or ALERTS.get(word.casefold())
    return _labelled_inside(page, (kind, title or word.capitalize()), body, node, index)


def _from_container(page: Page, node: Node, index: int) -> Remark | None:
    kind = page.labels.kind_of(node.title) if node.title else None
    kind = kind or page.labels.kind_of(node.info.replace("-", " ")) or ALERTS.get(node.info)
    return _labelled_inside(page, (kind, node.title or node.info.capitalize()), list(node.children), node, index)


def _labelled_inside(
    page: Page, box: tuple[LabelKind | None, str], body: list[Node], node: Node, index: int
) -> Remark | None:
    """A label inside an alert or container is nearer to the author's mind than the type of the box."""
    kind, name = box
    label = page.labels.read(body[0].text) if body and body[0].kind == "paragraph" else None
    if label and label.kind and label.has_colon:
        return Remark(label.kind, label.name, _without_label(body, label), [node], index + 1)
    if kind is None:
        page.note_unknown(name, node.line)
        return None
    return Remark(kind, name, body, [node], index + 1)


def _from_heading(page: Page, nodes: Sequence[Node], index: int) -> Remark | None:
    """A heading that is a label: it takes the paragraph or quote after it, and a list."""
    node = nodes[index]
    kind = heading_label(page, node.text)
    if kind is None:
        return None
    label = page.labels.read(node.text)
    body: list[Node] = []
    if label and label.rest.strip():
        body.append(Node("paragraph", node.line, node.line, text=label.rest))
    after = index + 1
    for kinds in (("paragraph", "blockquote"), _LISTS):
        if after < len(nodes) and nodes[after].kind in kinds and (not body or kinds == _LISTS):
            body.append(nodes[after])
            after += 1
    name = label.name if label else node.text.strip("*_ ")
    return Remark(kind, name, body, list(nodes[index:after]), after)


def heading_label(page: Page, text: str) -> LabelKind | None:
    """The kind that a heading names, if the heading is a callout's label and nothing else."""
    label = page.labels.read(text)
    if label and label.kind and label.has_colon:
        return label.kind
    return page.labels.kind_of(text)


def _without_label(nodes: Sequence[Node], label: Label) -> list[Node]:
    rest = label.rest.lstrip("\n")
    skipped = label.rest[: len(label.rest) - len(rest)].count("\n")
    first = nodes[0]
    kept = [_shifted(first, rest, lines=skipped)] if rest.strip() else []
    return [*kept, *nodes[1:]]


def _shifted(node: Node, text: str, *, lines: int | None = None) -> Node:
    """A leaf with only the end of its text, on the line where that begins."""
    gone = node.text.count("\n") - text.count("\n") if lines is None else lines
    return replace(node, text=text, line=node.line + gone, comments=[])
