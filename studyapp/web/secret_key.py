"""A secret key for a first start: made once, kept beside the database, never in the repository."""

import secrets
from pathlib import Path


def read_or_make(folder: Path) -> str:
    """The key in `folder/secret_key`; the file is made (readable by its owner only) if it is missing."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
