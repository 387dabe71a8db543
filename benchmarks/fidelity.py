"""What a Git host shows against what we show, block by block; `make bench ONLY=fidelity FOLDER=...` for your own.

A block is equal if cmarkgfm, the parser of a large Git host, gives the same kind with the same words at the same
depth and in the same order. Front matter is left out of both.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]

from benchmarks.measuring import Row, at_least, plain
from benchmarks.outline import Block, outline
from studyapp.domain.common import limits
from studyapp.domain.lessons.html.rendering import render_landing
from studyapp.domain.lessons.source.decoding import decode
from studyapp.domain.lessons.source.front_matter import read_front_matter

ROOT = Path(__file__).parents[1]
OWN_FOLDERS = (ROOT / "content", ROOT / "benchmarks" / "fidelity_notes")
LEAST_PERCENT = 95.0
_SHOWN_DIFFERENCES = 10


@dataclass(slots=True)
class Tally:
    """Blocks of some files: how many there are and how many agree, by kind, and how the others differ."""

    files: int = 0
    equal_files: int = 0
    blocks: Counter[str] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)
    differences: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def percent(self) -> float:
        """Blocks that agree, of those that either side shows."""
        total = self.blocks.total()
        return 100 * self.equal.total() / total if total else 100.0


def rows() -> Iterator[Row]:
    """One row a folder with its target, then a row a kind, then the commonest differences."""
    chosen = os.environ.get("FOLDER")
    for folder in [Path(chosen)] if chosen else OWN_FOLDERS:
        tally = measure(folder)
        what = f"{folder.name}: blocks as cmarkgfm sees them"
        anchor = f"{tally.blocks.total():,} blocks; {tally.equal_files} of {tally.files} files equal"
        yield at_least(what, tally.percent, LEAST_PERCENT, unit="%", anchor=anchor)
        for kind, count in tally.blocks.most_common():
            yield plain(f"  {kind}", f"{100 * tally.equal[kind] / count:.1f} %", anchor=f"{count:,}")
        for difference, count in tally.differences.most_common(_SHOWN_DIFFERENCES):
            yield plain(f"  differs: {difference}", f"{count}", anchor=tally.examples[difference])


def measure(folder: Path) -> Tally:
    """Every readable Markdown file below a folder (or the one file that it is), within the limits of a lesson."""
    tally = Tally()
    paths = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.suffix in (".md", ".markdown"))
    for path in paths:
        raw = path.read_bytes() if path.is_file() else b""
        decoded = decode(path.name, raw)
        if decoded.is_readable and len(raw) <= limits.FILE_BYTES:
            front, _ = read_front_matter(path.name, decoded.lines)
            compare("\n".join(decoded.lines[front.lines :]) + "\n", tally, name=path.name)
    return tally


def compare(text: str, tally: Tally, *, name: str) -> None:
    """Add the blocks of one text to a tally."""
    theirs = outline(github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))
    ours = outline(render_landing(text))
    before = tally.differences.total()
    for tag, start, end, our_start, our_end in SequenceMatcher(
        None, [_mark(block) for block in theirs], [_mark(block) for block in ours], autojunk=False
    ).get_opcodes():
        for block, other in zip_longest(theirs[start:end], ours[our_start:our_end]):
            kind = (block or other).kind
            tally.blocks[kind] += 1
            if tag == "equal":
                tally.equal[kind] += 1
            else:
                _note(tally, block, other, name)
    tally.files += 1
    tally.equal_files += tally.differences.total() == before


def _mark(block: Block) -> tuple[tuple[str, ...], str]:
    return block.path, block.letters


def _note(tally: Tally, theirs: Block | None, ours: Block | None, name: str) -> None:
    if theirs and ours and theirs.path == ours.path:
        what = f"{theirs.kind} with other words"
    else:
        what = (
            f"{' > '.join(theirs.path) if theirs else 'nothing'}, ours {' > '.join(ours.path) if ours else 'nothing'}"
        )
    tally.differences[what] += 1
    words = "; ".join(dict.fromkeys(block.letters for block in (theirs, ours) if block and block.letters))
    tally.examples.setdefault(what, f"{name}: {words}"[:90])
