"""Packs as other people write them: imitations of four common manners, in our own words.

`OTHER_PACKS=<folder> pytest tests/authoring/test_other_packs.py tests/browser/test_other_packs.py` runs the same tests
on a folder of folders as well, each with one lesson; the counts of the four open packs that the manners are taken
from are in KNOWN, by the SHA-256 of the file. Any other lesson there only has to be read, published and studied.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Counts:
    """What a lesson must give: headings and questions by kind, options by how many questions have so many."""

    sections: int
    callouts: int = 0
    single: int = 0
    multiple: int = 0
    options: tuple[tuple[int, int], ...] = ()
    tables: tuple[tuple[int, int, int], ...] = ()  # line, columns, rows
    steps: int = 0
    number: str = ""
    task: str = ""


OWN = {
    "code-questions": Counts(sections=1, callouts=1, single=4, options=((2, 1), (3, 1), (4, 2))),
    "numbered-exam": Counts(sections=1, single=3, multiple=2, options=((4, 3), (5, 2))),
    "guide-page": Counts(sections=4, callouts=1, tables=((26, 3, 3),), task="2.1"),
    "notes-in-lists": Counts(sections=4, tables=((7, 3, 3), (24, 3, 3)), number="4.2.1.1"),
}
KNOWN = {
    # lydiahallie/javascript-questions at a8b427b, README.md, MIT
    "e29b5b485813216c0935a25705653cc859025e4363c80caa569b7b972ead6720": Counts(
        sections=1, callouts=1, single=155, options=((2, 3), (3, 6), (4, 145), (5, 1))
    ),
    # kananinirav/AWS-Certified-Cloud-Practitioner-Notes at 29b92fa, practice-exam/practice-exam-1.md, MIT
    "0f6d3a12d56fdd8e5238879398825abe93660e3421f73427ae0835499ad22ffd": Counts(
        sections=1, single=38, multiple=12, options=((4, 38), (5, 12))
    ),
    # ihatesea69/aws-aip-c01-exam-guide at ab43125, .../3.2.1-task-agentic-ai/_index.md, MIT
    "e66c6a83d3def9d2bf196bcf08c4a1e3069e3937f7bd297e6f1087e51b4ea7dc": Counts(
        sections=9, callouts=1, tables=((79, 3, 5),), task="2.1"
    ),
    # undergroundwires/Azure-in-bullet-points at 9743b1d, AZ-304 .../3.1.1.1. Storage - Storage Account.md, CC BY 4.0
    "be40a1dcae20c1aafd2c0d33db925ae9ec243a477abd0ff0f799b0bab0b31dd7": Counts(
        sections=7, tables=((7, 3, 3), (26, 3, 3), (78, 5, 3)), number="3.1.1.1"
    ),
}


def lessons() -> dict[str, Path]:
    """Name -> file of each lesson: our own and those of OTHER_PACKS."""
    folders = [HERE, *([Path(os.environ["OTHER_PACKS"])] if os.environ.get("OTHER_PACKS") else [])]
    found = (sorted(one.glob("*.md")) for folder in folders for one in sorted(folder.iterdir()) if one.is_dir())
    return {files[0].parent.name: files[0] for group in found if (files := [f for f in group if f.name != "SOURCE.md"])}


def expected(name: str, lesson: Path) -> Counts | None:
    """What is known about a lesson."""
    return OWN.get(name) or KNOWN.get(hashlib.sha256(lesson.read_bytes()).hexdigest())
