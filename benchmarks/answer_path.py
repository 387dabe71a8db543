"""An answer and its next card, beside an empty view and a view that only renders a template."""

import re
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.measuring import Row, at_most, plain, rotate
from studyapp.accounts.models import User
from studyapp.library.models import Fact, Pack
from studyapp.quiz.models import Item
from studyapp.study.models import Card, StudySession
from studyapp.study.plan import Entry, as_json
from studyapp.web.form_keys import new_form_key

ROUNDS = 60
STATEMENTS = 10
SWAP = {"HX-Request": "true"}


def rows() -> Iterator[Row]:
    """Statements and CPU time of one answer, with 10 and with 10,000 cards."""
    call_command("migrate", verbosity=0)
    call_command("load_pack", "content/genai-developer-pro", verbosity=0)
    with override_settings(ROOT_URLCONF="benchmarks.addresses", ALLOWED_HOSTS=["testserver"]):
        few, many = _Learner("few", cards=10), _Learner("many", cards=10_000)
        counts = {learner.name: learner.statements() for learner in (few, many)}
        visitor = Client()
        seconds = rotate(
            {
                "empty": lambda: visitor.get("/empty/"),
                "template": lambda: visitor.get("/template/"),
                "answer": few.send,
                "answer, 10,000 cards": many.send,
            },
            ROUNDS,
            prepare={"answer": few.fetch, "answer, 10,000 cards": many.fetch},
        )
    yield at_most("SQL statements of an answer and its next card", max(counts.values()), STATEMENTS, anchor="", unit="")
    yield at_most(
        "the same with 10,000 cards as with 10", abs(counts["many"] - counts["few"]), 0, anchor=f"{counts}", unit="more"
    )
    yield plain(
        "answer and next card, CPU",
        f"{seconds['answer'] / seconds['empty']:.1f} x empty, {seconds['answer'] / seconds['template']:.1f} x template",
        anchor=f"{connection.vendor}, {1000 * seconds['answer']:.1f} ms here",
    )
    yield at_most(
        "answer with 10,000 cards against 10",
        seconds["answer, 10,000 cards"] / seconds["answer"],
        1.5,
        anchor="one next-card look-up, no ranking",
    )


class _Learner:
    """Somebody with a long session of single-choice items and this many cards."""

    def __init__(self, name: str, *, cards: int) -> None:
        self.name = name
        self.user = User.objects.create_user(name, "a password of their own")
        self.client = Client()
        self.client.force_login(self.user)
        pack = Pack.objects.get()
        items = Item.objects.current().filter(kind="single").order_by("pk")
        by_fact = {item.fact_id: item for item in items}
        now = timezone.now()
        facts = list(by_fact)[: ROUNDS * 2 + 10]
        extra = self._more_facts(pack, cards - len(facts)) if cards > len(facts) else []
        Card.objects.bulk_create(
            [Card(learner_id=self.user.pk, fact_id=fact, due_at=now, introduced_at=now) for fact in [*facts, *extra]],
            batch_size=500,
        )
        plan = as_json([Entry(fact, by_fact[fact].pk, by_fact[fact].pk, 15.0) for fact in facts])
        self.session = StudySession.objects.create(
            learner_id=self.user.pk, id=new_form_key(), pack_id=pack.pk, source="due", plan=plan,
            study_day=now.date().toordinal(), started_at=now,
        )  # fmt: skip

    def _more_facts(self, pack: Pack, number: int) -> list[int]:
        known = Fact.objects.filter(pack=pack).first()
        assert known is not None
        facts = [
            Fact(
                pack=pack, key=f"benchmark-{n}", kind="cell", section_id=known.section_id, lesson_id=known.lesson_id,
                family=f"benchmark-{n}", title="benchmark", position=10_000 + n, is_live=False,
            )
            for n in range(number)
        ]  # fmt: skip
        return [fact.pk for fact in Fact.objects.bulk_create(facts, batch_size=500)]

    def statements(self) -> int:
        """SQL statements of one answer, transaction control included; the first answer warms what is cached."""
        self.fetch()
        self.send()
        self.fetch()
        with CaptureQueriesContext(connection) as captured:
            self.send()
        return len(captured)

    def fetch(self) -> None:
        """Load the question, as a page that is opened."""
        page = self.client.get(f"/study/{self.session.id}/", headers=SWAP).content.decode()
        self.fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def send(self) -> None:
        """Post an answer as htmx does; asserts that a result came back, since errors look fast."""
        response = self.client.post(f"/study/{self.session.id}/answer/", {**self.fields, "choice": "1"}, headers=SWAP)
        assert b"verdict" in response.content, response.content
