"""How things are measured: candidates take turns call by call, so that a busy machine is busy for all of them."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report. `ok` is None where no target is set."""

    measure: str
    value: str
    anchor: str
    target: str
    ok: bool | None


def rotate(
    candidates: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    prepare: Mapping[str, Callable[[], object]] | None = None,
) -> dict[str, float]:
    """Median CPU seconds of one call of each candidate, measured in turn `rounds` times after a tenth of warm-up.

    `prepare` holds what a candidate needs before each call; its time is not counted.
    """
    ready = prepare or {}
    taken: dict[str, list[int]] = {name: [] for name in candidates}
    for turn in range(rounds + max(1, rounds // 10)):
        for name, call in candidates.items():
            if name in ready:
                ready[name]()
            before = time.process_time_ns()
            call()
            if turn >= max(1, rounds // 10):
                taken[name].append(time.process_time_ns() - before)
    return {name: statistics.median(times) / 1e9 for name, times in taken.items()}


def at_most(measure: str, value: float, limit: float, *, anchor: str, unit: str = "x") -> Row:
    """A row whose value must not exceed the limit."""
    return Row(measure, f"{value:,.2f} {unit}", anchor, f"<= {limit:g} {unit}", value <= limit)


def at_least(measure: str, value: float, limit: float, *, anchor: str, unit: str = "x") -> Row:
    """A row whose value must reach the limit."""
    return Row(measure, f"{value:,.2f} {unit}", anchor, f">= {limit:g} {unit}", value >= limit)


def precision_and_recall(pairs: Sequence[tuple[bool, bool]]) -> str:
    """Of pairs (said by the machine, true): how much of what it says is true, and how much of what is true it says."""
    right = sum(said and true for said, true in pairs)
    told, true_ones = sum(said for said, _ in pairs), sum(true for _, true in pairs)
    precision = f"{right / told:.2f}" if told else "undefined"
    recall = f"{right / true_ones:.2f}" if true_ones else "undefined"
    return f"precision {precision}, recall {recall}, {true_ones} of {len(pairs)} true"


def plain(measure: str, value: str, *, anchor: str = "") -> Row:
    """A row that only informs."""
    return Row(measure, value, anchor, "", None)
