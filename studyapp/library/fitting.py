"""Texts of any length into columns of a fixed one."""

import hashlib


def fit(text: str, characters: int) -> str:
    """`text`, cut with an ellipsis if it is too long."""
    return text if len(text) <= characters else text[: characters - 1] + "…"


def fit_key(key: str, characters: int) -> str:
    """A key; a long one ends in a hash of all of it, so that two long ones stay apart."""
    if len(key) <= characters:
        return key
    return f"{key[: characters - 13]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
