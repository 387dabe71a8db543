"""A belief about a term stands among its meanings only where it fits and nobody can defend it."""

from dataclasses import replace

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.values import Item
from studyapp.domain.lessons.blocks import Block, Definition, Trap

from .lessons import pack, phrase, section

MEANINGS = {
    "Golden set": "A list of questions with agreed answers for comparison",
    "Trajectory": "The road of calls that led an agent to its result",
    "Judge": "A model that gives marks to the replies of others",
    "Rubric": "The written criteria by which every grader decides",
    "Faithfulness": "The degree to which claims rest on fetched passages",
}


def definitions(count: int) -> list[Block]:
    return [Definition(term.lower(), term, text, "", 5) for term, text in list(MEANINGS.items())[:count]]


def trap(belief: str, key: str = "any-sample") -> Trap:
    text = "Real traffic is no golden set."
    return Trap(key, text, f"<p>{text}</p>", phrase(belief), phrase("Somebody must have agreed on answers."), 9)


def asked(*blocks: Block) -> Item | None:
    items = build_bank(pack(section(*blocks))).items
    return next((item for item in items if item.form == "definition" and item.fact_key == "golden set"), None)


def beliefs_in(item: Item | None) -> list[str]:
    return [option.text for option in item.options if option.origin.startswith("trap:")] if item else []


def test_a_belief_that_says_what_the_term_is_fills_up_to_four_options() -> None:
    for count in (2, 3, 4):
        item = asked(*definitions(count), trap("A golden set is any large sample of traffic from production."))
        assert item
        assert beliefs_in(item) == ["Any large sample of traffic from production"]
        assert len(item.options) == count + 1
        [option] = [option for option in item.options if option.origin == "trap:any-sample"]
        assert option.why == "<p>The exam trap “Real traffic is no golden set” warns of this.</p>"


def test_where_the_terms_alone_give_three_wrong_answers_and_more_no_belief_is_needed() -> None:
    item = asked(*definitions(5), trap("A golden set is any large sample of traffic from production."))
    assert item
    assert len(item.options) == 5
    assert beliefs_in(item) == []


@pytest.mark.parametrize(
    "belief",
    [
        "A golden set grows with the traffic in production every week.",  # says not what it is
        "A golden set is immune to changes of the traffic in production.",  # no thing
        "A golden set is not a large sample of traffic from production.",
        "A silver set is any large sample of traffic from production.",  # another term
        "A golden set is a list of questions with agreed answers.",  # could be defended
        "A golden set is any one.",  # its length would give the key away
    ],
)
def test_no_belief_is_offered_that_does_not_fit_or_could_be_defended(belief: str) -> None:
    assert beliefs_in(asked(*definitions(4), trap(belief))) == []


def test_a_meaning_written_in_another_manner_takes_no_belief() -> None:
    blocks = definitions(4)
    assert isinstance(blocks[0], Definition)
    blocks[0] = replace(blocks[0], text="Questions with answers on which people agreed before")
    assert beliefs_in(asked(*blocks, trap("A golden set is any large sample of traffic from production."))) == []


def test_one_term_and_one_belief_are_too_few_to_choose_from() -> None:
    assert asked(*definitions(1), trap("A golden set is any large sample of traffic from production.")) is None


def test_the_belief_is_offered_for_its_own_term_only() -> None:
    blocks = [*definitions(4), trap("A golden set is any large sample of traffic from production.")]
    others = [item for item in build_bank(pack(section(*blocks))).items if item.fact_key != "golden set"]
    assert not any(beliefs_in(item) for item in others if item.form == "definition")
