# ruff: noqa: E501 - lists of pieces
"""Where lessons are read in a faster way than the plain one, both say the same of whatever an author writes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.lessons.files.smell_words import RECALLED, RESIDUE, Searched
from studyapp.domain.lessons.html import inline, sanitising, word_count
from studyapp.domain.lessons.html.inline import InlineMarkdown, shown, without_markup
from studyapp.domain.lessons.html.sanitising import sanitised
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.readers import answers, pasted
from studyapp.domain.lessons.readers.cards import is_card
from studyapp.domain.lessons.readers.labels import Labels
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.readers.questions import shape_at
from studyapp.domain.lessons.readers.reading import read_blocks, says_only_words
from studyapp.domain.lessons.source.code_spans import without_code
from studyapp.domain.lessons.source.structure import Node

MARKUP = st.lists(
    st.sampled_from(
        ["a", "B", "é", "1", "word ", " ", "\n", "  \n", "*", "**", "_", "`", "``", "~", "[", "](", "<", "</", ">", "<b>", "=", "==", "&", "&a", ";",
         "#", "\\", ":", "//", '"', "'", ".", "!", "$", "%", "**b**", "`c`", "` c`", "\xa0", "\x02", "ss", "ß", "Ab", "DBs", "\u2028"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(
        sorted({hint for sign in (*RESIDUE, *RECALLED) for hint in sign.hints} | {
            "TODO:", "to be written", "insert a diagram here", "I need to check", "this", "exam questions", "real exam questions", "we remember", "from my exam",
            "(", ")", "[", "]", ".", "\n", " ", "İ", "ﬁ", "the", "was on my exam", "brain dumps", "draft",
        })
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(leaf=MARKUP)
def test_a_leaf_without_markup_is_what_python_markdown_and_the_sanitiser_make_of_it(leaf: str) -> None:
    found = without_markup(shown(leaf).strip())
    if found is None:
        return
    paragraph = f"<p>{found}</p>"
    assert found == InlineMarkdown({}, lambda _: None).html(leaf)
    assert sanitised(paragraph) == paragraph.replace("\xa0", "&nbsp;")


@pytest.mark.parametrize(
    ("fast", "spelt_out"),
    [
        (inline._NEEDS_MARKDOWN, r"[\\`*\[~]|(?<!\w)_|_(?!\w)|<(?![\s=])|&(?=#?\w+;)|==|  \n|://"),
        (answers._MARKUP, r"[*_]{2,3}|</?[A-Za-z][^<>]*>"),
        (sanitising._TAG, r"<(?:\"[^\"]*\"|[^>\"])*>"),
    ],
)
@given(text=MARKUP)
def test_a_pattern_that_begins_with_its_characters_finds_what_it_says(
    text: str, fast: re.Pattern[str], spelt_out: str
) -> None:
    found = re.compile(spelt_out)
    assert bool(fast.search(text)) is bool(found.search(text))
    if fast is not inline._NEEDS_MARKDOWN:
        assert fast.sub("|", text) == found.sub("|", text)


@given(line=MARKUP)
def test_no_line_with_a_lost_column_is_passed_over(line: str) -> None:
    assert pasted._MAY_BREAK.search(line) or not pasted._BREAK.search(line)


@given(text=WORDS)
def test_a_sign_is_found_as_if_each_line_had_been_searched(text: str) -> None:
    signs = (*RESIDUE, *RECALLED)
    lines = text.split("\n")
    assert Searched(text).signs(signs) == [sign for sign in signs if any(map(sign.pattern.search, lines))]


@given(text=st.text("ab_1'.-’é \n*\x00", max_size=20))
def test_words_are_counted_as_a_pattern_finds_them(text: str) -> None:
    assert word_count.count_words(text) == len(word_count._WORD.findall(text))


@given(line=st.text("`a ", max_size=14))
def test_code_goes_from_ticks_to_the_next_as_many(line: str) -> None:
    expected, at = "", 0
    for found in re.finditer("`+", line):
        end = re.compile(rf"(?<!`){found.group()}(?!`)").search(line, found.end())
        if found.start() >= at and end:
            expected += line[at : found.start()] + " " * (end.end() - found.start())
            at = end.end()
    assert without_code(line) == expected + line[at:]


ITEM = st.lists(
    st.sampled_from(
        ["Answer", "Note", "Exam Trap", "true", "False", "A", "b", "Term", "is", "the", "TODO", "Which", "Reflect", "2.1", "1.", "Q", "why", "Domain 1",
         ".", ")", "(", "?", "!", ",", ";", " ", " ", "-", "–", "→", "💡", "#", "$", "%", "“", "'", "/", "aB", "U+200B", "::", ":", "==", "|", "&", "~", "^", "{", "\\", "]"]
    ),
    max_size=10,
).map("".join)  # fmt: skip


@given(text=ITEM)
def test_an_item_that_says_only_words_gives_nothing_to_any_reader(text: str) -> None:
    item = Node("list_item", 1, 1, children=[Node("paragraph", 1, 1, text=text.strip())])
    if not says_only_words(item):
        return
    page = Page("a.md", [text], Manifest("x", "X"), Labels(), {})
    assert not is_card(text)
    assert shape_at(item.children, 0) is None
    with page.inside():
        assert read_blocks(page, item.children) == []
    assert not page.findings
    assert not page.unknown_labels
    assert not page.bold_terms
