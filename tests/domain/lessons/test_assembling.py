from dataclasses import replace

from studyapp.domain.lessons.assembly.reporting import capped, report
from studyapp.domain.lessons.blocks import Definition
from studyapp.domain.lessons.pack import ExamDomain, ExamTask, Manifest, Section, StudyPack
from tests.domain.lessons.written import LONE, codes, finding, read, read_files

PACK = replace(
    LONE, is_lone_file=False, domains=(ExamDomain("d1", "a", 100, (ExamTask("1.2", "x"), ExamTask("2.1", "y"))),)
)


def titles(pack: StudyPack) -> list[str]:
    return [section.title for section in pack.sections]


def section(pack: StudyPack, title: str) -> Section:
    (found,) = [section for section in pack.sections if section.title == title]
    return found


def keys(text: str, manifest: Manifest = LONE) -> list[str]:
    pack = read(text, manifest=manifest)
    return [block.key for section in pack.sections for block in section.blocks if isinstance(block, Definition)]


def test_files_are_read_in_natural_order() -> None:
    pack = read_files({"d1/10.md": "# Ten\n", "d1/2.md": "# Two\n", "d10/1.md": "# Last\n", "d2/1.md": "# Middle\n"})
    assert titles(pack) == ["Two", "Ten", "Middle", "Last"]


def test_numbers_are_taken_off_titles_and_give_the_depth() -> None:
    pack = read("# Chapter 2: Storage\n\n## 2.1. Indexes\n\n### Skill 2.1.3: Choosing\n\n### Costs\n")
    assert [(section.number, section.title, section.depth) for section in pack.sections] == [
        ("2", "Storage", 1), ("2.1", "Indexes", 2), ("2.1.3", "Choosing", 3), ("", "Costs", 3),
    ]  # fmt: skip


def test_a_task_comes_from_heading_comment_or_front_matter_and_is_inherited_downwards() -> None:
    pack = read("# A\n\n## Task 1.2: B\n\n### C\n\n## D\n<!-- task: 2.1 -->\n\n### E\n\n## F\n")
    assert [section.task for section in pack.sections] == ["", "1.2", "1.2", "2.1", "2.1", ""]
    assert section(read("---\ntask: 1.2\n---\n# A\n\n## B\n"), "B").task == "1.2"


def test_a_number_never_becomes_a_task() -> None:
    assert section(read("# 2.1.3. Choosing\n"), "Choosing").task == ""


def test_an_unknown_task_is_told_with_the_nearest() -> None:
    found = finding("---\ntask: 1.3\n---\n# A\n", "E29", manifest=PACK)
    assert (found.line, found.what) == (2, "task 1.3 is not in pack.toml, did you mean 1.2")
    assert codes("# Task 9.9: A\n", manifest=LONE) == []
    assert codes("# Task 1.2: A\n", manifest=PACK) == []


def test_a_lesson_is_a_section_of_the_smallest_depth_with_those_below_it() -> None:
    pack = read_files({"a.md": "# A\n\n## B\n\n# C\n\n## D\n", "b.md": "## E\n\n### F\n"})
    assert [section.lesson_key for section in pack.sections] == ["a", "a", "c", "c", "e", "e"]


def test_equal_titles_are_told_apart_by_the_section_above() -> None:
    pack = read("# A\n\n## Costs\n\n# B\n\n## Costs\n")
    assert [section.key for section in pack.sections] == ["a", "a/costs", "b", "b/costs"]


def test_the_order_of_files_does_not_change_keys() -> None:
    text = {
        "a.md": "# A\n\n## Costs\n\n**WAL:** A log that is written.\n",
        "b.md": "# B\n\n## Costs\n\n**WAL:** Another log here.\n",
    }
    moved = {"z.md": text["a.md"], "b.md": text["b.md"]}
    before = {
        block.text: block.key for s in read_files(text).sections for block in s.blocks if isinstance(block, Definition)
    }
    after = {
        block.text: block.key for s in read_files(moved).sections for block in s.blocks if isinstance(block, Definition)
    }
    assert before == after
    assert len(set(before.values())) == 2


def test_a_key_survives_markup_number_and_case() -> None:
    first = keys("# 1. Logs\n\n**WAL:** A log that is written.\n")
    assert first == keys("# 2. logs\n\n**`wal`:** A log, now reworded.\n")


def test_two_blocks_about_the_same_have_two_keys_whatever_their_order() -> None:
    one, two = "**WAL:** A log that is written.\n\n", "**WAL:** The first thing on disk.\n\n"
    assert keys("# A\n\n" + one + two) == list(reversed(keys("# A\n\n" + two + one)))
    assert len(set(keys("# A\n\n" + one + two))) == 2


def test_equal_blocks_still_have_different_keys() -> None:
    assert len(set(keys("# A\n\n" + "**WAL:** A log that is written.\n\n" * 3))) == 3


def test_a_number_used_twice_names_both_lines_and_a_gap_is_told() -> None:
    pack = read_files({"a.md": "# 1. A\n\n## 1.1. B\n", "b.md": "# 1.1. C\n\n## 1.4. D\n"})
    assert [(found.file, found.line, found.code, found.what) for found in pack.diagnostics] == [
        ("b.md", 1, "E40", "the number 1.1 is used at a.md:3 too"),
        ("b.md", 3, "W41", "number gap 1.1 to 1.4"),
    ]


def test_a_picture_must_be_in_the_upload_in_its_exact_case() -> None:
    text = "# A\n\n![tree](../img/Tree.png)\n"
    assert read_files({"d1/a.md": text}, images=("img/Tree.png",)).diagnostics == ()
    (found,) = read_files({"d1/a.md": text}, images=("img/tree.png",)).diagnostics
    assert (found.code, found.line) == ("E30", 3)
    assert found.what == "the image img/Tree.png is not in the upload, found img/tree.png"
    assert read_files({"d1/a.md": text}, images=("img/Tree.png",)).images == ("img/Tree.png",)


def test_without_heading_the_title_is_the_forms_or_the_file_names() -> None:
    assert titles(read("Text.\n")) == ["Notes on indexes"]
    assert titles(read("Text.\n", path="d1/3.1.1. Storage_account.md", manifest=PACK)) == ["Storage account"]
    assert read("Text.\n", path="3.1.1. Storage.md").sections[0].number == "3.1.1"


def test_a_lone_bold_line_is_a_heading_only_where_there_is_no_other() -> None:
    assert titles(read("**Indexes**\n\nText.\n")) == ["Indexes"]
    assert titles(read("# A\n\n**Indexes**\n\nText.\n")) == ["A"]


def test_setext_headings_and_linked_headings_open_sections() -> None:
    assert titles(read("Indexes\n=======\n\n## [Costs](https://a.example)\n")) == ["Indexes", "Costs"]


def test_a_heading_in_a_fence_or_in_details_opens_none() -> None:
    assert titles(read("# A\n\n```\n# B\n```\n\n<details><summary>x</summary>\n\n# C\n\n</details>\n")) == ["A"]


def test_words_count_what_is_read() -> None:
    assert read("# Two words\n\nThree more words.\n").sections[0].words == 5


def test_people_see_a_code_three_times_a_file_and_how_many_follow() -> None:
    pack = read("# a\n\n" + "#X\n\n" * 44)
    shown = capped(pack.diagnostics)
    assert [found.line for found in shown] == [3, 5, 7]
    assert shown[-1].fix.endswith("(and 41 more)")
    assert len(pack.diagnostics) == 44


def test_the_report_of_an_unreadable_pack_has_the_same_keys() -> None:
    assert report(None).keys() == report(read("# A\n")).keys()
    assert report(None)["pack"] is None
