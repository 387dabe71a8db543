"""Items and skipped cells as `check_pack --json --items` prints them."""

from typing import Any

from studyapp.domain.items.values import Bank, Item, Skip


def report_items(bank: Bank) -> dict[str, list[dict[str, Any]]]:
    """The arrays "items" and "skipped", JSON types only."""
    return {"items": [_item(item) for item in bank.items], "skipped": [_skip(skip) for skip in bank.skipped]}


def _item(item: Item) -> dict[str, Any]:
    return {
        "fact": item.fact_key,
        "kind": item.kind,
        "form": item.form,
        "stem": item.stem,
        "options": [option.text for option in item.options],
        "keys": list(item.keys),
        "file": item.file,
        "line": item.line,
    }


def _skip(skip: Skip) -> dict[str, Any]:
    return {"file": skip.file, "line": skip.line, "column": skip.column, "reason": skip.reason}
