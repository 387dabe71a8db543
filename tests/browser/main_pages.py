"""The main pages of the site, and how to get to each with something on it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests.browser.editions import edited_zip
from tests.browser.history import make_history
from tests.browser.item_figures import make_figures
from tests.browser.studying import Studying
from tests.browser.watching import Visit

PAGES = (
    "landing",
    "today",
    "lesson",
    "session before",
    "session after",
    "reflection result",
    "progress",
    "import report",
    "item quality",
)
LESSON = "/packs/genai-developer-pro/l/searching/searching/"
ANSWER = (
    "First-stage search works, since the right passage is in the top fifty; the ranking fails. I would add a reranker "
    "over the candidates. Part numbers need keyword search beside the embeddings."
)


@dataclass
class Evening:
    """A learner with weeks of history and an instructor who owns the pack."""

    pack: Pack
    learner: User
    instructor: User

    def __post_init__(self) -> None:
        Pack.objects.filter(pk=self.pack.pk).update(owner=self.instructor)
        make_history(self.learner, self.pack, now=timezone.now())

    def reader_of(self, name: str) -> User | None:
        """Who sees this page."""
        readers = {"landing": None, "import report": self.instructor, "item quality": self.instructor}
        return readers.get(name, self.learner)

    def open(self, reader: Visit, name: str) -> None:
        """Bring a visit of `reader_of(name)` to the page."""
        getattr(self, "_" + name.replace(" ", "_"))(reader)

    def _landing(self, reader: Visit) -> None:
        reader.open("/")

    def _today(self, reader: Visit) -> None:
        reader.open("/today/")

    def _lesson(self, reader: Visit) -> None:
        reader.open(LESSON)

    def _session_before(self, reader: Visit) -> None:
        reader.open("/today/")
        reader.click(reader.page.locator("main button.button-primary").first)
        Studying(reader).pass_cards()

    def _session_after(self, reader: Visit) -> None:
        self._session_before(reader)
        Studying(reader).answer(right=False)

    def _reflection_result(self, reader: Visit) -> None:
        reader.open(LESSON)
        reader.click("Write")
        reader.page.locator("textarea").fill(ANSWER)
        reader.press("Control+Enter")

    def _progress(self, reader: Visit) -> None:
        reader.open("/progress/")

    def _item_quality(self, reader: Visit) -> None:
        make_figures(self.pack)
        reader.open(f"/teach/{self.pack.key}/quality/")

    def _import_report(self, reader: Visit) -> None:
        reader.open("/teach/import/")
        with tempfile.TemporaryDirectory() as folder:
            edited = edited_zip(Path(folder), "<!-- table: customisation-ladder; ask: 2, 3, 4; skip: 5 -->", "")
            reader.page.locator("input[type=file]").set_input_files(edited)
            reader.click("Check")
