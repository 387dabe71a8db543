"""Pages saved as HTML, and the exports of Notion: HTML, Markdown and CSV in a zip with their pictures."""

import csv
import io
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from studyapp.domain.common import limits
from studyapp.domain.exchange.escaping import literal, one_line
from studyapp.domain.exchange.html import document_html, plain_of, soup_of
from studyapp.domain.exchange.html_inline import Surroundings
from studyapp.domain.exchange.incoming import Ledger, Picture, Unreadable, decoded
from studyapp.domain.exchange.markdown import heading, table
from studyapp.domain.exchange.pictures import Album, ascii_name

PAGE_SUFFIXES = (".html", ".htm", ".md")
_HASH = re.compile(r"\s+[0-9a-f]{32}(?=$|\.|_all)|\s+[0-9a-f]{4,5}…?[0-9a-f]{4,5}(?=$|\.)")
_ASIDE = re.compile(r"^<aside>\n(.*?)\n</aside>$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(!?)\[((?:[^\]\\]|\\.)*)\]\((<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)((?:\s+\"[^\"]*\")?)\)")
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One lesson: its path in the pack and its text."""

    path: str
    text: str


@dataclass(slots=True)
class Site:
    """The files of an export, by path, and what became of them so far."""

    files: Mapping[str, bytes]
    ledger: Ledger
    album: Album
    used: set[str] = field(default_factory=set)

    def picture(self, page: str, address: str, alt: str, line: int = 0) -> str | None:
        """The place of a picture that a page shows, or None after telling why not."""
        called = posixpath.basename(unquote(address))[:80] or f"“{alt[:60]}”"
        if address.startswith("data:"):
            return self.album.add_inline(address, line=line, called=f"“{alt[:60]}”")
        if _REMOTE.match(address):
            self.ledger.lose(line, f"the picture {address[:120]} is not in the file and is left out")
            return None
        path = self.resolved(page, address)
        if path not in self.files:
            self.ledger.lose(line, f"the picture {called} is not in the file and is left out")
            return None
        self.used.add(path)
        return self.album.add(self.files[path], line=line, called=called, name=without_hash(called.rpartition(".")[0]))

    @staticmethod
    def resolved(page: str, address: str) -> str:
        """The path that an address of a page means."""
        plain = unquote(re.split(r"[?#]", address)[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(page), plain))


def read_html_page(content: bytes, *, file: str) -> tuple[str, tuple[Picture, ...], Ledger]:
    """A page as Markdown with the pictures written out in it. Raises Unreadable."""
    ledger = Ledger(file)
    site = Site({}, ledger, Album(file.rpartition(".")[0], ledger))
    text = page_of_html(decoded(content), file, site)
    if not text.strip():
        raise Unreadable("the page holds no text", "save the whole page as HTML", code="E38")
    return text, site.album.pictures, ledger


def read_site(files: Mapping[str, bytes], *, file: str) -> tuple[tuple[Page, ...], tuple[Picture, ...], Ledger]:
    """The pages of an export as lessons, in the order of their paths. Raises Unreadable if there are none."""
    ledger = Ledger(file)
    site = Site(files, ledger, Album(file.rpartition(".")[0], ledger))
    pages: dict[str, str] = {}
    for path in sorted(files):
        text = _page(path, site)
        if text is not None:
            pages[_lesson_path(path, pages)] = text
    if not pages:
        raise Unreadable("the zip holds no page", "export the pages as HTML or Markdown and CSV")
    for path in sorted(set(files) - site.used):
        ledger.lose(0, f"{path[:120]} is shown on no page, or is no lesson, and is left out")
    return tuple(Page(path, text) for path, text in pages.items()), site.album.pictures, ledger


def _page(path: str, site: Site) -> str | None:
    """The lesson that a file becomes, None if it is none."""
    lower = path.lower()
    if not lower.endswith((*PAGE_SUFFIXES, ".csv")):
        return None
    if lower.endswith(".csv") and f"{path[:-4]}_all.csv" in site.files:
        site.used.add(path)  # the same table with fewer columns
        return None
    site.used.add(path)
    try:
        text = decoded(site.files[path])
        if lower.endswith(".csv"):
            return page_of_table(text, path)
        return page_of_markdown(text, path, site) if lower.endswith(".md") else page_of_html(text, path, site) or None
    except Unreadable as error:
        site.ledger.lose(error.line, f"{path[:120]} is left out: {error.what}")
        return None


def page_of_html(text: str, path: str, site: Site) -> str:
    """A saved page as Markdown, "" if it holds nothing. Of Notion's pages the properties are losses."""
    soup = soup_of(text)
    for found in soup.select("table.properties"):
        site.ledger.lose(0, f"the properties of {title_of(path)} are left out: {plain_of(found)[:120]}")
        found.decompose()
    for found in soup.select("figure > div.source, figure.bookmark, .page-header-icon, .page-cover-image"):
        if isinstance(found, Tag) and plain_of(found) and "page-header-icon" not in found.get_attribute_list("class"):
            site.ledger.lose(0, f"an attached file or bookmark is left out: {plain_of(found)[:120]}")
        found.decompose()
    root = soup.find("article") or soup.find("main") or soup.body or soup
    around = Surroundings(lambda address, alt: site.picture(path, address, alt), lambda what: site.ledger.lose(0, what))
    body = document_html(root, around) if isinstance(root, Tag) else ""
    return _titled(body, title_of(path, soup)) if body.strip() else ""


def page_of_markdown(text: str, path: str, site: Site) -> str:
    """A page that is Markdown already: pictures find their place, callouts their form, links to pages their words."""

    def replaced(found: re.Match[str]) -> str:
        mark, words, address, title = found.groups()
        address = address.strip("<>")
        line = text.count("\n", 0, found.start()) + 1
        if mark:
            place = site.picture(path, address, words, line)
            return f"![{words}]({place}{title})" if place else words
        return found[0] if _REMOTE.match(address) else words

    linked = _LINK.sub(replaced, text)
    body = _ASIDE.sub(lambda found: _callout(found.group(1)), linked)
    return _titled(body.strip("\n") + "\n", title_of(path))


def _callout(inner: str) -> str:
    return "> [!NOTE]\n" + "\n".join(f"> {line}".rstrip() for line in inner.strip().split("\n"))


def page_of_table(text: str, path: str) -> str:
    """A database as a lesson with its table. Raises Unreadable if it has no row."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable(f"the table is broken: {error}", "export it again") from error
    if len(rows) < 2:
        raise Unreadable("the table has no row", "leave it out")
    width = max(map(len, rows))
    if width > limits.TABLE_COLUMNS or len(rows) > limits.TABLE_ROWS + 1:
        raise Unreadable(f"the table is larger than {limits.TABLE_COLUMNS} x {limits.TABLE_ROWS}", "split it")
    cells = [[one_line(literal(cell)) for cell in [*row, *[""] * (width - len(row))]] for row in rows]
    return f"# {heading(title_of(path))}\n\n{table(cells[0], cells[1:])}\n"


def title_of(path: str, soup: BeautifulSoup | None = None) -> str:
    """What a page is called: its title, else its file's name."""
    named = soup.select_one("h1.page-title, head title, title") if soup else None
    title = plain_of(named) if isinstance(named, Tag) else ""
    return title or without_hash(posixpath.basename(path).rpartition(".")[0]).removesuffix("_all") or "Page"


def without_hash(name: str) -> str:
    """A name without the identifier that Notion appends."""
    return _HASH.sub("", name).strip()


def _titled(body: str, title: str) -> str:
    return body if re.search(r"^# ", body, re.MULTILINE) else f"# {heading(title)}\n\n{body}"


def _lesson_path(path: str, taken: Mapping[str, str]) -> str:
    """A short path for a page, the folders of the export kept."""
    folders = [ascii_name(without_hash(part)) or "folder" for part in path.split("/")[:-1]]
    name = ascii_name(title_of(path)) or "page"
    place, again = "/".join([*folders, f"{name}.md"]), 2
    while place in taken:
        place, again = "/".join([*folders, f"{name}-{again}.md"]), again + 1
    return place
