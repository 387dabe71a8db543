"""Hundreds of definitions, rows and steps are all asked, and the short ways find what the long ways would."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.bank import asked_of, build_bank, build_banks, join_banks
from studyapp.domain.items.distractors import CONSIDERED, Candidate, Pool, text_kind
from studyapp.domain.items.likeness import Names, Wording, likeness, names, names_any, rivals_of, wording_of
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.files.parsing import parse_file

from .full_sections import FULL, LONE, definitions, grid
from .lessons import phrase

TEXTS = st.lists(
    st.lists(st.sampled_from("red green blue `code` b-tree btree tree 3 7 of the log logs".split()), max_size=4),  # noqa: SIM905
    max_size=60,
).map(lambda drawn: [wording_of(phrase(" ".join(words))) for words in drawn])


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("definitions", {"term": 415, "definition": 415}),
        ("wide", {"forward": 1740, "reverse": 1740, "match": 29}),
        ("long", {"forward": 1000, "reverse": 1000, "match": 5}),
        ("steps", {"order": 120, "next-step": 599, "missing-step": 598}),
    ],
)
def test_a_full_section_gives_an_item_for_everything_in_it(name: str, forms: dict[str, int]) -> None:
    assert Counter(item.form for item in build_bank(FULL[name]).items) == forms


@given(TEXTS, st.data())
def test_a_pool_prefers_strong_candidates_of_the_same_kind_and_length(
    texts: list[Wording], data: st.DataObject
) -> None:
    pool = [Candidate(one, place, "", weak=data.draw(st.booleans())) for place, one in enumerate(texts)]
    key = wording_of(phrase(data.draw(st.sampled_from(["red", "`code`", "3", "the green log of logs"]))))

    def preference(one: Candidate) -> tuple[object, ...]:
        is_other = text_kind(one.wording.phrase) != text_kind(key.phrase)
        return one.weak, is_other, abs(len(one.text) - len(key.text)), one.place

    assert list(Pool(pool).preferred(key)) == sorted(pool, key=preference)[:CONSIDERED]


@given(TEXTS)
def test_the_worst_rivals_are_those_that_comparing_all_pairs_finds(texts: list[Wording]) -> None:
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
def test_names_gathered_are_given_away_by_what_gives_one_of_them_away(
    texts: list[Wording], rows: list[Wording]
) -> None:
    for text in texts:
        assert names_any(text, Names.of(rows)) == any(names(text, name) for name in rows)


@pytest.mark.parametrize("cut", range(4))
def test_a_bank_made_in_parts_is_the_bank_made_at_once(cut: int) -> None:
    files = [f"# {number}. Lesson\n\n{definitions(4)}\n\n{grid(4, 6)}\n".encode() for number in range(3)]
    pack = assemble(LONE, [parse_file(f"{number}.md", text, LONE) for number, text in enumerate(files)])

    assert join_banks(build_banks(pack, [slice(0, cut), slice(cut, None)])) == build_bank(pack)


def test_a_pack_without_its_prose_has_the_same_items() -> None:
    text = "# 1. Tea\n\nWarm the pot.\n\n**Assam:** a black tea from India.\n\n- dark\n- strong\n\n" + grid(4, 3)
    pack = assemble(LONE, [parse_file("a.md", text.encode(), LONE)])
    bare = asked_of(pack)
    assert len(bare.sections[0].blocks) < len(pack.sections[0].blocks)
    assert build_bank(bare) == build_bank(pack)
    assert build_bank(pack).items
