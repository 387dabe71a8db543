"""A throw-away PostgreSQL server for one test run."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binaries() -> Path | None:
    """The folder of the newest installed PostgreSQL server programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextlib.contextmanager
def throwaway_server() -> Iterator[str]:
    """Start a server on a free port of 127.0.0.1, yield its URL, stop it and remove its files.

    Durability is off: no crash is tested on it. PostgreSQL refuses root, so root runs it as the user `postgres`.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install -y postgresql")
    folder = Path(tempfile.mkdtemp(prefix="studyapp-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    port = _free_port()

    def run(*words: object) -> None:
        command = [*as_user, *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)

    run(programs / "initdb", "-D", data, "-U", "studyapp", "-A", "trust", "-E", "UTF8", "--no-sync")
    settings = f"-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -p {port}"
    settings += f" -c unix_socket_directories={folder} -c max_connections=120"
    run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
    try:
        _check_it_is_ours(port, data)
        yield f"postgres://studyapp@127.0.0.1:{port}/postgres"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _check_it_is_ours(port: int, data: Path) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://studyapp@127.0.0.1:{port}/postgres") as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    if row is None or Path(row[0]) != data:
        raise RuntimeError(f"port {port} belongs to another server: {row}")
