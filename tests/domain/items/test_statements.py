"""Of the exam traps of a pack about half are asked by what is true, in a statement that stands alone."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.statements import traps_asked_by_truth, true_statement
from studyapp.domain.items.values import Item
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.blocks import Trap
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import StudyPack

from .lessons import brin_order, pack, phrase, section

OWN_PACK = Path(__file__).parents[3] / "content" / "genai-developer-pro"


def trap(key: str, text: str = "A cache is no store.", *, belief: str = "", truth: str = "") -> Trap:
    return Trap(
        key, text, f"<p>{text}</p>", phrase(belief or "A cache keeps rows."), phrase(truth or "A cache may forget."), 5
    )


def own_pack() -> StudyPack:
    manifest, _ = read_manifest((OWN_PACK / "pack.toml").read_text())
    assert manifest
    files = sorted(OWN_PACK.glob("*/*.md"))
    return assemble(manifest, [parse_file(str(one), one.read_bytes(), manifest) for one in files])


def asked(*traps: Trap) -> list[Item]:
    return [item for item in build_bank(pack(section(*traps))).items if item.form == "belief"]


def answers(*traps: Trap) -> list[str]:
    return [item.options[item.keys[0] - 1].text for item in asked(*traps)]


def stated(text: str, belief: str, truth: str) -> str | None:
    statement = true_statement(trap("one", text, belief=belief, truth=truth))
    return statement.text if statement else None


def test_the_traps_of_a_section_are_asked_by_belief_and_by_truth_in_turn() -> None:
    found = answers(*(trap(f"t{number}") for number in range(6)))
    assert found in (["True", "False"] * 3, ["False", "True"] * 3)


def test_the_trap_of_the_sample_lesson_is_asked_by_its_belief() -> None:
    assert answers(brin_order()) == ["False"]


def test_about_half_the_statements_of_our_own_pack_are_true() -> None:
    items = [item for item in build_bank(own_pack()).items if item.form == "belief"]
    share = Counter(item.options[item.keys[0] - 1].text for item in items)["True"] / len(items)
    assert 0.4 <= share <= 0.6


@given(st.lists(st.sampled_from([f"trap-{number}" for number in range(30)]), min_size=1, max_size=5, unique=True))
def test_how_a_trap_is_asked_depends_on_its_section_alone(keys: list[str]) -> None:
    traps = [trap(key) for key in keys]
    alone = build_bank(pack(section(*traps, key="one"))).items
    beside = build_bank(pack(section(trap("other"), key="zero"), section(*traps, key="one"))).items
    assert alone == beside[1:]


def test_a_truth_that_names_its_subject_stands_by_itself() -> None:
    assert stated("A wish.", "Tuning keeps facts fresh.", "Tuning teaches behaviour. Fetch facts.") == (
        "Tuning teaches behaviour."
    )


def test_a_truth_that_points_back_stands_behind_the_sentence_that_names_its_subject() -> None:
    assert stated("A reranker finds nothing.", "Adding a reranker finds more.", "it only sorts what it gets.") == (
        "A reranker finds nothing. It only sorts what it gets."
    )


@pytest.mark.parametrize(
    ("text", "belief", "truth"),
    [
        ("Raw text teaches no obedience.", "Continued training makes it follow.", "It learns to predict text."),
        ("Two caches and one store differ.", "Two caches are one.", "It depends on their keys."),
        ("Caches forget.", "Caches keep rows.", "They drop what is old."),
        ("Caches forget.", "Caches keep rows.", "No, caches drop what is old."),
        ("Caches forget.", "Caches keep rows.", "Ask somebody who knows."),
        ("Caches forget.", "Caches keep rows.", "In these stores caches forget."),
        ("Caches forget.", "Caches keep rows.", "False caches."),
    ],
)
def test_what_cannot_be_judged_alone_is_asked_by_its_belief(text: str, belief: str, truth: str) -> None:
    assert stated(text, belief, truth) is None
    for key in ("a", "b", "c", "d"):
        assert answers(trap(key, text, belief=belief, truth=truth)) == ["False"]


def test_both_ways_the_wrong_answer_is_the_trap_and_names_it() -> None:
    for item in asked(trap("t0"), trap("t1")):
        [wrong] = [option for place, option in enumerate(item.options, 1) if place not in item.keys]
        assert wrong.origin == f"trap:{item.fact_key}"
        assert "A cache is no store" in wrong.why
        assert "A cache may forget." in item.feedback_html


def test_true_stands_before_false_and_the_belief_is_told_with_the_truth() -> None:
    by_answer = dict(zip(answers(trap("t0"), trap("t1")), asked(trap("t0"), trap("t1")), strict=True))
    assert [option.text for option in by_answer["True"].options] == ["True", "False"]
    assert by_answer["True"].stem == "True or false: “A cache may forget”"
    assert "“A cache keeps rows”" in by_answer["True"].feedback_html


def test_markup_that_ends_with_the_first_sentence_is_kept() -> None:
    one = replace(trap("t"), truth=phrase("A cache `may` forget. It does `not` lie."))
    statement = true_statement(one)
    assert statement
    assert statement.html == "A cache <code>may</code> forget."


def test_a_section_without_truths_asks_none() -> None:
    assert traps_asked_by_truth(section(replace(trap("t"), truth=None))) == frozenset()
