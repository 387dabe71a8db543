# ruff: noqa: E501 - Markdown of one case a line
"""Every form in which authors write questions, options, keys, reasons and cards."""

import pytest

from studyapp.domain.items.rubrics import model_answer_of, rubric_of
from studyapp.domain.lessons.blocks import Question, Reflection, Steps
from tests.domain.lessons.written import blocks_of, codes, one, read, shown

WORDS = "Which index serves ranges?"

STEMS = {
    "heading": f"### {WORDS}\n\n",
    "numbered heading": f"###### 12. {WORDS}\n\n",
    "setext heading": f"{WORDS}\n---\n\n",
    "heading Question n": f"## Question 7\n\n{WORDS}\n\n",
    "heading Question n with words": f"## Question 7: {WORDS}\n\n",
    "heading Q n": f"### Q7. {WORDS}\n\n",
    "bold heading": f"### **{WORDS}**\n\n",
    "paragraph": f"{WORDS}\n\n",
    "bold paragraph": f"**{WORDS}**\n\n",
    "bold numbered paragraph": f"**7. {WORDS}**\n\n",
    "label": f"**Question:** {WORDS}\n\n",
    "numbered label": f"**Question 7:** {WORDS}\n\n",
    "bold Q": f"**Q7.** {WORDS}\n\n",
    "plain Q": f"Q7: {WORDS}\n\n",
}
OPTIONS = {
    "boxes": ("- [ ] Hash\n- [x] B-tree\n", False),
    "boxes with a capital": ("* [ ] Hash\n* [X] B-tree\n", False),
    "plus boxes": ("+ [ ] Hash\n+ [x] B-tree\n", False),
    "numbered boxes": ("1. [ ] Hash\n2. [x] B-tree\n", False),
    "loose boxes": ("- [ ] Hash\n\n- [x] B-tree\n", False),
    "lettered boxes": ("- [ ] A. Hash\n- [x] B. B-tree\n", False),
    "listed A.": ("- A. Hash\n- B. B-tree\n", True),
    "listed A:": ("- A: Hash\n- B: B-tree\n", True),
    "listed A)": ("- A) Hash\n- B) B-tree\n", True),
    "listed (A)": ("- (A) Hash\n- (B) B-tree\n", True),
    "listed a.": ("- a. Hash\n- b. B-tree\n", True),
    "listed bold letters": ("- **A.** Hash\n- **B.** B-tree\n", True),
    "listed bold letters, colon outside": ("- **A**: Hash\n- **B**: B-tree\n", True),
    "bare A.": ("A. Hash\nB. B-tree\n", True),
    "bare A)": ("A) Hash\nB) B-tree\n", True),
    "bare (A)": ("(A) Hash\n(B) B-tree\n", True),
    "bare a)": ("a) Hash\nb) B-tree\n", True),
    "bare A. with hard breaks": ("A. Hash  \nB. B-tree\n", True),
    "bare bold A.": ("**A.** Hash\n**B.** B-tree\n", True),
    "bare paragraphs": ("A. Hash\n\nB. B-tree\n", True),
}
KEYS = {
    "line": "Answer: B\n",
    "bold label": "**Answer:** B\n",
    "bold all": "**Answer: B**\n",
    "correct answer": "Correct Answer: B\n",
    "correct answer is": "The correct answer is B.\n",
    "with words": "Answer: B. B-tree\n",
    "with bracket": "Answer: B) B-tree\n",
    "with a reason": "Answer: B - it is sorted\n",
    "the words": "Answer: B-tree\n",
    "small letter": "Answer: b\n",
    "italics": "*Answer: B*\n",
    "heading": "#### Answer: B\n",
    "heading over it": "#### Answer\n\nB\n",
    "quote": "> Answer: B\n",
    "emoji": "✅ **Answer:** B\n",
    "details": "<details><summary>Answer</summary>\n\nB\n\n</details>\n",
    "details, one line": "<details><summary>Answer</summary>B</details>\n",
    "details over lines": "<details>\n<summary>Show answer</summary>\n\n**Correct answer: B**\n\n</details>\n",
    "details without blank lines": "<details markdown='1'><summary>Answer</summary>\n  Correct Answer: B\n</details>\n",
    "summary with the key": "<details><summary>Answer: B</summary>\n\nSorted leaves.\n\n</details>\n",
    "details with a heading": "<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: B\n\nSorted leaves.\n\n</p>\n</details>\n",
    "solution": "<details><summary>Solution</summary>\n\nB\n\n</details>\n",
    "folded admonition": '??? note "Answer"\n    B\n',
    "folded admonition, type only": "??? answer\n    B\n",
    "folded admonition with words": '??? success "Show answer"\n    **Answer: B**\n\n    Sorted leaves.\n',
    "folded Obsidian": "> [!success]- Answer\n> B\n",
}


def check(text: str) -> None:
    question = one("# Indexes\n\n" + text, Question)
    assert (question.kind, question.stem.text, question.line) == ("single", WORDS, 3)
    assert [(option.text, option.is_key) for option in question.options] == [("Hash", False), ("B-tree", True)]
    assert len(read("# Indexes\n\n" + text).sections) == 1
    assert "B-tree" not in shown("# Indexes\n\n" + text)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("options", OPTIONS)
def test_every_stem_goes_with_every_kind_of_option(stem: str, options: str) -> None:
    lines, needs_key = OPTIONS[options]
    check(STEMS[stem] + lines + ("\nAnswer: B\n" if needs_key else ""))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("options", ["listed A.", "bare A."])
def test_every_kind_of_key_is_found(key: str, options: str) -> None:
    check(STEMS["heading"] + OPTIONS[options][0] + "\n" + KEYS[key])


@pytest.mark.parametrize("key", KEYS)
def test_every_kind_of_key_may_stand_in_the_item_of_its_question(key: str) -> None:
    inner = "".join(
        f"    {line}\n" if line else "\n" for line in ("- A. Hash\n- B. B-tree\n\n" + KEYS[key]).splitlines()
    )
    (question,) = blocks_of(f"# Indexes\n\n1. {WORDS}\n{inner}", Question)
    assert (question.stem.text, question.line, [option.is_key for option in question.options]) == (
        WORDS,
        3,
        [False, True],
    )


@pytest.mark.parametrize(
    "text",
    ["A B-tree is sorted. Which holds?\n\n- [x] True\n- [ ] False\n", "A B-tree is sorted.\n\nAnswer: True\n", "### A B-tree is sorted?\n\n- A. True\n- B. False\n\nAnswer: A\n",
     "### True or false: a B-tree is sorted\n\n**Answer:** True\n", "### A B-tree is sorted?\n\n<details><summary>Answer</summary>\n\nTrue\n\n</details>\n", "### A B-tree is sorted?\n\n- [x] TRUE\n- [ ] FALSE\n"],
)  # fmt: skip
def test_true_and_false_in_every_form(text: str) -> None:
    question = one("# a\n\n" + text, Question)
    assert (question.kind, [option.is_key for option in question.options]) == ("true-false", [True, False])


@pytest.mark.parametrize(
    ("stem", "marked", "found"),
    [("Which two serve ranges? (Choose two.)", "BC", []), ("Select TWO that serve ranges", "BC", []), ("Which serve ranges? Choose 2", "BC", []), ("Which serve ranges?", "BC", ["W13"]),
     ("Select three that serve ranges", "BC", ["E12"]), ("Which two serve ranges?", "B", ["E12"]), ("Select all that apply: which serve ranges?", "BC", []), ("Pick 3 answers", "ABC", [])],
)  # fmt: skip
@pytest.mark.parametrize("form", ["box", "letter", "joined"])
def test_how_many_to_choose_is_compared_with_the_key(stem: str, marked: str, found: list[str], form: str) -> None:
    boxes = "".join(f"- [{'x' if letter in marked else ' '}] option {letter}\n" for letter in "ABCD")
    letters = "".join(f"- {letter}. option {letter}\n" for letter in "ABCD")
    text = {
        "box": boxes,
        "letter": f"{letters}\nAnswer: {', '.join(marked)}\n",
        "joined": f"{letters}\nAnswers: {' and '.join(marked)}\n",
    }[form]
    assert codes(f"# a\n\n### {stem}\n\n{text}") == found
    question = one(f"# a\n\n### {stem}\n\n{text}", Question)
    assert "".join(letter for letter, option in zip("ABCD", question.options, strict=True) if option.is_key) == marked


@pytest.mark.parametrize("count", range(2, 8))
def test_two_to_seven_options_are_taken(count: int) -> None:
    options = "".join(f"- {letter}. option {letter}\n" for letter in "ABCDEFG"[:count])
    assert len(one(f"### Which?\n\n{options}\nAnswer: {'ABCDEFG'[count - 1]}\n", Question).options) == count


@pytest.mark.parametrize(
    "reason",
    ["    - why: it has no order\n", "    - Why: it has no order\n", "    - **why:** it has no order\n", "    - *Why:* it has no order\n", "    1. why: it has no order\n", "  - why: it has no order\n", "    - **Reason:** it has no order\n"],
)  # fmt: skip
def test_a_reason_stands_under_its_option(reason: str) -> None:
    question = one(f"### {WORDS}\n\n- [ ] Hash\n{reason}- [x] B-tree\n", Question)
    assert [(option.text, option.why_html) for option in question.options] == [
        ("Hash", "it has no order"),
        ("B-tree", ""),
    ]


@pytest.mark.parametrize(
    "rest",
    ["**Explanation:** Leaves are sorted.\n", "**Explanation**: Leaves are sorted.\n", "Explanation: Leaves are sorted.\n", "**Rationale:** Leaves are sorted.\n", "#### Explanation\n\nLeaves are sorted.\n", "**Explanation**\n\nLeaves are sorted.\n"],
)  # fmt: skip
def test_an_explanation_follows_the_key(rest: str) -> None:
    question = one(f"### {WORDS}\n\n- A. Hash\n- B. B-tree\n\nAnswer: B\n\n{rest}", Question)
    assert question.explanation_html == "<p>Leaves are sorted.</p>"


@pytest.mark.parametrize(
    "body",
    ["B\n\nLeaves are sorted.\n", "Answer: B\n\nLeaves are sorted.\n", "**Answer:** B\n\n**Explanation:** Leaves are sorted.\n", "Answer: B\nLeaves are sorted.\n", "**Answer: B**\n\nExplanation: Leaves are sorted.\n"],
)  # fmt: skip
def test_the_rest_of_details_explains(body: str) -> None:
    question = one(
        f"### {WORDS}\n\n- A. Hash\n- B. B-tree\n\n<details><summary>Answer</summary>\n\n{body}\n</details>\n", Question
    )
    assert [option.is_key for option in question.options] == [False, True]
    assert question.explanation_html == "<p>Leaves are sorted.</p>"


def test_an_explanation_may_follow_ticked_options() -> None:
    question = one(f"### {WORDS}\n\n- [ ] Hash\n- [x] B-tree\n\n**Explanation:** Leaves are sorted.\n", Question)
    assert question.explanation_html == "<p>Leaves are sorted.</p>"


CARDS = {
    "one way": ("What is GIN? :: An inverted index.\n", False),
    "both ways": ("What is GIN? ::: An inverted index.\n", True),
    "list item": ("- What is GIN? :: An inverted index.\n", False),
    "ordered item": ("1. What is GIN? ::: An inverted index.\n", True),
    "Q and A": ("Q: What is GIN?\nA: An inverted index.\n", False),
    "bold Q and A": ("**Q:** What is GIN?\n**A:** An inverted index.\n", False),
    "bold Q and A, colon outside": ("**Q**: What is GIN?\n\n**A**: An inverted index.\n", False),
    "Q and A apart": ("Q: What is GIN?\n\nA: An inverted index.\n", False),
    "numbered Q": ("Q1: What is GIN?\nA1: An inverted index.\n", False),
    "listed Q and A": ("- Q: What is GIN?\n  A: An inverted index.\n", False),
    "Question and Answer": ("**Question:** What is GIN?\n\n**Answer:** An inverted index.\n", False),
}


@pytest.mark.parametrize("name", CARDS)
def test_every_form_of_a_card_has_two_sides(name: str) -> None:
    text, both_ways = CARDS[name]
    card = one("# a\n\n" + text, Question)
    assert card.kind == ("short-answer" if name == "Question and Answer" else "card")
    assert (card.stem.text, card.accepted, card.both_ways, card.line) == (
        "What is GIN?",
        ("An inverted index.",),
        both_ways,
        3,
    )
    assert codes("# a\n\n" + text) == []


def test_several_cards_may_follow_each_other() -> None:
    lines = "GIN :: inverted\nBRIN ::: ranges\n"
    assert [(card.line, card.accepted) for card in blocks_of(lines, Question)] == [(1, ("inverted",)), (2, ("ranges",))]
    pairs = "Q: one?\nA: first\nQ: two?\nA: second\n"
    assert [(card.line, card.stem.text, card.accepted) for card in blocks_of(pairs, Question)] == [
        (1, "one?", ("first",)),
        (3, "two?", ("second",)),
    ]


@pytest.mark.parametrize(
    "text", ["`a :: b`\n", "std::vector is one\n", "a::b\n", ":: b\n", "```\na :: b\n```\n", "A: one\nB: two\n"]
)
def test_what_only_looks_like_a_card_is_text(text: str) -> None:
    assert blocks_of("# a\n\n" + text, Question) == []


@pytest.mark.parametrize("text", ["### In which order?\n\n1. Read\n2. Write\n3. Sync\n<!-- order: rws -->\n", "In which order?\n\n1. Read\n2. Write\n3. Sync\n<!-- order -->\n",
                                  "**Put these in order:**\n\n1) Read\n2) Write\n3) Sync\n\n<!-- order: rws -->\n", "## Question 3\n\nIn which order?\n\n1. Read\n2. Write\n3. Sync\n<!-- order -->\n"])  # fmt: skip
def test_an_ordered_list_marked_so_is_put_in_order(text: str) -> None:
    question = one(text, Question)
    assert (question.kind, [step.text for step in question.sequence]) == ("ordering", ["Read", "Write", "Sync"])
    assert blocks_of(text, Steps) == []


@pytest.mark.parametrize(
    "stem",
    [
        "### What fits?\n\n",
        "What fits?\n\n",
        "**Match each index with its use:**\n\n",
        "## Question 3\n\nWhat fits?\n\n",
    ],
)
def test_a_table_of_two_columns_marked_so_is_matched(stem: str) -> None:
    text = f"{stem}| index | use |\n| - | - |\n| GIN | arrays |\n| BRIN | logs |\n<!-- match: fit -->\n"
    question = one(text, Question)
    assert (question.kind, question.key) == ("matching", "fit")
    assert [(left.text, right.text) for left, right in question.pairs] == [("GIN", "arrays"), ("BRIN", "logs")]


SHORT = ["### What is BRIN?\n\n<details><summary>Answer</summary>\n\nBlock range index\n\nIt is small.\n\n</details>\n", "**What is BRIN?**\n\n<details>\n<summary>Show answer</summary>\n\nBlock range index\n\nIt is small.\n</details>\n",
         '### What is BRIN?\n\n??? note "Answer"\n    Block range index\n\n    It is small.\n', "### What is BRIN?\n\nAnswer: Block range index\n\n**Explanation:** It is small.\n", "1. What is BRIN?\n\n    <details><summary>Answer</summary>\n\n    Block range index\n\n    It is small.\n\n    </details>\n"]  # fmt: skip


@pytest.mark.parametrize("text", SHORT)
def test_a_question_with_hidden_text_and_no_options_is_a_short_answer(text: str) -> None:
    question = one("# a\n\n" + text, Question)
    assert (question.kind, question.stem.text, question.accepted) == (
        "short-answer",
        "What is BRIN?",
        ("Block range index",),
    )
    assert question.explanation_html == "<p>It is small.</p>"


def test_a_stem_runs_to_the_first_option_with_all_its_blocks() -> None:
    text = "### What is printed?\n\nRead this.\n\n```python\nprint(1)\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n> a quote\n\n- A. 1\n- B. 2\n\nAnswer: A\n"
    question = one(text, Question)
    for piece in ("Read this.", "print(1)", "<td>1</td>", "<blockquote>"):
        assert piece in question.stem.html


def test_options_keep_their_code_and_other_blocks() -> None:
    question = one(
        "### What prints 1?\n\n- A.\n\n    ```\n    print(1)\n    ```\n\n- B. `print(2)`\n\nAnswer: A\n", Question
    )
    assert ["print(1)" in question.options[0].html, question.options[1].html] == [True, "<code>print(2)</code>"]


def test_questions_may_follow_each_other_in_one_ordered_list() -> None:
    item = "{}. Which is {}?\n    - A. one\n    - B. two\n\n    <details markdown=1><summary markdown='span'>Answer</summary>\n\n    Correct answer: {}\n\n    </details>\n\n"
    questions = blocks_of("# Exam\n\n" + item.format(1, "first", "A") + item.format(2, "second", "B"), Question)
    assert [(question.stem.text, [option.is_key for option in question.options]) for question in questions] == [
        ("Which is first?", [True, False]),
        ("Which is second?", [False, True]),
    ]


@pytest.mark.parametrize(
    "text",
    ["## To do\n\nThis week.\n\n- [ ] read\n- [x] write\n", "- [ ] read\n- [x] write\n", "## Why an index?\n\nIt saves reading.\n", "Some letters:\n\n- A. Turing\n- K. Ritchie\n", "The answer is unclear.\n",
     "What a day?\n\nIt went on.\n", "## Why?\n\n<details><summary>More</summary>\n\nText.\n\n</details>\n"],
)  # fmt: skip
def test_what_only_looks_like_a_question_is_none(text: str) -> None:
    assert blocks_of("# a\n\n" + text, Question) == []


RUBRICS = {
    "details": "<details><summary>Rubric (2 points)</summary>\n\n- 2 points: sorted\n    - sorted leaves\n- Model answer: Leaves are sorted leaves.\n\n</details>\n",
    "details over lines": "<details>\n<summary><b>Rubric</b> (2 points)</summary>\n\n- 2 points: sorted\n    - sorted leaves\n- Model answer: Leaves are sorted leaves.\n</details>\n",
    "heading": "### Rubric (2 points)\n\n- 2 points: sorted\n    - sorted leaves\n- Model answer: Leaves are sorted leaves.\n",
    "heading and another for the model answer": "### Rubric (2 points)\n\n- 2 points: sorted\n    - sorted leaves\n\n### Model answer\n\nLeaves are sorted leaves.\n",
}


@pytest.mark.parametrize("name", RUBRICS)
@pytest.mark.parametrize(
    "stem",
    [
        "**Reflection Question:** Why a B-tree?\n\n",
        "> **Reflect:** Why a B-tree?\n\n",
        "### Reflection Question\n\nWhy a B-tree?\n\n",
        "💡 Reflection question: Why a B-tree?\n\n",
        "!!! reflect\n    Why a B-tree?\n\n",
    ],
)
def test_a_reflection_has_its_rubric_in_every_form(name: str, stem: str) -> None:
    text = "# a\n\n" + stem + RUBRICS[name] + "\n## Next\n\nText.\n"
    reflection = one(text, Reflection)
    assert (reflection.stem.text, reflection.line) == ("Why a B-tree?", 3)
    assert reflection.rubric is not None
    assert reflection.rubric.points == 2.0
    assert [line.text.strip(" -") for line in reflection.rubric.lines] == [
        "2 points: sorted",
        "sorted leaves",
        "Model answer: Leaves are sorted leaves.",
    ]
    lines = text.split("\n")
    assert all(lines[line.line - 1].strip(" -") in line.text for line in reflection.rubric.lines)
    assert "sorted leaves" not in shown(text)
    assert [section.title for section in read(text).sections] == ["a", "Next"]


MODEL_ANSWERS = {
    "a rubric without points": "<details><summary>Rubric</summary>\n\n- Model answer: Leaves are sorted by hand.\n\n</details>\n",
    "heading": "### Model answer\n\nLeaves are sorted\nby hand.\n",
}


@pytest.mark.parametrize("name", MODEL_ANSWERS)
def test_a_model_answer_may_stand_without_a_rubric_and_is_shown_to_nobody(name: str) -> None:
    text = f"# Tea\n\n**Reflection Question:** How are leaves sorted?\n\n{MODEL_ANSWERS[name]}\n## Next\n\nText.\n"
    reflection = one(text, Reflection)
    assert model_answer_of(reflection) == "Leaves are sorted by hand."
    assert rubric_of(reflection) is None
    assert codes(text) == ["W25"]
    assert "by hand" not in shown(text)


def test_an_empty_model_answer_is_none() -> None:
    reflection = one("# Tea\n\n**Reflect:** Why?\n\n### Model answer\n\n## Next\n\nText.\n", Reflection)
    assert (reflection.rubric, model_answer_of(reflection)) == (None, "")


def test_a_rubric_that_says_its_points_needs_a_criterion() -> None:
    text = "# Tea\n\n**Reflect:** Why?\n\n### Rubric (2 points)\n\n- Model answer: Leaves are sorted.\n\n## Next\n\nText.\n"
    assert rubric_of(one(text, Reflection)) is None
