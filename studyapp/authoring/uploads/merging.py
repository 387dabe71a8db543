"""Two people changed the files of one version: what each did, and one set of files out of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.authoring.uploads.files import SourceFile

Deed = Literal["added", "changed", "removed"]
Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that is not as it was, and what each of the two did to it; None where one left it alone."""

    path: str
    mine: Deed | None
    theirs: Deed | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The files that only one of the two touched, and those that both did, each in its own way."""

    only_mine: tuple[Touched, ...]
    only_theirs: tuple[Touched, ...]
    both: tuple[Touched, ...]


def meet(base: Sequence[SourceFile], mine: Sequence[SourceFile], theirs: Sequence[SourceFile]) -> Meeting:
    """What became of the files of `base` on either side. A file that both left alike needs no choice."""
    was, own, other = _by_path(base), _by_path(mine), _by_path(theirs)
    touched = [
        Touched(path, _deed(was.get(path), own.get(path)), _deed(was.get(path), other.get(path)))
        for path in sorted({*was, *own, *other})
        if own.get(path) != other.get(path)
    ]
    return Meeting(
        only_mine=tuple(one for one in touched if not one.theirs),
        only_theirs=tuple(one for one in touched if not one.mine),
        both=tuple(one for one in touched if one.mine and one.theirs),
    )


def merged(
    base: Sequence[SourceFile],
    mine: Sequence[SourceFile],
    theirs: Sequence[SourceFile],
    *,
    chosen: Mapping[str, Side],
) -> list[SourceFile]:
    """Their files with those on top that only mine touched; where both did, the chosen side's.

    Raises KeyError for a file that both touched and nobody chose for.
    """
    meeting = meet(base, mine, theirs)
    own, result = _by_path(mine), _by_path(theirs)
    from_me = [one.path for one in meeting.only_mine]
    from_me += [one.path for one in meeting.both if chosen[one.path] == "mine"]
    for path in from_me:
        result.pop(path, None)
        if path in own:
            result[path] = own[path]
    return [SourceFile(path, content) for path, content in sorted(result.items())]


def _by_path(files: Sequence[SourceFile]) -> dict[str, bytes]:
    return {file.path: file.content for file in files}


def _deed(before: bytes | None, after: bytes | None) -> Deed | None:
    if before == after:
        return None
    if before is None:
        return "added"
    return "removed" if after is None else "changed"
