"""Whatever lesson an author writes, no item of any kind is unfair. `checker` judges, which shares no code with items.

`OTHER_PACKS=<folder>` judges the lessons of a folder of folders as well.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.serving import serve
from studyapp.domain.items.values import Bank, Item
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.blocks import Block, ComparisonTable, Definition, Steps, Trap
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import Section, StudyPack
from tests.other_packs import lessons as other_lessons

from .checker import faults, is_on_a_scale
from .lessons import pack, phrase, sample_pack, section
from .test_statements import own_pack
from .test_table_laws import WORDS, tables

LONE = lone_manifest(id="any", title="Any")
HERE = Path(__file__).parent
TERMS = ("Golden set", "Trace", "Token bucket", "B-tree", "Retrieval (RAG)", "Judge", "Lease", "Dead letter queue")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(lambda drawn: " ".join(drawn).capitalize())


@st.composite
def processes(draw: st.DrawFn) -> Steps:
    steps = draw(st.lists(SENTENCES, min_size=2, max_size=10))
    return Steps("steps", phrase(draw(st.sampled_from(["", "**Making it:**"]))), tuple(map(phrase, steps)), 40)


@st.composite
def definitions(draw: st.DrawFn) -> list[Block]:
    terms = draw(st.lists(st.sampled_from(TERMS), max_size=6, unique=True))
    openings = st.sampled_from(["A ", "Any ", "The ", "", "It is a ", "A list of "])
    found: list[Block] = []
    for place, term in enumerate(terms):
        text = draw(openings) + draw(SENTENCES).lower() + draw(st.sampled_from(["", ".", f" of a {term.lower()}"]))
        words = [word for word in text.rstrip(".").split() if text.count(word) == 1]
        clozes = tuple(draw(st.lists(st.sampled_from(words), max_size=2, unique=True))) if words else ()
        found.append(Definition(f"d{place}", term, text, phrase(text).html, 60 + place, clozes=clozes))
    return found


@st.composite
def traps(draw: st.DrawFn) -> list[Block]:
    found: list[Block] = []
    for place in range(draw(st.integers(0, 3))):
        subject = draw(st.sampled_from([*TERMS, "It", "Keys"]))
        text = f"{subject} is {draw(SENTENCES).lower()}."
        belief = (
            f"A {draw(st.sampled_from(TERMS)).lower()} is {draw(st.sampled_from(['any ', 'a ', '']))}{draw(SENTENCES)}."
        )
        truth = f"{draw(st.sampled_from(['It', 'They', subject]))} {draw(SENTENCES).lower()}. {draw(SENTENCES)}."
        found.append(
            Trap(
                f"trap-{place}", text, f"<p>{text}</p>",
                phrase(belief) if draw(st.booleans()) else None,
                phrase(truth) if draw(st.booleans()) else None,
                80 + place,
            )
        )  # fmt: skip
    return found


@st.composite
def sections(draw: st.DrawFn) -> Section:
    return section(draw(processes()), *draw(definitions()), *draw(traps()))


def read(text: bytes) -> StudyPack:
    return assemble(LONE, [parse_file("a.md", text, LONE)])


@settings(max_examples=1200, deadline=None)
@given(tables())
def test_no_table_gives_an_unfair_item(drawn: ComparisonTable) -> None:
    made = pack(section(drawn))
    assert faults(made, build_bank(made)) == []


@settings(max_examples=400, deadline=None)
@given(sections())
def test_no_process_definition_or_trap_gives_an_unfair_item(drawn: Section) -> None:
    made = pack(drawn)
    assert faults(made, build_bank(made)) == []


@settings(max_examples=100, deadline=None)
@given(sections(), tables(), st.binary(max_size=4))
def test_what_is_shown_of_an_item_gives_nothing_away_by_its_length(
    drawn: Section, table: ComparisonTable, seed: bytes
) -> None:
    for item in build_bank(pack(section(*drawn.blocks, table))).items:
        if item.form not in {"forward", "definition", "next-step", "missing-step"}:
            continue
        texts = {place: item.options[place - 1].text for place in serve(item, seed=seed).order}
        key = texts.pop(item.keys[0])
        if max(map(len, [key, *texts.values()])) > 20 and not is_on_a_scale(key):
            assert len(key) <= 1.3 * max(map(len, texts.values()))


@pytest.mark.parametrize("made", [sample_pack(), own_pack()], ids=["sample", "own"])
def test_our_own_lessons_give_no_unfair_item(made: StudyPack) -> None:
    assert faults(made, build_bank(made)) == []


@pytest.mark.parametrize("name", other_lessons())
def test_lessons_in_other_manners_give_no_unfair_item(name: str) -> None:
    made = read(other_lessons()[name].read_bytes())
    assert faults(made, build_bank(made)) == []


def test_four_ordinary_tables_of_five_give_an_item() -> None:
    made = read((HERE / "ordinary-tables.md").read_bytes())
    asked = {fact.section_key for fact in build_bank(made).facts}
    tables_of = [one.key for one in made.sections for block in one.blocks if isinstance(block, ComparisonTable)]
    assert len(tables_of) >= 20
    assert len(asked & set(tables_of)) >= 0.8 * len(tables_of)


def test_the_checker_finds_what_is_unfair() -> None:
    made = sample_pack()
    bank = build_bank(made)
    broken = {
        item.form: Bank(bank.facts, (_turned(item),), (), (), ())
        for item in bank.items
        if item.keys and item.form != "authored"
    }
    assert set(broken) == {"forward", "reverse", "scenario", "next-step", "belief"}
    for form, one in broken.items():
        assert faults(made, one), form


def _turned(item: Item) -> Item:
    """The item with another option for its key."""
    return replace(item, keys=(item.keys[0] % len(item.options) + 1,))
