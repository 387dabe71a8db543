"""The item-writing rules: one test each, for what is generated and for what an author wrote."""

from dataclasses import replace
from itertools import combinations

import pytest

from studyapp.domain.items.authored_rules import question_findings
from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.likeness import likeness, same_answer_key, wording_of
from studyapp.domain.items.rules import (
    cue_words,
    fits_article,
    is_complete_stem,
    is_length_cue,
    is_overlap_cue,
    is_within_limits,
)
from studyapp.domain.lessons.blocks import Question

from .lessons import pack, partial_index, phrase, question, section, suits_jsonb

GOOD = question("Which of these keeps its keys sorted?", "*B-tree", "Hash", "Heap")


def findings(asked: Question) -> list[str]:
    return [str(found) for found in question_findings("a.md", asked)]


def codes(asked: Question) -> list[str]:
    return [
        f"{found.code} {found.data['rule']}" if "rule" in found.data else found.code
        for found in question_findings("a.md", asked)
    ]


@pytest.mark.parametrize("asked", [GOOD, suits_jsonb()])
def test_a_good_question_gives_no_finding(asked: Question) -> None:
    assert findings(asked) == []


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        ("Sorted keys", "sorted  keys.", True),
        ("ﬁle", "File", True),
        ("`42`", '`"42"`', False),
        ("`null`", "`[null]`", False),
        ("`a`", "`A`", False),
        ("`a`", "`a`", True),
        ("the `a` one", "The `a` one!", True),
        ("C", "C#", False),
        ("1.5", "15", False),
        ("-5", "5", False),
        ("$", "$$", False),
        ("?", "!", False),
    ],
)
def test_rule_1_compares_text_loosely_and_code_exactly(one: str, other: str, is_equal: bool) -> None:
    keys = [same_answer_key(phrase(text).html) for text in (one, other)]
    assert (keys[0] == keys[1]) == is_equal
    assert ("E11" in codes(question("Which of these is it?", f"*{one}", other, "else"))) == is_equal


def test_rule_1_is_an_error_at_the_second_option() -> None:
    [found] = findings(question("Which of these is sorted?", "*B-tree", "Hash", "hash."))
    assert found == "a.md:5:1 E11 two options are equal: “Hash” and “hash.”. Fix: change one of them"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Sorted keys with row pointers", "Row pointers with sorted keys", "near-equal"),
        ("Sorted keys", "Sorted keys with pointers to rows on disk", "contained"),
        ("One", "One entry", "contained"),
        ("Sorted keys", "Hash codes", None),
        ("Sorted keys", "SORTED KEYS!", "shared"),
        ("$", "$$", None),
    ],
)
def test_rule_2_knows_what_is_alike(one: str, other: str, kind: str | None) -> None:
    assert likeness(wording_of(phrase(one)), wording_of(phrase(other))) == kind
    assert likeness(wording_of(phrase(other)), wording_of(phrase(one))) == kind


def test_rule_2_warns_an_author_but_not_about_numbers_or_code() -> None:
    blurred = question("Which of these is stored?", "*Sorted keys", "Sorted keys of each row", "Nothing")
    numbers = question("How long is it kept there?", "*for 30 days", "for 60 days", "for 90 days")
    assert codes(blurred) == ["W49 2"]
    sequences = question("Which of these is the order?", "*scan > sort > join", "join > scan > sort", "sort > scan")
    assert codes(numbers) == []
    assert codes(sequences) == ["W49 2"]  # for the third is part of the others
    assert codes(question("Which of these is the order?", "*scan > sort > join", "join > scan > sort")) == []


@pytest.mark.parametrize(
    ("key", "distractors", "is_cue"),
    [
        ("x" * 40, ["x" * 35, "x" * 38], False),
        ("x" * 60, ["x" * 30, "x" * 40], True),
        ("x" * 46, ["x" * 34, "x" * 35, "x" * 34], True),
        ("x" * 44, ["x" * 34, "x" * 35, "x" * 34], False),
        ("x" * 15, ["x" * 40, "x" * 38], True),
        ("B-tree", ["GIN", "BRIN"], False),
        ("1,000,000,000,000,000,000 rows", ["1 row", "2 rows"], False),
    ],
)
def test_rule_3_finds_keys_that_stand_out_by_length(key: str, distractors: list[str], is_cue: bool) -> None:
    assert is_length_cue(key, distractors) == is_cue


def test_rule_3_warns_an_author_over_twice_the_mean() -> None:
    long = "*Sorted keys, which a scan can follow from leaf to leaf"
    assert codes(question("Which of these is stored?", long, "Hash codes", "Raw rows")) == ["W18"]


def test_rule_4_finds_a_word_of_the_stem_in_the_key_alone() -> None:
    assert cue_words("Which index is sorted?", "Sorting tree", ["Hash", "Heap"]) == {"sort"}
    assert cue_words("Which index is sorted?", "Sorting tree", ["Sorted hash", "Heap"]) == frozenset()
    [found] = findings(question("Which index keeps its keys sorted?", "*Sorted tree", "Hash", "Heap"))
    assert found == "a.md:2:1 W49 rule 4: “Sorted” is in the stem and only in the key. Fix: reword"


def test_rule_4_leaves_true_and_false_aside_whose_words_are_given() -> None:
    for key in (["*True", "False"], ["True", "*False"]):
        assert codes(question("A B-tree is sorted. True or false?", *key, kind="true-false")) == []


@pytest.mark.parametrize(
    ("stem", "is_complete"),
    [
        ("When would you use it?", True),
        ("Which term is meant: “a small index”", True),
        ("An index keeps its _____", True),
        ("An index keeps its keys.", False),
        ("What is it?", False),
    ],
)
def test_rule_5_wants_a_stem_that_asks(stem: str, is_complete: bool) -> None:
    assert is_complete_stem(stem) == is_complete


def test_rule_5_warns_an_author_and_leaves_code_and_announcements_aside() -> None:
    assert codes(question("About B-trees in general.", "*Sorted", "Hashed")) == ["W49 5"]
    assert codes(question("What is the output?\n`1 + 1`", "*B-tree", "Hash")) == []
    assert codes(question("Which are kept sorted? (Choose two.)", "*a", "*b", "c", "d", "e", kind="multiple")) == []
    assert codes(question("B-trees are sorted.", "*True", "False", kind="true-false")) == []


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ("All of the above", "W19"),
        ("None of these", "W19"),
        ("Both of the above.", "W19"),
        ("Both A and B", "E19"),
        ("A, B and C", "E19"),
        ("A and C only", "E19"),
    ],
)
def test_rule_6_refuses_options_about_options(option: str, code: str) -> None:
    assert codes(question("Which of these keeps its keys sorted?", "*B-tree", "Hash", option)) == [code]


@pytest.mark.parametrize("option", ["A and a B-tree", "All rows of the table", "A"])
def test_rule_6_lets_other_options_pass(option: str) -> None:
    found = codes(question("Which of these keeps its keys sorted?", "*Tree", "Hash", option))
    assert not {"W19", "E19"} & set(found)


@pytest.mark.parametrize(
    ("stem", "is_found"),
    [
        ("Which of these is not sorted?", True),
        ("Which of these is NOT sorted?", True),
        ("Which of these is **NOT** sorted?", False),
        ("All are sorted **EXCEPT** which one?", False),
        ("The table is not small. Which index fits best?", False),
        ("Which fits a table of at least 9 rows?", False),
        ("Which keeps its keys sorted with the least effort?", False),
        ("Which is least likely to keep its keys sorted?", True),
    ],
)
def test_rule_7_wants_negation_in_bold_capitals(stem: str, is_found: bool) -> None:
    assert ("W20" in codes(question(stem, "*B-tree", "Hash", "Heap"))) == is_found


def test_rule_12_limits_options_and_stem() -> None:
    assert is_within_limits("x" * 600, ["x" * 200])
    assert not is_within_limits("x" * 601, [])
    assert not is_within_limits("x", ["x" * 201])
    long = [f"*{'ab ' * 70}", f"{'cd ' * 70}"]
    assert codes(question("Which of these is long enough?", *long)) == ["W49 12", "W49 12"]
    assert codes(question("Which of these is `" + "x" * 700 + "` here?", "*B-tree", "Hash")) == []


@pytest.mark.parametrize(
    ("stem", "options", "fits"),
    [
        ("A sorted index is a:", ["B-tree", "Hash"], True),
        ("A sorted index is an:", ["B-tree", "Hash"], False),
        ("A sorted index is a:", ["B-tree", "index"], False),
        ("Which index is sorted?", ["B-tree", "index"], True),
    ],
)
def test_rule_14_wants_the_article_to_fit(stem: str, options: list[str], fits: bool) -> None:
    assert fits_article(stem, options) == fits
    asked = question(stem, f"*{options[0]}", *options[1:])
    assert ("W49 14" in codes(asked)) != fits


def test_rule_17_wants_feedback() -> None:
    assert codes(question("Which of these is sorted?", "*B-tree", "Hash", explanation="")) == ["W49 17"]


@pytest.mark.parametrize(
    ("phrase_", "count"),
    [
        ("rows", 0),
        ("the asked rows", 0),
        ("the rows that queries ask for", 0),
        ("rows that slow queries ask for", 4),
        ("read, change, drop or send", 4),
    ],
)
def test_rule_19_wants_at_most_three_content_words_in_a_blank(phrase_: str, count: int) -> None:
    what = f"a.md:27:1 W49 rule 19: the blank “{phrase_}” has {count} content words, more than 3"
    wanted = [what + ". Fix: mark the few words that matter"] if count else []
    defined = replace(partial_index(), text=f"It keeps {phrase_}, so it is small.", clozes=(phrase_,))
    assert [str(one) for one in build_bank(pack(section(defined))).diagnostics] == wanted
    asked = question(f"It keeps {phrase_}.", kind="cloze", accepted=[phrase_])
    assert codes(asked) == (["W49 19"] if count else [])


def test_short_answers_and_cards_are_not_held_to_rules_about_options() -> None:
    assert codes(question("GIN", kind="card", accepted=["x"])) == []


def test_likeness_is_symmetric_for_all_pairs() -> None:
    texts = ["", "$", "One", "One entry", "Sorted keys", "Sorted keys of rows", "keys, sorted", "`x`", "`X`"]
    for one, other in combinations(map(wording_of, map(phrase, texts)), 2):
        assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("key", "wrong", "is_cue"),
    [
        ("slow cheap disks", ["slow loud fans", "cheap quick chips"], True),
        ("slow cheap disks", ["slow cheap fans", "cheap quick chips"], False),  # cheap are all, slow is only one other
        ("slow cheap disks", ["slow loud fans", "quick chips"], False),
        ("slow disks", ["slow fans", "slow chips"], False),  # what all have in common tells nothing
        ("slow cheap disks", ["slow fans"], False),
    ],
)
def test_rule_15_the_key_is_not_the_only_option_that_shares_words_with_every_other(
    key: str, wrong: list[str], is_cue: bool
) -> None:
    assert is_overlap_cue(key, wrong) == is_cue
    asked = question("Which of these is it then?", f"*{key}", *wrong)
    assert ("W49 15" in codes(asked)) == is_cue
