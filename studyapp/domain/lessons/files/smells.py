"""Content smells of one file: what a person should look at before learners do (W50 to W52, E55).

They are read off the source lines, code left out, so that each has its exact column.
"""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.files.smell_words import LOADING, RECALLED, RESIDUE, Searched, Sign, negates
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.source.code_spans import without_code
from studyapp.domain.lessons.source.structure import Node

_ADDRESS = re.compile(r"https?://\S+")
_MARKS = re.compile(r"^[\s>#*_+|~\-]*(?:\d+[.)]\s+)?(?:!?\[)?[\s*_]*|[\s*_|~\]]*(?:\([^()]*\))?[\s*_|~]*$")
_KEY_LINE = re.compile(r"^\W*(?:correct )?answers?\b", re.IGNORECASE)
_EXAM_CODE = re.compile(
    r"(?<![\w-])(?:[A-Z]{3}-C\d{2}|(?:AZ|DP|AI|PL|SC|MS|MB|MD|GH)-\d{3}|1Z0-\d{3,4}(?:-\d\d)?|"
    r"(?:SY0|N10|CS0|PT0|XK0|CV0|SK0|DA0|FC0|CAS|DS0)-\d{3}|"
    r"(?<=[Ee]xam )(?=[A-Z\d]*\d)[A-Z\d]{2,4}-[A-Z\d]{2,4})(?![\w-])"
)
_TASK = re.compile(r"\btask(?: statement)?s? (\d{1,2}\.\d{1,2})\b|\bskill (\d{1,2}\.\d{1,2})\.\d{1,2}\b", re.IGNORECASE)
_DOMAIN = re.compile(r"\bDomain (\d{1,2})\b(?!\.\d)")
_OTHER_EXAM = (
    (("-c", "az-", "dp-", "ai-", "pl-", "sc-", "ms-", "mb-", "md-", "gh-", "1z0-", "sy0-", "n10-", "cs0-", "pt0-",
      "xk0-", "cv0-", "sk0-", "da0-", "fc0-", "cas-", "ds0-", "exam "), _EXAM_CODE),
    (("task ", "tasks ", "task statement", "skill "), _TASK),
    (("domain ",), _DOMAIN),
)  # fmt: skip
_LOADING_HINTS = ("load", "render", "generat", "enlarge", "zoom", "support")
_LONGEST = 2000  # characters of a line that are looked at: no author writes a note behind more


def tell_smells(page: Page, everything: Sequence[Node], first_line: int) -> None:
    """W50, W51, W52 and E55 of a file. `first_line` is the first one after the front matter.

    `everything` are all blocks, inner ones too.
    """
    code, headings = _lines_of(everything, "fence", "code"), _lines_of(everything, "heading")
    lines = {
        number: _words_of(line[:_LONGEST])
        for number, line in enumerate(page.lines[first_line - 1 :], first_line)
        if number not in code and line.strip()
    }
    whole = Searched("\n".join(lines.values()))  # what is nowhere in the file is not looked for in each line
    residue, recalled = whole.signs(RESIDUE), whole.signs(RECALLED)
    has_other = any(whole.holds(hints, pattern) for hints, pattern in _OTHER_EXAM)
    may_load = whole.has_one_of(_LOADING_HINTS)
    for number, text in lines.items():
        if residue:
            _tell_residue(page, number, text, residue)
        if has_other:
            _tell_other_exam(page, number, text, is_heading=number in headings)
        if recalled:
            _tell_recalled(page, number, text, recalled)
        if may_load and is_loading_text(text):
            _tell_loading(page, number)
    _tell_loading_fences(page, everything)


def _tell_loading_fences(page: Page, everything: Sequence[Node]) -> None:
    for fence in (node for node in everything if node.kind == "fence"):
        inside = [number for number in range(fence.line + 1, fence.end_line + 1) if page.lines[number - 1].strip("`~ ")]
        if len(inside) == 1 and is_loading_text(page.lines[inside[0] - 1]):
            _tell_loading(page, inside[0])


def _lines_of(everything: Sequence[Node], *kinds: str) -> set[int]:
    found: set[int] = set()
    for node in everything:
        if node.kind in kinds:
            found.update(range(node.line, node.end_line + 1))
    return found


def _words_of(line: str) -> str:
    """The line with blanks where code and addresses stand, so that columns stay."""
    text = without_code(line)
    return _ADDRESS.sub(lambda found: " " * len(found.group()), text) if "://" in text else text


def is_loading_text(line: str) -> bool:
    """Whether all that a line says is that something is being loaded."""
    if len(line) >= 200:
        return False
    lowered = line.lower()
    return any(hint in lowered for hint in _LOADING_HINTS) and bool(LOADING.fullmatch(_MARKS.sub("", line).strip()))


def _tell_loading(page: Page, number: int) -> None:
    what = "a picture or diagram came along as its loading text only"
    page.tell("W52", number, what, "add the picture or diagram, or delete the line")


def _tell_residue(page: Page, number: int, text: str, signs: Sequence[Sign]) -> None:
    if _KEY_LINE.match(text):
        return  # a placeholder for an answer is E16
    for sign in signs:
        found = sign.pattern.search(text)
        if found:
            words, start = _trimmed(found)
            what = f"“{words}” looks like a note of the author"
            page.tell("W50", number, what, "finish it or delete it", col=start + 1)
            return


def _tell_recalled(page: Page, number: int, text: str, signs: Sequence[Sign]) -> None:
    for sign in signs:
        found = sign.pattern.search(text)
        if found and (sign.is_certain or not negates(text[: found.start()])):
            words, start = _trimmed(found)
            what = f"“{words}” is a sign of recalled exam items"
            page.tell("E55", number, what, "delete what comes from an exam, and write your own items", col=start + 1)
            return


def _trimmed(found: re.Match[str]) -> tuple[str, int]:
    """What was found without the marks around it, and where it begins."""
    words = found.group()
    start = found.start() + len(words) - len(words.lstrip(" \t([<!->*_"))
    return " ".join(words.strip(" \t([<!->*_])").split())[:60], start


def _tell_other_exam(page: Page, number: int, text: str, *, is_heading: bool) -> None:
    manifest = page.manifest
    own = manifest.exam.code.strip().upper() if manifest.exam else ""
    for found in _EXAM_CODE.finditer(text) if own else ():
        if found.group() != own:
            what = f"{found.group()} is the code of another exam, this pack is about {own}"
            page.tell("W51", number, what, f"write {own}, or leave it if it is meant", col=found.start() + 1)
            return
    if not is_heading:
        _tell_other_task(page, number, text)


def _tell_other_task(page: Page, number: int, text: str) -> None:
    """Tasks and domains that the outline in pack.toml does not have; those of headings are E29."""
    tasks = outline_tasks(page.manifest)
    for found in _TASK.finditer(text) if tasks else ():
        task = found.group(1) or found.group(2)
        if task not in tasks:
            what = f"task {task} is none of this exam's outline"
            page.tell("W51", number, what, "correct it, or leave it if it is meant", col=found.start() + 1)
            return
    most = len(page.manifest.domains)
    for found in _DOMAIN.finditer(text) if most else ():
        if not 1 <= int(found.group(1)) <= most:
            what = f"this exam has {most} domains, no domain {found.group(1)}"
            page.tell("W51", number, what, "correct it, or leave it if it is meant", col=found.start() + 1)
            return


def outline_tasks(manifest: Manifest) -> frozenset[str]:
    """The ids of the tasks in pack.toml."""
    return frozenset(task.id for domain in manifest.domains for task in domain.tasks)
