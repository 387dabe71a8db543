"""Reading a pack, beside Python-Markdown rendering the same text; making its items."""

from collections.abc import Iterator

from django.conf import settings

from benchmarks.markdown_anchor import rendering
from benchmarks.measuring import Row, plain, rotate
from studyapp.domain.items.bank import build_bank
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.files.parsing import parse_file

ROUNDS = 15


def rows() -> Iterator[Row]:
    """Sections a second and items a second, with their anchors in this run."""
    folder = settings.BASE_DIR / "content" / "genai-developer-pro"
    manifest, _ = read_manifest((folder / "pack.toml").read_text())
    assert manifest is not None
    sources = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob("*/*.md"))}
    pack = assemble(manifest, [parse_file(path, text, manifest) for path, text in sources.items()])
    bank = build_bank(pack)
    seconds = rotate(
        {
            "markdown": rendering(sources.values()),
            "read": lambda: [parse_file(path, text, manifest) for path, text in sources.items()],
            "items": lambda: build_bank(pack),
        },
        ROUNDS,
    )
    yield plain(
        "read a pack: structure, blocks, safe HTML, findings",
        f"{seconds['markdown'] / seconds['read']:.2f} x its speed",
        anchor=f"Python-Markdown renders {len(pack.sections) / seconds['markdown']:,.0f} sections/s",
    )
    yield plain(
        "make items, rubrics checked", f"{len(bank.items) / seconds['items']:,.0f} items/s", anchor="one core, this run"
    )
