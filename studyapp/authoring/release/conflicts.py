"""Somebody else published meanwhile: what they changed, what the draft changes, and the draft on top of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from studyapp.authoring.comparing.sequences import Budget
from studyapp.authoring.comparing.words import Piece, word_difference
from studyapp.authoring.drafts import background
from studyapp.authoring.drafts.keeping import files_of_draft, read_of
from studyapp.authoring.models import Draft
from studyapp.authoring.release.changes import BLOCK_WORDS, Difference, difference
from studyapp.authoring.uploads import merging
from studyapp.authoring.uploads.merging import Meeting, Side
from studyapp.authoring.versions.updating import files_of
from studyapp.domain.lessons.difference.packs import Change
from studyapp.library.models import PackVersion
from studyapp.library.queries import sections_of


@dataclass(frozen=True, slots=True)
class BothTouched:
    """A block that both changed, each wording against the one before."""

    title: str
    block: str | Promise
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A draft and the version that was published after it had been read."""

    theirs: Difference
    mine: Difference
    both: tuple[BothTouched, ...]
    files: Meeting


def conflict_of(draft: Draft, current: PackVersion) -> Conflict:
    """Both sides against the version that the draft was read against; a new pack had nothing before."""
    read = read_of(draft)
    before = sections_of(draft.base_version)
    theirs = difference(before, sections_of(current), pack=None, chosen={})
    after = read.study_pack.sections if read.study_pack else ()
    mine = difference(before, after, pack=None, chosen={})
    meeting = merging.meet(files_of(draft.base_version), files_of_draft(draft), files_of(current))
    return Conflict(theirs, mine, tuple(_both(theirs, mine)), meeting)


def _both(theirs: Difference, mine: Difference) -> list[BothTouched]:
    own = {shown.change.key: shown.change for shown in mine.changes}
    pairs = [(shown.change, own.get(shown.change.key)) for shown in theirs.changes]
    budget = Budget()
    return [_three_ways(other, this, budget) for other, this in pairs if this and this.after != other.after]


def _three_ways(theirs: Change, mine: Change, budget: Budget) -> BothTouched:
    return BothTouched(
        title=mine.title or theirs.title,
        block=BLOCK_WORDS.get(mine.block, mine.block),
        theirs=word_difference(theirs.before, theirs.after, budget),
        mine=word_difference(mine.before, mine.after, budget),
    )


def on_top(draft: Draft, current: PackVersion, *, chosen: Mapping[str, Side]) -> Draft:
    """A new draft: the files of `current` with those of the draft on top. The draft itself stays as it is.

    Raises KeyError for a file that both touched and nobody chose for, and what `background.read` raises.
    """
    files = merging.merged(files_of(draft.base_version), files_of_draft(draft), files_of(current), chosen=chosen)
    made = background.begin(
        files, owner=draft.owner, file_name=draft.file_name, title=draft.title, pack=current.pack, base_version=current,
        kept=draft,
    )  # fmt: skip
    background.read(made)
    return made
