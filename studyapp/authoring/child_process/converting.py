"""The part of a conversion that runs in the child: bytes in another format become lessons, as JSON. Knows no Django."""

import base64
import io
import json
import zipfile
from typing import Any

from studyapp.domain.common import limits
from studyapp.domain.exchange.formats import Converted, convert_file, convert_site
from studyapp.domain.exchange.incoming import Loss, Picture, Unreadable
from studyapp.domain.exchange.pages import Page


def convert_job(arguments: dict[str, Any], content: bytes) -> bytes:
    """The lessons, pictures and losses of a file, or why it cannot be read."""
    name = arguments["name"]
    try:
        found = convert_site(name, _files(content)) if arguments["is_site"] else convert_file(name, content)
    except Unreadable as error:
        refused = {"what": error.what, "fix": error.fix, "line": error.line, "code": error.code}
        return json.dumps({"refused": refused}).encode()
    return json.dumps(
        {
            "pages": [[page.path, page.text] for page in found.pages],
            "pictures": [[one.path, base64.b64encode(one.content).decode()] for one in found.pictures],
            "losses": [[loss.file, loss.line, loss.what] for loss in found.losses],
        }
    ).encode()


def read_result(result: bytes) -> Converted:
    """What `convert_job` found. Raises Unreadable if it said so."""
    plain = json.loads(result)
    if "refused" in plain:
        refused = plain["refused"]
        raise Unreadable(refused["what"], refused["fix"], line=refused["line"], code=refused["code"])
    return Converted(
        tuple(Page(path, text) for path, text in plain["pages"]),
        tuple(Picture(path, base64.b64decode(content)) for path, content in plain["pictures"]),
        tuple(Loss(file, line, what) for file, line, what in plain["losses"]),
    )


def _files(content: bytes) -> dict[str, bytes]:
    """The files of a zip that was checked before it came here; its limit of bytes holds all the same."""
    files: dict[str, bytes] = {}
    left = limits.UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/"):
                with archive.open(entry) as stream:
                    files[entry.filename] = stream.read(left)
                left -= len(files[entry.filename])
    return files
