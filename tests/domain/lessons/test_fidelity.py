"""What we show has the blocks that a Git host shows, in kind, nesting and order."""

from pathlib import Path

import pytest

from benchmarks import fidelity
from benchmarks.outline import outline

NOTES = sorted((fidelity.ROOT / "benchmarks" / "fidelity_notes").glob("*.md"))
LESSONS = sorted((fidelity.ROOT / "content").rglob("*.md"))


@pytest.mark.parametrize("path", [*NOTES, *LESSONS], ids=lambda path: path.name)
def test_at_least_95_percent_of_a_files_blocks_are_those_of_a_git_host(path: Path) -> None:
    tally = fidelity.measure(path)
    assert tally.files == 1
    assert tally.percent >= fidelity.LEAST_PERCENT, tally.differences.most_common(3)


def test_the_measure_sees_another_depth_another_kind_another_order_and_other_words() -> None:
    def paths(html: str) -> list[tuple[tuple[str, ...], str]]:
        return [(block.path, block.letters) for block in outline(html)]

    assert paths("<ul><li>a</li></ul>") == [(("bullet list",), ""), (("bullet list", "list item"), "a")]
    assert paths("<ul><li><p>a</p></li></ul>") != paths("<ul><li>a</li></ul>")
    assert paths("<ol><li>a</li></ol>") != paths("<ul><li>a</li></ul>")
    assert paths("<p>a</p><hr>") != paths("<hr><p>a</p>")
    assert paths("<p>a</p>") != paths("<p>b</p>")
    assert paths("<div>a<p>b</p></div>") == paths("<p>a</p><p>b</p>")


def test_what_only_we_read_counts_against_us() -> None:
    tally = fidelity.Tally()
    fidelity.compare("Text.\n\n::: note\nIn a box.\n:::\n", tally, name="a.md")
    assert tally.equal_files == 0
    assert 0 < tally.percent < fidelity.LEAST_PERCENT
    assert tally.differences
