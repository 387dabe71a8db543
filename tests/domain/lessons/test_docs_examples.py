"""What docs/content-format.md shows is what the reader does."""

import re
from pathlib import Path

import pytest

from studyapp.domain.lessons.blocks import Prose
from studyapp.domain.lessons.comments import KEYS_OF_KIND
from studyapp.domain.lessons.labels import DEFAULTS
from studyapp.domain.lessons.manifest import read_manifest
from tests.domain.lessons.test_sample_lesson import SAMPLE
from tests.domain.lessons.written import read

DOC = (Path(__file__).parents[3] / "docs" / "content-format.md").read_text()
OWN = DOC.partition("## The sample lesson")[0]
EXAMPLES = re.findall(r"^```markdown\n(.*?)^```$", OWN, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read_without_an_error_and_means_something(example: str) -> None:
    pack = read(example)
    assert [found for found in pack.diagnostics if found.severity != "info"] == []
    assert any(not isinstance(block, Prose) for section in pack.sections for block in section.blocks)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 9


def test_the_sample_lesson_is_the_tested_one() -> None:
    (sample,) = re.findall(r"^~~~~markdown\n(.*?)^~~~~$", DOC, re.DOTALL | re.MULTILINE)
    assert sample == SAMPLE.decode()


def test_the_manifest_shown_has_no_finding() -> None:
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", DOC, re.DOTALL | re.MULTILINE)
    assert read_manifest(toml)[1] == []


@pytest.mark.parametrize("kind", KEYS_OF_KIND)
def test_every_kind_of_metadata_is_explained(kind: str) -> None:
    assert f"`{kind}`" in DOC


@pytest.mark.parametrize("kind", DEFAULTS)
def test_every_label_is_listed(kind: str) -> None:
    row = next(line for line in DOC.splitlines() if line.startswith(f"| {kind} |"))
    for label in DEFAULTS[kind]:  # type: ignore[index]
        assert label.casefold() in row.casefold().replace("(common) pitfall", "common pitfall, pitfall")
