"""Sections with hundreds of one thing, made up by rule."""

from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.files.parsing import parse_file

LONE = lone_manifest(id="tea", title="Tea")


def letters(number: int) -> str:
    return chr(97 + number // 26) + chr(97 + number % 26)


def definitions(count: int) -> str:
    return "\n\n".join(f"**Term{one}:** word{one} means thing{one}." for one in range(count))


def grid(columns: int, rows: int) -> str:
    head = ["Name", *(f"Col{letters(column)}" for column in range(1, columns))]
    cells = [[f"v{letters(row)}q{letters(column)}" for column in range(1, columns)] for row in range(rows)]
    lines = [head, ["---"] * columns, *([f"Row{letters(row)}", *values] for row, values in enumerate(cells))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def steps(count: int) -> str:
    return "**Steps:**\n\n" + "\n".join(f"{one}. do{letters(one)}q" for one in range(1, count + 1))


FULL = {
    name: assemble(LONE, [parse_file("a.md", f"# Tea\n\n{markdown}\n".encode(), LONE)])
    for name, markdown in {
        "definitions": definitions(415), "wide": grid(30, 60), "long": grid(6, 200), "steps": steps(600),
    }.items()
}  # fmt: skip
