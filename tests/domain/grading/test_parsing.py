"""From Markdown to a rubric, and what is said about an author's mistakes."""

import json

import pytest

from studyapp.domain.grading.parsing import slug
from studyapp.domain.grading.rubric import Line
from tests.domain.grading.examples import HERE, parse, reference_rubric_in_markdown, rubric_of

WHOLE = """\
- Topic: RAG = retrieval-augmented generation
- 2 points, required, RAG: **supplies** 3 current `facts`
  in two lines <!-- id: fresh -->
    - fetch document/manual
    - "up to date" knowledge
    - Hint: Who brings the news?

* 0.5 points: is cheap
    * cheap
- Trap, rag: trains (at most 1 point)
    - update weights
    - Feedback: No.
    <!-- trap: rag-weights -->
- Trap: magic (minus 0.5)
    - magic
    - Feedback: Really no.
- Model answer: RAG fetches documents
  and is cheap.
"""


def codes(text, **options):
    return [one.code for one in parse(text, **options)[1]]


def test_a_whole_rubric_is_read():
    rubric, found = parse(WHOLE, points=2.5)

    assert found == []
    assert rubric is not None
    first, second = rubric.criteria
    assert (first.key, first.label) == ("fresh", "supplies 3 current facts in two lines")
    assert (first.points, first.required, first.topic) == (2, True, "RAG")
    assert first.hint == "Who brings the news?"
    assert first.lines == (Line("fetch document/manual", 6), Line('"up to date" knowledge', 7))
    assert (second.key, second.points, second.required, second.topic) == ("criterion-is-cheap", 0.5, False, None)
    assert [(trap.cap, trap.penalty, trap.topic) for trap in rubric.traps] == [(1, None, "RAG"), (None, 0.5, None)]
    assert rubric.model_answer == "RAG fetches documents and is cheap."
    assert rubric.max_marks == 2.5
    assert rubric.topics[0].synonyms == ("retrieval-augmented generation",)


def test_the_reference_rubric_is_read_with_its_ids():
    rubric = reference_rubric_in_markdown()

    assert [one.key for one in rubric.criteria] == ["ft-behaviour", "ft-weights", "rag-fresh", "rag-weights"]
    assert [one.key for one in rubric.traps] == ["rag-trains", "ft-fresh", "never-hallucinate"]


def test_a_comment_of_a_trap_names_the_exam_trap_that_it_repeats():
    rubric = rubric_of("- 1 point: a\n    - a1\n- Trap: b (minus 1) <!-- id: b; trap: weights -->\n    - b1\n")

    assert (rubric.traps[0].key, rubric.traps[0].trap_key) == ("b", "weights")


def test_moving_a_rubric_in_its_file_keeps_its_version_and_rewording_changes_it():
    text = "- 1 point: a\n    - alpha\n- Model answer: alpha\n"

    assert rubric_of(text).version == rubric_of("\n\n" + text).version
    assert rubric_of(text).version != rubric_of(text.replace("- alpha", "- beta")).version
    assert rubric_of(text).version != rubric_of(text, synonyms=[["alpha", "beta"]]).version


def test_keys_know_neither_numbers_nor_markup_nor_width():
    assert slug("**Two** `Ｆｏｏ` 3 costs") == slug("two foo costs") == "two-foo-costs"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("- supplies knowledge\n    - fetch document\n", "E23", "has no points"),
        ("- 0 points: a\n    - alpha\n", "E23", "not positive"),
        ("- -1 points: a\n    - alpha\n", "E23", "not positive"),
        ("- １ point: a\n    - alpha\n", "E23", "has no points"),
        ("- Topic: a\n- Model answer: nothing\n", "E23", "no criterion"),
        ("", "E23", "no criterion"),
        ("- 1 point: a\n", "E24", "no phrase"),
        ("- 1 point: a\n    - Hint: b?\n", "E24", "no phrase"),
        ("- 1 point: a\n    - alpha\n- Trap: b (minus 1)\n    - Feedback: c\n", "E24", "no phrase"),
        ("- 1 point, RAG: a\n    - alpha\n", "E44", "unknown topic `RAG`"),
        ("- 1 point: a\n    - alpha\n- Trop: b (minus 1)\n    - beta\n", "E44", "unknown key `trop`"),
        ("- 1 point: a\n    - alpha\n    - Hnt: b\n", "E44", "unknown key `Hnt`"),
        ("- 1 point: a\n    - alpha\n    - Feedback: b\n", "E44", "`Feedback:` belongs under a trap"),
        ("- 1 point: a\n    - alpha\n- Trap: b\n    - beta\n    - Feedback: c\n", "E44", "exactly one"),
        (
            "- 1 point: a\n    - alpha\n- Trap: b (minus 1) (at most 2 points)\n    - beta\n    - Feedback: c\n",
            "E44",
            "exactly one",
        ),
        ("- 1 point: a\n    - alpha//beta\n", "E44", "empty alternative"),
        ("- 1 point: a\n    - alpha +\n", "E44", "`+` is empty"),
        ("- 1 point: a\n    - > alpha\n", "E44", "`>` is empty"),
        ("- 1 point: a\n    - alpha>beta\n", "E44", "put spaces"),
        ('- 1 point: a\n    - "alpha\n', "E44", "not closed"),
        ('- 1 point: a\n    - alpha/"beta gamma"\n', "E44", "quote a whole slot"),
        ("- 1 point: a\n    - the of\n", "E44", "only small words"),
        ("- 1 point: a\n    - alpha, beta\n", "E44", "commas"),
        ("- 1 point: a\n    - any 3 of: alpha, beta\n", "E44", "number from 1 to 2"),
        ("- 1 point: a\n    - any two of: alpha, beta\n", "E44", "number from 1 to 2"),
        ("- 1 point: a\n    - not\n", "E44", "nothing follows"),
        ("- 1 point: a\n    - al*pha\n", "E44", "star"),
        ("- 1 point: a\n    - *\n", "E44", "letters before its star"),
        ('- 1 point: a\n    - "alph*"\n', "E44", "star inside quotation marks"),
        ('- 1 point: a\n    - ""\n', "E44", "hold no word"),
        ("- 1 point: a\n    - alpha / beta\n", "E44", "without spaces around `/`"),
        ("- 1 point: a\n    - alpha & beta\n", "E44", "`&` is no word"),
        ("- 1 point: a\n    - alpha | beta\n", "E44", "`|` is no word"),
        ("- 1 point: a\n    - any of: alpha, beta\n", "E44", "`any of:` has no number"),
        ("- 1 point: a\n    - any 2 of: alpha, , beta\n", "E44", "empty part"),
        ("- 1 point: a\n    - any 0 of: alpha, beta\n", "E44", "number from 1 to 2"),
        ("- 1 point:\n    - alpha\n", "E44", "no label"),
        ("- 1 point: a\n    - alpha\n- Trap: (minus 1)\n    - beta\n    - Feedback: c\n", "E44", "no label"),
        ("- Topic: A1\n- topic: a1\n- 1 point: a\n    - alpha\n", "E44", "declared in line 3"),
        ("- Topic: A1\n    - B1\n- 1 point: a\n    - alpha\n", "E44", "nested under a topic"),
        ("- 1 point: a\n    - alpha\n- Model answer: alpha\n    - beta\n", "E44", "nested under the model answer"),
        ("- 1 point: a\n    - alpha\n    - Hint: x?\n    - Hint: y?\n", "E44", "a second hint"),
        (
            "- 1 point: a\n    - alpha\n- Trap: b (minus 1)\n    - beta\n    - Feedback: c\n    - Feedback: d\n",
            "E44",
            "a second feedback",
        ),
        ("- 1 point: a\n    - alpha\n    - Hint:\n", "E44", "the hint is empty"),
        ("- 1 point: a\n    - alpha\n    - Feedback: x\n", "E44", "belongs under a trap"),
        (
            "- 1 point: a\n    - alpha\n- Trap: b (minus 1)\n    - beta\n    - Hint: x\n",
            "E44",
            "belongs under a criterion",
        ),
        ("- 1 point: a <!-- id: \u00e4 b -->\n    - alpha\n", "E44", "is no id"),
        ("- 1 point: a <!-- trap: x -->\n    - alpha\n", "W35", "unknown key `trap`"),
        ("- 1 point: a\n    - alpha or beta\n", "W26", "write `alpha/beta`"),
        ("- 1 point: a\n    - alpha\n    - alpha\n", "W26", "stands twice"),
        ("- 1 point: a\n    - alpha/beta\n    - beta/alpha\n", "W26", "stands twice"),
        (
            "- 1 point: a\n    - alpha\n- Trap: b (at most 1 points)\n    - beta\n    - Feedback: c\n",
            "W26",
            "takes nothing from 1",
        ),
        ("- 1 point: a\n    - cannot alpha\n", "E48", "put `not` first"),
        ("- 1 point: a\n    - alpha > not beta\n", "E48", "put `not` first"),
        ("- 1 point: a\n    - alpha\n- Model answer: " + "alpha " * 2_000 + "\n", "E39", "10,000 characters"),
        ("stray\n- 1 point: a\n    - alpha\n", "E44", "outside the list"),
        ("- 1 point: a\n    - alpha\n        - beta\n", "E44", "outside the list"),
        ("- 1 point: a\n    - alpha\n- Model answer: alpha\n- Model answer: b\n", "E44", "second model answer"),
        ("- 1 point: a\n    - change not weights\n", "E48", "put `not` first"),
        ("- 1 point: a\n    - doesn't change weights\n", "E48", "put `not` first"),
        ("- 1 point: a\n    - alpha\n", "E48", "no model answer"),
        ("- 1 point: a\n    - alpha\n- Model answer: beta\n", "E48", "earns 0 of 1"),
        (
            "- 1 point: a\n    - alpha\n- Trap: b (minus 1)\n    - beta\n    - Feedback: c\n- Model answer: alpha beta",
            "E48",
            "fires the trap",
        ),
        ("- 1 point: a\n    - alpha\n- Trap: b (minus 1)\n    - beta\n", "E48", "no feedback"),
        ("- Topic: A = x\n- Topic: B = x\n- 1 point: a\n    - alpha\n", "E48", "names two topics"),
        ("- 1 point: a\n    - alpha/beta\n- 1 point: b\n    - beta/alpha\n", "E45", "two criteria"),
        ("- 1 point: a <!-- id: x -->\n    - alpha\n- 1 point: b <!-- id: x -->\n    - beta\n", "E22", "line 3"),
        ("- 1 point: a\n    - " + "/".join(f"w{n}x" for n in range(31)) + "\n", "E39", "31 alternatives"),
        ("- 1 point: a\n" + "".join(f"    - w{n}x\n" for n in range(41)), "E39", "41 lines"),
        ("".join(f"- 1 point: {'b' * n}\n    - w{n}x\n" for n in range(1, 42)), "E39", "41 criteria"),
        ("- 1 point: a\n    - app*\n", "W26", "fewer than 4 letters"),
        ("- 1 point: a\n    - alpha\n    - Hint: Is it alpha?\n", "W26", "hint"),
        ("- 1 point: a <!-- ids: x -->\n    - alpha\n", "W35", "unknown key `ids`"),
    ],
)
def test_a_mistake_is_located_and_named(text, code, words):
    rubric, found = parse(text)

    match = [one for one in found if one.code == code and words in f"{one.what} {one.fix}"]
    assert match, [str(one) for one in found]
    assert match[0].file == "rubric.md"
    assert code in {"E45", "E48", "W26", "W35", "E22"} or words == "10,000 characters" or rubric is None


def test_a_model_answer_alone_is_no_mistake_and_no_rubric_unless_points_are_promised():
    assert parse("- Model answer: nothing\n") == (None, [])
    assert [one.code for one in parse("- Model answer: nothing\n", points=2)[1]] == ["E23"]


def test_points_that_do_not_add_up_are_named_at_the_heading_and_leave_a_preview():
    rubric, found = parse("- 1 point: a\n    - alpha\n- Model answer: alpha\n", points=2)

    assert [(one.code, one.line) for one in found] == [("E23", 1)]
    assert rubric is not None


def test_a_phrase_that_the_question_says_is_a_warning():
    text = "- 1 point: a\n    - quote manual\n- Model answer: it quotes the manual\n"

    assert codes(text, question="Who quotes the manual here?") == ["W26"]


def test_a_phrase_may_stand_in_two_criteria_of_rival_topics():
    text = "- Topic: A1\n- Topic: B1\n- 1 point, A1: a\n    - write\n- 1 point, B1: b\n    - write\n"

    assert "E45" not in codes(text + "- Model answer: A1 writes. B1 writes.\n")


def test_a_finding_points_at_the_offending_word():
    found = parse("- 1 point: a\n    - alpha beta//gamma\n")[1]

    assert [(one.line, one.col) for one in found if one.code == "E44"] == [(4, 13)]


def test_synonyms_of_the_pack_may_not_make_one_topic_of_two():
    text = "- Topic: A1\n- Topic: B1 = b2\n- 1 point, A1: a\n    - alpha\n- Model answer: A1 is alpha\n"

    found = parse(text, synonyms=[["A1", "B2"]])[1]

    assert [(one.code, one.line) for one in found] == [("E48", 4)]
    assert "A1" in found[0].what
    assert "B1" in found[0].what
    assert codes(text, synonyms=[["A1", "a2"]]) == []


def test_a_line_that_cannot_be_read_is_not_called_missing_too():
    assert [code for code in codes("- 1 point: a\n    - any of: alpha, beta\n") if code == "E24"] == []


def test_the_own_rubrics_can_be_published():
    for suite in json.loads((HERE / "own_cases.json").read_text("utf-8"))["suites"]:
        assert codes("\n".join(suite["rubric"]), points=suite["points"], question=suite["question"]) == []


@pytest.mark.parametrize("points", ["9" * 5_000, "1000.5", "1001"])
@pytest.mark.parametrize(
    ("before", "template"),
    [("0.5 points: is", "{} points: is"), ("minus 0.5", "minus {}"), ("at most 1", "at most {}")],
)
def test_points_over_a_thousand_are_refused(points, before, template):
    rubric, found = parse(WHOLE.replace(before, template.format(points)))

    assert rubric is None
    whats = [one.what for one in found if one.code == "E23"]
    assert any(what.endswith("points are over 1000") and len(what) < 100 for what in whats)
