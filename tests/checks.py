"""`make check`: everything that reads the code without running it. Exit status 1 if anything is found."""

import os
import subprocess
import sys
import tempfile
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
    """Run all checks, print one line each and the output of those that fail."""
    failed = 0
    checks = [*CHECKS, ("templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates()], {})]
    with tempfile.TemporaryDirectory() as folder:
        for name, command, extra in checks:
            environment = {**os.environ, "VAR_DIR": folder, **extra}
            done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
            print(f"check {name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
            if done.returncode != 0:
                failed += 1
                print(done.stdout + done.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
