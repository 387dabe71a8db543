"""The flagship pack and the sample lesson through a year of edits: which keys survive, and which rightly do not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.continuing import succeed
from studyapp.domain.items.rubrics import rubric_of, with_continued_keys
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.blocks import Reflection
from studyapp.domain.lessons.difference.packs import place_of
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.likeness.gists import gist_of, is_asked
from studyapp.domain.lessons.pack import Manifest, ParsedFile, StudyPack
from studyapp.domain.lessons.succession.packs import Succession
from tests.domain.lessons.written import LONE

Files = dict[str, str]
Edit = Callable[[Files], Files]

FLAGSHIP = Path(__file__).resolve().parents[3] / "content" / "genai-developer-pro"
SAMPLE = Path(__file__).parent / "index-types.md"
LADDER = "d1-models-and-data/1.2.3-choosing-a-customisation.md"
SEARCHING = "d1-models-and-data/1.5.2-searching.md"


@cache
def flagship() -> Manifest:
    manifest, _ = read_manifest((FLAGSHIP / "pack.toml").read_text(), file="pack.toml")
    assert manifest is not None
    return manifest


def lessons(*, with_ids: bool) -> Files:
    """The lessons of the flagship pack, as they are or as their author would have them without ids."""
    files = {str(path.relative_to(FLAGSHIP)): path.read_text() for path in sorted(FLAGSHIP.rglob("*/*.md"))}
    return files if with_ids else {path: without_ids(text) for path, text in files.items()}


def without_ids(text: str) -> str:
    """`text` without its explicit ids; `ask`, `skip` and the marks of steps stay."""
    text = re.sub(r"<!-- (table|reflection): [\w-]+", r"<!-- \1: ", text)
    text = re.sub(r"<!-- steps: [\w-]+ -->", "<!-- steps -->", text)
    text = re.sub(r"(?m)^id: .*\n", "", text)
    return re.sub(r"\n<!-- (?:id|principle|trap|question): [\w-]+ -->| <!-- id: [\w-]+ -->", "", text)


def facts(pack: StudyPack) -> dict[str, str]:
    """What can be asked, by key: rows and columns, blocks, criteria. The bank leaves out what makes no good item."""
    found: dict[str, str] = {}
    for section in pack.sections:
        for block in section.blocks:
            if isinstance(block, Reflection):
                rubric = rubric_of(block)
                criteria = with_continued_keys(rubric, block).criteria if rubric else ()
                found |= {f"{block.key}/{one.key}": one.label for one in criteria}
            elif isinstance(block, Keyed) and is_asked(block):
                found |= dict.fromkeys(place_of(section, block).fact_keys, gist_of(block).subject)
    return found


@cache
def parsed(path: str, text: str, manifest: Manifest) -> ParsedFile:
    return parse_file(path, text.encode(), manifest)


def read_files(files: Files, manifest: Manifest) -> StudyPack:
    return assemble(manifest, [parsed(path, text, manifest) for path, text in files.items()])


def block_keys(pack: StudyPack) -> list[str]:
    return [block.key for section in pack.sections for block in section.blocks if isinstance(block, Keyed)]


class Author:
    """Publishes edit after edit, and knows what the pack was before the last."""

    def __init__(self, files: Files, manifest: Manifest) -> None:
        self.files, self.manifest = files, manifest
        self.now = read_files(files, manifest)
        self.was = self.now

    def publish(self, edit: Edit) -> Succession:
        self.files = edit(self.files)
        fresh = read_files(self.files, self.manifest)
        found = succeed(fresh, self.now.sections)
        self.was, self.now = self.now, found.pack
        return found

    def lost(self) -> dict[str, str]:
        """Facts that the last edit retired."""
        before, after = facts(self.was), facts(self.now)
        return {key: title for key, title in before.items() if key not in after}

    def gained(self) -> dict[str, str]:
        before, after = facts(self.was), facts(self.now)
        return {key: title for key, title in after.items() if key not in before}


@dataclass(frozen=True)
class Replacing:
    """One text for another in a file, pair after pair; each has to be there."""

    pairs: tuple[tuple[str, str], ...]
    path: str = LADDER

    def __call__(self, files: Files) -> Files:
        text = files[self.path]
        for before, after in self.pairs:
            assert before in text
            text = text.replace(before, after)
        return {**files, self.path: text}

    def then(self, before: str, after: str) -> "Replacing":
        return Replacing((*self.pairs, (before, after)), self.path)


def replaced(before: str, after: str) -> Replacing:
    return Replacing(((before, after),))


def moved(line: str, *, source: str = LADDER, target: str = SEARCHING) -> Edit:
    """A paragraph taken out of one file and put at the end of another."""

    def edit(files: Files) -> Files:
        found = re.search(rf"^{re.escape(line)}[^\n]*\n(?:<!--[^\n]*\n)*", files[source], re.MULTILINE)
        assert found
        return {
            **files,
            source: files[source].replace(found.group(), ""),
            target: f"{files[target].rstrip()}\n\n{found.group()}",
        }

    return edit


def renumbered(files: Files) -> Files:
    """Chapter 1.2.3 becomes 1.4.7, in its headings and its path."""
    text = files[LADDER].replace("1.2.3.", "1.4.7.")
    return {**{path: own for path, own in files.items() if path != LADDER}, LADDER.replace("1.2.3", "1.4.7"): text}


def split(files: Files) -> Files:
    """The second half of a file becomes a file of its own."""
    head, mark, tail = files[LADDER].partition("## 1.2.3.3.")
    assert mark
    own = f"---\ntask: 1.2\nlevel: apply\n---\n# 1.2.4. Operating a Customisation\n\n{mark}{tail}"
    return {**files, LADDER: head, "d1-models-and-data/1.2.4-operating.md": own}


RAG_ROW = "| RAG index | A search, then a longer input to read | Restore the last good set of documents and vectors |\n"
ROW = "| LoRA | Small added matrices"
NEW_ROW = (
    "| Prefix tuning | Learnt vectors in front of each layer | Thousands of pairs and frozen weights | "
    "Many tasks share one frozen base and each needs a nudge | \\$\\$ |\n"
)

# Name, edit, how many facts it retires and how many it brings.
EDITS: list[tuple[str, Edit, int, int]] = [
    ("nothing", lambda files: files, 0, 0),
    ("typo in a term", replaced("**Adapter (", "**Adaptor ("), 0, 0),
    (
        "sentence reworded",
        replaced("A small file of learned numbers that", "A file of few learned numbers which"),
        0,
        0,
    ),
    ("cell reworded", replaced("Clear instructions and a handful of examples", "Clear words, some examples"), 0, 0),
    ("typo in a row name", replaced("| Full fine-tuning |", "| Full fine tunning |"), 0, 0),
    ("row renamed", replaced("| RAG | The evidence", "| Open-book prompting | The evidence"), 0, 0),
    ("row added in the middle", replaced(ROW, NEW_ROW + ROW), 0, 4),
    ("columns renamed", replaced("| What it needs | Use when |", "| What must be there | Choose it when |"), 0, 0),
    ("key flipped", replaced("- [ ] 32,768", "- [x] 32,768\n- [ ] 65,537").then("- [x] 65,536", "- [ ] 65,536"), 0, 0),
    (
        "stem reworded",
        replaced("Which findings argue for distillation", "Which observations favour distillation"),
        0,
        0,
    ),
    ("truth reworded", replaced("far more dependably than single facts", "much better than single facts"), 0, 0),
    (
        "step reworded",
        replaced("Measure the unchanged model with a careful", "Measure the base model with a careful"),
        0,
        0,
    ),
    ("step added", replaced("3. Sort the failures", "3. Keep the failures.\n4. Sort the failures"), 0, 0),
    ("criterion relabelled", replaced("a revision needs no training", "new wording asks for no training"), 0, 0),
    ("section retitled", replaced("What Low Rank Buys", "The Price of a Thin Matrix"), 0, 0),
    ("lesson retitled", replaced("# 1.2.3. Choosing a Customisation", "# 1.2.3. Ways to Adapt a Model"), 0, 0),
    ("definition moved to another file", moved("**Catastrophic forgetting ("), 0, 0),
    (
        "principle reworded",
        replaced("to a dearer rung only when a measurement says", "to a dearer rung once a test says"),
        0,
        0,
    ),
    (
        "definition replaced",
        replaced("**LoRA (low-rank adaptation):** A tuning method that freezes", "**QLoRA:** A method that quantises"),
        1,
        1,
    ),
    ("row deleted", replaced(RAG_ROW, ""), 2, 0),
    ("file split", split, 0, 0),
    ("renumbered, in another file", renumbered, 0, 0),
    ("nothing again", lambda files: files, 0, 0),
]


@pytest.mark.parametrize(("name", "edit", "retires", "brings"), EDITS, ids=[edit[0] for edit in EDITS])
def test_an_edit_costs_no_more_facts_than_it_must(name: str, edit: Edit, retires: int, brings: int) -> None:
    author = Author(lessons(with_ids=False), flagship())

    found = author.publish(edit)

    assert (len(author.lost()), len(author.gained())) == (retires, brings), name
    assert not found.doubts


@pytest.mark.parametrize("with_ids", [True, False], ids=["with ids", "without ids"])
def test_a_year_of_edits_keeps_what_survives_and_merges_nothing(with_ids: bool) -> None:
    author = Author(lessons(with_ids=with_ids), flagship())
    first = facts(author.now)
    retired: dict[str, str] = {}

    for name, edit, retires, brings in EDITS:
        author.publish(edit)
        expected = (retires, brings) if not with_ids or name != "definition replaced" else (0, 0)
        assert (len(author.lost()), len(author.gained())) == expected, name
        assert len(set(block_keys(author.now))) == len(block_keys(author.now))
        retired |= author.lost()

    assert set(first) - set(facts(author.now)) == set(retired)


def test_at_least_95_percent_of_surviving_blocks_keep_their_identity() -> None:
    """All edits at once, and every block that nobody deleted counts."""
    files = lessons(with_ids=False)
    author = Author(files, flagship())

    def everything(files: Files) -> Files:
        for name, edit, _, _ in EDITS:
            files = files if name in ("definition replaced", "row deleted") else edit(files)
        return files

    before = block_keys(author.now)
    found = author.publish(everything)

    kept = set(before) & set(block_keys(author.now))
    assert len(kept) >= 0.95 * len(before)
    assert {pair.key for pair in found.pairs if pair.how == "new" and pair.kind in ("definition", "trap")} == set()


def test_what_is_kept_is_kept_in_the_third_version_too() -> None:
    author = Author(lessons(with_ids=False), flagship())
    before = facts(author.now)
    for _, edit, _, _ in EDITS[1:15]:
        author.publish(edit)
    edited = author.now

    author.publish(lambda files: files)

    assert author.now == edited
    assert set(before) <= set(facts(author.now))


def test_the_facts_of_the_bank_have_the_keys_that_are_continued() -> None:
    author = Author(lessons(with_ids=False), flagship())
    before = {fact.key for fact in build_bank(author.now).facts}

    for name, edit, _, _ in EDITS:
        if name in ("typo in a row name", "columns renamed", "criterion relabelled", "section retitled"):
            author.publish(edit)

    assert {fact.key for fact in build_bank(author.now).facts} == before


SAMPLE_EDITS = [
    ("| Hash | Hash codes of one column", "| Hash index | Hash codes of one column", 0),
    ("| Index type | What it stores |", "| Kind of index | Contents |", 0),
    ("**Partial index:** An index whose", "**Partial index:** An index the", 0),
    ("# 2.1.3. Choosing an Index Type", "# 2.1.4. Which Index to Choose", 0),
    ("- 1 point: every further index has a price", "- 1 point: each further index costs something", 0),
    ("- [x] GIN\n", "- [ ] GIN\n", 0),
    ("BRIN is not a cheaper B-tree for every large table", "BRIN is no cheap B-tree for every large table", 0),
    ("**Adding an index to a busy table:**", "**How to add an index to a busy table:**", 0),
]


@pytest.mark.parametrize(("before", "after", "lost"), SAMPLE_EDITS)
def test_the_sample_lesson_keeps_its_facts_without_any_id(before: str, after: str, lost: int) -> None:
    text = without_ids(SAMPLE.read_text())
    text = text if "- [ ] GIN" not in after else text.replace("- [ ] BRIN\n", "- [x] BRIN\n")
    author = Author({"lesson.md": without_ids(SAMPLE.read_text())}, LONE)
    assert before in text

    author.publish(lambda files: {"lesson.md": text.replace(before, after)})

    assert len(author.lost()) == lost
    assert not author.gained()


def test_of_two_similar_blocks_each_stays_itself() -> None:
    """Two traps that differ in a word, both edited; and one of them gone."""
    frame = "# Lesson\n\n> **Exam Trap:** {}\n\n> **Exam Trap:** {}\n"
    hash_trap, gin_trap = (
        "A Hash index never answers a range of values.",
        "A GIN index never answers a range of values.",
    )
    author = Author({"a.md": frame.format(hash_trap, gin_trap)}, LONE)
    keys = {title: key for key, title in facts(author.now).items()}

    author.publish(lambda files: {"a.md": frame.format(gin_trap.replace("never", "hardly ever"), hash_trap)})
    after = facts(author.now)
    assert after[keys[hash_trap]] == hash_trap
    assert after[keys[gin_trap]] == gin_trap.replace("never", "hardly ever")

    author.publish(lambda files: {"a.md": f"# Lesson\n\n> **Exam Trap:** {gin_trap}\n"})
    assert list(facts(author.now)) == [keys[gin_trap]]
