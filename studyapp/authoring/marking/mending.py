"""The rubric of a published question is mended in a draft of its pack: learners see nothing until it is published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studyapp.accounts.models import User
from studyapp.authoring.drafts import background
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.drafts.mending import change_file, undo
from studyapp.authoring.models import Draft, DraftEdit
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.labels import remembered
from studyapp.authoring.versions.updating import files_of
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.grading.drafting import draft_rubric
from studyapp.domain.grading.extending import insert_line, insert_points, insert_rubric
from studyapp.domain.grading.rubric import Criterion, Rubric
from studyapp.domain.items.rubrics import model_answer_of
from studyapp.domain.lessons.blocks import Reflection
from studyapp.domain.lessons.pack import MANIFEST
from studyapp.library.fitting import fit_key
from studyapp.library.models import Pack, ReflectionQuestion, VersionSection


class CannotMend(StudyappError):
    """The source cannot be changed so; the text says why, and nothing was stored."""


class BeingRead(StudyappError):
    """The draft that would be changed is still being read."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("The draft of this pack is still being read. Try again in a moment.")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in the files of a pack, with its rubric as read from there."""

    path: str
    question: Reflection
    rubric: Rubric | None


def open_draft(pack: Pack, *, by: User) -> Draft | None:
    """The person's newest draft of what learners of the pack see now."""
    own = Draft.objects.filter(owner=by, pack=pack, base_version=pack.current_version_id).waiting()
    return own.exclude(state=Draft.State.FAILED).first()


def place_in(read: ReadPack, question: ReflectionQuestion) -> Place | None:
    """Where the question stands: by its key, else by its words."""
    if read.study_pack is None or read.bank is None:
        return None
    rubrics = dict(read.bank.rubrics)
    places = [
        Place(section.file, block, rubrics.get(block.key))
        for section in read.study_pack.sections
        for block in section.blocks
        if isinstance(block, Reflection)
    ]
    by_key = [place for place in places if fit_key(place.question.key, 200) == question.key]
    by_words = [place for place in places if place.question.stem.text == question.stem]
    return next(iter(by_key or by_words), None)


def add_line(question: ReflectionQuestion, *, criterion_key: str, line: str, by: User) -> Draft:
    """Put one more way of saying a criterion into the question's rubric; the draft's last step, which can be undone.

    Raises PhraseError for a line that no rubric may have, CannotMend if the source has no such criterion, and what
    `change_source` raises.
    """

    def edit(text: str, place: Place) -> str:
        return insert_line(text, _criterion(place, criterion_key), line)

    return change_source(question, edit, what=f"{criterion_key}: {line}", by=by)


def propose_rubric(question: ReflectionQuestion, *, model_answer: str, by: User) -> Draft:
    """Put a rubric proposed from a model answer behind a question that has none, in the person's draft.

    Where the lesson has a model answer alone, the points go before it.

    Raises CannotMend if it has one there, if the model answer says nothing beyond the question, or if the rubric
    cannot stand there; and what `change_source` raises.
    """
    proposal = draft_rubric(model_answer, question.stem)
    if not proposal:
        raise CannotMend("The model answer says nothing beyond the question. Write a few sentences.")
    points = sum(line.startswith("- 1 point") for line in proposal.split("\n"))

    def edit(text: str, place: Place) -> str:
        block = place.question.rubric
        if block is None:
            return insert_rubric(text, place.question.end_line, proposal, points=points)
        if not model_answer_of(place.question):
            raise CannotMend("Your draft has a rubric for this question already. Edit it there.")
        entries = "\n".join(line for line in proposal.split("\n") if not line.startswith("- Model answer:"))
        return insert_points(text, block.heading_line, block.lines[0].line, entries, points=points)

    draft = change_source(question, edit, what="Rubric (draft)", by=by)
    if draft.state == Draft.State.READY:
        place = place_in(read_of(draft), question)
        if place is None or place.rubric is None:
            undo(draft)
            raise CannotMend("A rubric cannot be put behind this question by itself. Write it in the editor.")
    return draft


def change_source(question: ReflectionQuestion, edit: Callable[[str, Place], str], *, what: str, by: User) -> Draft:
    """Change the file that holds the question in the person's draft of the pack, or in a new one.

    Raises BeingRead, CannotMend, what `edit` raises, and what reading a draft raises (UploadError, NotYours,
    DraftChanged, ReaderUnavailable).
    """
    pack = question.revision.section.pack
    draft = open_draft(pack, by=by)
    if draft is None:
        return _in_new_draft(pack, question, edit, what=what, by=by)
    if draft.state != Draft.State.READY:
        raise BeingRead(draft)
    place = _found(place_in(read_of(draft), question))
    before = bytes(draft.files.get(path=place.path).content)
    after = _edited(before, edit, place)
    return draft if after == before else change_file(draft, place.path, after, what=f"{place.path} {what}", by=by)


def _in_new_draft(
    pack: Pack, question: ReflectionQuestion, edit: Callable[[str, Place], str], *, what: str, by: User
) -> Draft:
    files = files_of(pack.current_version)
    place = _found(place_in(_lesson_of(pack, question, files), question))
    before = next(file.content for file in files if file.path == place.path)
    after = _edited(before, edit, place)
    changed = [SourceFile(file.path, after) if file.path == place.path else file for file in files]
    draft = background.begin(
        changed, owner=by, file_name=place.path, title=pack.title, pack=pack, base_version=pack.current_version
    )
    DraftEdit.objects.create(draft=draft, path=place.path, before=before, what=f"{place.path} {what}"[:200], made_by=by)
    try:
        background.read(draft)
    except BaseException:
        draft.delete()
        raise
    draft.refresh_from_db()
    if draft.state == Draft.State.FAILED:
        draft.delete()
        raise CannotMend(draft.failure)
    return draft


def _lesson_of(pack: Pack, question: ReflectionQuestion, files: Sequence[SourceFile]) -> ReadPack:
    """The one file that holds the question, read with what pack.toml says: a large pack takes its time."""
    places = VersionSection.objects.filter(version=pack.current_version_id, revision=question.revision_id)
    path = places.values_list("file", flat=True).first() or ""
    needed = [file for file in files if file.path in (path, MANIFEST)]
    if not any(file.path == path for file in needed):
        raise CannotMend("The lesson of this question has no file. Upload the pack again.")
    return read_upload(needed, title=pack.title, pack_key=pack.key, labels_of=remembered, earlier_of=earlier_sections)


def _edited(content: bytes, edit: Callable[[str, Place], str], place: Place) -> bytes:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise CannotMend("The file of this question is not UTF-8. Mend that in its draft first.") from error
    try:
        return edit(text, place).encode()
    except LookupError as error:
        raise CannotMend("The rubric stands elsewhere in its file by now. Edit the file in its draft.") from error


def _found(place: Place | None) -> Place:
    if place is None:
        raise CannotMend("The draft of this pack does not ask this question.")
    return place


def _criterion(place: Place, key: str) -> Criterion:
    for one in place.rubric.criteria if place.rubric else ():
        if one.key == key:
            return one
    raise CannotMend("The rubric in the draft has no such criterion.")
