"""What docs/content-format.md shows is what the reader does."""

import re
from datetime import date
from pathlib import Path

import pytest

from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.reading.printing import finding_lines, summary
from studyapp.authoring.uploads.files import SourceFile
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.blocks import Block, Callout, Prose, Question
from studyapp.domain.lessons.readers.labels import DEFAULTS
from studyapp.domain.lessons.source.comments import KEYS_OF_KIND
from tests.domain.lessons.test_sample_lesson import SAMPLE
from tests.domain.lessons.written import read

DOC = (Path(__file__).parents[3] / "docs" / "content-format.md").read_text()
TUTORIAL = DOC.partition("## A pack in eight steps\n")[2].partition("\n## Files\n")[0]
OWN = DOC.partition("\n## Files\n")[2].partition("## The sample lesson")[0]
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
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", OWN, re.DOTALL | re.MULTILINE)
    assert read_manifest(toml)[1] == []


@pytest.mark.parametrize("kind", KEYS_OF_KIND)
def test_every_kind_of_metadata_is_explained(kind: str) -> None:
    assert f"`{kind}`" in DOC


@pytest.mark.parametrize("kind", DEFAULTS)
def test_every_label_is_listed(kind: str) -> None:
    row = next(line for line in DOC.splitlines() if line.startswith(f"| {kind} |"))
    for label in DEFAULTS[kind]:  # type: ignore[index]
        assert label.casefold() in row.casefold().replace("(common) pitfall", "common pitfall, pitfall")


STEP = re.compile(
    r"^(?:(File|Add to) `tea/([\w.-]+)`:\n\n```\w+\n(.*?)^```|In `tea/([\w.-]+)`, `(.*?)` becomes `(.*?)`:)\n\n"
    r"^```text\n(.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


def test_the_tutorial_prints_what_it_says_after_each_step() -> None:
    files: dict[str, str] = {}
    steps = STEP.findall(TUTORIAL)
    assert len(steps) == 8
    for verb, path, text, changed, before, after, printed in steps:
        if verb:
            files[path] = (files[path] if verb == "Add to" else "") + text
        else:
            assert files[changed].count(before) == 1
            files[changed] = files[changed].replace(before, after)
        sources = [SourceFile(name, content.encode()) for name, content in sorted(files.items())]
        read = read_upload(sources, today=date(2026, 11, 23))
        assert "\n".join([summary(read), *finding_lines(read.diagnostics)]) + "\n" == printed


def table_after(heading: str, columns: int) -> list[list[str]]:
    """The body rows of the first table with so many columns after a heading."""
    lines = DOC.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("|")]
    return [row for row in rows if len(row) == columns][2:]


def example_in(cell: str) -> str | None:
    """The text of a cell that is one code span; None if the example is told in words."""
    found = re.fullmatch(r"`` (.+) ``|`([^`]+)`", cell)
    return (found[1] or found[2]).replace("\\|", "|").replace("⏎", "\n").replace("⇥", "\t") + "\n" if found else None


CODES = [(row[0], example) for row in table_after("Findings", 4) if (example := example_in(row[2]))]
FORMS = [(row[0], example) for row in table_after("Every form at a glance", 2) if (example := example_in(row[1]))]


@pytest.mark.parametrize(("code", "example"), CODES)
def test_the_example_of_a_finding_has_it(code: str, example: str) -> None:
    found = [
        {one.code for one in read_upload([SourceFile("a.md", text.encode())], today=date(2026, 11, 23)).diagnostics}
        for text in (example, f"# Title\n\n{example}")
    ]
    assert code in found[0] | found[1]


def test_most_findings_have_an_example_that_can_be_run() -> None:
    assert len(CODES) >= 40


@pytest.mark.parametrize(("kind", "example"), FORMS)
def test_each_form_is_the_block_it_stands_for(kind: str, example: str) -> None:
    pack = read(f"# Title\n\n{example}")
    assert kind in [kind_of(block) for section in pack.sections for block in section.blocks]
    assert [str(found) for found in pack.diagnostics if found.severity == "error"] == []


def kind_of(block: Block) -> str:
    if isinstance(block, Callout | Question):
        return block.kind
    return {"ComparisonTable": "table", "DatedFact": "dated fact"}.get(
        type(block).__name__, type(block).__name__.lower()
    )
