"""One digest of every judgement over all suites: the same on every Python, hash seed and stemmer.

`python -m benchmarks.grading_digest` prints it and compares it with the one kept for this engine version; `--write`
keeps the results instead; `--pure-stemmer` takes the stemmer written in Python.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from random import Random
from typing import Any

from benchmarks.grading_suites import CASES, FILES, read_suites, reference_suite
from studyapp.domain.common import words
from studyapp.domain.grading.engine import ENGINE_VERSION, grade
from studyapp.domain.grading.results import Result

GOLDEN = CASES / "golden_results.json"
DRESSED = 500
SEED = 20261128


def results() -> Iterator[tuple[str, Result]]:
    """Every judgement with its name: reference and own suites, dressed answers, hostile texts."""
    from tests.domain.grading.dressing import dressed_answer  # noqa: PLC0415 - the tests hold them
    from tests.domain.grading.hostile import HOSTILE  # noqa: PLC0415

    reference = reference_suite()
    for suite in [reference, *(suite for file in FILES for suite in read_suites(file))]:
        yield from ((f"{suite.name} {case['id']}", suite.result(case)) for case in suite.cases)
    chance = Random(SEED)
    for number in range(DRESSED):
        answer = dressed_answer(chance)[0]
        yield f"dressed {number}", grade(reference.rubric, answer, question=reference.question)
    for name, text in HOSTILE.items():
        yield f"hostile {name}", grade(reference.rubric, text[:20_000], question=reference.question)


def summary() -> dict[str, Any]:
    """Engine version, digest over all bytes of all results, and each case of the suites in short."""
    sha = hashlib.sha256()
    short: dict[str, str] = {}
    for name, result in results():
        sha.update(f"{name} {json.dumps(asdict(result), sort_keys=True)}\n".encode())
        if not name.startswith(("dressed", "hostile")):
            short[name] = _in_short(result)
    return {"engine_version": ENGINE_VERSION, "digest": sha.hexdigest(), "results": short}


def _in_short(result: Result) -> str:
    said = [f"{one.key} {one.reason}" for one in result.criteria if one.reason != "missing"]
    said += [f"trap {one.key}" for one in result.misconceptions]
    return "; ".join([f"{result.marks:g}", *said, *result.flags, *(["review"] if result.needs_review else [])])


def use_pure_stemmer() -> None:
    """Take the stemmer of snowballstemmer that is written in Python."""
    from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: PLC0415 - only where it is asked for

    words._STEMMER = EnglishStemmer()
    words.stem.cache_clear()


def main(arguments: list[str]) -> int:
    """Print the digest; 1 if it is not the kept one."""
    if "--pure-stemmer" in arguments:
        use_pure_stemmer()
    found = summary()
    print(found["engine_version"], found["digest"])
    if "--write" in arguments:
        GOLDEN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return 0
    kept = json.loads(GOLDEN.read_text("utf-8"))
    for name, outcome in found["results"].items():
        if kept["results"].get(name) != outcome:
            print(f"{name}: {kept['results'].get(name)} -> {outcome}")
    return 0 if kept == found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
