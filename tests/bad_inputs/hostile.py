"""Shapes that hold naive parsers for seconds or minutes, each made to a size in bytes."""

from collections.abc import Callable
from itertools import count

Shape = Callable[[int], str]


def filled(piece: str, *, head: str = "", tail: str = "") -> Shape:
    """`piece` again and again, between `head` and `tail`."""
    size = len(piece.encode())
    return lambda most: head + piece * max((most - len(head.encode()) - len(tail.encode())) // size, 1) + tail


def in_lines(piece: str, *, characters: int = 9_000) -> Shape:
    """`piece` again and again, in paragraphs of lines short enough not to be refused for their length alone."""
    line = piece * max(characters // len(piece.encode()), 1) + "\n\n"
    return lambda most: (line * (most // len(line.encode()) + 1)).encode()[:most].decode(errors="ignore")


def counted(line: Callable[[int], str]) -> Shape:
    """A line made of its number, for numbers from 1, until the size is reached."""

    def shape(most: int) -> str:
        lines, size = [], 0
        for number in count(1):
            lines.append(line(number))
            size += len(lines[-1].encode()) + 1
            if size >= most:
                break
        return "\n".join(lines)

    return shape


def nested(opening: str, closing: str = "", *, depth: int) -> Shape:
    """`opening` in itself `depth` times, then the same again."""
    piece = opening * depth + "a" + closing * depth + "\n\n"
    return filled(piece)


def _staircase(most: int) -> str:
    lines, size = [], 0
    while size < most:
        for depth in range(300):
            lines.append(f"{'  ' * depth}- a")
            size += len(lines[-1]) + 1
            if size >= most:
                break
    return "\n".join(lines)


def _wide_table(most: int) -> str:
    row = "|a" * 2000 + "|\n"
    return row + row.replace("a", "-") + row * max(most // len(row) - 2, 1)


def _growing_ticks(most: int) -> str:
    piece = "".join("`" * length + " a " for length in range(1, 120)) + "\n\n"
    return piece * max(most // len(piece), 1)


SHAPES: dict[str, Shape] = {
    # 37 and 38: brackets
    "brackets": filled("["),
    "brackets in lines": in_lines("["),
    "images": filled("!["),
    "images in lines": in_lines("!["),
    "closing brackets": in_lines("]"),
    "pairs of brackets": in_lines("[]"),
    "brackets and parentheses": in_lines("[]("),
    "nested brackets": nested("[", "]", depth=190),
    "nested brackets in lines": in_lines("[a[b"),
    "footnotes": in_lines("[^a]"),
    # 39: fences
    "fences with blanks": filled("```  \n"),
    "fences": filled("```\n"),
    "fences in quotes": filled("> ```\n"),
    "tildes fences": filled("~~~\na\n"),
    "fence flood with info": counted(lambda n: f"```lang{n}"),
    # 40: declarations
    "cdata": filled("<![CDATA["),
    "cdata in lines": in_lines("<![CDATA["),
    "comments": in_lines("<!--"),
    "dashes of comments": in_lines("<!-- --"),
    "processing instructions": in_lines("<?"),
    "declarations": in_lines("<!A "),
    "metadata": filled("<!-- table: a; ask: 1 -->\n"),
    # 41 and 42: links
    "emphasis in links": in_lines("*a [b **c "),
    "links": in_lines("[a]("),
    "angles": in_lines("[a](<"),
    "links with titles": in_lines('[a](b "c'),
    "addresses": in_lines("https://a.b/"),
    "autolinks": in_lines("<a@"),
    "link in link": in_lines("[a](b[c](d"),
    "whole links": in_lines("[a](b) "),
    # 43 and 44: headings
    "setext": filled("a\n=\n"),
    "setext rules": filled("a\n-\n"),
    "equals": filled("=\n"),
    "headings": filled("# a\n"),
    "deep headings": filled("###### a\n"),
    "numbered headings": counted(lambda n: f"# {n}. a"),
    "bare numbered lines": counted(lambda n: f"\n1.{n}. Title\n"),
    "bold lines": filled("**a**\n\n"),
    # 45 to 47: lists
    "items in one line": in_lines("- "),
    "items": filled("- a\n"),
    "empty items": filled("-\n"),
    "staircase": _staircase,
    "numbers in one line": in_lines("1. "),
    "numbers": counted(lambda n: f"{n}. a"),
    "numbers that restart": filled("1. a\n2. b\n"),
    "loose items": filled("- a\n\n"),
    "options": filled("- [ ] a\n"),
    "letters": filled("A. a\n\n"),
    "steps": filled("Then do:\n\n1. a\n2. b\n3. c\n\n"),
    # 48: quotes
    "quotes": filled(">"),
    "quotes in lines": in_lines("> "),
    "quoted lines": filled("> a\n"),
    "callouts": filled("> **Exam Trap:** a\n\n"),
    "quotes and lists": in_lines("> - "),
    # 49: tables
    "columns": _wide_table,
    "rows": filled("| a | b |\n", head="| a | b |\n| - | - |\n"),
    "pipes": in_lines("|"),
    "tables": filled("| a |\n| - |\n| b |\n\n"),
    "tabs": filled("a\tb\n"),
    "lost tables": filled("aBcD\n"),
    "raw tables": in_lines("<table><tr><td>"),
    # 50: code spans and emphasis
    "growing ticks": _growing_ticks,
    "ticks": in_lines("` "),
    "stars": in_lines("*"),
    "stars and words": in_lines("*a "),
    "double stars": in_lines("**a "),
    "mixed emphasis": in_lines("*_a "),
    "underscores": in_lines("_a "),
    "tildes": in_lines("~~a "),
    "marks": in_lines("==a "),
    # 51: floods of definitions
    "abbreviations": counted(lambda n: f"*[A{n}]: b"),
    "footnote definitions": counted(lambda n: f"[^{n}]: b"),
    # 52: raw HTML
    "divs": in_lines("<div>"),
    "divs in lines": filled("<div>\n\n"),
    "details": filled("<details>\n\n"),
    "details with summaries": filled("<details><summary>a</summary>\n\nb\n\n</details>\n\n"),
    "tags": in_lines("<b>"),
    "open tags": in_lines("<a "),
    "attributes": in_lines("<a b=c "),
    "raw images": in_lines("<img src=a "),
    # 53: colliding definitions
    "same definitions": filled("[a]: b\n"),
    "definitions": counted(lambda n: f"[a{n}]: b"),
    "used definitions": counted(lambda n: f"[a{n}]: b\n\n[a{n}] [a{n}]\n"),
    # 54: after cmark's pathological tests, and our own forms
    "entities": in_lines("&#1;"),
    "broken entities": in_lines("&a"),
    "backslashes": in_lines("\\"),
    "containers": filled("::: a\n"),
    "admonitions": filled("!!! note\n"),
    "folded": filled("??? note\n    a\n"),
    "shortcodes": filled("{{% notice a %}}\n"),
    "cards": counted(lambda n: f"Q{n} :: A{n}\n"),
    "definitions of terms": counted(lambda n: f"**Term {n}:** a b c\n"),
    "camels": in_lines("aB"),
    "hidden characters": in_lines("a\u200b"),
    "combining marks": in_lines("\u0301"),
    "wide letters": in_lines("文"),
    "dated": filled("a\n<!-- as-of: 2026-01 -->\n\n"),
    "clozes": filled("a ==b== c\n\n"),
    "notes to oneself": in_lines("[insert a (to be "),
}  # fmt: skip
