"""What retired and comes back: the same by id, by words or by its latest words, and never as another kind."""

import pytest

from studyapp.domain.items.continuing import succeed
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.pack import StudyPack
from studyapp.domain.lessons.succession.packs import Succession
from tests.domain.lessons.written import read

PAGE = "# Lesson\n\n**Oxidation:** The darkening of a bruised leaf in contact with air.\n\n{}\n"
TANNIN = "**Tannin:** A bitter matter in leaves that binds proteins."
BELIEF = """\
> **Exam Trap:** Tannin is no caffeine.
> **Belief:** Tannin keeps you awake at night.
> **Truth:** Caffeine keeps you awake at night, tannin only tastes bitter."""
ROLLED = """\
### Which leaves are rolled hard by a machine?

- [ ] White ones
- [x] Black ones
- [ ] Fresh ones"""
NAMED = "\n<!-- id: {} -->"
AGAIN = "whose leaves lose much of their water under a roof before they are rolled"
WITHERED = f"### Which tea is the one {AGAIN}?\n\n- [ ] White\n- [x] Black\n- [ ] Green"


class Author:
    """Reads edit after edit of a page, as publishing does: with what retired, as it was taught last."""

    def __init__(self) -> None:
        self.now = StudyPack(read("").manifest, (), "", ())
        self.before: list[StudyPack] = []
        self.found: Succession | None = None

    def write(self, text: str, page: str = PAGE, **decisions: str) -> list[str]:
        """The keys of the blocks of the edited page, without the first."""
        retired = [section for pack in self.before for section in pack.sections]
        self.found = succeed(read(page.format(text)), self.now.sections, retired=retired, decisions=decisions)
        self.before.append(self.now)
        self.now = self.found.pack
        return [block.key for section in self.now.sections for block in section.blocks if isinstance(block, Keyed)][1:]

    def how(self, kind: str) -> list[str]:
        assert self.found
        return [pair.how for pair in self.found.pairs if pair.kind == kind]


def test_an_id_that_comes_back_as_another_kind_is_another_block() -> None:
    author = Author()

    assert author.write(TANNIN + NAMED.format("tannin")) == ["tannin"]
    assert author.write("") == []
    assert author.write(BELIEF + NAMED.format("tannin")) == ["tannin-trap"]
    assert author.how("trap") == ["new"]


def test_each_kind_comes_back_under_its_own_key() -> None:
    author = Author()
    for text in (TANNIN, "", BELIEF, ""):
        author.write(text and text + NAMED.format("tannin"))

    assert author.write(TANNIN + NAMED.format("tannin")) == ["tannin"]
    assert author.write("") == []
    assert author.write(BELIEF + NAMED.format("tannin")) == ["tannin-trap"]
    assert author.how("trap") == ["revived"]


@pytest.mark.parametrize("name", ["", NAMED.format("rolled")])
def test_a_question_that_comes_back_as_another_kind_is_a_new_fact(name: str) -> None:
    author = Author()
    (key,) = author.write(ROLLED + name)
    author.write("")

    (other,) = author.write(ROLLED.replace("[ ] Fresh", "[x] Fresh") + name)
    author.write("")

    assert other == f"{key}-multiple"
    assert author.write(ROLLED + name) == [key]
    assert author.write(ROLLED.replace("[ ] Fresh", "[x] Fresh") + name) == [other]


def test_what_was_reworded_before_it_retired_comes_back_by_its_latest_words() -> None:
    author = Author()
    first = WITHERED.replace(AGAIN, AGAIN.replace("lose much of their", "give up a good part of their"))
    (key,) = author.write(first)
    assert author.write(WITHERED) == [key]
    author.write("")

    assert author.write(WITHERED) == [key]
    assert author.how("question") == ["revived"]


def test_what_comes_back_slightly_reworded_is_still_itself() -> None:
    author = Author()
    (key,) = author.write(WITHERED)
    author.write("")

    assert author.write(WITHERED.replace("much of their", "most of their")) == [key]


def test_what_comes_back_in_a_section_of_another_name_is_still_itself() -> None:
    author = Author()
    page = PAGE.replace("{}", "## {}")
    named = [*author.write(f"Rolling\n\n{ROLLED}", page)]
    author.write("", PAGE)

    assert author.write(f"What machines do\n\n{ROLLED}", page) == named


def test_a_section_that_was_renamed_before_it_retired_comes_back_with_its_key() -> None:
    author = Author()
    page = PAGE.replace("{}", "## {}")
    author.write(f"Rolling\n\n{ROLLED}", page)
    author.write(f"What machines do to a leaf\n\n{ROLLED}", page)
    author.write("", PAGE)

    author.write(f"What machines do to a leaf\n\n{ROLLED}", page)

    assert [section.key for section in author.now.sections] == ["lesson", "rolling"]
    assert author.how("section") == ["derived", "revived"]


def test_a_person_may_say_that_what_is_alike_is_new() -> None:
    author = Author()
    (key,) = author.write(WITHERED)
    author.write("")
    reworded = WITHERED.replace("much of their", "most of their")
    (read_as,) = Author().write(reworded)

    assert author.write(reworded, **{read_as: ""}) != [key]


def test_several_retired_blocks_as_alike_are_asked_about() -> None:
    trap = "> **Exam Trap:** A cold pot makes the first cup of a {} weak."
    author = Author()
    twins = author.write("\n\n".join(trap.format(when) for when in ("day", "week")))
    author.write("")

    (key,) = author.write(trap.format("shift"))

    assert key not in twins
    assert author.found
    (doubt,) = author.found.doubts
    assert {one.key for one in doubt.candidates} == set(twins)
    author.before, author.now = author.before[:-1], author.before[-1]  # nobody publishes that
    assert author.write(trap.format("shift"), **{doubt.key: twins[1]}) == [twins[1]]


def test_the_criteria_of_a_reflection_that_comes_back_keep_their_keys() -> None:
    before = """\
**Reflection Question:** A guest says that the green tea tastes bitter. What do you change first?

**Rubric:**

- 2 points: Cooler water
    - phrases: cool*, lower temperature
- 2 points: {}
    - phrases: short*, less time
"""
    author = Author()
    first = author.write(before.format("A shorter time"))
    author.write(before.format("A much shorter time"))
    kept = author.now
    author.write("")

    assert author.write(before.format("A much shorter time")) == first
    assert author.now.sections == kept.sections


def test_the_rows_of_a_table_that_comes_back_keep_their_keys() -> None:
    rows = "| Kind | What is done to it |\n| --- | --- |\n| {} | Heated at once |\n| Black | Rolled, left in the air |"
    author = Author()
    author.write(rows.format("Green tea"))
    author.write(rows.format("Green teas"))
    kept = author.now
    author.write("")

    author.write(rows.format("Green teas"))

    assert author.now.sections == kept.sections


def test_a_table_is_named_table_in_the_key_that_its_words_give() -> None:
    table = "| Kind | Leaf |\n| --- | --- |\n| Green | Heated |\n| Black | Rolled |"

    (key,) = Author().write(table)

    assert key.startswith("lesson/table/kind-leaf-")
