# ruff: noqa: E501 - Markdown of one case a line
import pytest

from studyapp.domain.lessons.blocks import Question
from tests.domain.lessons.written import blocks_of, codes, one, read

STEM = "### Which index serves ranges?\n\n"


def keys(question: Question) -> list[int]:
    return [number for number, option in enumerate(question.options, 1) if option.is_key]


@pytest.mark.parametrize(
    "written",
    [
        STEM + "- [ ] Hash\n- [x] B-tree\n",
        STEM + "- A. Hash\n- B. B-tree\n\nAnswer: B\n",
        STEM + "- A) Hash\n- B) B-tree\n\n**Answer:** B\n",
        STEM + "- A: Hash\n- B: B-tree\n\n**Correct answer: B**\n",
        STEM + "A. Hash\nB. B-tree\n\nAnswer: B\n",
        STEM + "A. Hash\n\nB. B-tree\n\nAnswer: B\n",
        STEM + "- A. Hash\n- B. B-tree\n\nAnswer: B. B-tree\n",
        STEM + "- A. Hash\n- B. B-tree\n\nAnswer: B-tree\n",
        STEM + "- A. Hash\n- B. B-tree\n\n<details><summary>Answer</summary>\n\nB\n\n</details>\n",
        STEM
        + "- A. Hash\n- B. B-tree\n\n<details>\n<summary><b>Show answer</b></summary>\n  Correct answer: B\n</details>\n",
        STEM + "- A. Hash\n- B. B-tree\n\n<details><summary>Answer: B</summary>\n\nSorted.\n\n</details>\n",
        STEM + "- A. Hash\n- B. B-tree\n\n#### Answer: B\n",
        STEM + "- A. Hash\n- B. B-tree\n\n#### Answer\n\nB\n",
        STEM + '- A. Hash\n- B. B-tree\n\n??? note "Answer"\n    B\n',
        "## Question 7\n\nWhich index serves ranges?\n\n- A. Hash\n- B. B-tree\n\nAnswer: B\n",
        "Which index serves ranges?\nA. Hash\nB. B-tree\n\nAnswer: B\n",
        "1. Which index serves ranges?\n    - A. Hash\n    - B. B-tree\n\n    Answer: B\n",
        "**Question:** Which index serves ranges?\n\n- [ ] Hash\n- [x] B-tree\n",
    ],
)
def test_every_form_gives_the_same_single_question(written: str) -> None:
    question = one(written, Question)
    assert question.kind == "single"
    assert question.stem.text == "Which index serves ranges?"
    assert [option.text for option in question.options] == ["Hash", "B-tree"]
    assert keys(question) == [2]


def test_several_ticks_make_a_multiple_question() -> None:
    question = one("### Choose two that sort?\n\n- [x] B-tree\n- [ ] Hash\n- [x] BRIN\n", Question)
    assert (question.kind, keys(question)) == ("multiple", [1, 3])


@pytest.mark.parametrize("value", ["B, E", "B and E", "BE", "B/E", "(B), (E)", "B & E"])
def test_an_answer_may_name_several_letters(value: str) -> None:
    options = "".join(f"- {letter}. option {letter}\n" for letter in "ABCDE")
    question = one(f"### Choose two: which?\n\n{options}\nAnswer: {value}\n", Question)
    assert (question.kind, keys(question)) == ("multiple", [2, 5])


def test_true_and_false_make_a_true_false_question() -> None:
    question = one("### A hash index is sorted?\n\n- [ ] True\n- [x] False\n", Question)
    assert (question.kind, keys(question)) == ("true-false", [2])


def test_an_answer_of_true_without_options_is_a_true_false_question() -> None:
    question = one("### A B-tree is sorted?\n\nAnswer: True\n", Question)
    assert question.kind == "true-false"
    assert [(option.text, option.is_key) for option in question.options] == [("True", True), ("False", False)]


def test_a_question_with_hidden_text_and_no_options_is_a_short_answer() -> None:
    written = "### What does BRIN stand for?\n\n<details><summary>Answer</summary>\n\nBlock range index\n\nIt is small.\n\n</details>\n"
    question = one(written, Question)
    assert (question.kind, question.accepted) == ("short-answer", ("Block range index",))
    assert question.explanation_html == "<p>It is small.</p>"


def test_an_ordered_list_marked_so_is_an_ordering_question() -> None:
    question = one("### In which order?\n\n1. Read\n2. Write\n3. Sync\n<!-- order: rws -->\n", Question)
    assert (question.kind, question.key) == ("ordering", "rws")
    assert [step.text for step in question.sequence] == ["Read", "Write", "Sync"]


def test_a_table_marked_so_is_a_matching_question() -> None:
    question = one(
        "### What fits?\n\n| index | use |\n| --- | --- |\n| GIN | arrays |\n| BRIN | logs |\n<!-- match -->\n",
        Question,
    )
    assert question.kind == "matching"
    assert [(left.text, right.text) for left, right in question.pairs] == [("GIN", "arrays"), ("BRIN", "logs")]


def test_a_stem_keeps_its_code() -> None:
    written = "###### 12. What is printed\n\n```python\nprint(1 + 1)\n```\n\n- A: 2\n- B: 11\n\nAnswer: A\n"
    question = one(written, Question)
    assert question.stem.text == "What is printed\nprint(1 + 1)"
    assert "<pre" in question.stem.html


def test_two_stems_that_differ_only_in_code_are_two_questions() -> None:
    form = "### What is printed?\n\n```\n{}\n```\n\n- [x] 1\n- [ ] 2\n\n"
    first, second = blocks_of(form.format("f(1)") + form.format("f(2)"), Question)
    assert first.key != second.key


def test_reasons_stand_under_their_options_and_the_explanation_after_them() -> None:
    written = (
        STEM
        + "- A. Hash\n    - why: it has no order\n- B. B-tree\n\nAnswer: B\n\n**Explanation:** Leaves are sorted.\n"
    )
    question = one(written, Question)
    assert [option.why_html for option in question.options] == ["it has no order", ""]
    assert question.explanation_html == "<p>Leaves are sorted.</p>"


@pytest.mark.parametrize(
    "body",
    [
        "- [ ] Hash\n- [x] B-tree\n",
        "1. Hash\n2. B-tree\n<!-- order -->\n",
        "| a | b |\n| --- | --- |\n| Hash | 1 |\n| GIN | 2 |\n<!-- match -->\n",
    ],
)
def test_an_explanation_may_follow_what_holds_its_key_already(body: str) -> None:
    question = one(f"{STEM}{body}\n**Explanation:** Leaves are sorted.\n", Question)
    assert question.explanation_html == "<p>Leaves are sorted.</p>"


def test_a_list_of_things_to_do_is_no_question() -> None:
    assert blocks_of("## To do\n\nThis week.\n\n- [ ] read\n- [x] write\n", Question) == []


def test_a_heading_that_asks_and_is_answered_by_prose_is_a_section() -> None:
    pack = read("# Indexes\n\n## Why an index?\n\nIt saves reading.\n")
    assert [section.title for section in pack.sections] == ["Indexes", "Why an index?"]


def test_questions_inside_details_come_out_of_them() -> None:
    question = one(
        "<details><summary>Test yourself</summary>\n\n" + STEM + "- [ ] a\n- [x] b\n\n</details>\n", Question
    )
    assert keys(question) == [2]


def test_one_line_with_two_colons_is_a_card() -> None:
    card = one("What is the cost of an index? :: Every write pays for it.\n", Question)
    assert (card.kind, card.stem.text, card.both_ways) == ("card", "What is the cost of an index?", False)
    assert card.accepted == ("Every write pays for it.",)


def test_three_colons_ask_both_ways() -> None:
    first, second = blocks_of("- GIN ::: generalised inverted index\n- BRIN ::: block range index\n", Question)
    assert (first.both_ways, second.both_ways) == (True, True)
    assert (second.line, second.accepted) == (2, ("block range index",))


@pytest.mark.parametrize(
    "written", ["Q: What is GIN?\nA: An inverted index.\n", "**Q:** What is GIN?\n\n**A:** An inverted index.\n"]
)
def test_q_and_a_lines_are_a_card(written: str) -> None:
    card = one(written, Question)
    assert (card.kind, card.stem.text, card.accepted) == ("card", "What is GIN?", ("An inverted index.",))


def test_two_colons_in_code_are_no_card() -> None:
    assert blocks_of("Use `std :: vector` here.\n", Question) == []


def test_marked_words_of_a_paragraph_are_a_cloze() -> None:
    question = one("A GIN index holds ==one entry per element== of an array.\n", Question)
    assert (question.kind, question.accepted) == ("cloze", ("one entry per element",))
    assert "<mark>" in question.stem.html


def test_a_good_question_has_no_finding() -> None:
    assert codes(STEM + "- [ ] Hash\n- [x] B-tree\n") == []
