"""A learner's marks as their export tells them: nothing of a rubric that its pages keep back before a second try."""

import hashlib
from typing import Any


def result_shown(result: Any) -> Any:
    """A stored result. Its keys, which may say a criterion in words, are digests; the rubric's lines are left out."""
    if not isinstance(result, dict):
        return result
    judged = {name: [_judgement(one) for one in result.get(name, ())] for name in ("criteria", "misconceptions")}
    return {**result, **judged}


def credits_shown(credit_by_key: Any) -> Any:
    """The credits of a verdict under the same digests."""
    if not isinstance(credit_by_key, dict):
        return credit_by_key
    return {_digest(key): credit for key, credit in credit_by_key.items()}


def keys_shown(keys: Any) -> Any:
    """Keys of misconceptions as the same digests."""
    return [_digest(key) for key in keys]


def _judgement(one: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in one.items() if name != "line"}
    return {**kept, "key": _digest(one["key"])}


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:12]
