"""Content hashes of sections: equal hashes mean that a section reads the same and asks the same."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from studyapp.authoring.child_process.codec import to_plain
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.pack import Section, StudyPack

_HOLDERS = (dict, list, tuple)
_PLACE = ("key", "lesson_key", "file", "line", "end_line")


def section_hashes(pack: StudyPack, bank: Bank, *, domain_codes: Mapping[str, str]) -> dict[str, str]:
    """SHA-256 for each section, by its key, over what it says and its own id, its facts, items and rubrics.

    Where a section stands does not count, nor does its file: lines are taken relative to its heading. So a line more
    in one section leaves those below it as they were.
    """
    yields = _yields(bank)
    return {
        section.key: _digest(_made_relative(_content(section, yields[section.key], domain_codes), section.line))
        for section in pack.sections
    }


def _yields(bank: Bank) -> dict[str, dict[str, list[Any]]]:
    """Facts and items by the section that they belong to, and rubrics by that of their question."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: {"facts": [], "items": [], "rubrics": []})
    section_of: dict[str, str] = {}
    section_of_block: dict[str, str] = {}
    for fact in bank.facts:
        section_of[fact.key] = fact.section_key
        section_of_block[fact.block_key] = fact.section_key
        found[fact.section_key]["facts"].append(to_plain(fact))
    for item in bank.items:
        found[section_of[item.fact_key]]["items"].append(_without(to_plain(item), "file"))
    for key, rubric in bank.rubrics:
        found[section_of_block.get(key, "")]["rubrics"].append([key, rubric.version])
    return found


def _content(section: Section, gained: Mapping[str, list[Any]], domain_codes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "section": _without(to_plain(section), *_PLACE),
        "length": max(section.end_line - section.line, 0),
        "domain": domain_codes.get(section.task, ""),
        **gained,
    }


def _without(plain: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name not in names}


def _made_relative(plain: Any, start: int) -> Any:
    """The same value, in which every line now counts from `start`; 0 stays, it says that a line is not known."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            if _is_line(name):
                plain[name] = _line(value, start)
            elif isinstance(value, _HOLDERS):
                _made_relative(value, start)
    else:
        for value in plain:
            if isinstance(value, _HOLDERS):
                _made_relative(value, start)
    return plain


@cache
def _is_line(name: str) -> bool:
    return name in ("line", "row_lines") or name.endswith("_line")


def _line(value: Any, start: int) -> Any:
    if isinstance(value, list | tuple):
        return [_line(one, start) for one in value]
    return value - start if isinstance(value, int) and value else value


def _digest(plain: Any) -> str:
    packed = json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()
