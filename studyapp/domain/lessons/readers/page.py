"""The file being read: its lines, its findings, and what every reader of blocks needs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.html.rendering import Renderer
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.readers.labels import Labels
from studyapp.domain.lessons.source.comments import Comment
from studyapp.domain.lessons.source.structure import Node

_EXCERPT_CHARACTERS = 80


@dataclass(slots=True)
class Page:
    """One file while it is read. Readers of blocks tell their findings here."""

    file: str
    lines: Sequence[str]
    manifest: Manifest
    labels: Labels
    references: dict[str, tuple[str, str | None]]
    findings: list[Diagnostic] = field(default_factory=list)
    unknown_labels: list[str] = field(default_factory=list)
    bold_terms: list[tuple[str, int]] = field(default_factory=list)
    question_lines: list[int] = field(default_factory=list)
    dated_lines: set[int] = field(default_factory=set)
    unknown_places: set[tuple[int, str]] = field(default_factory=set)
    lost_until: int = 0
    has_dates: bool = True
    section_title: str = ""
    is_nested: bool = False
    render: Renderer = field(init=False)

    def __post_init__(self) -> None:
        self.render = Renderer(self.file, self.references, self.tell, math=self.manifest.math)

    def tell(
        self, code: str, line: int, what: str, fix: str, *, col: int = 0, end_line: int = 0,
        data: dict[str, str | int | list[str]] | None = None,
    ) -> None:  # fmt: skip
        """Add a finding. Without `col` it points at the first character of its line."""
        line = min(max(line, 1), len(self.lines))
        source = self.lines[line - 1]
        col = col or len(source) - len(source.lstrip()) + 1
        excerpt = source.strip()[:_EXCERPT_CHARACTERS]
        found = Diagnostic(self.file, line, col, code, what, fix, max(end_line, line), excerpt, data or {})
        if found not in self.findings[-50:]:
            self.findings.append(found)

    def note_unknown(self, label: str, line: int) -> None:
        """Add a label that nobody knows, once for each line where it stands: a block may be looked at repeatedly."""
        place = (line, label.casefold())
        if place not in self.unknown_places:
            self.unknown_places.add(place)
            self.unknown_labels.append(label)

    def note_repeated_terms(self) -> None:
        """A bold word that is defined twice in a file is a label that nobody knows, rather than a term."""
        places = list(dict.fromkeys((name.casefold(), line) for name, line in self.bold_terms))
        often = Counter(name for name, _ in places)
        for name, line in dict.fromkeys(self.bold_terms):
            if often[name.casefold()] > 1:
                self.note_unknown(name, line)

    def column_of(self, line: int, words: str) -> int:
        """The column where `words` begin in a line, or where the line's text begins."""
        source = self.lines[line - 1] if 1 <= line <= len(self.lines) else ""
        at = source.find(words) if words else -1
        return at + 1 if at >= 0 else len(source) - len(source.lstrip()) + 1

    @contextmanager
    def inside(self) -> Iterator[None]:
        """While it lasts, blocks stand inside another block: they are read, but not shown twice."""
        before = self.is_nested
        self.is_nested = True
        try:
            yield
        finally:
            self.is_nested = before


def comments_of(nodes: Sequence[Node], *kinds: str) -> list[Comment]:
    """The metadata of some blocks, of the given kinds (all if none is given)."""
    return [comment for node in nodes for comment in node.comments if not kinds or comment.kind in kinds]


def explicit_id(nodes: Sequence[Node], *kinds: str) -> str:
    """The id that an author gave to one of these blocks, by `id` or one of `kinds`; "" if none."""
    return next((comment.id for comment in comments_of(nodes, "id", *kinds) if comment.id), "")
