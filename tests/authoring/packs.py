"""Small packs, built from text."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.uploads.files import SourceFile

MANIFEST = """\
format = 1
id = "tea"
title = "Making tea"
provenance = "original"
domains = [
  { id = "d1", title = "Leaves", weight = 60, tasks = [{ id = "1.1", title = "Choosing leaves" }] },
  { id = "d2", title = "Water", weight = 40, tasks = [{ id = "2.1", title = "Heating water" }] },
]
"""

LEAVES = """\
---
id: leaves
task: 1.1
---
# 1.1. Choosing Leaves

> **First Principle:** Every kind of tea is one plant, handled differently after the harvest.
<!-- principle: one-plant -->

| Kind | What is done to the leaf | Drink when |
| --- | --- | --- |
| Green | Heated at once, so that it keeps its colour | You want something grassy in the morning |
| Black | Rolled and left in moist air until it turns dark | Milk and sugar go into the cup |
| White | Only dried, from the youngest buds | A guest prefers subtle flowers |
| Pu-erh | Pressed into cakes and stored for years | Dinner was heavy |
<!-- table: kinds; ask: 2, 3 -->

**Oxidation:** The darkening of a bruised leaf in contact with air.
<!-- id: def-oxidation -->

## 1.1.1. Storing
<!-- id: storing -->

Keep leaves dark, dry and away from coffee.

> **Exam Trap:** Cold does not keep an open tin fresh.
> **Belief:** A refrigerator is the best place for an open tin.
> **Truth:** Moisture condenses on cold leaves whenever the tin is opened.
<!-- trap: fridge -->
"""

WATER = """\
---
id: water
task: 2.1
---
# 2.1. Heating Water

**Making a pot, in this order:**

1. Boil fresh water.
2. Warm the pot.
3. Add the leaves.
4. Pour and wait.
<!-- steps: make-a-pot -->

### Which water suits green leaves?

- [ ] Water at a rolling boil
    - why: it scalds them and draws out bitterness.
- [x] Water that has cooled for some minutes
    - why: at about 75 degrees little bitterness dissolves.
- [ ] Water from the evening before
    - why: the temperature matters, not the age.
<!-- question: green-water -->

**Reflection Question:** A guest says that the green tea tastes bitter. What do you change first, and why?
<!-- reflection: bitter-tea -->

<details><summary>Rubric (3 points)</summary>

- 2 points, required: cooler water
    - cooler/lower water/temperature
- 1 point: a shorter time
    - shorter/less time
- Model answer: Use cooler water, because hot water dissolves bitterness. Then steep for a shorter time.

</details>
"""

TEA: dict[str, str] = {
    "pack.toml": MANIFEST,
    "README.md": "# Making tea\n\nWelcome.\n",
    "d1/leaves.md": LEAVES,
    "d2/water.md": WATER,
}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8ffff3f0005fe02fea735"
    "81e40000000049454e44ae426082"
)


def tea(**edits: str) -> dict[str, str | bytes]:
    """The pack about tea. Each edit is `leaves=...` or `water=...` or `manifest=...`, the whole new text."""
    paths = {"leaves": "d1/leaves.md", "water": "d2/water.md", "manifest": "pack.toml"}
    return {**TEA, **{paths[name]: text for name, text in edits.items()}}


def sources(files: Mapping[str, str | bytes]) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(path, _bytes(content)) for path, content in sorted(files.items()))


def read(files: Mapping[str, str | bytes] | None = None) -> ReadPack:
    """The pack about tea, or another one, as read."""
    return read_upload(sources(TEA if files is None else files))


def write_folder(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    for path, content in (TEA if files is None else files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(_bytes(content))
    return folder


def zipped(files: Mapping[str, str | bytes] | None = None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in (TEA if files is None else files).items():
            archive.writestr(path, _bytes(content))
    return packed.getvalue()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
