"""The stems by which a section is found."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.lessons.blocks import Block, Callout, Definition, Prose
from studyapp.domain.lessons.pack import Section
from studyapp.library import search_terms
from studyapp.library.search_terms import stems_of, weighted_stems

PIECES = """tea Tea's leaf the ' - \u0301 é ΣΑΣ ﬁ 茶 1 AI x _""".split()  # noqa: SIM905 - reads best as a text
TEXT = st.lists(
    st.sampled_from([*PIECES, *(f"{piece} " for piece in PIECES), "\n", "tea " * 15, "leaves " * 21]), max_size=12
).map("".join)


def _section(title: str, blocks: tuple[Block, ...]) -> Section:
    return Section(
        key="a", number="1", title=title, depth=1, task="", level="", file="a.md", line=1, end_line=1, words=0,
        blocks=blocks,
    )  # fmt: skip


@given(texts=st.lists(TEXT, max_size=5), title=TEXT)
def test_stems_weigh_as_if_each_text_had_been_counted_alone(texts: list[str], title: str) -> None:
    blocks = [Callout(f"k{line}", "note", "Note", text, "", line) for line, text in enumerate(texts)]
    section = _section(title, (*blocks, Definition("k", "tea", title, "", 9)))
    expected: Counter[str] = Counter()
    for text, weight in search_terms._texts(section):
        for stem, count in Counter(stems_of(text)).items():
            expected[stem] += weight * min(count, 20)
    assert weighted_stems(section) == expected


def test_a_word_said_a_hundred_times_in_a_text_weighs_as_if_said_twenty_times() -> None:
    section = _section("Green", (Prose("leaf " * 100, 1), Prose("Leaf: the leafs", 2)))
    assert weighted_stems(section) == {"green": 10, "leaf": 22}
