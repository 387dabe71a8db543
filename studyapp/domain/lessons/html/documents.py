"""Our own documentation as html: plain Markdown with tables, HTML in it shown as text."""

import re

from markdown_it import MarkdownIt

_TITLE = re.compile(r"<h1>(.*?)</h1>\s*", re.DOTALL)
_CODE_CELL = re.compile(r"<td>(?:<code>)?([EWI]\d\d)(?=\D)")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


def render_document(text: str) -> tuple[str, str]:
    """Title and html. A cell that begins with the code of a finding has that code as its id."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    title = _TITLE.search(html)
    html = _TITLE.sub("", html, count=1)
    seen: set[str] = set()
    html = _CODE_CELL.sub(lambda cell: _with_id(cell, seen), html)
    html = _TABLE.sub(
        r'<div class="table-scroll" tabindex="0" role="region" aria-label="Table">'
        r'<table class="compact">\1</table></div>',
        html,
    )
    return title.group(1) if title else "", html.replace("<pre>", '<pre tabindex="0" role="region" aria-label="Code">')


def _with_id(cell: re.Match[str], seen: set[str]) -> str:
    code = cell.group(1)
    if code in seen:
        return cell.group()
    seen.add(code)
    return cell.group().replace("<td>", f'<td id="{code}">')
