"""Definitions: a term, a colon and the sentence that says what it is; phrases of it to blank."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Block, Definition, Phrase, Question
from studyapp.domain.lessons.readers.bylines import is_about_page
from studyapp.domain.lessons.readers.page import Page, comments_of, explicit_id
from studyapp.domain.lessons.source.structure import Node

_EXPANDED = re.compile(
    r"(?P<mark>\*\*|__|)(?P<term>[^\s():*`|][^():*`|\n]{0,60}?)(?P=mark)\s+\((?P<expansion>[^()\n]{2,80})\)\s?:"
    r"\s+(?P<text>\S.*)",
    re.S,
)
_IS = re.compile(r"(?:(?:an?|the)\s+)?(?P<term>[^.,;:\n]{2,60}?)\s+(?:is|are|means|refers to)\s+\S", re.IGNORECASE)
_BOLD_TERM = re.compile(r"(?:\*\*|__)(?P<term>[^*_\n]{1,80}?)(?:\*\*|__)")
_MARKED = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==|<mark>([^<>\n]+)</mark>", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?P<term>.+?)\s*\((?P<expansion>[^()]+)\)\Z")
_NO_TERM = re.compile(
    r"(?:q|a|question|answer|correct answer|explanation|rubric|belief|truth|model answer|authors?|date|sources?|"
    r"(?:last )?updated(?: on)?|(?:written |posted )?by|published(?: on)?|level|duration|(?:reading |estimated )?time|"
    r"prerequisites?|key knowledge|summary|rationale|reference|references|see also|further reading|link|links|url|"
    r"license|licence|copyright|version|status|tags?|"
    r"(?:step|phase|stage|option|question|answer|part|chapter|section|week|day|figure|table)\s*\w{0,3})\Z",
    re.IGNORECASE,
)
_IS_RESIDUE = re.compile(r"(?:todo|tbd|tbc|tba|fixme)\b", re.IGNORECASE)
_PLAIN_TERM = re.compile(
    r"(?P<term>[^\W\d_][^\s:;,.?!*_`|()\[\]<>\"“”]*(?:[ ][^\s:;,.?!*_`|()\[\]<>\"“”]+){0,3}):[ ]+(?P<text>\S.*)", re.S
)
_LEADS_IN = re.compile(
    r"(?:in|on|at|to|for|from|with|if|when|while|then|here|there|this|that|these|those|it|we|you|they|why|how|what|who|"
    r"where|which|but|and|or|so|not|no|yes|as|my|your|our|also|remember|result|results|conclusion|goal|objective)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:an?|the)\s|.*[.!][*_)”\"’']*\Z", re.IGNORECASE | re.S)
_ANOTHER = re.compile(r"\n[^\n:]{1,60}:\s")
_LONGEST_PLAIN = 300  # characters
_MOST_TERM_WORDS = 10
_MOST_EXPANDED_WORDS = 6
_FEWEST_WORDS = 3


def read_definition(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """One definition, or several in the lines of one paragraph; a sentence with a list or table after it is none."""
    node = nodes[index]
    if node.kind != "paragraph":
        return None
    follows = nodes[index + 1].kind if index + 1 < len(nodes) else ""
    if node.text.rstrip("*_ ").endswith(":"):
        return None
    parts = [_bold_definition(page, text, line) for text, line in _segments(page, node)]
    if all(parts):
        return [_definition(page, node, part, is_only=len(parts) == 1) for part in parts if part], index + 1
    if follows in ("bullet_list", "ordered_list", "table"):
        return None
    expanded = _EXPANDED.match(node.text)
    if expanded and len(expanded.group("term").split()) <= _MOST_EXPANDED_WORDS:
        found = (expanded.group("term"), expanded.group("text"), node.line, expanded.group("expansion"))
        return [_definition(page, node, found, is_only=True)], index + 1
    _tell_plain_term(page, node)
    return None


def _tell_plain_term(page: Page, node: Node) -> None:
    """I61 for a short paragraph `Term: sentence` standing alone, whose term has lost its bold face or never had it."""
    found = _PLAIN_TERM.match(node.text)
    if found is None or page.is_nested or len(node.text) > _LONGEST_PLAIN or _ANOTHER.search(node.text):
        return
    term, text = found.group("term"), found.group("text")
    if (
        not term[0].isupper()
        or _IS_RESIDUE.match(term)
        or is_bookkeeping(term)
        or _LEADS_IN.match(term)
        or page.labels.kind_of(term)
    ):
        return
    if is_about_page(node.text) or len(text.split()) < _FEWEST_WORDS or not _SENTENCE.match(text):
        return
    what = f"{term!r} looks like the term of a definition, but is not bold"
    page.tell("I61", node.line, what, f"write **{term}:**, if it is one", end_line=node.end_line, data={"term": term})


def is_bookkeeping(name: str) -> bool:
    """Whether a label only says who, when, where from or which: it names nothing to learn."""
    return bool(_NO_TERM.match(name))


_Found = tuple[str, str, int, str]


def _segments(page: Page, node: Node) -> list[tuple[str, int]]:
    """A paragraph cut before each line that begins with a bold label."""
    segments: list[tuple[str, int]] = []
    for offset, line in enumerate(node.text.split("\n")):
        label = page.labels.read(line) if line.startswith(("**", "__")) else None
        if segments and not (label and label.has_colon):
            segments[-1] = (f"{segments[-1][0]}\n{line}", segments[-1][1])
        else:
            segments.append((line, node.line + offset))
    return segments


def _bold_definition(page: Page, text: str, line: int) -> _Found | None:
    label = page.labels.read(text)
    if label is None or label.kind or label.has_emoji or not (label.is_bold and label.has_colon):
        return None
    if not text.lstrip().startswith(("**", "__")):
        return None  # a word in italics is stressed, not defined
    name = label.name
    words = len(name.split())
    if words > _MOST_TERM_WORDS or name.endswith("?") or is_bookkeeping(name):
        return None
    if len(label.rest.split()) < _FEWEST_WORDS:
        what = f"{name!r} is explained in fewer than {_FEWEST_WORDS} words, so it is not asked"
        page.tell("I60", line, what, "write a sentence, if it is meant as a definition")
        if not page.is_nested:
            page.note_unknown(name, line)
        return None
    page.bold_terms.append((name, line))
    return name, label.rest.strip(), line, ""


def _definition(page: Page, node: Node, found: _Found, *, is_only: bool) -> Definition:
    term, text, line, expansion = found
    sentence = page.render.phrase(text, line)
    name = page.render.phrase(term, line).text
    bracketed = _IN_BRACKETS.match(name)
    if bracketed and not expansion:
        name, expansion = bracketed.group("term"), bracketed.group("expansion")
    return Definition(
        key=explicit_id([node]) if is_only else "",
        term=name,
        text=sentence.text,
        html=sentence.html,
        line=line,
        expansion=expansion,
        clozes=clozes_of(page, node, sentence, text) if is_only else marked_phrases(page, text, line),
        nested=page.is_nested,
        end_line=node.end_line,
    )


def defined_in_callout(page: Page, body: Sequence[Node], source: Sequence[Node]) -> Definition | None:
    """The definition in a callout labelled so: its term is bold, or stands before `is`, `are`, `means` or a colon."""
    if body[0].kind != "paragraph":
        return None
    text = body[0].text
    found = _BOLD_TERM.search(text) or _EXPANDED.match(text) or _IS.match(text)
    if not found:
        return None
    sentence = page.render.phrase_of(body)
    return Definition(
        key=explicit_id(source),
        term=page.render.phrase(found.group("term").rstrip(":"), body[0].line).text,
        text=sentence.text,
        html=sentence.html,
        line=source[0].line,
        clozes=clozes_of(page, source[0], sentence, text),
        nested=page.is_nested,
        end_line=source[-1].end_line,
    )


def clozes_of(page: Page, node: Node, sentence: Phrase, source: str) -> tuple[str, ...]:
    """The phrases to blank: those of the comment (E27 unless found exactly once), and marked ones."""
    phrases: list[str] = []
    for comment in comments_of([node], "cloze"):
        for written in comment.phrases:
            phrase = page.render.phrase(written, comment.line).text
            count = sentence.text.count(phrase) if phrase else 0
            if count == 1:
                phrases.append(phrase)
                continue
            often = "is not in the text" if not count else f"is {count} times in the text"
            col = page.column_of(comment.line, written)
            page.tell("E27", comment.line, f"the cloze phrase {written!r} {often}", "copy it exactly, once", col=col)
    return tuple(dict.fromkeys([*phrases, *marked_phrases(page, source, node.line)]))


def marked_phrases(page: Page, source: str, line: int) -> tuple[str, ...]:
    """What stands between `==` or in `<mark>`, outside code."""
    found = [first or second for first, second in _MARKED.findall(re.sub(r"`[^`\n]*`", "", source))]
    return tuple(page.render.phrase(phrase, line).text for phrase in found)


def read_cloze(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """A paragraph with phrases to blank that is no definition."""
    node = nodes[index]
    if node.kind != "paragraph" or not (comments_of([node], "cloze") or _MARKED.search(node.text)):
        return None
    sentence = page.render.phrase(node.text, node.line)
    clozes = clozes_of(page, node, sentence, node.text)
    if not clozes:
        return None
    key = explicit_id([node], "question")
    question = Question(key, "cloze", sentence, node.line, node.end_line, accepted=clozes)
    return [question], index + 1
