"""Reading a large upload takes longer than a page may: a process of its own does it, and says how far it is.

The draft stands at once, in the state of being read, with its files and nothing else. What was read is put into it in
one step, so a reader that is killed leaves it as it was, and another one can begin anew.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.child_process.sandbox import ReaderBusy
from studyapp.authoring.drafts.keeping import KEPT, files_of_draft
from studyapp.authoring.drafts.mending import read_again
from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft, DraftFile
from studyapp.authoring.uploads.files import SourceFile
from studyapp.domain.common import limits
from studyapp.domain.common.errors import StudyappError
from studyapp.library.fitting import fit
from studyapp.library.models import Pack, PackVersion

LESSONS_IN_A_REQUEST = 20
READERS_AT_ONCE = 2
SILENCE = timedelta(seconds=30)  # after it, a reader counts as dead
_KEPT = ("choices", *KEPT)


def is_large(files: Sequence[SourceFile]) -> bool:
    """Whether reading takes longer than a request should."""
    return _lessons(files) > LESSONS_IN_A_REQUEST


@transaction.atomic
def begin(
    files: Sequence[SourceFile],
    *,
    owner: User,
    file_name: str,
    title: str,
    pack: Pack | None,
    base_version: PackVersion | None,
    pack_key: str = "",
    kept: Draft | None = None,
) -> Draft:
    """A draft that holds the files and waits to be read; what was chosen about the draft `kept` holds for it too."""
    draft = Draft.objects.create(
        owner=owner,
        title=fit(title or file_name, limits.TITLE_CHARACTERS),
        file_name=fit(file_name, limits.FILE_NAME_CHARACTERS),
        pack=pack,
        pack_key=pack.key if pack else pack_key,
        base_version=base_version,
        report={"diagnostics": []},
        has_errors=True,
        state=Draft.State.READING,
        read_total=_lessons(files),
        **({name: getattr(kept, name) for name in _KEPT} if kept else {}),
    )
    DraftFile.objects.bulk_create(DraftFile(draft=draft, path=file.path, content=file.content) for file in files)
    return draft


def read(draft: Draft) -> None:
    """Read a draft that waits for it: a small one now, a large one in a process of its own.

    Raises ReaderBusy if too many are being read; the draft waits on.
    """
    if draft.read_total <= LESSONS_IN_A_REQUEST or _took_place(draft.pk):
        _read_or_start(draft)


def begin_anew(draft: Draft) -> None:
    """Read a draft whose reader fell silent or failed. Raises ReaderBusy, and then leaves it as it is."""
    if _took_place(draft.pk):
        _read_or_start(draft)


@transaction.atomic
def _took_place(draft_id: int) -> bool:
    """Count from now on as a reader of the draft; False if it was read or deleted meanwhile.

    Raises ReaderBusy if one is alive for it, or as many as may be for others.
    """
    unread = Draft.objects.exclude(state=Draft.State.READY)
    list(unread.select_for_update().order_by("pk").values_list("pk", flat=True))  # one after the other counts
    now = timezone.now()
    alive = set(unread.filter(state=Draft.State.READING, beat_at__gt=now - SILENCE).values_list("pk", flat=True))
    if draft_id in alive or len(alive) >= READERS_AT_ONCE:
        raise ReaderBusy
    taken = unread.filter(pk=draft_id).update(state=Draft.State.READING, failure="", read_done=0, beat_at=now)
    return bool(taken)


def _read_or_start(draft: Draft) -> None:
    if draft.read_total <= LESSONS_IN_A_REQUEST:
        read_draft(draft.pk)
    else:
        _start(draft.pk)


def is_silent(draft: Draft) -> bool:
    """Whether nothing was heard of the reader for so long that it must be dead."""
    return draft.beat_at is None or timezone.now() - draft.beat_at > SILENCE


def read_draft(draft_id: int) -> None:
    """What the reader does. A draft that was deleted or read meanwhile is let be."""
    draft = Draft.objects.filter(pk=draft_id, state=Draft.State.READING).first()
    if draft is None:
        return
    try:
        read_again(draft, files_of_draft(draft), progress=_beat_of(draft_id))
    except DraftChanged:
        return
    except StudyappError as error:
        _fail(draft_id, str(error))


def _beat_of(draft_id: int) -> Callable[[int], None]:
    """Says how many lessons are read. Raises DraftChanged once nobody wants to know."""

    def beat(done: int) -> None:
        waiting = Draft.objects.filter(pk=draft_id, state=Draft.State.READING)
        if not waiting.update(read_done=done, beat_at=timezone.now()):
            raise DraftChanged

    return beat


def _fail(draft_id: int, why: str) -> None:
    waiting = Draft.objects.filter(pk=draft_id, state=Draft.State.READING)
    waiting.update(state=Draft.State.FAILED, failure=why)


def _start(draft_id: int) -> None:
    """A process that outlives the server's worker, in a group of its own."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own command, a number
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_draft", str(draft_id)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, name=f"reader-of-{draft_id}", daemon=True).start()  # or it stays a zombie


def _lessons(files: Sequence[SourceFile]) -> int:
    return sum(file.is_lesson for file in files)
