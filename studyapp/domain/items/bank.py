"""All facts and items of a pack."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.items.authored_rules import blank_findings, question_findings
from studyapp.domain.items.definitions import Meanings, definition_yield, names_of
from studyapp.domain.items.processes import steps_yield
from studyapp.domain.items.questions import question_yield
from studyapp.domain.items.remarks import principle_yield, trap_yield
from studyapp.domain.items.rubrics import with_continued_keys, with_trap_keys
from studyapp.domain.items.statements import traps_asked_by_truth
from studyapp.domain.items.tables import Yield, table_yield
from studyapp.domain.items.values import Bank, Fact, Item, Skip
from studyapp.domain.lessons.blocks import (
    Block,
    Callout,
    ComparisonTable,
    Definition,
    Prose,
    Question,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.pack import Section, StudyPack


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all blocks of a section need of it."""

    rivals: tuple[str, ...]
    meanings: Meanings
    tables: "_Neighbourhood"
    asked_by_truth: frozenset[str]  # keys of traps


def shared_by_sections(pack: StudyPack) -> tuple[object, ...]:
    """What the items of any section depend on beside the section itself: where both are equal, so are its items."""
    domains = tuple((domain.id, tuple(task.id for task in domain.tasks)) for domain in pack.manifest.domains)
    tables = tuple(
        (section.key, section.task, tuple(map(_without_lines, _tables(section)))) for section in pack.sections
    )
    return pack.manifest.synonyms, domains, tuple(_traps(pack).items()), tables


def _without_lines(table: ComparisonTable) -> tuple[object, ...]:
    """What a neighbour sees of a table."""
    return table.key, table.columns, table.rows, table.key_column


def _traps(pack: StudyPack) -> dict[str, str]:
    """The keys of the traps that have an id, by their ids."""
    return {one.id: one.key for section in pack.sections for one in section.blocks if isinstance(one, Trap) and one.id}


def join_banks(parts: Iterable[Bank]) -> Bank:
    """The bank of a pack from those of its sections, part after part."""
    whole = list(parts)
    return Bank(
        facts=tuple(fact for part in whole for fact in part.facts),
        items=tuple(item for part in whole for item in part.items),
        skipped=tuple(skip for part in whole for skip in part.skipped),
        rubrics=tuple(rubric for part in whole for rubric in part.rubrics),
        diagnostics=tuple(_sorted(found for part in whole for found in part.diagnostics)),
    )


def asked_of(pack: StudyPack) -> StudyPack:
    """The pack without its prose, of which no item is made: that is most of its text."""
    sections = (
        replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Prose)))
        for section in pack.sections
    )
    return replace(pack, sections=tuple(sections))


def build_bank(pack: StudyPack) -> Bank:
    """Facts, items, skipped cells, rubrics and findings of a pack, in reading order. Same pack, same bank."""
    (bank,) = build_banks(pack, [slice(None)])
    return bank


def build_banks(pack: StudyPack, parts: Iterable[slice]) -> Iterator[Bank]:
    """The same of some of its sections, part after part: large packs are shared out, see `join_banks`."""
    traps, tables = _traps(pack), _Neighbourhood(pack)  # gathered once for all parts
    for part in parts:
        yield _bank_of(pack, pack.sections[part], traps, tables)


def _bank_of(pack: StudyPack, sections: Sequence[Section], traps: Mapping[str, str], tables: "_Neighbourhood") -> Bank:
    facts: list[Fact] = []
    items: list[Item] = []
    skipped: list[Skip] = []
    rubrics: list[tuple[str, Rubric]] = []
    findings: list[Diagnostic] = []
    for section in sections:
        shared = _Shared(
            rival_terms(section), Meanings(section, pack.manifest.synonyms), tables, traps_asked_by_truth(section)
        )
        for block in section.blocks:
            gained = _yield_of(pack, section, block, shared)
            if isinstance(block, Reflection):
                gained, rubric = _reflection_yield(pack, section, block)
                rubrics += [(block.key, with_trap_keys(rubric, traps))] if rubric else []
            facts += gained.facts
            items += gained.items
            skipped += gained.skipped
            findings += gained.diagnostics
    return Bank(tuple(facts), tuple(items), tuple(skipped), tuple(rubrics), tuple(_sorted(findings)))


def _sorted(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(findings, key=lambda found: (found.file, found.line, found.col, found.code))


def _yield_of(  # noqa: PLR0911 - one line a kind of block
    pack: StudyPack, section: Section, block: Block, shared: _Shared
) -> Yield:
    match block:
        case ComparisonTable():
            return table_yield(section, block, shared.tables.of(section, block))
        case Steps():
            return steps_yield(section, block)
        case Definition():
            gained = definition_yield(
                section, block, synonyms=pack.manifest.synonyms, rivals=shared.rivals, meanings=shared.meanings
            )
            return replace(gained, diagnostics=tuple(blank_findings(section.file, block.line, block.clozes)))
        case Trap():
            return trap_yield(section, block, asks_truth=block.key in shared.asked_by_truth)
        case Callout(kind="principle"):
            return principle_yield(section, block)
        case Question():
            gained = question_yield(section, block, shared.rivals)
            return Yield(gained.facts, gained.items, (), tuple(question_findings(section.file, block)))
        case _:
            return Yield()


def rival_terms(section: Section) -> tuple[str, ...]:
    """Terms, expansions and row names of a section: a misspelt answer that equals one of them is that one."""
    found: list[str] = []
    for block in section.blocks:
        if isinstance(block, Definition):
            found += names_of(block)
        elif isinstance(block, ComparisonTable):
            found += [row[block.key_column - 1].text for row in block.rows]
    return tuple(dict.fromkeys(term for term in found if term.strip()))


class _Neighbourhood:
    """The tables of a pack by exam domain, gathered once."""

    def __init__(self, pack: StudyPack) -> None:
        self._domains = {task.id: domain.id for domain in reversed(pack.manifest.domains) for task in domain.tasks}
        self._tables: dict[str, list[tuple[str, ComparisonTable]]] = defaultdict(list)
        for section in pack.sections:
            home = self._domains.get(section.task, "")
            self._tables[home] += [(section.key, table) for table in _tables(section)] if home else []

    def of(self, section: Section, table: ComparisonTable) -> tuple[ComparisonTable, ...]:
        """Other tables of the section, then of its exam domain."""
        near = [other for other in _tables(section) if other.key != table.key]
        home = self._domains.get(section.task, "")
        far = [other for key, other in self._tables.get(home, ()) if key != section.key]
        return (*near, *far)


def _tables(section: Section) -> Sequence[ComparisonTable]:
    return [block for block in section.blocks if isinstance(block, ComparisonTable) and not block.furniture]


def _reflection_yield(pack: StudyPack, section: Section, reflection: Reflection) -> tuple[Yield, Rubric | None]:
    """Each criterion is a fact; it has no items, for it is asked through its reflection."""
    source = reflection.rubric
    if source is None:
        return Yield(), None
    rubric, findings = parse_rubric(
        source.lines,
        file=section.file,
        question=reflection.stem.text,
        heading_points=source.points,
        heading_line=source.heading_line,
        synonyms=pack.manifest.synonyms,
    )
    rubric = with_continued_keys(rubric, reflection) if rubric else None
    facts = _criterion_facts(section, reflection, rubric) if rubric else ()
    return Yield(facts, diagnostics=tuple(findings)), rubric


def _criterion_facts(section: Section, reflection: Reflection, rubric: Rubric) -> tuple[Fact, ...]:
    keys = [(f"{reflection.key}/{criterion.key}", criterion) for criterion in rubric.criteria]
    return tuple(
        Fact(key, "criterion", key, section.key, reflection.key, criterion.label, section.task, criterion.line)
        for key, criterion in keys
    )
