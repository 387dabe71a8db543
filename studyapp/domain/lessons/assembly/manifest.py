"""pack.toml: what a pack says about itself and its exam."""

import json
import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args

from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.pack import (
    MANIFEST,
    Author,
    Exam,
    ExamDomain,
    ExamFact,
    ExamTask,
    Manifest,
    Provenance,
)
from studyapp.domain.lessons.readers.labels import DEFAULTS
from studyapp.domain.lessons.source.nearest import nearest

FORMAT = 1
LARGEST_NUMBER = 1e15
_KEYS = (
    "format", "id", "title", "version", "updated", "language", "licence", "provenance", "authors", "trademarks",
    "math", "labels", "grading", "domains", "exam",
)  # fmt: skip
_REQUIRED = ("format", "id", "title")
_EXAM_KEYS = ("name", "code", "provider", "outline", "types", "partial_credit", "scale", "facts")
_FACT_KEYS = ("value", "as_of", "source", "review", "max")
_DOMAIN_KEYS = ("id", "title", "weight", "items", "draw", "tasks")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_FACTS = re.compile(r"\s*(?:\[\s*exam\s*\.\s*facts\b|(?:exam\.)?facts\b)")
_ONE_PER_TASK = "one per task"
_NAMED = re.compile(r"(?:^|[\s{,\[.])([^\s{,\[.=\]]+)\s*(?:=|\])")
_UNKNOWN_TOLD = 3  # of one table; the others are counted


def lone_manifest(*, id: str, title: str) -> Manifest:  # noqa: A002
    """The manifest of a single uploaded file: one pack without domains, whose tasks are not checked."""
    return Manifest(id=id, title=title, is_lone_file=True)


def read_manifest(text: str, *, file: str = MANIFEST) -> tuple[Manifest | None, list[Diagnostic]]:
    """The manifest in `text`, or None if nothing can be built on it; with every finding (E29, E39, E46)."""
    reader = _Reader(file, text)
    if reader.tell_dots(text):
        return None, reader.findings
    try:
        table = tomllib.loads(text)
        json.dumps(table, default=str)  # raises ValueError for an integer too long to be written out
    except tomllib.TOMLDecodeError as error:
        reader.tell_toml(str(error))
        return None, reader.findings
    except ValueError:
        reader.tell_toml("a number has too many digits")
        return None, reader.findings
    except RecursionError:
        reader.tell_toml("nested too deep")
        return None, reader.findings
    manifest = reader.manifest(table)
    return manifest, reader.findings


class _Reader:
    """Takes values out of the TOML tables and tells what is wrong with them, each on its line."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines() or [""]
        self.findings: list[Diagnostic] = []
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)  # line and column of each name
        for number, line in enumerate(self.lines, 1):
            for found in _NAMED.finditer(line):
                self._places[found.group(1)].append((number, found.start(1) + 1))

    def tell_dots(self, text: str) -> bool:
        """Whether a line has more dots than may be; tomllib takes the square of the parts of a key."""
        for number, line in enumerate(text.split("\n"), 1):
            if line.count(".") > limits.MANIFEST_DOTS:
                what = f"the line has {line.count('.')} dots, at most {limits.MANIFEST_DOTS}"
                self._add("E39", number, 1, what, "break the line, or shorten its key")
                return True
        return False

    def tell_toml(self, message: str) -> None:
        place = re.search(r"\(at line (\d+), column (\d+)\)", message)
        line, col = (int(place.group(1)), int(place.group(2))) if place else (len(self.lines), 1)
        what = "TOML error: " + re.sub(r"\s*\(at .*\)", "", message)
        self._add("E46", min(line, len(self.lines)), col, what, "correct the line")

    def tell(self, code: str, key: str, what: str, fix: str, *, data: Mapping[str, str] | None = None) -> None:
        """A finding at the first line that begins a key with this name."""
        line, col = self.place_of(key)
        self._add(code, line, col, what, fix, data=data)

    def place_of(self, key: str, *, after: int = 0) -> tuple[int, int]:
        """Line and column of the first key with this name after the line `after`; the file's beginning if none."""
        places = self._places.get(key, [])
        first = bisect_left(places, (after + 1, 0))
        return places[first] if first < len(places) else (1, 1)

    def _add(
        self, code: str, line: int, col: int, what: str, fix: str, *, data: Mapping[str, str] | None = None
    ) -> None:
        excerpt = self.lines[line - 1].strip()[:80] if line <= len(self.lines) else ""
        self.findings.append(Diagnostic(self.file, line, col, code, what, fix, line, excerpt, dict(data or {})))

    def manifest(self, table: Mapping[str, Any]) -> Manifest | None:
        self.check_keys(table, _KEYS, MANIFEST)
        for key in _REQUIRED:
            if key not in table:
                self.tell("E46", key, f"the key {key!r} is missing", f"add {key} = ...")
        if table.get("format", FORMAT) != FORMAT:
            self.tell("E46", "format", f"format {table['format']!r} is not known", f"write format = {FORMAT}")
        provenance = self.provenance(table)
        pack_id = self.text(table, "id")
        if "id" in table and not _ID.match(pack_id):
            self.tell("E46", "id", f"the id {pack_id!r} is not made of a-z, 0-9 and -", "choose another id")
        if any(key not in table for key in _REQUIRED) or not pack_id:
            return None
        return Manifest(
            id=pack_id,
            title=self.text(table, "title"),
            version=self.text(table, "version"),
            updated=self.day(table, "updated"),
            language=self.text(table, "language") or "en",
            licence=self.text(table, "licence"),
            provenance=provenance,
            authors=self.authors(table),
            trademarks=self.text(table, "trademarks"),
            math=table.get("math") is True,
            labels=self.labels(table),
            synonyms=self.synonyms(table),
            domains=self.domains(table),
            exam=self.exam(table),
        )

    def check_keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        unknown = [key for key in table if key not in known]
        for key in unknown[:_UNKNOWN_TOLD]:
            meant = nearest(key, known)
            hint = f", did you mean {meant!r}" if meant else ""
            fix = f"write {meant}" if meant else "remove it"
            data = {"key": key, "meant": meant} if meant else {}
            self.tell("E46", key, f"unknown key {key!r} in {where}{hint}", fix, data=data)
        more = unknown[_UNKNOWN_TOLD:]
        if more:
            self.tell("E46", more[0], f"and {len(more)} more unknown in {where}, from {more[0]!r} on", "remove them")

    def text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.tell("E46", key, f"{key} is no text", f'write {key} = "..."')
        return ""

    def number(self, table: Mapping[str, Any], key: str) -> float | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.tell("E46", key, f"{key} is no number", f"write {key} = 1")
        elif not abs(value) <= LARGEST_NUMBER:  # also what is not a number, or not finite
            self.tell("E46", key, f"{key} is not finite, or too large", "write an ordinary number")
        else:
            return value
        return None

    def day(self, table: Mapping[str, Any], key: str) -> date | None:
        value = table.get(key)
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        self.tell("E46", key, f"{key} is no date", f"write {key} = 2026-11-23, without quotes")
        return None

    def tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            return value
        self.tell("E46", key, f"{key} is no list of tables", f"write {key} = [{{ ... }}]")
        return []

    def table(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self.tell("E46", key, f"{key} is no table", f"write {key} = {{ ... }}")
        return {}

    def words(self, value: Any, key: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.tell("E46", key, f"{key} is no list of texts", f'write {key} = ["..."]')
        return ()

    def provenance(self, table: Mapping[str, Any]) -> Provenance:
        value = table.get("provenance", "")
        kinds = ", ".join(get_args(Provenance))
        if value == "":
            what = "no provenance: nobody says where the content comes from"
            self.tell("E55", "provenance", what, f"write one of {kinds}")
            return "original"
        if value in get_args(Provenance):
            return value  # type: ignore[no-any-return]
        self.tell("E46", "provenance", f"provenance {value!r} is none of {kinds}", "choose one of them")
        return "original"

    def authors(self, table: Mapping[str, Any]) -> tuple[Author, ...]:
        return tuple(
            Author(self.text(author, "name"), self.text(author, "url")) for author in self.tables(table, "authors")
        )

    def labels(self, table: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        added = self.table(table, "labels")
        self.check_keys(added, tuple(DEFAULTS), "labels")
        return tuple((kind, self.words(names, kind)) for kind, names in added.items() if kind in DEFAULTS)

    def synonyms(self, table: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
        grading = self.table(table, "grading")
        self.check_keys(grading, ("synonyms",), "grading")
        groups = grading.get("synonyms", [])
        if not isinstance(groups, list):
            self.tell("E46", "synonyms", "synonyms is no list of groups", 'write synonyms = [["a", "b"]]')
            return ()
        return tuple(self.words(group, "synonyms") for group in groups)

    def domains(self, table: Mapping[str, Any]) -> tuple[ExamDomain, ...]:
        entries = self.tables(table, "domains")
        if not entries:
            return ()
        for entry in entries:
            self.check_keys(entry, _DOMAIN_KEYS, "domains")
        weights = self.weights(entries)
        return tuple(
            ExamDomain(self.text(entry, "id"), self.text(entry, "title"), weight, self.tasks(entry))
            for entry, weight in zip(entries, weights, strict=True)
        )

    def weights(self, entries: list[Mapping[str, Any]]) -> list[float]:
        """Percent for each domain: given, or shares of its items, or of its tasks when one is drawn per task."""
        if any("weight" in entry for entry in entries):
            given = [self.number(entry, "weight") or 0.0 for entry in entries]
            if abs(sum(given) - 100) > 0.01:
                self.tell("E29", "weight", f"the weights sum to {sum(given):g}", "correct them to 100")
            return [float(weight) for weight in given]
        if any("items" in entry for entry in entries):
            counts = [self.number(entry, "items") or 0.0 for entry in entries]
        elif all(entry.get("draw") == _ONE_PER_TASK for entry in entries):
            counts = [float(len(self.tables(entry, "tasks"))) for entry in entries]
        else:
            self.tell("E29", "domains", "the domains have no weights", f'add weight, items or draw = "{_ONE_PER_TASK}"')
            counts = [1.0] * len(entries)
        total = sum(counts)
        return [100 * count / total if total > 0 else 0.0 for count in counts]

    def tasks(self, entry: Mapping[str, Any]) -> tuple[ExamTask, ...]:
        return tuple(ExamTask(self.text(task, "id"), self.text(task, "title")) for task in self.tables(entry, "tasks"))

    def exam(self, table: Mapping[str, Any]) -> Exam | None:
        if "exam" not in table:
            return None
        exam = self.table(table, "exam")
        self.check_keys(exam, _EXAM_KEYS, "exam")
        outline, scale = self.table(exam, "outline"), self.table(exam, "scale")
        self.check_keys(outline, ("edition", "url"), "outline")
        self.check_keys(scale, ("kind", "min", "max"), "scale")
        return Exam(
            name=self.text(exam, "name"),
            code=self.text(exam, "code"),
            provider=self.text(exam, "provider"),
            outline_edition=self.text(outline, "edition"),
            outline_url=self.text(outline, "url"),
            types=self.words(exam.get("types", []), "types"),
            partial_credit=exam.get("partial_credit") is True,
            scale_kind=self.text(scale, "kind"),
            scale_min=self.number(scale, "min"),
            scale_max=self.number(scale, "max"),
            facts=self.facts(self.table(exam, "facts")),
        )

    def facts(self, table: Mapping[str, Any]) -> tuple[ExamFact, ...]:
        facts = []
        heading = next((number - 1 for number, line in enumerate(self.lines, 1) if _FACTS.match(line)), 0)
        for name in table:
            entry = self.table(table, name)
            self.check_keys(entry, _FACT_KEYS, f"the fact {name}")
            value, as_of = self.number(entry, "value"), self.day(entry, "as_of")
            review = self.number(entry, "review")
            if value is None or as_of is None:
                self.tell("E46", name, f"the fact {name} needs value and as_of", "add them")
                continue
            days = None if review is None else int(review)
            is_maximum, line = entry.get("max") is True, self.place_of(name, after=heading)[0]
            facts.append(ExamFact(name, float(value), as_of, self.text(entry, "source"), days, is_maximum, line))
        return tuple(facts)
