"""Laws of identity: what an id, a kind, a doubt and a decision do, and what is never given twice."""

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.items.continuing import succeed
from studyapp.domain.items.effects import compare
from studyapp.domain.lessons.blocks import Question
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.pack import Section, StudyPack
from studyapp.domain.lessons.succession.packs import Succession
from tests.domain.lessons.samples import lesson, parts
from tests.domain.lessons.written import read, read_files

LESSON = "# Lesson\n\n{}\n"


def keys(pack: StudyPack) -> list[str]:
    return [block.key for section in pack.sections for block in section.blocks if isinstance(block, Keyed)]


def after(before: str, now: str, **more: dict[str, str]) -> Succession:
    return succeed(read(LESSON.format(now)), read(LESSON.format(before)).sections, **more)


def question(*options: str, name: str = "") -> str:
    comment = f"\n<!-- question: {name} -->" if name else ""
    return "### Which index sorts its keys?\n\n" + "\n".join(options) + comment


def test_the_first_version_is_all_new() -> None:
    found = succeed(read(LESSON.format("**Term:** A sentence about it.")), ())

    assert {pair.how for pair in found.pairs} == {"new"}


def test_an_id_decides_whatever_the_words_say() -> None:
    before = "**Heap:** A tree whose root is the largest.\n<!-- id: heap -->"
    now = "**Priority queue:** What gives back the most urgent entry.\n<!-- id: heap -->"

    found = after(before, now)

    assert keys(found.pack) == ["heap"]
    assert [pair.how for pair in found.pairs if pair.kind == "definition"] == ["explicit"]


def test_another_id_is_another_block_though_the_words_are_the_same() -> None:
    text = "**Heap:** A tree whose root is the largest.\n<!-- id: {} -->"

    found = after(text.format("heap"), text.format("heap-2"))

    assert keys(found.pack) == ["heap-2"]
    assert sorted(pair.how for pair in found.pairs if pair.kind == "definition") == ["new", "retired"]


def test_an_id_given_later_keeps_the_history_and_holds_from_then_on() -> None:
    bare, text = "**Heap:** A tree whose root is the largest.", "**{}:** {}\n<!-- id: heap -->"
    first = read(LESSON.format(bare))
    second = succeed(read(LESSON.format(f"{bare}\n<!-- id: heap -->")), first.sections).pack
    third = succeed(read(LESSON.format(text.format("Pile", "Quite another sentence."))), second.sections).pack

    assert keys(first) == keys(second) == keys(third) == ["lesson/definition/heap"]


def test_an_id_taken_away_keeps_the_history() -> None:
    bare = "**Heap:** A tree whose root is the largest."

    assert keys(after(f"{bare}\n<!-- id: heap -->", bare).pack) == ["heap"]


def test_a_question_of_another_kind_is_a_new_fact_even_under_its_id() -> None:
    before = question("- [x] B-tree", "- [ ] Hash", "- [ ] GIN", name="sorted")
    now = question("- [x] B-tree", "- [x] Hash", "- [ ] GIN", name="sorted")
    first = read(LESSON.format(before))
    second = succeed(read(LESSON.format(now)), first.sections)
    third = succeed(read(LESSON.format(now)), second.pack.sections)
    fourth = succeed(read(LESSON.format(before)), third.pack.sections)

    assert [keys(one) for one in (first, second.pack, third.pack, fourth.pack)] == [
        ["sorted"], ["sorted-multiple"], ["sorted-multiple"], ["sorted"],
    ]  # fmt: skip


def test_a_question_of_another_kind_is_a_new_fact_without_an_id() -> None:
    found = after(question("- [x] B-tree", "- [ ] Hash"), question("- [x] B-tree", "- [x] Hash"))

    assert sorted(pair.how for pair in found.pairs if pair.kind == "question") == ["new", "retired"]
    assert not {pair.earlier for pair in found.pairs if pair.how == "retired"} & set(keys(found.pack))


TWINS = (
    "> **Exam Trap:** A cold cache makes the first call of a day slow.",
    "> **Exam Trap:** A cold cache makes the first call of a week slow.",
)
BETWEEN = "> **Exam Trap:** A cold cache makes the first call of a shift slow."


def test_two_candidates_are_asked_about_and_the_block_is_new_until_then() -> None:
    found = after("\n\n".join(TWINS), BETWEEN)

    (doubt,) = found.doubts
    assert doubt.kind == "trap"
    assert len(doubt.candidates) == 2
    assert all(0.75 <= one.likeness < 1 for one in doubt.candidates)
    assert [pair.how for pair in found.pairs if pair.kind == "trap"] == ["new", "retired", "retired"]


def test_a_decision_answers_the_doubt() -> None:
    (doubt,) = after("\n\n".join(TWINS), BETWEEN).doubts

    for candidate in doubt.candidates:
        found = after("\n\n".join(TWINS), BETWEEN, decisions={doubt.key: candidate.key})
        assert keys(found.pack) == [candidate.key]
        assert not found.doubts


def test_a_decision_may_be_that_it_is_new() -> None:
    (doubt,) = after("\n\n".join(TWINS), BETWEEN).doubts

    found = after("\n\n".join(TWINS), BETWEEN, decisions={doubt.key: ""})

    assert not found.doubts
    assert not set(keys(found.pack)) & {candidate.key for candidate in doubt.candidates}


def test_a_new_block_never_gets_the_key_that_another_continues() -> None:
    """A term is renamed and keeps its key; then the old term comes back with a meaning of its own."""
    first = read(LESSON.format("**Cursor:** A place in a result that remembers where reading stopped."))
    renamed = "**Bookmark:** A place in a result that remembers where reading stopped."
    second = succeed(read(LESSON.format(renamed)), first.sections).pack
    both = f"{renamed}\n\n**Cursor:** The blinking line where the next letter goes."
    third = succeed(read(LESSON.format(both)), second.sections).pack
    fourth = succeed(read(LESSON.format(both)), third.sections).pack

    assert keys(second) == keys(first) == ["lesson/definition/cursor"]
    assert keys(third)[0] == "lesson/definition/cursor"
    assert len(set(keys(third))) == 2
    assert fourth == third


def test_ids_written_from_words_do_not_swap_histories() -> None:
    """As above, and then every block gets the id that its words make."""
    renamed = "**Bookmark:** A place in a result that remembers where reading stopped."
    cursor = "**Cursor:** The blinking line where the next letter goes."
    first = read(LESSON.format(renamed.replace("Bookmark", "Cursor")))
    second = succeed(read(LESSON.format(f"{renamed}\n\n{cursor}")), first.sections).pack
    ids = ("<!-- id: lesson/definition/bookmark -->", "<!-- id: lesson/definition/cursor -->")
    third = succeed(read(LESSON.format(f"{renamed}\n{ids[0]}\n\n{cursor}\n{ids[1]}")), second.sections).pack

    assert keys(third) == keys(second)


def test_a_block_moved_with_another_file_keeps_its_key() -> None:
    trap = "> **Exam Trap:** A snapshot is no backup.\n"
    before = read_files({"a.md": f"# One\n\nWords.\n\n{trap}", "b.md": "# Two\n\nOther words.\n"})
    now = read_files({"a.md": "# One\n\nWords.\n", "b.md": f"# Two\n\nOther words.\n\n{trap}"})

    found = succeed(now, before.sections)

    assert keys(found.pack) == keys(before)
    assert [pair.how for pair in found.pairs if pair.kind == "trap"] == ["moved"]


def test_equal_titles_do_not_swap_their_sections() -> None:
    """One of two summaries goes; the other is still itself, though it is the only one now."""
    part = "## {}\n\nWords about {} that fill a line of this lesson.\n\n### Summary\n\n**{}:** What was said of it.\n\n"
    tea, coffee = part.format("Tea", "tea", "Leaf"), part.format("Coffee", "coffee", "Bean")
    before = read(f"# All\n\n{tea}{coffee}")
    found = succeed(read(f"# All\n\n{coffee}"), before.sections)

    assert [section.key for section in found.pack.sections] == ["all", "coffee", "coffee/summary"]
    assert keys(found.pack) == ["coffee/summary/definition/bean"]


def test_lessons_follow_the_keys_of_their_sections() -> None:
    body = "## Inside\n\nThese words are long enough to tell this section from every other one in the pack.\n"
    before = read(
        f"# Old name\n\nThe opening words of a lesson, also long enough to be told apart from others.\n\n{body}"
    )
    now = read(
        f"# Fresh title\n\nThe opening words of a lesson, also long enough to be told apart from others.\n\n{body}"
    )

    found = succeed(now, before.sections)

    assert [(one.key, one.lesson_key) for one in found.pack.sections] == [
        ("old-name", "old-name"), ("inside", "old-name"),
    ]  # fmt: skip


TOPICS = ["index", "queue", "trap", "model", "token", "cache", "lock", "shard", "vector", "prompt"]
words = st.sampled_from([*TOPICS, "agent", "cost", "price", "row"])
terms = st.lists(st.tuples(words, words, st.lists(words, min_size=3, max_size=6)), min_size=1, max_size=8)


def written(blocks: list[tuple[str, str, list[str]]]) -> str:
    return LESSON.format("\n\n".join(f"**{one} {two}:** {' '.join(rest)}." for one, two, rest in blocks))


@given(terms)
@settings(max_examples=40, deadline=None)
def test_the_same_text_again_is_the_same_pack(blocks: list[tuple[str, str, list[str]]]) -> None:
    pack = read(written(blocks))

    found = succeed(pack, pack.sections)

    assert found.pack == pack
    assert {pair.how for pair in found.pairs} == {"derived"}


@given(terms, terms)
@settings(max_examples=60, deadline=None)
def test_keys_are_given_once_and_a_second_reading_changes_nothing(
    one: list[tuple[str, str, list[str]]], two: list[tuple[str, str, list[str]]]
) -> None:
    before, now = read(written(one)), read(written(two))

    found = succeed(now, before.sections)
    again = succeed(now, found.pack.sections)

    assert len(set(keys(found.pack))) == len(keys(found.pack))
    assert keys(again.pack) == keys(found.pack)
    assert {pair.earlier for pair in found.pairs} - {""} == set(keys(before)) | {"lesson"}


@given(parts, parts)
@settings(max_examples=60, deadline=None)
def test_whatever_is_edited_keys_are_given_once_and_stay(
    one: list[tuple[str, str]], two: list[tuple[str, str]]
) -> None:
    before, now = read(lesson(one)), read(lesson([*one[1:], *two]))

    found = succeed(now, before.sections)
    again = succeed(now, found.pack.sections)

    every = [section.key for section in found.pack.sections] + keys(found.pack)
    assert len(set(every)) == len(every)
    assert again.pack == found.pack
    assert compare(found.pack.sections, again.pack.sections) == ()
    new = {pair.key for pair in found.pairs if pair.how == "new" and pair.kind not in ("row", "column", "section")}
    told = {change.key for change in compare(before.sections, found.pack.sections) if change.kind == "new"}
    assert new <= told


def many_sections(count: int) -> list[Section]:
    parts = []
    for number in range(count):
        first, second = TOPICS[number % 10], TOPICS[number // 10 % 10]
        parts.append(
            f"## Chapter {number} on {first}\n\nOn {first} and {second}, part {number}.\n\n"
            f"**{first} {number}:** What {second} does to {first} in case {number}.\n"
        )
    return list(read("# All\n\n" + "\n".join(parts)).sections)


def test_500_sections_with_few_changes_take_well_under_a_second() -> None:
    sections = many_sections(499)
    manifest = read("# All\n").manifest
    edited = [one if place % 100 != 50 else replace(one, title="Renamed") for place, one in enumerate(sections)]

    start = time.process_time()
    found = succeed(StudyPack(manifest, tuple(edited), "", ()), sections)
    spent = time.process_time() - start

    assert spent < 1
    assert not [pair for pair in found.pairs if pair.how == "retired"]


def test_a_rewritten_question_is_told_from_an_edited_one() -> None:
    found = after(
        question("- [x] B-tree", "- [ ] Hash", "- [ ] GIN"),
        "### Which index sorts its entries?\n\n- [x] B-tree\n- [ ] Hash\n- [ ] GIN",
    )
    (block,) = [one for section in found.pack.sections for one in section.blocks if isinstance(one, Question)]

    assert block.stem.text == "Which index sorts its entries?"
    assert [pair.how for pair in found.pairs if pair.kind == "question"] == ["fuzzy"]
