"""Domain values as JSON and back: how they leave a child process and how a draft keeps them.

A block is tagged with the name of its class under `_type`. Nothing but JSON is read back: no pickle, no code.
"""

import json
from functools import cache
from typing import Any, TypeVar

from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.blocks import Block
from studyapp.domain.lessons.pack import Manifest, ParsedFile, Section, StudyPack
from studyapp.domain.lessons.succession.packs import Doubt, Pair, Succession

Value = TypeVar("Value", Manifest, ParsedFile, Section, StudyPack, Bank, Diagnostic, Succession, Pair, Doubt)

_DETAIL = str | int | list[str]  # what `Diagnostic.data` holds


@cache
def _converter() -> JsonConverter:
    converter = make_converter(detailed_validation=False)  # twice as fast; what is read back, we wrote
    configure_tagged_union(Block, converter)
    converter.register_structure_hook_func(lambda kind: kind == _DETAIL, lambda value, _: value)
    return converter


def to_plain(value: object) -> Any:
    """A domain value as dicts, lists and plain values."""
    return _converter().unstructure(value)


def from_plain(plain: Any, kind: type[Value]) -> Value:
    """The value that `to_plain` was given. Raises an error of cattrs if it is not one of that kind."""
    return _converter().structure(plain, kind)


def to_json(value: object) -> bytes:
    """A domain value as JSON text."""
    return packed(to_plain(value))


def packed(plain: Any) -> bytes:
    """What `to_plain` gave, or a part of it, as JSON text."""
    return json.dumps(plain, separators=(",", ":")).encode()


def from_json(text: bytes, kind: type[Value]) -> Value:
    """The value that `to_json` was given."""
    return from_plain(json.loads(text), kind)
