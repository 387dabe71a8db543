"""One lesson file: from bytes to sections and findings. Nothing that an author writes raises an error."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.assembly.links import anchors_in, links_in
from studyapp.domain.lessons.assembly.repeats import long_paragraphs
from studyapp.domain.lessons.files.metadata import attach_comments, report_unknown_keys
from studyapp.domain.lessons.files.sections import Draft, depths, split_sections
from studyapp.domain.lessons.files.smells import tell_smells
from studyapp.domain.lessons.html.word_count import words_in
from studyapp.domain.lessons.pack import Manifest, ParsedFile, Section
from studyapp.domain.lessons.readers.furniture import is_furniture_title, rights_line, tell_stated_questions
from studyapp.domain.lessons.readers.labels import Labels
from studyapp.domain.lessons.readers.page import Page, comments_of, explicit_id
from studyapp.domain.lessons.readers.reading import read_blocks, read_furniture
from studyapp.domain.lessons.source.decoding import decode
from studyapp.domain.lessons.source.front_matter import FrontMatter, read_front_matter
from studyapp.domain.lessons.source.headings import number_in_name, read_heading, title_from_name
from studyapp.domain.lessons.source.html_blocks import fold_html
from studyapp.domain.lessons.source.structure import Node, every, first_deeper, read_tree

_LINK = re.compile(r"\]\(|<https?:")


def parse_file(path: str, data: bytes, manifest: Manifest) -> ParsedFile:
    """The sections of one file, alone: keys of blocks are final only after `assemble`.

    `path` is relative to the pack, with `/`. Never raises for what `data` holds: every trouble is a diagnostic.
    """
    try:
        return _parsed(path, data, manifest)
    except RecursionError:
        deep = Diagnostic(path, 1, 1, "E39", "the file is nested too deep", "flatten it", 1)
        return ParsedFile(path, (), (deep,))


def _parsed(path: str, data: bytes, manifest: Manifest) -> ParsedFile:
    decoded = decode(path, data)
    if not decoded.is_readable:
        return ParsedFile(path, (), decoded.findings)
    front, findings = read_front_matter(path, decoded.lines)
    lines = [""] * front.lines + list(decoded.lines[front.lines :])
    tree = read_tree(lines)
    page = Page(path, decoded.lines, manifest, Labels(manifest.labels), tree.references)
    for found in (*decoded.findings, *findings):
        page.tell(found.code, found.line, found.what, found.fix, col=found.col, data=found.data)
    nodes, whole = tree.nodes, every(tree.nodes)
    if _is_over_limits(page, nodes, whole, lines):
        return ParsedFile(path, (), tuple(page.findings))
    if any(node.kind == "html" for node in whole):
        _tell_open_comments(page, whole)
        nodes = fold_html(nodes)
        if _is_too_deep(page, nodes):
            return ParsedFile(path, (), tuple(page.findings))
    nodes = attach_comments(nodes)
    everything = every(nodes)
    _tell_unclosed(page, everything)
    report_unknown_keys(page, everything)
    page.has_dates = any(comment.kind == "as-of" for node in everything for comment in node.comments)
    sections = _sections(page, front, split_sections(page, nodes))
    page.note_repeated_terms()
    tell_stated_questions(page, sections)
    tell_smells(page, everything, front.lines + 1)
    rights = rights_line(lines, everything)
    if rights:
        line, what = rights
        page.tell("E21", line, f"the line {what!r} claims rights", "confirm that you may use it; private until then")
    return ParsedFile(
        path=path,
        sections=tuple(sections),
        diagnostics=tuple(page.findings),
        images=tuple(dict.fromkeys(image for image, _ in page.render.images)),
        unknown_labels=tuple(page.unknown_labels),
        claims_rights=rights is not None,
        image_lines=tuple(dict(reversed(page.render.images)).items()),
        number_line=front.key_lines.get("number", 0),
        task_line=front.key_lines.get("task", 0),
        links=links_in(lines, everything),
        anchors=anchors_in(everything),
        paragraphs=long_paragraphs(everything, page.lines),
    )


def _is_over_limits(page: Page, nodes: Sequence[Node], whole: Sequence[Node], lines: Sequence[str]) -> bool:
    """Cheap caps before anything is rendered. Leaves that are too big are told and dropped.

    `whole` are these blocks and everything inside them.
    """
    if _is_too_deep(page, nodes):
        return True
    if len(nodes) > limits.BLOCKS:
        what = f"{len(nodes)} blocks, at most {limits.BLOCKS}"
        page.tell("E39", nodes[limits.BLOCKS].line, what, "split the file")
        return True
    links = len(_LINK.findall("\n".join(lines)))
    if links > limits.LINKS:
        page.tell("E39", 1, f"{links} links, at most {limits.LINKS}", "split the file")
        return True
    for node in whole:
        if len(node.text) * 4 <= limits.BLOCK_BYTES:
            continue
        size = len(node.text.encode("utf-8", "replace"))
        if size > limits.BLOCK_BYTES:
            what = f"the block has {size} bytes, at most {limits.BLOCK_BYTES}"
            page.tell("E39", node.line, what, "split it", end_line=node.end_line)
            node.kind, node.text = "comment", ""
    return False


def _is_too_deep(page: Page, nodes: Sequence[Node]) -> bool:
    line = first_deeper(nodes, limits.NESTING)
    if line is not None:
        page.tell("E39", line, f"blocks are nested over {limits.NESTING} deep", "flatten them")
    return line is not None


def _tell_unclosed(page: Page, everything: Sequence[Node]) -> None:
    for node in everything:
        if not node.is_closed and node.kind in ("fence", "details", "container"):
            name = {"fence": "code fence", "details": "<details>"}.get(node.kind, f"{node.info} block")
            swallowed = node.end_line - node.line
            lines = "line" if swallowed == 1 else "lines"
            what = f"the {name} is never closed, {swallowed} {lines} swallowed"
            page.tell("E28", node.line, what, "close it", end_line=node.end_line)


def _tell_open_comments(page: Page, everything: Sequence[Node]) -> None:
    for node in everything:
        at = node.text.rfind("<!--") if node.kind == "html" else -1
        if at > node.text.rfind("-->"):
            line = node.line + node.text.count("\n", 0, at)
            what = f"the comment is never closed, {node.end_line - line + 1} lines swallowed"
            page.tell("E28", line, what, "close it with -->", end_line=node.end_line)


def _sections(page: Page, front: FrontMatter, drafts: Sequence[Draft]) -> list[Section]:
    sections = [
        _section(page, draft, front, depth=depth, is_first=draft is drafts[0])
        for draft, depth in zip(drafts[: limits.SECTIONS], depths(drafts), strict=False)
    ]
    ends = [section.line - 1 for section in sections[1:]] + [len(page.lines)]
    return [_ending(page, section, end) for section, end in zip(sections, ends, strict=True)]


def _ending(page: Page, section: Section, end: int) -> Section:
    last = max(end, section.line)
    while last > section.line and not page.lines[last - 1].strip():
        last -= 1
    return replace(section, end_line=last)


def _section(page: Page, draft: Draft, front: FrontMatter, *, depth: int, is_first: bool) -> Section:
    own = front if is_first else FrontMatter()
    heading = draft.heading
    title = _title(page, draft, own)
    page.section_title = title
    if len(title) > limits.TITLE_CHARACTERS:
        what = f"the title has {len(title)} characters, at most {limits.TITLE_CHARACTERS}"
        page.tell("E39", heading.line if heading else 1, what, "shorten it")
        title = title[: limits.TITLE_CHARACTERS]
    number = own.get("number") or draft.words.number or (number_in_name(page.file) if is_first else "")
    headings = [heading] if heading else []
    key = own.get("id") or explicit_id(headings)
    task = own.get("task") or _task_in(headings) or _task_in(draft.nodes) or draft.words.task or _task_in_title(own)
    read = read_furniture if heading and is_furniture_title(draft.words.title) else read_blocks
    blocks = (*read_furniture(page, draft.furniture), *read(page, draft.nodes))
    return Section(
        key=key,
        number=number,
        title=title,
        depth=depth,
        task=task,
        level=own.get("level"),
        file=page.file,
        line=heading.line if heading else _first_line(draft),
        end_line=0,
        words=words_in(title, blocks),
        blocks=blocks,
        is_explicit_key=bool(key),
    )


def _first_line(draft: Draft) -> int:
    return min((node.line for node in (*draft.furniture, *draft.nodes)), default=1)


def _title(page: Page, draft: Draft, front: FrontMatter) -> str:
    """Front matter, else the heading without its number, else the form's title, else the file's name."""
    if front.get("title"):
        return read_heading(front.get("title")).title
    if draft.heading:
        text = page.render.phrase(draft.words.title, draft.heading.line).text
        return " ".join(text.split()) or draft.words.title
    return page.manifest.title if page.manifest.is_lone_file and page.manifest.title else title_from_name(page.file)


def _task_in(nodes: Sequence[Node]) -> str:
    return next((comment.value for comment in comments_of(nodes, "task") if comment.value), "")


def _task_in_title(front: FrontMatter) -> str:
    return read_heading(front.get("title")).task if front.get("title") else ""
