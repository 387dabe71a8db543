"""Packs published from text, without a child process and without items: what the library needs."""

import hashlib
from collections.abc import Mapping
from typing import Any

from studyapp.accounts.models import User
from studyapp.authoring.child_process.codec import to_plain
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import lone_manifest, read_manifest
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import StudyPack
from studyapp.library.models import Pack
from studyapp.library.publishing import Content, point_at, store_version
from tests.factories import NOW

MANIFEST = """
format = 1
id = "tea"
title = "Making tea"
provenance = "original"
licence = "CC-BY-4.0"
trademarks = "Earl Grey belongs to nobody."
domains = [
  { id = "d1", title = "Leaves", weight = 60, tasks = [{ id = "1.1", title = "Choosing leaves" }] },
  { id = "d2", title = "Water", weight = 40, tasks = [{ id = "2.1", title = "Heating water" }] },
]

[exam]
name = "Certified Tea Maker"
code = "TEA-1"
scale = { kind = "scaled", min = 100, max = 1000 }

[exam.facts]
items = { value = 75, as_of = 2026-11-23, source = "https://tea.example/guide", review = 90 }
pass = { value = 750, as_of = 2026-11-23, source = "https://tea.example/guide", review = 90 }
"""

LEAVES = """\
---
id: leaves
task: 1.1
---
# 1.1. Choosing Leaves

Every tea begins with one plant.

> **First Principle:** Every kind of tea is one plant, handled differently after the harvest.
<!-- principle: one-plant -->

| Kind | What is done to the leaf | Drink when |
| --- | --- | --- |
| Green | Heated at once, so that it keeps its colour | You want something grassy |
| Black | Rolled and left in moist air until dark | Milk and sugar go into the cup |
| White | Only dried, from the youngest buds | A guest prefers *subtle* flowers |
| Pu-erh | Pressed into cakes and stored for years | Dinner was heavy |
<!-- table: kinds; ask: 2, 3 -->

**Oxidation:** The darkening of a bruised leaf in contact with air.
<!-- id: def-oxidation -->

**Withering:** The first loss of water after the harvest.
<!-- id: def-withering -->

## 1.1.1. Storing
<!-- id: storing -->

Keep leaves dark, dry and away from coffee.
<!-- as-of: 2025-09; source: https://tea.example/storing -->

![A tin](img/tin.png)

> **Exam Trap:** Cold does not keep an open tin fresh.
>
> **Belief:** A refrigerator is the best place for an open tin.
>
> **Truth:** Moisture condenses on cold leaves whenever the tin is opened.
<!-- trap: fridge -->

**From tin to cup, in this order:**

1. Warm the pot.
2. Add the leaves.
3. Pour the water.
<!-- steps: cup -->

### Which tea keeps its colour?

- [x] Green
    - why: canary-of-the-key, it is heated at once.
- [ ] Black
    - why: it darkens.
<!-- question: colour -->

**Reflection Question:** Why does the same plant give green and black tea?
<!-- reflection: one-plant-two-teas; min-words: 20 -->

<details><summary>Rubric (2 points)</summary>

- 2 points: names canary-of-the-rubric and heat
    - heat/heated leaf
- Model answer: Heat stops oxidation in green tea.

</details>
"""

WATER = """\
---
id: water
task: 2.1
---
# 2.1. Heating Water

Green tea wants eighty degrees, black tea wants boiling water.
"""

FILES = {"d1/1.1.md": LEAVES, "d2/2.1.md": WATER}
PICTURE = b"\x89PNG not really"


def read(lessons: Mapping[str, str] | None = None, manifest: str = MANIFEST) -> StudyPack:
    """A pack that is not stored."""
    found, _ = read_manifest(manifest) if manifest else (lone_manifest(id="lone", title="Lone"), [])
    assert found is not None
    parsed = [parse_file(path, text.encode(), found) for path, text in (lessons or FILES).items()]
    return assemble(found, parsed, landing_html="<h2>Making tea</h2>\n<p>A pack about leaves.</p>")


def publish(
    lessons: Mapping[str, str] | None = None,
    *,
    manifest: str = MANIFEST,
    files: Mapping[str, bytes] | None = None,
    owner: User | None = None,
    is_public: bool = True,
) -> Pack:
    """The next version of the pack that the manifest names, current at once."""
    study_pack = read(lessons, manifest)
    pack, _ = Pack.objects.get_or_create(
        key=study_pack.manifest.id,
        defaults={"title": study_pack.manifest.title, "owner": owner, "is_public": is_public},
    )
    plain: dict[str, Any] = to_plain(study_pack.manifest)
    content = Content(
        pack=study_pack,
        facts=(),
        hashes={section.key: hashlib.sha256(repr(section).encode()).hexdigest() for section in study_pack.sections},
        manifest=plain,
        source_hash="0" * 64,
        files=[(path, hashlib.sha256(body).hexdigest(), body) for path, body in (files or {}).items()],
    )
    point_at(store_version(pack, content, by=owner, at=NOW).version)
    pack.refresh_from_db()
    return pack
