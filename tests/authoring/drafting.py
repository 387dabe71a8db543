"""Drafts on their way, as the pages make them."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.drafts.confirming import confirm_rights
from studyapp.authoring.drafts.keeping import create_draft, read_of
from studyapp.authoring.models import Draft
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.versions.services import retirement
from studyapp.library.models import Fact, PackVersion
from studyapp.study.models import Card
from tests import factories
from tests.authoring.packs import TEA, sources


def make_draft(owner: User, files: Any = None, **fields: Any) -> Draft:
    """A draft of these files against what is current, with its rights confirmed."""
    read = read_upload(sources(TEA if files is None else files), earlier_of=earlier_sections)
    draft = create_draft(read, owner=owner, file_name="tea.zip")
    Draft.objects.filter(pk=draft.pk).update(**fields)
    draft.refresh_from_db()
    confirm_rights(draft, by=owner, at=timezone.now())
    return draft


def publish(client: Client, draft: Draft, **fields: object) -> Any:
    return client.post(reverse("authoring:publish", args=[draft.pk]), fields)


def published(client: Client, owner: User, files: Any = None) -> PackVersion:
    """A version, published through its page; whatever is retired is agreed to."""
    draft = make_draft(owner, files)
    response = publish(client, draft, retire=retirement(draft.pack, read_of(draft).bank).retired)
    assert response.status_code == 303, response.content.decode()
    draft.refresh_from_db()
    assert draft.published_version is not None
    return draft.published_version


def learned(learner: User, fact_key: str) -> Card:
    """The learner has met the fact."""
    fact = Fact.objects.get(key=fact_key)
    return factories.make_card(learner, fact, stability=5.0, difficulty=5.0, version=1, reps=1, last_day=739_000)


def page_of(client: Client, name: str, *arguments: object) -> str:
    """The words of a page, its white space evened out."""
    return text(client.get(reverse(f"authoring:{name}", args=arguments)))


def text(response: Any) -> str:
    """The page in one line, without the places where words may break."""
    return " ".join(response.content.decode().replace("<wbr>", "").split())
