"""A section as it was read, as JSON and back: what a later reading is compared with."""

from functools import cache
from typing import Any

from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from studyapp.domain.lessons.blocks import Block
from studyapp.domain.lessons.pack import Section


@cache
def _converter() -> JsonConverter:
    converter = make_converter()
    configure_tagged_union(Block, converter)
    return converter


def to_plain(section: Section) -> dict[str, Any]:
    """The section as dicts, lists and plain values; a block is tagged with its class under `_type`."""
    plain: dict[str, Any] = _converter().unstructure(section)
    return plain


def from_plain(plain: dict[str, Any], *, file: str, line: int, lesson_key: str) -> Section:
    """The section that `to_plain` was given, where one version has it: `line` is that of its heading."""
    moved = _moved(plain, line - plain["line"])
    return _converter().structure({**moved, "file": file, "lesson_key": lesson_key}, Section)


def _moved(plain: Any, lines: int) -> Any:
    """The same with every line so many lines further down; 0 stays, it says that a line is not known."""
    if not lines:
        return plain
    if isinstance(plain, dict):
        return {
            name: _further(value, lines)
            if name in ("line", "row_lines") or name.endswith("_line")
            else _moved(value, lines)
            for name, value in plain.items()
        }
    return [_moved(value, lines) for value in plain] if isinstance(plain, list) else plain


def _further(value: Any, lines: int) -> Any:
    if isinstance(value, list):
        return [_further(one, lines) for one in value]
    return value + lines if value else value
