"""Missing ids are written into the source; keys stay, and so does every other byte."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.continuing import succeed
from studyapp.domain.items.criterion_ids import write_ids
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.pack import StudyPack
from studyapp.domain.lessons.writing.explicit_ids import Written
from tests.domain.lessons.samples import BLOCKS, parts
from tests.domain.lessons.test_edit_replay import flagship, lessons, without_ids
from tests.domain.lessons.written import LONE

SAMPLE = (Path(__file__).parent / "index-types.md").read_text()
COMMENT = re.compile(
    rb"(?m)^[ \t>]*<!-- id: [^>]*? -->(?:\r\n|\r|\n|\Z)| <!-- id: [^>]*? -->|^---\r?\nid: .*\r?\n---\r?\n"
)


def write(text: str | bytes) -> Written:
    (written,) = write_ids(LONE, {"lesson.md": text if isinstance(text, bytes) else text.encode()})
    return written


def read_bytes(content: bytes) -> StudyPack:
    return assemble(LONE, [parse_file("lesson.md", content, LONE)])


def keys(pack: StudyPack) -> list[tuple[str, list[str]]]:
    """Keys of sections and blocks, and of facts."""
    found = [(one.key, [block.key for block in one.blocks if isinstance(block, Keyed)]) for one in pack.sections]
    return [*found, ("facts", [fact.key for fact in build_bank(pack).facts])]


def check(before: bytes, written: Written) -> None:
    """The three laws: keys stay, nothing but comments was written, and a second run writes nothing."""
    assert keys(read_bytes(written.content)) == keys(read_bytes(before))
    assert without_comments(written.content) == without_comments(before)
    again = write(written.content)
    assert again.content == written.content
    assert again.added == ()


def without_comments(content: bytes) -> bytes:
    return COMMENT.sub(b"", content).rstrip(b"\r\n")


def test_the_sample_lesson_gets_an_id_for_each_block() -> None:
    text = without_ids(SAMPLE)

    written = write(text)

    assert written.left == ()
    assert sorted(one.kind for one in written.added) == sorted(
        ["section", "principle", "table", "steps", "definition", "trap", "question", "reflection", *["criterion"] * 4]
    )
    check(text.encode(), written)


def test_ids_that_are_there_stay_as_they_are() -> None:
    written = write(SAMPLE)

    assert {one.kind for one in written.added} == {"principle", "definition", "question", "criterion"}
    assert b"<!-- trap: brin-order -->\n" in written.content
    check(SAMPLE.encode(), written)


def test_the_comment_follows_its_block_and_stands_before_its_other_comments() -> None:
    written = write("# Lesson\n\n**Heap:** A tree whose root is the largest.\n<!-- cloze: the largest -->\n")

    assert written.content.decode() == (
        "# Lesson\n<!-- id: lesson -->\n\n**Heap:** A tree whose root is the largest.\n"
        "<!-- id: lesson/definition/heap -->\n<!-- cloze: the largest -->\n"
    )


def test_a_lesson_without_a_heading_gets_front_matter() -> None:
    text = "**Heap:** A tree whose root is the largest.\n"

    written = write(text)

    assert written.content.decode().startswith("---\nid: ")
    check(text.encode(), written)


def test_what_can_have_no_id_is_told_and_left() -> None:
    text = "# Two\n\n**Heap:** A tree with order.\n**Trie:** A tree of letters and words.\n"

    written = write(text)

    assert [(one.kind, one.line) for one in written.left] == [("definition", 3), ("definition", 4)]
    assert [one.kind for one in written.added] == ["section"]
    check(text.encode(), written)


def test_a_file_that_is_not_utf_8_is_left_alone() -> None:
    content = "# Überschrift\n\n**Begriff:** Ein Satz über ihn.\n".encode("latin-1")

    assert write(content) == Written("lesson.md", content, (), ())


def test_equal_titles_in_two_files_keep_their_keys() -> None:
    part = "# {}\n\nWords.\n\n## Summary\n\n**{}:** What was said of it in this part.\n"
    files = {"a.md": part.format("Tea", "Leaf").encode(), "b.md": part.format("Coffee", "Bean").encode()}
    before = assemble(LONE, [parse_file(path, content, LONE) for path, content in files.items()])

    written = write_ids(LONE, files)
    after = assemble(LONE, [parse_file(one.path, one.content, LONE) for one in written])

    assert keys(after) == keys(before)
    assert not [left for one in written for left in one.left]


def test_the_flagship_pack_without_ids_gets_them_all_and_learns_nothing_new() -> None:
    files = {path: text.encode() for path, text in lessons(with_ids=False).items()}
    before = assemble(flagship(), [parse_file(path, content, flagship()) for path, content in files.items()])

    written = write_ids(flagship(), files)
    fresh = assemble(flagship(), [parse_file(one.path, one.content, flagship()) for one in written])
    found = succeed(fresh, before.sections)

    assert not [left for one in written for left in one.left]
    assert all(without_comments(one.content) == without_comments(files[one.path]) for one in written)
    assert {pair.how for pair in found.pairs} <= {"explicit", "derived"}


@given(parts, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_lesson_its_keys_stay_and_nothing_else_is_written(
    blocks: list[tuple[str, str]], line_break: str, has_mark: bool, ends_open: bool
) -> None:
    text = "\n\n".join(["# Lesson", *(block.format(name) for block, name in blocks)]) + ("" if ends_open else "\n")
    content = (b"\xef\xbb\xbf" if has_mark else b"") + text.replace("\n", line_break).encode()

    check(content, write(content))


@pytest.mark.parametrize("block", BLOCKS)
def test_each_kind_of_block_alone_gets_its_id(block: str) -> None:
    content = f"# Lesson\n\n{block.format('heaps')}\n".encode()

    written = write(content)

    assert written.left == ()
    check(content, written)
