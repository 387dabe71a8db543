"""The row of a draft, locked before it is changed: what happened to it meanwhile is seen, never overwritten."""

from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft


def check_read(draft: Draft) -> None:
    """Raises DraftChanged while the draft is being read: its reader would have its files changed below it."""
    if draft.state != Draft.State.READY:
        raise DraftChanged


def waiting_row(draft: Draft) -> Draft:
    """The row of the draft, locked until the transaction ends. Raises DraftChanged if it was published or deleted."""
    held = Draft.objects.select_for_update().waiting().filter(pk=draft.pk).first()
    if held is None:
        raise DraftChanged
    return held


def row_as_loaded(draft: Draft) -> Draft:
    """The same row. Raises DraftChanged also if its files, or how far it is read, are no longer as they were loaded."""
    held = waiting_row(draft)
    if (held.source_hash, held.state) != (draft.source_hash, draft.state):
        raise DraftChanged
    return held
