"""Two people publish on top of one version: the second meets both changes, and loses nothing."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import Role, User
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.uploads.merging import meet, merged
from studyapp.library.models import Fact, Pack, PackVersion
from tests import factories
from tests.authoring.drafting import make_draft, page_of, publish, published, text
from tests.authoring.packs import LEAVES, WATER, tea

STEAMED = LEAVES.replace("Heated at once", "Steamed at once")
FRIED = LEAVES.replace("Heated at once", "Pan-fried at once")
WARM = WATER.replace("Warm the pot", "Rinse the pot")


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def first(client: Client, ines: User) -> PackVersion:
    return published(client, ines)


def conflicting(client: Client, ines: User, *, mine: dict[str, Any], theirs: dict[str, Any]) -> Draft:
    """A draft, and a version that an operator published after it had been read."""
    draft = make_draft(ines, mine)
    olga = factories.make_olga()
    other = make_draft(ines, theirs)
    assert publish(factories.signed_in(olga), other).status_code == 303
    return draft


def go_on(client: Client, draft: Draft, **chosen: str) -> Any:
    fields = {f"file-{path}": side for path, side in chosen.items()}
    return client.post(reverse("authoring:conflict", args=[draft.pk]), fields)


def content(draft: Draft, path: str) -> str:
    return bytes(draft.files.get(path=path).content).decode()


@pytest.mark.django_db
def test_the_second_to_publish_meets_both_changes_and_stores_nothing(
    client: Client, ines: User, first: PackVersion
) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(leaves=STEAMED, water=WARM))
    response = publish(client, draft)
    page = text(response)
    assert response.status_code == 409
    assert "Making tea: version 2 was published meanwhile" in page
    assert "Olga published it on" in page
    both = page[page.index("Both of you changed") : page.index("Ways on")]
    assert "Steamed" in both
    assert "Pan-fried" in both
    assert "Rinse" not in both
    assert "Rinse" in page[page.index("What they changed") :]
    assert PackVersion.objects.count() == 2


@pytest.mark.django_db
def test_the_page_of_changes_leads_to_the_conflict_before_anybody_presses_publish(
    client: Client, ines: User, first: PackVersion
) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(water=WARM))
    page = page_of(client, "difference", draft.pk)
    assert "Version 2 was published meanwhile" in page
    assert reverse("authoring:conflict", args=[draft.pk]) in page
    assert "No file was changed by both of you" in page_of(client, "conflict", draft.pk)


@pytest.mark.django_db
def test_mine_on_top_of_theirs_is_a_new_draft_that_can_be_published(
    client: Client, ines: User, ada: User, first: PackVersion
) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(water=WARM))
    response = go_on(client, draft)
    made = Draft.objects.latest("pk")
    assert response.headers["Location"] == reverse("authoring:difference", args=[made.pk])
    assert "Pan-fried" in content(made, "d1/leaves.md")
    assert "Rinse the pot" in content(made, "d2/water.md")
    assert "against version 2: 1 lesson changed" in page_of(client, "difference", made.pk)
    facts = set(Fact.objects.values_list("key", flat=True))
    assert publish(client, made).status_code == 303
    assert PackVersion.objects.count() == 3
    assert set(Fact.objects.live().values_list("key", flat=True)) == facts


@pytest.mark.django_db
def test_the_draft_before_stays_with_every_byte(client: Client, ines: User, first: PackVersion) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(leaves=STEAMED))
    before = {file.path: bytes(file.content) for file in draft.files.all()}
    go_on(client, draft, **{"d1/leaves.md": "theirs"})
    assert {file.path: bytes(file.content) for file in draft.files.all()} == before
    page = page_of(client, "teach")
    assert reverse("authoring:draft", args=[draft.pk]) in page
    assert reverse("authoring:draft", args=[Draft.objects.latest("pk").pk]) in page


@pytest.mark.django_db
@pytest.mark.parametrize(("side", "word"), [("mine", "Pan-fried"), ("theirs", "Steamed")])
def test_a_file_that_both_changed_is_taken_from_the_chosen_side(
    side: str, word: str, client: Client, ines: User, first: PackVersion
) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(leaves=STEAMED))
    assert 'value="mine" required' in page_of(client, "conflict", draft.pk)
    go_on(client, draft, **{"d1/leaves.md": side})
    assert word in content(Draft.objects.latest("pk"), "d1/leaves.md")


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", [{}, {"d1/leaves.md": "both"}, {"d2/water.md": "mine"}])
def test_without_a_choice_for_such_a_file_nothing_is_made(
    chosen: dict[str, str], client: Client, ines: User, first: PackVersion
) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(leaves=STEAMED))
    count = Draft.objects.count()
    response = go_on(client, draft, **chosen)
    assert response.status_code == 422
    assert "Choose for each file that both of you changed." in text(response)
    assert Draft.objects.count() == count


@pytest.mark.django_db
def test_what_was_said_about_the_draft_holds_for_the_new_one(client: Client, ines: User, first: PackVersion) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(water=WARM))
    Draft.objects.filter(pk=draft.pk).update(is_public=False, choices={"severity": {"c1": "typo"}, "accepted": ["x"]})
    go_on(client, draft)
    made = Draft.objects.latest("pk")
    assert made.is_public is False
    assert made.rights_confirmed_by == ines
    assert made.choices["accepted"] == ["x"]


@pytest.mark.django_db
def test_two_new_packs_of_one_id_conflict_as_well(client: Client, ines: User) -> None:
    mine, theirs = make_draft(ines, tea(leaves=FRIED)), make_draft(ines, tea(leaves=STEAMED))
    publish(client, theirs)
    response = publish(client, mine)
    assert response.status_code == 409
    assert "version 1 was published meanwhile" in text(response)


@pytest.mark.django_db
def test_without_a_conflict_the_page_leads_to_the_changes(client: Client, ines: User, first: PackVersion) -> None:
    draft = make_draft(ines, tea(leaves=FRIED))
    url = reverse("authoring:conflict", args=[draft.pk])
    assert client.get(url).headers["Location"] == reverse("authoring:difference", args=[draft.pk])
    assert client.post(url).status_code == 303
    assert Draft.objects.count() == 2


@pytest.mark.django_db
def test_the_content_of_a_pack_that_went_to_somebody_else_is_not_shown(
    client: Client, ines: User, first: PackVersion
) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(leaves=STEAMED))
    Pack.objects.update(owner=factories.make_learner("Ivo", role=Role.INSTRUCTOR))
    response = client.get(reverse("authoring:conflict", args=[draft.pk]))
    assert response.status_code == 303
    refused = publish(client, draft)
    assert refused.status_code == 422
    assert "belongs to somebody else" in text(refused)
    assert "Steamed" not in text(refused)


@pytest.mark.django_db
def test_strangers_meet_no_conflict(client: Client, ines: User, first: PackVersion) -> None:
    draft = conflicting(client, ines, mine=tea(leaves=FRIED), theirs=tea(leaves=STEAMED))
    ivo = factories.signed_in(factories.make_learner("Ivo", role=Role.INSTRUCTOR))
    url = reverse("authoring:conflict", args=[draft.pk])
    assert ivo.get(url).status_code == ivo.post(url).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_of_those_who_publish_at_the_same_moment_one_does_and_the_others_see_both(is_new: bool) -> None:
    ines = factories.make_ines()
    if not is_new:
        published(factories.signed_in(ines), ines)
    leaves = [LEAVES.replace("Heated at once", f"Heated {n} times") for n in range(3)]
    drafts = [make_draft(ines, tea(leaves=one)) for one in leaves]
    clients = [factories.signed_in(ines) for _ in drafts]
    barrier, answers = Barrier(len(drafts), timeout=60), {}

    def run(number: int) -> None:
        barrier.wait()
        answers[number] = publish(clients[number], drafts[number])
        connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(drafts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers.values()) == [303, 409, 409]
    versions = PackVersion.objects.order_by("number")
    assert [version.number for version in versions] == ([1] if is_new else [1, 2])
    assert Pack.objects.get().current_version == versions.last()
    (winner,) = [number for number, answer in answers.items() if answer.status_code == 303]
    for number, answer in answers.items():
        if number != winner:
            both = text(answer)
            assert f"{winner} times" in both
            assert f"{number} times" in both


PATHS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([b"1", b"2", b"3"]), max_size=4)


def _files(contents: dict[str, bytes]) -> list[SourceFile]:
    return [SourceFile(path, content) for path, content in contents.items()]


@given(PATHS, PATHS, PATHS)
def test_each_file_of_a_merge_comes_from_the_one_who_touched_it(
    base: dict[str, bytes], mine: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    both = meet(_files(base), _files(mine), _files(theirs)).both
    result = merged(_files(base), _files(mine), _files(theirs), chosen={one.path: "mine" for one in both})
    found = {file.path: file.content for file in result}
    for path in "abcd":
        touched_by_me = mine.get(path) != base.get(path)
        assert found.get(path) == (mine if touched_by_me else theirs).get(path)


@given(PATHS, PATHS)
def test_whoever_changed_nothing_gets_the_files_of_the_other(base: dict[str, bytes], mine: dict[str, bytes]) -> None:
    result = merged(_files(base), _files(mine), _files(base), chosen={})
    assert {file.path: file.content for file in result} == mine
