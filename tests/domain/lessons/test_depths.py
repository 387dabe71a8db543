"""How deep sections lie: by the number in a heading, else by how far below the one above they stand."""

from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.files.parsing import parse_file

LONE = lone_manifest(id="lone", title="Lone")


def lessons_of(name: str, text: str) -> list[tuple[str, str]]:
    """Title of each section and of the section that opens its lesson."""
    pack = assemble(LONE, [parse_file(name, text.encode(), LONE)])
    titles = {section.key: section.title for section in pack.sections}
    return [(section.title, titles[section.lesson_key or section.key]) for section in pack.sections]


def test_headings_below_a_numbered_one_are_part_of_its_lesson() -> None:
    found = lessons_of("a.md", "# 2.1.3. Brewing\n\n## Water\n\nHot.\n\n## Leaves\n\nDry.\n")

    assert found == [("Brewing", "Brewing"), ("Water", "Brewing"), ("Leaves", "Brewing")]


def test_a_number_in_the_files_name_says_nothing_about_its_headings() -> None:
    found = lessons_of("3.1.1.1. Tea.md", "# Tea\n\nHot.\n\n## Leaves\n\nDry.\n")

    assert found == [("Tea", "Tea"), ("Leaves", "Tea")]


def test_numbers_count_whatever_the_signs_before_them() -> None:
    found = lessons_of("a.md", "# 2.1. Brewing\n\nHot.\n\n# 2.1.1. Water\n\nHot.\n\n# 2.2. Serving\n\nNow.\n")

    assert found == [("Brewing", "Brewing"), ("Water", "Brewing"), ("Serving", "Serving")]
