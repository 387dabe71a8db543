"""Hundreds of definitions, rows and steps cost little, and the short ways find what the long ways would."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.bank import build_bank, join_banks
from studyapp.domain.items.distractors import CONSIDERED, Candidate, Pool, text_kind
from studyapp.domain.items.likeness import Names, likeness, names, names_any, rivals_of, wording_of
from studyapp.domain.lessons.assembling import assemble
from studyapp.domain.lessons.manifest import lone_manifest
from studyapp.domain.lessons.parsing import parse_file

from .lessons import phrase

LONE = lone_manifest(id="tea", title="Tea")
TEXTS = st.lists(
    st.lists(st.sampled_from("red green blue `code` b-tree btree tree 3 7 of the log logs".split()), max_size=4),  # noqa: SIM905
    max_size=60,
).map(lambda drawn: [wording_of(phrase(" ".join(words))) for words in drawn])


def letters(number: int) -> str:
    return chr(97 + number // 26) + chr(97 + number % 26)


def definitions(count: int) -> str:
    return "\n\n".join(f"**Term{one}:** word{one} means thing{one}." for one in range(count))


def grid(columns: int, rows: int) -> str:
    head = ["Name", *(f"Col{letters(column)}" for column in range(1, columns))]
    cells = [[f"v{letters(row)}q{letters(column)}" for column in range(1, columns)] for row in range(rows)]
    lines = [head, ["---"] * columns, *([f"Row{letters(row)}", *values] for row, values in enumerate(cells))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def steps(count: int) -> str:
    return "**Steps:**\n\n" + "\n".join(f"{one}. do{letters(one)}q" for one in range(1, count + 1))


@pytest.mark.parametrize(
    "markdown", [definitions(415), grid(30, 60), grid(6, 200), steps(600)], ids=["definitions", "wide", "long", "steps"]
)
def test_a_full_section_takes_little_time(markdown: str) -> None:
    study_pack = assemble(LONE, [parse_file("a.md", f"# Tea\n\n{markdown}\n".encode(), LONE)])
    began = time.process_time()
    bank = build_bank(study_pack)
    assert time.process_time() - began < 2
    assert bank.items


@given(TEXTS, st.data())
def test_a_pool_prefers_strong_candidates_of_the_same_kind_and_length(texts, data) -> None:
    pool = [Candidate(one, place, "", weak=data.draw(st.booleans())) for place, one in enumerate(texts)]
    key = wording_of(phrase(data.draw(st.sampled_from(["red", "`code`", "3", "the green log of logs"]))))

    def preference(one: Candidate) -> tuple[object, ...]:
        is_other = text_kind(one.wording.phrase) != text_kind(key.phrase)
        return one.weak, is_other, abs(len(one.text) - len(key.text)), one.place

    assert list(Pool(pool).preferred(key)) == sorted(pool, key=preference)[:CONSIDERED]


@given(TEXTS)
def test_the_worst_rivals_are_those_that_comparing_all_pairs_finds(texts) -> None:
    order = ("shared", "near-equal", "contained")
    found = rivals_of(dict(enumerate(texts)))
    for place, one in enumerate(texts):
        kinds: dict[str, int] = {}
        for other, rival in enumerate(texts):
            kind = likeness(one, rival) if other != place else None
            if kind:
                kinds.setdefault(kind, other)
        worst = next(((kind, kinds[kind]) for kind in order if kind in kinds), None)
        assert next(((kind, found[place][kind]) for kind in order if kind in found[place]), None) == worst


@given(TEXTS, TEXTS)
def test_names_gathered_are_given_away_by_what_gives_one_of_them_away(texts, rows) -> None:
    for text in texts:
        assert names_any(text, Names.of(rows)) == any(names(text, name) for name in rows)


@pytest.mark.parametrize("cut", range(4))
def test_a_bank_made_in_parts_is_the_bank_made_at_once(cut: int) -> None:
    files = [f"# {number}. Lesson\n\n{definitions(4)}\n\n{grid(4, 6)}\n".encode() for number in range(3)]
    pack = assemble(LONE, [parse_file(f"{number}.md", text, LONE) for number, text in enumerate(files)])

    assert join_banks([build_bank(pack, only=slice(0, cut)), build_bank(pack, only=slice(cut, None))]) == build_bank(
        pack
    )
