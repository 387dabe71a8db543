"""Ordinary notes made up by rule: the same for the same numbers, with something to ask in every section."""

import random

MANIFEST = b"""\
format = 1
id = "generated-notes"
title = "Generated notes"
provenance = "original"
domains = [{ id = "d1", title = "All", weight = 100, tasks = [{ id = "1.1", title = "All of it" }] }]
"""
_WORDS = """
    index page table query worker cache token batch stream model shard lease queue cursor trace budget replica segment
    harbour lantern meadow thimble orchard compass saddle anvil barrel candle feather kettle ladder mirror needle paddle
    basket chimney dagger easel fiddle goblet hammer inkwell jacket knapsack locket mortar napkin oven pillow quilt
""".split()  # noqa: SIM905 - a list of words reads best as a text
# As often as in 1,337 real study files: a table in 18 sections, a definition in 3.
_SECTIONS_A_TABLE = 18
_SECTIONS_A_DEFINITION = 3


def notes(sections: int, sections_a_file: int, *, seed: int = 12) -> dict[str, bytes]:
    """A pack with so many sections of about 1.3 KB, in files of so many; another seed is another pack."""
    chance = random.Random(seed)
    files = {"pack.toml": MANIFEST.replace(b'"generated-notes"', b'"generated-notes-%d"' % seed)}
    for first in range(0, sections, sections_a_file):
        number = first // sections_a_file + 1
        places = range(min(sections_a_file, sections - first))
        text = "\n".join(_section(chance, number, place) for place in places)
        files[f"notes/{number:03d}.md"] = f"---\ntask: 1.1\n---\n{text}".encode()
    return files


def _section(chance: random.Random, number: int, place: int) -> str:
    heading = f"# {number}. {_words(chance, 3)}" if place == 0 else f"## {number}.{place}. {_words(chance, 3)}"
    blocks = [heading, *(" ".join(_sentence(chance) for _ in range(5)) for _ in range(2))]
    blocks.append("\n".join(f"- {_words(chance, 6)}" for _ in range(4)))
    if place % _SECTIONS_A_DEFINITION == 0:
        blocks.append(f"**{_words(chance, 2)}:** {_words(chance, 12)}.")
    if (number * 10 + place) % _SECTIONS_A_TABLE == 0:
        rows = (f"| {_words(chance, 1)} {row} | {_words(chance, 6)} | {_words(chance, 5)} |" for row in range(4))
        blocks.append("\n".join(["| Kind | Use when | What it does |", "| --- | --- | --- |", *rows]))
    return "\n\n".join([*blocks, " ".join(_sentence(chance) for _ in range(3))]) + "\n"


def _sentence(chance: random.Random) -> str:
    return f"{_words(chance, 9)} **{chance.choice(_WORDS)}** and `{chance.choice(_WORDS)}`."


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.sample(_WORDS, count)).capitalize()
