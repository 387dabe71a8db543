"""The id of a new pack that no pack.toml names: one that neither a pack nor another draft has."""

from collections.abc import Callable, Sequence
from itertools import count

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.conversion import manifest_of
from studyapp.authoring.reading.packs import find_manifest
from studyapp.authoring.uploads.files import SourceFile
from studyapp.domain.lessons.pack import MANIFEST
from studyapp.library.models import Pack


def free_id(wanted: str, *, owner: User, file_name: str) -> str:
    """`wanted`, or `wanted-2` and so on where it is taken: by a pack, or by a waiting draft of the owner.

    A draft of a file with the same name takes nothing: it is the same lesson, uploaded again.
    """
    drafts = Draft.objects.filter(owner=owner).waiting().exclude(file_name=file_name)
    begun = wanted[:60]
    taken = set(Pack.objects.filter(key__startswith=begun).values_list("key", flat=True))
    taken |= set(drafts.filter(pack_key__startswith=begun).values_list("pack_key", flat=True))
    if wanted not in taken:
        return wanted
    return next(one for one in (f"{begun}-{number}" for number in count(2)) if one not in taken)


def with_id(files: Sequence[SourceFile], id_of: Callable[[str], str]) -> list[SourceFile]:
    """Converted files with the id in their pack.toml, if they have one, replaced by a free one."""
    if not any(file.path == MANIFEST for file in files):
        return list(files)
    manifest, _findings = find_manifest(files)
    if manifest is None:
        return list(files)
    rest = [file for file in files if file.path != MANIFEST]
    return sorted([manifest_of(id_of(manifest.id), manifest.title), *rest], key=lambda file: file.path)
