"""Plain text as Markdown that shows exactly it."""

import re
import unicodedata

from studyapp.domain.lessons.readers.answers import answer_value, plain

_SIMPLE = re.compile(r"[!-~]+(?: [!-~]+)*\Z")
_BLANKS = re.compile(r"[^\S\n]+")
_SPECIAL = re.compile(
    r"[\\*\[|$^]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # between letters it is none
    r"|~(?=~)|(?<=~)~|=(?==)|(?<==)="
    r"|(?<!\S)(?=:::?(?!\S))|(?<=\{)\{"
)
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")  # a backslash would not hide a comment
_TICK = "&#96;"  # nor code, from those who look for it before escapes
_LINE_START = re.compile(
    r"(?P<mark>[#>+=-]|~|:::|!!!|\?\?\?)"
    r"|(?P<before>\d{1,9}|[A-Ha-h])(?P<after>[.):](?=\s|$))"
    r"|(?P<number>\d{1,4})(?P<dot>\.(?=\d))"
    r"|\((?P<letter>[A-Ha-h])\)(?=\s|$)"
)
_EXPLAINS = re.compile(r"\W{0,4}(?:explanations?|rationale|reasoning)\b", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")


def cleaned(text: str) -> str:
    """`text` in NFC without characters that nobody sees, runs of blanks as one, lines trimmed, none empty."""
    if _SIMPLE.match(text):
        return text
    shown = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    shown = unicodedata.normalize("NFC", shown.encode("utf-8", "replace").decode())
    lines = (_BLANKS.sub(" ", line).strip() for line in shown.replace("\u2029", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def inline(text: str) -> str:
    """One line of plain text, anywhere but at the start of a line."""
    return _SPECIAL.sub(r"\\\g<0>", _TAG.sub("&lt;", _ENTITY.sub("&amp;", text)).replace("`", _TICK))


def literal(text: str) -> str:
    """Plain text as one paragraph that is nothing else: no list, option, heading, answer or label's answer."""
    return hard_lines(inline(cleaned(text)).split("\n"))


def hard_lines(lines: list[str]) -> str:
    """Lines of inline Markdown as one paragraph with a break after each line."""
    return "<br>\n".join(started(line) for line in lines if line)


def started(line: str) -> str:
    """A line of inline Markdown so that it cannot be read as the start of a block or as an answer."""
    found = _LINE_START.match(line)
    if found:
        line = _escaped_start(line, found)
    if answer_value(plain(line)) is not None or _EXPLAINS.match(line):
        at = re.search(r"[A-Za-z]", line)
        if at:
            line = f"{line[: at.start()]}&#{ord(at.group())};{line[at.end() :]}"
    return line


def _escaped_start(line: str, found: re.Match[str]) -> str:
    if found.group("before"):
        return f"{found.group('before')}\\{found.group('after')}{line[found.end() :]}"
    if found.group("number"):
        return f"{found.group('number')}\\.{line[found.end() :]}"
    return f"\\{line}"


def one_line(markdown: str) -> str:
    """Markdown of several paragraphs and lines as inline Markdown of one line; breaks become `<br>`."""
    return "<br>".join(part for line in markdown.split("\n") if (part := line.strip().removesuffix("<br>")))
