"""Making items: how many, how fair over many learners and days, how fast, and how fast until they are stored."""

import functools
import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.editions import large_pack
from benchmarks.generated import notes
from benchmarks.measuring import Row, at_least, at_most, plain, rotate
from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.levels import levels_of
from studyapp.domain.items.serving import serve
from studyapp.domain.items.values import Bank, Item
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.blocks import ComparisonTable, Reflection
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import StudyPack
from studyapp.library.models import Fact, SectionRevision
from studyapp.quiz import models
from studyapp.quiz.publishing import store_items

ROUNDS = 15
SEEDS = 200  # learners and days
LESSONS = 24
GENERATED = 900  # sections, of which every 18th has a table
FAST = 5_000


def rows() -> Iterator[Row]:
    """The figures of our own pack, then of generated notes, then of the database."""
    own = _read(_files(settings.BASE_DIR / "content" / "genai-developer-pro"))
    bank = build_bank(own)
    yield from _counts(own, bank)
    yield from _fairness([item for item in bank.items if item.kind == "single" and item.form != "authored"])
    yield from _full_sections()
    yield from _speed({"own lessons": own, "generated notes": _read(notes(GENERATED, 10))})
    yield from _storing()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.md"))} | {
        "pack.toml": (folder / "pack.toml").read_bytes()
    }


def _read(files: Mapping[str, bytes]) -> StudyPack:
    manifest, _ = read_manifest(files["pack.toml"].decode())
    assert manifest is not None
    lessons = ((path, text) for path, text in files.items() if path.endswith(".md") and "/" in path)
    return assemble(manifest, [parse_file(path, text, manifest) for path, text in lessons])


def _counts(pack: StudyPack, bank: Bank) -> Iterator[Row]:
    tables = [one for section in pack.sections for one in section.blocks if isinstance(one, ComparisonTable)]
    cells = sum(len(table.rows) * (len(table.columns) - 1) for table in tables)
    kinds = {fact.key: fact.kind for fact in bank.facts}
    made = sum(kinds[item.fact_key] == "cell" for item in bank.items)
    yield plain(
        "items a table", f"{made / len(tables):.1f}", anchor=f"{len(tables)} tables of our own, 13 in the field"
    )
    reasons = Counter(skip.reason for skip in bank.skipped).most_common()
    shares = ", ".join(f"{reason} {100 * count / cells:.1f} %" for reason, count in reasons)
    yield plain("cells that are not asked", f"{100 * len(bank.skipped) / cells:.1f} %", anchor=shares)


def _fairness(items: Sequence[Item]) -> Iterator[Row]:
    """Of what learners see with four options: how often the key is the longest, and where it stands."""
    longest, places = 0.0, Counter[int]()
    shown_count = shuffled = 0
    for item in items:
        is_scale = levels_of([option.text for option in item.options]) is not None
        for seed in range(SEEDS):
            order = serve(item, seed=b"%d" % seed).order
            if len(order) != 4:
                continue
            shown_count += 1
            lengths = {place: len(item.options[place - 1].text) for place in order}
            tied = [place for place in order if lengths[place] == max(lengths.values())]
            longest += (item.keys[0] in tied) / len(tied)
            if not is_scale:
                shuffled += 1
                places[order.index(item.keys[0])] += 1
    yield at_most(
        "key is the longest of four options", 100 * longest / shown_count, 27,
        anchor=f"{shown_count:,} shown, chance 25", unit="%",
    )  # fmt: skip
    shares = [100 * places[place] / shuffled for place in range(4)]
    yield at_most(
        "key positions: farthest from even", max(abs(share - 25) for share in shares), 2,
        anchor=" / ".join(f"{share:.1f}" for share in shares) + " %", unit="points",
    )  # fmt: skip


def _full_sections() -> Iterator[Row]:
    """A section with hundreds of one thing: CPU seconds must not grow with its square."""
    from tests.domain.items.full_sections import FULL  # noqa: PLC0415 - the tests hold their item counts

    slowest, name = max((seconds, name) for name, seconds in rotate(_calls(FULL), 3).items())
    yield at_most("items of a section filled to its limits", slowest, 2, anchor=f"slowest: {name}", unit="s CPU")


def _calls(packs: Mapping[str, StudyPack]) -> dict[str, Callable[[], object]]:
    return {name: functools.partial(build_bank, pack) for name, pack in packs.items()}


def _speed(packs: Mapping[str, StudyPack]) -> Iterator[Row]:
    """Each call begins with empty caches, as a fresh process does. Rubrics are read by grading, and left out."""
    asked = {name: _without_rubrics(pack) for name, pack in packs.items()}
    seconds = rotate(_calls(asked), ROUNDS, prepare=dict.fromkeys(asked, _forget))
    for name, pack in asked.items():
        made = len(build_bank(pack).items)
        yield at_least(
            f"make items: {name}", made / seconds[name], FAST, anchor=f"{made:,} items, one core, cold", unit="items/s"
        )


def _without_rubrics(pack: StudyPack) -> StudyPack:
    return replace(
        pack,
        sections=tuple(
            replace(one, blocks=tuple(block for block in one.blocks if not isinstance(block, Reflection)))
            for one in pack.sections
        ),
    )


def _forget() -> None:
    """Empty the caches of the domain."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("studyapp.domain"):
            one.cache_clear()


def _storing() -> Iterator[Row]:
    call_command("migrate", verbosity=0)
    files = large_pack(settings.BASE_DIR / "content" / "genai-developer-pro", LESSONS)
    with TemporaryDirectory() as folder:
        for path, text in files.items():
            (Path(folder) / path).parent.mkdir(exist_ok=True)
            (Path(folder) / path).write_bytes(text)
        call_command("load_pack", folder, verbosity=0, stdout=StringIO(), stderr=StringIO())
    pack = _without_rubrics(_read(files))
    store = _Store(pack)
    seconds = rotate(
        {"bare": store.insert, "whole": store.make_and_insert},
        ROUNDS,
        prepare={"bare": store.clear, "whole": store.clear_all},
    )
    yield at_least(
        f"make and store {len(store.ready):,} items against a bare bulk insert of the same rows",
        seconds["bare"] / seconds["whole"], 0.5, anchor=f"{connection.vendor}, bare {1000 * seconds['bare']:.0f} ms",
    )  # fmt: skip


class _Store:
    def __init__(self, pack: StudyPack) -> None:
        own = SectionRevision.objects.filter(section__pack__key=pack.manifest.id).select_related("section")
        self.pack = pack
        self.revisions = {revision.section.key: revision for revision in own}
        self.facts = {fact.key: fact for fact in Fact.objects.filter(pack__key=pack.manifest.id)}
        self.stored = models.Item.objects.filter(revision__in=own)
        self.ready = list(self.stored)

    def clear(self) -> None:
        """Take the rows out."""
        self.stored.delete()
        for row in self.ready:
            row.pk = None

    def clear_all(self) -> None:
        """Take the rows out and forget what was worked out."""
        self.clear()
        _forget()

    @transaction.atomic
    def insert(self) -> None:
        """Rows that are ready."""
        models.Item.objects.bulk_create(self.ready, batch_size=500)

    @transaction.atomic
    def make_and_insert(self) -> None:
        """From the lessons to rows."""
        store_items(build_bank(self.pack), self.revisions, self.facts)
