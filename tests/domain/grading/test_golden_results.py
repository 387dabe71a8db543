"""The kept results of this engine version: what changes a judgement shows here, on every Python and hash seed."""

import json
import os
import subprocess
import sys

from benchmarks.grading_digest import GOLDEN, summary
from studyapp.domain.grading.engine import ENGINE_VERSION

KEPT = json.loads(GOLDEN.read_text("utf-8"))


def test_every_result_is_the_kept_one():
    """If a change is meant: `python -m benchmarks.grading_digest --write`, and read the difference."""
    found = summary()

    assert found["engine_version"] == KEPT["engine_version"]
    assert found["results"] == KEPT["results"]
    assert found["digest"] == KEPT["digest"]


def test_hash_seed_and_stemmer_change_no_byte():
    for seed, options in (("1", []), ("2", ["--pure-stemmer"])):
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.grading_digest", *options],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )

        assert ran.stdout.split() == [ENGINE_VERSION, KEPT["digest"]], ran.stderr
