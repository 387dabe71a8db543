"""The programs that the whole test run needs and a bare machine lacks."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.postgres import binaries

PACKAGES = {"chromium": ["chromium", "fonts-liberation"], "postgresql": ["postgresql"]}


def chromium() -> str | None:
    """The path of Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def missing() -> list[str]:
    """Names from PACKAGES that are not installed."""
    present = {"chromium": chromium() is not None, "postgresql": binaries() is not None}
    return [name for name, there in present.items() if not there]


def install(names: list[str]) -> None:
    """Install them with apt where this user may; otherwise say which line to run."""
    packages = [package for name in names for package in PACKAGES[name]]
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = Path("/usr/bin/apt-get").exists() and (
        not prefix or (shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0)
    )
    if not may:
        print(f"Missing: {', '.join(names)}. As root: {line}")
        return
    print(f"Installing {', '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False, env=environment)
    subprocess.run(
        [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, env=environment
    )
