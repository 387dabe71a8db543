"""Items out of a comparison table: the value of a row, the row of a value, rows and values to pair."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.contrasts import Twins, comparable_rows, compare_items, differs_items, odd_one_out_items
from studyapp.domain.items.distractors import CONSIDERED, Candidate, Choice, Pool, choose, text_kind
from studyapp.domain.items.grid import Column, Flaw, Grid, says_nothing
from studyapp.domain.items.levels import is_yes_or_no, level_of, levels_of
from studyapp.domain.items.likeness import Wording, likeness, names, names_any
from studyapp.domain.items.markup import paragraph, quoted, strong
from studyapp.domain.items.matching import matching_item
from studyapp.domain.items.neighbours import values_nearby
from studyapp.domain.items.rules import LONGEST_OPTION, LONGEST_STEM, keeps_rules
from studyapp.domain.items.stems import forward_stems, is_use_when, reverse_stems, scenario_stems
from studyapp.domain.items.table_findings import column_findings
from studyapp.domain.items.values import Fact, Form, Item, Option, Skip, SkipReason
from studyapp.domain.lessons.blocks import ComparisonTable, Phrase
from studyapp.domain.lessons.pack import Section

# When two forms fail for different reasons, the one the author can mend best is reported.
_REPORTED_FIRST: tuple[SkipReason, ...] = (
    "length-cue",
    "overlap-cue",
    "stem-cue",
    "row-word",
    "too-long",
    "few-distractors",
)


@dataclass(frozen=True, slots=True)
class Yield:
    """What a block gave."""

    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    skipped: tuple[Skip, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def table_yield(section: Section, table: ComparisonTable, neighbours: Sequence[ComparisonTable] = ()) -> Yield:
    """Facts, items, skipped cells and findings of one table.

    `neighbours` are the other tables of the section, then of its domain, in reading order: a generated matching
    item takes its surplus choice from them, and a question distractors where its own column has too few.
    """
    return _TableWriter(section, Grid(table), neighbours).written()


class _TableWriter:
    def __init__(self, section: Section, grid: Grid, neighbours: Sequence[ComparisonTable]) -> None:
        self.section = section
        self.grid = grid
        self.neighbours = neighbours
        self._elsewhere: dict[int, list[Candidate]] = {}  # by column
        self.table = grid.table
        self._twins = Twins(grid)
        self._whys: dict[tuple[bool, int, int], str] = {}  # asked for by every other row
        self._name_kinds = [text_kind(name.phrase) for name in grid.names]

    def written(self) -> Yield:
        facts: list[Fact] = []
        items: list[Item] = []
        skipped: list[Skip] = []
        findings: list[Diagnostic] = []
        for column in self.grid.columns:
            asked, flaws = self._column_items(column)
            findings += column_findings(self.section.file, self.grid, column, asked)
            self._add_contrasts(column, asked)
            skipped += [self._skip(column, row, flaw) for row, flaw in flaws.items() if row not in asked]
            facts += [self._fact(column, row) for row in sorted(asked)]
            items += [item for row in sorted(asked) for item in asked[row]]
            items += self._matching(column, asked)
        return Yield(tuple(facts), tuple(items), tuple(skipped), tuple(findings))

    def _column_items(self, column: Column) -> tuple[dict[int, list[Item]], dict[int, Flaw]]:
        """The naming questions of each row, and why the other rows have none."""
        asked: dict[int, list[Item]] = {}
        flaws: dict[int, Flaw] = {}
        pool = Pool(self._values(column))
        for row, flaw in enumerate(column.flaws):
            found = flaw or self._cell_items(column, row, pool)
            if isinstance(found, Flaw):
                flaws[row] = found
            else:
                asked[row] = found
        return asked, flaws

    def _add_contrasts(self, column: Column, asked: dict[int, list[Item]]) -> None:
        """Questions about several rows. A level that no naming question can ask for may still be compared."""
        file, grid = self.section.file, self.grid
        for row, item in compare_items(file, grid, column, self._spots(column, comparable_rows(column, grid))):
            asked.setdefault(row, []).append(item)
        spots = self._spots(column, sorted(asked))
        for row, item in (
            *differs_items(file, grid, column, spots, self._twins),
            *odd_one_out_items(file, grid, column, spots),
        ):
            asked[row].append(item)

    def _spots(self, column: Column, rows: Iterable[int]) -> dict[int, tuple[str, int]]:
        return {row: (self._key(column, row), self.table.row_lines[row]) for row in rows}

    def _cell_items(self, column: Column, row: int, pool: Pool) -> list[Item] | Flaw:
        tried = [self._forward(column, row, pool), self._reverse(column, row)]
        items = [item for item in tried if isinstance(item, Item)]
        reasons = [reason for reason in tried if isinstance(reason, str)]
        return items or Flaw(min(reasons, key=_REPORTED_FIRST.index))

    def _skip(self, column: Column, row: int, flaw: Flaw) -> Skip:
        detail = "" if flaw.row is None else self.grid.names[flaw.row].text
        return Skip(self.section.file, self.table.row_lines[row], column.number, flaw.reason, detail)

    def _key(self, column: Column, row: int) -> str:
        return f"{self.table.key}/{self.grid.row_slugs[row]}/{column.slug}"

    def _fact(self, column: Column, row: int) -> Fact:
        return Fact(
            key=self._key(column, row),
            kind="cell",
            family=f"{self.table.key}/{self.grid.row_slugs[row]}",
            section_key=self.section.key,
            block_key=self.table.key,
            title=f"{self.grid.names[row].text}, {column.header.text}",
            task=self.section.task,
            line=self.table.row_lines[row],
            column=f"{self.table.key}/{column.slug}",
        )

    def _forward(self, column: Column, row: int, pool: Pool) -> Item | SkipReason:
        key, name = column.cells[row], self.grid.names[row]
        if len(key.text) > LONGEST_OPTION:
            return "too-long"
        stems = forward_stems(name.phrase, column.header)
        own = [one for one in pool.preferred(key) if one.place != row and not names(one.wording, name)]
        found = choose("forward", stems, key, own, alike=_same_level if column.levels else likeness)
        if found == "few-distractors" and not column.levels:
            found = choose("forward", stems, key, [*own, *self._from_elsewhere(column, row)])
        return found if isinstance(found, str) else self._item("forward", column, row, key, found)

    def _values(self, column: Column) -> Iterator[Candidate]:
        """What may be offered instead of another row's value."""
        for other, value in enumerate(column.cells):
            is_usable = not says_nothing(value.phrase) and not is_yes_or_no(value.text) and self.grid.is_named[other]
            if is_usable and len(value.text) <= LONGEST_OPTION:
                whose = self.grid.names[other]
                yield Candidate(value, other, f"row:{whose.text}", weak=names(value, whose))

    def _from_elsewhere(self, column: Column, row: int) -> Iterator[Candidate]:
        """Values under the same header in neighbouring tables that are like nothing in the asked row."""
        if column.number not in self._elsewhere:
            nearby = values_nearby(self.grid, column, self.neighbours)
            self._elsewhere[column.number] = [
                Candidate(
                    value,
                    len(self.grid.names) + number,
                    f"row:{name.text}",
                    paragraph(
                        "In another table this stands under ", quoted(column.header), " for ", strong(name.phrase), "."
                    ),
                )
                for number, (name, value) in enumerate(nearby)
                if not is_yes_or_no(value.text) and level_of(value.text) is None
            ]
        cells = [other.cells[row] for other in self.grid.columns]
        for one in Pool(self._elsewhere[column.number]).preferred(column.cells[row]):
            if not any(likeness(one.wording, cell) for cell in cells):
                yield one

    def _reverse(self, column: Column, row: int) -> Item | SkipReason:
        value = column.cells[row]
        if names_any(value, self.grid.all_names):
            return "row-word"
        form, stems = self._reverse_stems(column, value)
        fitting = [stem for stem in stems if len(stem.text) <= LONGEST_STEM]
        if not fitting:
            return "too-long"
        found = choose(form, fitting, self.grid.names[row], islice(self._names_of_others(column, row), CONSIDERED))
        return found if isinstance(found, str) else self._item(form, column, row, self.grid.names[row], found)

    def _reverse_stems(self, column: Column, value: Wording) -> tuple[Form, tuple[Phrase, ...]]:
        if is_use_when(column.header.text) and len(value.text.split()) >= 3:
            return "scenario", scenario_stems(self.grid.key_header, value.phrase)
        return "reverse", reverse_stems(self.grid.key_header, column.header, value.phrase)

    def _names_of_others(self, column: Column, row: int) -> Iterator[Candidate]:
        """Names of the key's kind first; by turns and not by length, else a row of unusual length would be offered
        only where it is the key."""
        size = len(self.grid.names)
        turns = [(row + step) % size for step in range(1, size)]
        kinds = self._name_kinds
        for other in sorted(turns, key=lambda other: kinds[other] != kinds[row]):
            # a row with a blank cell is no wrong answer: the value may be true of it
            if self.grid.is_named[other] and not says_nothing(column.cells[other].phrase):
                name = self.grid.names[other]
                yield Candidate(name, other, f"row:{name.text}")

    def _item(self, form: Form, column: Column, row: int, key: Wording, choice: Choice) -> Item | SkipReason:
        wrong = [
            Candidate(one.wording, one.place, one.origin, one.why or self._why(form == "forward", column, one.place))
            for one in choice.distractors
        ]
        options = _in_order(Candidate(key, row, "key"), wrong)
        item = Item(
            fact_key=self._key(column, row),
            form=form,
            kind="single",
            stem=choice.stem.text,
            stem_html=choice.stem.html,
            feedback_html=self._feedback(column, row),
            file=self.section.file,
            line=self.table.row_lines[row],
            options=options,
            keys=tuple(place for place, option in enumerate(options, 1) if option.origin == "key"),
            numeric=levels_of([option.text for option in options]) is not None,
        )
        return item if keeps_rules(item) else "too-long"

    def _why(self, is_forward: bool, column: Column, row: int) -> str:
        """Whose value a distractor is."""
        spot = is_forward, column.number, row
        if spot not in self._whys:
            self._whys[spot] = self._whose(column, row, is_forward=is_forward)
        return self._whys[spot]

    def _whose(self, column: Column, row: int, *, is_forward: bool) -> str:
        name, header = strong(self.grid.names[row].phrase), quoted(column.header)
        if is_forward:
            return paragraph("This stands under ", header, " for ", name, ".")
        return paragraph(name, " has under ", header, ": ", quoted(column.cells[row].phrase), ".")

    def _feedback(self, column: Column, row: int) -> str:
        name, value = self.grid.names[row].phrase, column.cells[row].phrase
        return paragraph(strong(name), ", ", quoted(column.header), ": ", value)

    def _matching(self, column: Column, asked: dict[int, list[Item]]) -> Iterator[Item]:
        rows = [row for row in asked if len(column.cells[row].text) <= LONGEST_OPTION]
        facts = {row: self._key(column, row) for row in rows}
        item = None if column.levels else matching_item(self.section.file, self.grid, column, facts, self.neighbours)
        if item:
            yield item


def _same_level(one: Wording, other: Wording) -> bool:
    return level_of(one.text) == level_of(other.text)


def _in_order(key: Candidate, distractors: Sequence[Candidate]) -> tuple[Option, ...]:
    """Options in the order of their rows, numbers ascending."""
    candidates = sorted((key, *distractors), key=lambda candidate: candidate.place)
    levels = levels_of([candidate.text for candidate in candidates])
    if levels:
        values = {candidate.place: level.value for candidate, level in zip(candidates, levels, strict=True)}
        candidates.sort(key=lambda candidate: values[candidate.place])
    return tuple(candidate.as_option() for candidate in candidates)
