"""The page of changes stays short: of a new pack, and of one that changed everywhere."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.release import changes
from tests import factories
from tests.authoring.drafting import make_draft, page_of, publish, published
from tests.authoring.packs import LEAVES, tea

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


def test_of_a_new_pack_each_lesson_says_how_much_it_has_and_not_its_text(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    page = page_of(client, "difference", draft.pk)
    assert '<details class="lesson-outline"> <summary>1.1 Choosing Leaves' in page
    assert "<li>Exam trap: 1</li>" in page
    assert "Moisture condenses" not in page
    assert reverse("authoring:preview_lesson", args=[draft.pk, "leaves"]) in page


def test_of_many_changed_lessons_the_first_are_open(client: Client, ines: User) -> None:
    many = {f"d1/l{n:02}.md": f"# 1.{n + 10}. Lesson {n}\n\nOld words here.\n" for n in range(12)}
    published(client, ines, tea() | many)
    changed = {path: text.replace("Old", "Other") for path, text in many.items()}
    page = page_of(client, "difference", make_draft(ines, tea() | changed).pk)
    form = page[page.index('<form id="changes"') : page.index("</form>", page.index('<form id="changes"'))]
    assert form.count('<details class="lesson-outline" open>') == 10
    assert form.count('<details class="lesson-outline">') == 2


def test_publishing_compares_no_words(client: Client, ines: User, monkeypatch: Any) -> None:
    published(client, ines)
    draft = make_draft(ines, tea(leaves=LEAVES.replace("Heated at once", "Steamed at once")))
    monkeypatch.setattr(changes, "word_difference", lambda *_: pytest.fail("it compared words"))
    assert publish(client, draft).status_code == 303
