"""`make check`: everything that reads the code without running it. Exit status 1 if anything is found."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
PRODUCTION = {
    "HTTPS": "1",
    "SECRET_KEY": "a-throw-away-key-for-this-check-" + "k3Y" * 12,
    "ALLOWED_HOSTS": "study.example",
}
PYTHON_FOLDERS = ["studyapp", "tests", "benchmarks", "manage.py", "gunicorn.conf.py"]

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", *PYTHON_FOLDERS], {}),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", *PYTHON_FOLDERS], {}),
    ("types", [str(BIN / "mypy")], {}),
    ("contracts", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("deployment", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def templates() -> list[str]:
    """Every template, as djade wants them named."""
    return sorted(str(path) for path in Path("templates").rglob("*.html"))


def main() -> int:
    """Run all checks, two at a time; print one line each and the output of those that fail."""
    checks = [*CHECKS, ("templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates()], {})]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = pool.map(lambda check: (check[0], *_outcome(check[1], {"VAR_DIR": folder, **check[2]})), checks)
        return 1 if [name for name, status, output in outcomes if _failed(name, status, output)] else 0


def _outcome(command: list[str], extra: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **extra}, check=False)
    return done.returncode, done.stdout + done.stderr


def _failed(name: str, status: int, output: str) -> bool:
    print(f"check {name}: {'ok' if status == 0 else 'FAILED'}", flush=True)
    if status:
        print(output, flush=True)
    return status != 0


if __name__ == "__main__":
    sys.exit(main())
