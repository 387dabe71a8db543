"""Author text is read in children that can be killed."""

import os
import threading
import time
from pathlib import Path

import pytest

from studyapp.authoring.child_process import sandbox
from studyapp.authoring.child_process.codec import from_json, to_json
from studyapp.authoring.child_process.kept_readings import KeptReadings, readings
from studyapp.domain.common import limits
from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import ParsedFile, StudyPack
from studyapp.web.signals import becoming_server
from tests.authoring.packs import LEAVES, MANIFEST, WATER, read, tea

LONE = lone_manifest(id="tea", title="Tea")
HEAVY = b"# A\n\n" + b"*a **b `c` [d](e) f** g* " * 300 + b"\n\n"


@pytest.mark.parametrize("text", [LEAVES, WATER])
def test_a_child_returns_what_the_parser_returns(text: str) -> None:
    assert sandbox.parse_file("a.md", text.encode(), LONE) == parse_file("a.md", text.encode(), LONE)


def test_a_pack_and_its_bank_survive_the_journey_as_json() -> None:
    pack = read().study_pack
    assert pack is not None
    assert from_json(to_json(pack), StudyPack) == pack
    bank = build_bank(pack)
    assert from_json(to_json(bank), Bank) == bank
    assert sandbox.build_bank(pack, file="pack.toml") == bank


def test_a_file_over_its_time_is_stopped_at_a_named_block(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = b"\n\n".join(b"paragraph *with* `code` and [a link](b.md) " * 40 for _ in range(120))
    monkeypatch.setattr(limits, "PARSE_WALL_SECONDS", 0.05)
    parsed = sandbox.parse_file("slow.md", b"# A\n\n" + blocks, LONE)
    (found,) = parsed.diagnostics
    assert (found.file, found.code, found.severity) == ("slow.md", "E39", "error")
    assert found.what == f"took over 0.05 s at block starting line {found.line}"
    assert 1 <= found.line <= 245


def test_what_is_killed_does_not_trouble_the_next_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(limits, "PARSE_WALL_SECONDS", 0.0001)
        assert sandbox.parse_file("a.md", HEAVY, LONE).diagnostics[0].code == "E39"
    assert sandbox.parse_file("a.md", b"# Tea\n", LONE).sections[0].title == "Tea"


def test_items_that_take_too_long_are_an_error_of_the_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    pack = read().study_pack
    assert pack is not None
    readings.clear()
    monkeypatch.setattr(sandbox, "BANK_SECONDS", 0.0001)
    monkeypatch.setattr(sandbox, "BANK_SECONDS_A_SECTION", 0)
    bank = sandbox.build_bank(pack, file="pack.toml")
    assert [str(found) for found in bank.diagnostics] == [
        "pack.toml:1:1 E39 making the items took over 0.0001 s. Fix: split the pack"
    ]


def test_items_of_one_lesson_have_the_clock_of_a_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    readings.clear()
    monkeypatch.setattr(sandbox, "LESSON_BANK_SECONDS", 0.0001)
    monkeypatch.setattr(sandbox, "BANK_SECONDS_A_SECTION", 0)
    pack = StudyPack(LONE, parse_file("a.md", LEAVES.encode(), LONE).sections, "", ())
    assert [str(found) for found in sandbox.build_bank(pack, file="a.md").diagnostics] == [
        "a.md:1:1 E39 making the items took over 0.0001 s. Fix: split the lesson"
    ]


SHAPES = {
    "brackets": lambda size: b"[" * size,
    "brackets on lines": lambda size: b"[[[[[[[[\n" * (size // 9),
    "images": lambda size: b"![" * (size // 2),
    "ticks and blanks": lambda size: (b"```" + b" " * 7) * (size // 10),
    "cdata": lambda size: b"<![CDATA[" * (size // 9),
    "emphasis in links": lambda size: b"[*a_" * (size // 4),
    "open links": lambda size: b"[a](<" * (size // 5),
    "headings": lambda size: b"# a\n" * (size // 4),
    "underlines": lambda size: b"a\n=\n" * (size // 4),
    "a list of lists": lambda size: b"".join(b" " * (2 * n) + b"- a\n" for n in range(120)),
    "bullets": lambda size: b"- " * (size // 2),
    "numbers": lambda size: b"1. " * (size // 3),
    "quotes": lambda size: b"> " * (size // 2),
    "columns": lambda size: b"|a" * 2000 + b"\n" + b"|-" * 2000 + b"\n",
    "runs of ticks": lambda size: b" ".join(b"`" * n for n in range(1, 170)),
    "footnotes": lambda size: b"[^a]: b\n\n" * (size // 9),
    "divisions": lambda size: b"<div>\n" * (size // 6),
    "references": lambda size: b"[a]: b\n" * (size // 7),
    "details": lambda size: b"<details>\n" * (size // 10),
    "entities": lambda size: b"&amp;" * (size // 5),
    "stars": lambda size: b"*a **a " * (size // 7),
    "tildes": lambda size: b"~~a~" * (size // 4),
    "autolinks": lambda size: b"<http://a" * (size // 9),
    "combining marks": lambda size: ("a" + "\u0301" * 4000).encode(),
}


@pytest.mark.parametrize("size", [16_000, 250_000])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_shape_ends_soon_with_a_result_or_a_located_error(shape: str, size: int) -> None:
    content = b"# A\n\n" + SHAPES[shape](size)
    began = time.monotonic()
    parsed = sandbox.parse_file("x.md", content, LONE)
    assert time.monotonic() - began < 4 * limits.PARSE_WALL_SECONDS  # the machine may be busy; the child was not
    lines = content.count(b"\n") + 1
    assert all(1 <= found.line <= lines for found in parsed.diagnostics)
    assert parsed.sections or any(found.severity == "error" for found in parsed.diagnostics)


def test_the_reader_holds_no_secret_and_is_no_child_of_ours_by_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.parse_file("a.md", b"# Tea\n", LONE)
    server = sandbox._nursery.server
    assert server is not None
    environment = Path(f"/proc/{server.pid}/environ").read_bytes()
    assert b"SECRET" not in environment
    assert b"DATABASE" not in environment
    assert os.getpgid(server.pid) != os.getpgid(0)


def test_a_reader_that_died_is_started_again() -> None:
    sandbox.parse_file("a.md", b"# Tea\n", LONE)
    server = sandbox._nursery.server
    assert server is not None
    server.kill()
    server.wait()
    assert sandbox.parse_file("a.md", b"# Tea\n", LONE).sections


def test_files_can_be_read_from_several_threads() -> None:
    results: list[ParsedFile] = []

    def work() -> None:
        results.append(sandbox.parse_file("a.md", LEAVES.encode(), LONE))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [parse_file("a.md", LEAVES.encode(), LONE)] * 6


def test_lessons_read_one_after_the_other_by_a_child_are_as_if_read_alone() -> None:
    with sandbox.LessonReader(LONE) as reader:
        found = [reader.read(f"{n}.md", text.encode()) for n in range(10) for text in (LEAVES, WATER)]
    assert found == [parse_file(f"{n}.md", text.encode(), LONE) for n in range(10) for text in (LEAVES, WATER)]


def test_a_child_reads_on_until_somebody_else_waits_for_its_place() -> None:
    others: list[ParsedFile] = []
    other = threading.Thread(target=lambda: others.append(sandbox.parse_file("b.md", WATER.encode(), LONE)))
    with sandbox._places, sandbox.LessonReader(LONE) as reader:
        reader.read("a.md", LEAVES.encode())
        first = reader._child
        for _ in range(sandbox.LESSONS_A_CHILD):
            reader.read("a.md", LEAVES.encode())
        assert reader._child is first
        other.start()
        while not sandbox._waiting:
            time.sleep(0.001)
        reader.read("a.md", LEAVES.encode())
        assert reader._child is not first
    other.join()
    assert others == [parse_file("b.md", WATER.encode(), LONE)]


def _each(reader: sandbox.LessonReader, texts: dict[str, bytes]) -> dict[str, ParsedFile]:
    names = list(texts)
    found = reader.read_each((place, name, texts[name]) for place, name in enumerate(names))
    return {names[place]: from_json(text, ParsedFile) for place, text in found}


def test_lessons_of_any_size_that_follow_each_other_are_as_if_read_alone() -> None:
    sizes = (0, 10, 70_000, 10, 10, 63_000, 63_000, 250_000)
    texts = {f"{n}.md": b"# Tea\n\n" + b"Green or black.\n\n" * (size // 17) for n, size in enumerate(sizes)}
    with sandbox.LessonReader(LONE) as reader:
        found = _each(reader, texts)
    assert found == {name: parse_file(name, text, LONE) for name, text in texts.items()}


def test_a_lesson_that_is_stopped_takes_none_with_it_that_its_child_had_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {"a.md": LEAVES.encode(), "slow.md": HEAVY * 34, "b.md": WATER.encode(), "c.md": WATER.encode()}
    monkeypatch.setattr(limits, "PARSE_WALL_SECONDS", 0.7)
    with sandbox.LessonReader(LONE) as reader:
        found = _each(reader, texts)
    assert [one.code for one in found.pop("slow.md").diagnostics] == ["E39"]
    assert found == {name: parse_file(name, texts[name], LONE) for name in found}


def test_a_child_that_is_left_in_the_midst_of_its_work_ends() -> None:
    with sandbox.LessonReader(LONE) as reader:
        next(iter(reader.read_each([(0, "a.md", b"# Tea\n"), (1, "b.md", HEAVY * 16)])))
        assert reader._child is not None
        child = Path(f"/proc/{reader._child._pid}")
        assert b"child_process" in (child / "cmdline").read_bytes()
    began = time.monotonic()
    while child.exists():
        assert time.monotonic() - began < 1  # it was read for longer than that
        time.sleep(0.001)


def test_a_lesson_on_which_its_child_dies_is_tried_once_more_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with sandbox.LessonReader(LONE) as reader:
        reader.read("a.md", LEAVES.encode())
        assert reader._child is not None
        sandbox._kill(reader._child._pid)
        assert reader.read("b.md", WATER.encode()) == parse_file("b.md", WATER.encode(), LONE)


def test_an_unchanged_lesson_is_not_read_again() -> None:
    kept = KeptReadings(limits.MB)
    with sandbox.LessonReader(LONE, readings=kept) as reader:
        first = reader.read("a.md", LEAVES.encode())
    with sandbox.LessonReader(LONE, readings=kept) as reader:
        assert reader.read("a.md", LEAVES.encode()) == first
        assert reader._child is None
        reader.read("b.md", LEAVES.encode())
        assert reader._child is not None
    named = [kept.name(*one) for one in (("a", b"b", "c"), ("a", b"bc", ""), ("ab", b"", "c"), ("a", b"b", "d"))]
    assert len(set(named)) == 4


@pytest.mark.parametrize("sections_to_share", [1, 1000])
def test_a_bank_made_of_what_was_kept_and_what_is_new_is_the_bank_of_the_pack(
    monkeypatch: pytest.MonkeyPatch, sections_to_share: int
) -> None:
    monkeypatch.setattr(sandbox, "_SECTIONS_TO_SHARE", sections_to_share)
    readings.clear()
    edits = (
        tea(),
        tea(),
        tea(water=WATER.replace("Warm the pot", "Preheat the pot")),
        tea(leaves=LEAVES.replace("grassy", "fresh")),
        tea(leaves=LEAVES.replace("<!-- trap: fridge -->", "<!-- trap: cold -->")),
        tea(leaves=LEAVES.replace("task: 1.1", "task: 2.1")),
        tea(manifest=f'grading = {{ synonyms = [["oxidation", "browning"]] }}\n{MANIFEST}'),
        tea(),
    )
    for files in edits:
        found = read(files)
        assert found.study_pack is not None
        assert found.bank == build_bank(found.study_pack)


def test_a_line_more_in_one_lesson_leaves_the_items_of_the_others_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    read(tea())
    asked: list[object] = []
    run = sandbox._run
    monkeypatch.setattr(
        sandbox,
        "_run",
        lambda job, arguments, *more, **named: (asked.append((job, arguments)), run(job, arguments, *more, **named))[1],
    )
    read(tea(leaves=LEAVES.replace("Keep leaves dark", "One line more.\n\nKeep leaves dark")))
    assert [arguments for job, arguments in asked if job == "bank"] == [{"parts": [(0, 2)]}]


def test_kept_readings_stay_within_their_room() -> None:
    kept = KeptReadings(2000)
    results = {bytes([number]): os.urandom(900) for number in range(4)}
    for name, result in results.items():
        kept.keep(name, result)
        kept.keep(name, result)
    assert [kept.get(name) for name in results] == [None, None, *list(results.values())[2:]]
    kept.get(b"\2")
    kept.keep(b"\0", results[b"\0"])
    assert kept.get(b"\3") is None
    assert kept.get(b"\2") == results[b"\2"]


def test_a_lesson_that_was_stopped_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptReadings(limits.MB)
    with monkeypatch.context() as patch, sandbox.LessonReader(LONE, readings=kept) as reader:
        patch.setattr(limits, "PARSE_WALL_SECONDS", 0.0001)
        assert reader.read("a.md", HEAVY).diagnostics
    with sandbox.LessonReader(LONE, readings=kept) as reader:
        assert reader.read("a.md", HEAVY).sections


def test_every_place_is_free_again_after_reading() -> None:
    read({"pack.toml": MANIFEST, **{f"{n}.md": f"# {n}.1. Lesson {n}\n\nText.\n" for n in range(20)}})
    assert [sandbox._places.acquire(blocking=False) for _ in range(sandbox.CHILDREN_AT_ONCE + 1)] == [True, True, False]
    for _ in range(sandbox.CHILDREN_AT_ONCE):
        sandbox._places.release()


def test_an_upload_of_slow_files_ends_after_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARSE_WALL_SECONDS", 0.0001)
    readings.clear()
    found = read({"pack.toml": MANIFEST, **{f"{n}.md": LEAVES for n in range(9)}}).diagnostics
    stopped = [one.file for one in found if "took over" in one.what and one.file.endswith(".md")]
    skipped = [one for one in found if "not read" in one.what]
    assert sorted(stopped) == [f"{n}.md" for n in range(9)]
    assert len(skipped) == 6


def test_the_reader_ends_before_a_server_takes_over_the_process() -> None:
    sandbox.parse_file("a.md", b"# Tea\n", LONE)
    server = sandbox._nursery.server
    assert server is not None
    becoming_server.send(sender=None)
    assert server.poll() is not None


def test_nobody_waits_without_end_for_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "QUEUE_SECONDS", 0.01)
    with sandbox._places, sandbox._places, pytest.raises(sandbox.ReaderBusy, match="Two packs are being read"):
        sandbox.parse_file("a.md", b"# Tea\n", LONE)
    assert sandbox.parse_file("a.md", b"# Tea\n", LONE).sections
