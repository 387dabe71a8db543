"""The page that says what a draft changes for learners."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.models import Draft
from studyapp.authoring.release.releasing import difference_of
from studyapp.library.models import Fact, PackVersion
from studyapp.study.models import Card
from tests import factories
from tests.authoring.drafting import learned, make_draft, page_of, publish, published, text
from tests.authoring.packs import LEAVES, WATER, tea

pytestmark = pytest.mark.django_db

FLIPPED = WATER.replace("- [x] Water that", "- [ ] Water that").replace("- [ ] Water at", "- [x] Water at")
REWORDED = LEAVES.replace("Heated at once", "Steamed at once")
WITHOUT_TRAP = LEAVES[: LEAVES.index("> **Exam Trap:**")]
GREEN = "kinds/green/what-is-done-to-the-leaf"


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def first(client: Client, ines: User) -> PackVersion:
    return published(client, ines)


def change_of(draft: Draft, fact_key: str) -> str:
    """The id of the change that touches a fact."""
    shown = difference_of(draft, read_of(draft)).changes
    return next(one.change.id for one in shown if fact_key in one.change.fact_keys)


def save(client: Client, draft: Draft, fields: dict[str, str], **more: Any) -> Any:
    return client.post(reverse("authoring:difference", args=[draft.pk]), fields, **more)


def test_a_first_version_is_a_new_pack(client: Client, ines: User) -> None:
    page = page_of(client, "difference", make_draft(ines).pk)
    assert "<h1>Making tea: new pack</h1>" in page
    assert "Learners see nothing until you publish." in page


def test_the_same_files_again_change_nothing(client: Client, ines: User, first: PackVersion) -> None:
    page = page_of(client, "difference", make_draft(ines).pk)
    assert "<h1>Making tea: same as version 1</h1>" in page
    assert "Nothing that learners read or are asked would change." in page


def test_changes_stand_by_lesson_and_kind_with_old_struck_and_new_put_in(
    client: Client, ines: User, first: PackVersion
) -> None:
    page = page_of(client, "difference", make_draft(ines, tea(leaves=REWORDED, water=FLIPPED)).pk)
    assert "Making tea against version 1: 2 lessons changed" in page
    leaves, water = page.index("1.1 Choosing Leaves</h2>"), page.index("2.1 Heating Water</h2>")
    assert leaves < page.index(">Reworded ") < water < page.index(">Answer flipped ")
    assert "Heated" in page[page.index("<del>") : page.index("</del>")]
    assert "Steamed" in page[page.index("<ins>") : page.index("</ins>")]
    assert '<span class="visually-hidden"> struck: </span>' in page


def test_effects_count_the_learners_who_have_met_it(client: Client, ines: User, ada: User, first: PackVersion) -> None:
    learned(ada, "green-water")
    learned(factories.make_bo(), "green-water")
    learned(ada, GREEN)
    factories.make_card(factories.make_learner(), Fact.objects.get(key="green-water"))  # introduced, never asked
    page = page_of(client, "difference", make_draft(ines, tea(leaves=REWORDED, water=FLIPPED)).pk)
    assert "learned anew: 2 learners" in page
    assert "schedule kept, marked as updated: 1 learner" in page
    assert "2 learners touched, 2 cards to learn anew." in page


def test_another_severity_changes_the_effect_in_place_and_the_line_above(
    client: Client, ines: User, ada: User, first: PackVersion
) -> None:
    learned(ada, GREEN)
    draft = make_draft(ines, tea(leaves=REWORDED))
    change = change_of(draft, GREEN)
    page = text(save(client, draft, {f"severity-{change}": "flipped"}, headers={"HX-Request": "true"}))
    assert page.startswith(f'<article id="change-{change}"') or f'<article id="change-{change}"' in page[:200]
    assert "learned anew: 1 learner" in page
    assert 'id="difference-head" hx-swap-oob="true">1 learner touched, 1 card to learn anew.' in page
    draft.refresh_from_db()
    assert draft.choices["severity"] == {change: "flipped"}
    assert "learned anew: 1 learner" in page_of(client, "difference", draft.pk)


def test_without_script_one_form_saves_all_severities(client: Client, ines: User, first: PackVersion) -> None:
    draft = make_draft(ines, tea(leaves=REWORDED, water=FLIPPED))
    fields = {f"severity-{change_of(draft, GREEN)}": "typo", f"severity-{change_of(draft, 'green-water')}": "meaning"}
    response = save(client, draft, fields)
    assert response.status_code == 303
    page = page_of(client, "difference", draft.pk)
    assert "asked again early" in page
    assert "learned anew" not in page


def test_what_is_no_severity_is_not_kept(client: Client, ines: User, first: PackVersion) -> None:
    draft = make_draft(ines, tea(leaves=REWORDED))
    save(client, draft, {f"severity-{change_of(draft, GREEN)}": "catastrophe"})
    draft.refresh_from_db()
    assert draft.choices["severity"] == {}


def test_a_change_that_is_gone_makes_the_page_load_anew(client: Client, ines: User, first: PackVersion) -> None:
    draft = make_draft(ines, tea(leaves=REWORDED))
    response = save(client, draft, {"severity-c0": "typo"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_publishing_follows_the_chosen_severity(client: Client, ines: User, ada: User, first: PackVersion) -> None:
    learned(ada, GREEN)
    learned(ada, "green-water")
    draft = make_draft(ines, tea(leaves=REWORDED, water=FLIPPED))
    save(client, draft, {f"severity-{change_of(draft, GREEN)}": "flipped"})
    save(client, draft, {f"severity-{change_of(draft, 'green-water')}": "typo"})
    assert publish(client, draft).status_code == 303
    cards = {card.fact.key: card for card in Card.objects.of(ada.pk).select_related("fact")}
    assert cards[GREEN].stability is None  # begins anew
    assert cards["green-water"].stability == 5.0  # as before


def test_without_script_publishing_takes_the_severities_along(
    client: Client, ines: User, ada: User, first: PackVersion
) -> None:
    learned(ada, GREEN)
    draft = make_draft(ines, tea(leaves=REWORDED))
    select = f"severity-{change_of(draft, GREEN)}"
    assert f'name="{select}"' in page_of(client, "difference", draft.pk)
    assert f'<select id="{select}" form="publish-form"' in page_of(client, "difference", draft.pk)
    assert publish(client, draft, **{select: "flipped"}).status_code == 303
    assert Card.objects.of(ada.pk).get(fact__key=GREEN).stability is None


def test_retired_facts_say_that_they_are_no_longer_asked(
    client: Client, ines: User, ada: User, first: PackVersion
) -> None:
    learned(ada, "fridge")
    page = page_of(client, "difference", make_draft(ines, tea(leaves=WITHOUT_TRAP)).pk)
    assert ">Retired " in page
    assert "no longer asked: 1 learner" in page


def test_a_published_draft_shows_its_changes_and_no_choice(client: Client, ines: User, first: PackVersion) -> None:
    draft = make_draft(ines, tea(leaves=REWORDED))
    publish(client, draft)
    page = page_of(client, "difference", draft.pk)
    assert "Steamed" in page
    assert "<select" not in page
    draft.refresh_from_db()
    before = draft.choices
    save(client, draft, {"severity-c0": "typo"})
    draft.refresh_from_db()
    assert draft.choices == before


def test_the_button_to_publish_is_off_with_its_reason_while_errors_stand(client: Client, ines: User) -> None:
    draft = make_draft(ines, tea(water=WATER.replace("- [x]", "- [ ]")))
    page = page_of(client, "difference", draft.pk)
    assert "1 error has to be mended first." in page
    assert 'disabled aria-describedby="obstacles"' in page
    assert publish(client, draft).status_code == 422


def test_the_button_is_off_until_the_rights_are_confirmed(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    Draft.objects.update(rights_confirmed_at=None)
    page = page_of(client, "difference", draft.pk)
    assert "Confirm that you wrote this or may publish it." in page
    assert f'<a href="{reverse("authoring:draft", args=[draft.pk])}">Settle it in the draft</a>' in page
    response = publish(client, draft)
    assert response.status_code == 422
    assert not PackVersion.objects.exists()


def test_strangers_see_and_store_nothing(ines: User, first: PackVersion) -> None:
    draft = make_draft(ines, tea(leaves=REWORDED))
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert ivo.get(reverse("authoring:difference", args=[draft.pk])).status_code == 404
    assert save(ivo, draft, {"severity-c0": "typo"}).status_code == 404


def test_twenty_changes_ask_the_database_as_often_as_two(client: Client, ines: User, ada: User) -> None:
    many = "".join(f"\n**Term {n}:** What leaf number {n} is.\n<!-- id: term-{n} -->\n" for n in range(20))
    published(client, ines, tea(leaves=LEAVES + many))
    for n in range(20):
        learned(ada, f"term-{n}")
    two = make_draft(ines, tea(leaves=LEAVES + many.replace("number 3 is", "means").replace("number 4 is", "means")))
    page_of(client, "difference", two.pk)  # shows the message of publishing
    all_of_them = make_draft(ines, tea(leaves=LEAVES + many.replace(" is.", " means.")))
    assert _queries(client, two) == _queries(client, all_of_them)


def _queries(client: Client, draft: Draft) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(client, "difference", draft.pk)
    return len(captured)


MORNING = "A tin that was opened in the morning keeps its leaves fresh until the evening."
EVENING = "A tin that was opened in the evening keeps its leaves fresh until the morning."
EITHER = "A tin that was opened in the evening keeps its leaves fresh until the evening."


def with_traps(*texts: str) -> str:
    return LEAVES + "".join(f"\n> **Exam Trap:** {one}\n" for one in texts)


@pytest.fixture
def doubtful(client: Client, ines: User, ada: User) -> Draft:
    """A draft with a trap that is as like to either of two earlier ones; Ada has learned both."""
    published(client, ines, tea(leaves=with_traps(MORNING, EVENING)))
    for fact in Fact.objects.filter(kind="trap").exclude(key="fridge"):
        learned(ada, fact.key)
    return make_draft(ines, tea(leaves=with_traps(EITHER)))


def key_of(wording: str) -> str:
    return next(key for key in Fact.objects.values_list("key", flat=True) if wording in key)


def test_where_two_earlier_ones_are_as_like_the_author_is_asked(client: Client, doubtful: Draft) -> None:
    page = page_of(client, "difference", doubtful.pk)
    assert "1 passage could continue several earlier ones." in page
    assert f"continues “{MORNING}”" in page
    assert f"continues “{EVENING}”" in page
    assert "none of them, it is new" in page


def test_the_chosen_one_goes_on_with_its_memory(client: Client, doubtful: Draft, ada: User) -> None:
    (doubt,) = read_of(doubtful).doubts
    chosen = key_of("opened-in-the-morning")
    response = save(client, doubtful, {f"identity-{doubt.key}": chosen})
    assert response.status_code == 303
    doubtful.refresh_from_db()
    assert doubtful.choices["identity"] == {doubt.key: chosen}
    page = page_of(client, "difference", doubtful.pk)
    assert "could continue several earlier ones" not in page
    publish(client, doubtful)
    live = set(Fact.objects.live().filter(kind="trap").values_list("key", flat=True))
    assert live == {"fridge", chosen}


def test_none_of_them_makes_it_new(client: Client, doubtful: Draft) -> None:
    (doubt,) = read_of(doubtful).doubts
    save(client, doubtful, {f"identity-{doubt.key}": ""})
    publish(client, doubtful, retire="2")
    live = set(Fact.objects.live().filter(kind="trap").values_list("key", flat=True))
    assert live == {"fridge", doubt.key}


def test_what_is_no_candidate_is_not_kept(client: Client, doubtful: Draft) -> None:
    (doubt,) = read_of(doubtful).doubts
    save(client, doubtful, {f"identity-{doubt.key}": "fridge", "identity-other": "", "severity-c0": "typo"})
    doubtful.refresh_from_db()
    assert doubtful.choices.get("identity", {}) == doubtful.choices.get("severity", {}) == {}


def test_the_page_counts_the_changes_by_kind(client: Client, ines: User, first: PackVersion) -> None:
    page = page_of(client, "difference", make_draft(ines, tea(leaves=REWORDED, water=FLIPPED)).pk)

    counts = page[page.index('<dl class="counts">') : page.index("</dl>")]

    assert re.findall(r"<dt>(.+?)</dt><dd>(.+?)</dd>", counts) == [("Reworded", "1"), ("Answer flipped", "1")]
