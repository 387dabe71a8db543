"""`make test`: all the project can prove, on SQLite, on PostgreSQL and in Chromium; closes with the counts.

What asks a database is run on both engines, of the browser journeys those marked `both_engines`.
A part that cannot run here is reported as not run and counted; with CI=true it is a failure.
"""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter

from tests import checks, tools
from tests.postgres import throwaway_server

LONGEST_SECONDS = 25 * 60  # a part that hangs is ended and counted, it never takes the whole run with it
FEW = 3  # failures that are worth a second try; more have a cause
COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")
IS_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def main() -> int:
    """Run every part, add the counts up, print them on the last line."""
    started = time.monotonic()
    lacking = tools.missing()
    if lacking:
        tools.install(lacking)
        lacking = tools.missing()
    totals: Counter[str] = Counter()
    totals["failed" if checks.main() else "passed"] += 1
    chromium = "chromium" not in lacking
    browsers = "" if chromium else " and not browser"
    totals += _pytest("SQLite and Chromium", ["tests", "-m", f"not postgres{browsers}"], {})
    if "postgresql" in lacking:
        totals["not run"] += 1
    else:
        with throwaway_server() as url, contextlib.suppress(KeyboardInterrupt):
            chosen = f"not sqlite and (not browser or both_engines){browsers}"
            # The server goes with its databases: nothing is gained by dropping them, and dropping one waits for whoever
            # is still connected, such as a process that a test has killed.
            arguments = ["tests", "--ignore=tests/domain", "--reuse-db", "-m", chosen]
            totals += _pytest("PostgreSQL and Chromium", arguments, {"DATABASE_URL": url})
    if not chromium:
        totals["not run"] += 2
    return _close(totals, lacking, time.monotonic() - started)


def _pytest(title: str, arguments: list[str], extra: dict[str, str]) -> Counter[str]:
    """One pytest run in two processes. The few that failed are run once more, alone: a busy machine is no failure.

    What passes only then is named by pytest's own list of failures and counted in the last line.
    """
    print(f"\n=== {title} ===", flush=True)
    counts = _counts(["-n", "2", "--dist", "loadfile", "--durations=15", *arguments], extra)
    if 0 < counts["failed"] <= FEW:
        print(f"\n=== {title}: what failed, once more and alone ===", flush=True)
        again = _counts(["-n", "0", "--last-failed", "--last-failed-no-failures=none", *arguments], extra)
        if not again["failed"] and again["passed"] >= counts["failed"]:
            counts += Counter({"passed": counts["failed"], "second try": counts["failed"]})
            counts["failed"] = 0
    return counts


def _counts(arguments: list[str], extra: dict[str, str]) -> Counter[str]:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = {**os.environ, **extra}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        watchdog = threading.Timer(LONGEST_SECONDS, process.kill)
        watchdog.start()
        last = ""
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line if COUNT.search(line) else last
        watchdog.cancel()
    counts: Counter[str] = Counter()
    for number, word in COUNT.findall(last):
        counts[_plural(word)] += int(number)  # failures and errors are one count: neither hides the other
    if process.returncode != 0 and not counts["failed"]:
        counts["failed"] += FEW + 1  # it broke off: nobody knows what would have failed
    return counts


def _plural(word: str) -> str:
    return "failed" if word.startswith("error") else word


def _close(totals: Counter[str], lacking: list[str], seconds: float) -> int:
    print(f"\nTook {seconds / 60:.1f} minutes.")
    if lacking:
        print(f"NOT RUN ({totals['not run']} parts), because these are missing: {', '.join(lacking)}")
    if totals["second try"]:
        print(f"FLAKY: {totals['second try']} failed in the crowd and passed alone; they are listed above")
    failed = totals["failed"] + (totals["not run"] if IS_CI else 0)
    print(f"{totals['passed']} passed, {failed} failed, {totals['skipped']} skipped")
    return 1 if failed or not totals["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
