"""The pages on which an instructor reviews the items of a published pack."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import Role, User
from studyapp.quiz.models import Item, ItemDecision
from tests import factories
from tests.authoring.drafting import page_of, published, text
from tests.authoring.packs import LEAVES, tea
from tests.quiz.test_deciding import BLACK, NO_BELIEF, OTHER_BLACK, asked_forms, black

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
CONTAINED = LEAVES.replace("Dinner was heavy", "Milk and sugar go into the cup while hungry guests wait for supper")


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def items(client: Client, ines: User) -> Client:
    """Ines, whose pack is published."""
    published(client, ines)
    page_of(client, "history", "tea")  # shows the message of publishing
    return client


def post(client: Client, name: str, pk: int, *, htmx: Any = False, **fields: str) -> Any:
    url = reverse(f"authoring:{name}", args=["tea", pk])
    return client.post(url, fields, headers=HTMX if htmx else {})


def row_of(page: str, lesson: str) -> list[int]:
    """The figures of a lesson in the overview."""
    row = page[page.index(f">{lesson}</a></th>") :]
    return [int(figure) for figure in re.findall(r'<td class="number">(\d+)</td>', row[: row.index("</tr>")])]


def test_the_overview_counts_items_and_decisions_by_lesson(items: Client) -> None:
    page = page_of(items, "items", "tea")
    assert row_of(page, "1.1 Choosing Leaves") == [20, 20, 0, 0, 0, 0, 0]
    post(items, "decide_item", black().pk, do="suppress")
    assert row_of(page_of(items, "items", "tea"), "1.1 Choosing Leaves") == [20, 19, 0, 1, 0, 0, 0]


def test_the_same_form_twice_decides_and_takes_back_once(items: Client) -> None:
    for do in ("accept", "suppress", "suppress"):
        post(items, "decide_item", black().pk, do=do)
    page = page_of(items, "lesson_items", "tea", "leaves")
    own = page[page.index(f'id="item-{black().pk}"') :]
    seen = re.findall(r'name="seen" value="([^"]+)"', own)[0]
    for _ in range(2):
        post(items, "decide_item", black().pk, do="undo", seen=seen)
    assert ItemDecision.objects.get(fact=black().fact_id, form=black().form).verdict == "accepted"


def test_teach_and_history_lead_to_the_items(items: Client) -> None:
    url = reverse("authoring:items", args=["tea"])
    assert url in page_of(items, "teach")
    assert url in page_of(items, "history", "tea")
    assert reverse("authoring:lesson_items", args=["tea", "leaves"]) in page_of(items, "items", "tea")


def test_a_pack_without_a_version_has_no_items(client: Client, ines: User) -> None:
    pack = factories.make_pack("bare", owner=ines)
    pack.current_version = None
    pack.save()
    assert "Nothing was published yet" in page_of(client, "items", "bare")
    assert client.get(reverse("authoring:lesson_items", args=["bare", "x"])).status_code == 404


def test_each_item_stands_there_with_its_key_and_its_feedback(items: Client) -> None:
    page = page_of(items, "lesson_items", "tea", "leaves")
    item = page[page.index(f'id="item-{black().pk}"') :]
    item = item[: item.index("</article>")]
    assert "which of these stands under “Drink when”?" in item
    asked, after = item.split('<details class="after-answer">')
    right = [part for part in asked.split("<label ") if "verdict-right" in part]
    assert len(right) == 1
    assert "Milk and sugar go into the cup" in right[0]
    assert "Milk and sugar go into the cup" in after
    assert "This stands under “Drink when” for" in item
    assert "not looked at" in item
    assert "d1/leaves.md:" in item


def test_the_grid_of_a_table_stands_right_before_its_own_items(items: Client) -> None:
    page = page_of(items, "lesson_items", "tea", "leaves")
    groups = [part.split("</section>")[0] for part in page.split('<section id="part-')[1:]]
    [table] = [group for group in groups if 'class="cells' in group]
    linked = re.findall(r'href="#item-(\d+)"', table)
    assert linked
    assert all(f'<article id="item-{pk}"' in table for pk in linked)
    assert table.index('class="cells') < table.index("<article")


def test_the_parts_of_a_lesson_are_listed_with_what_is_left_to_look_at(items: Client) -> None:
    page = page_of(items, "lesson_items", "tea", "leaves")
    anchors = re.findall(r'<section id="(part-[\w-]+)"', page)
    jumps = page[page.index('class="item-jumps"') : page.index("</nav>", page.index('class="item-jumps"'))]
    assert re.findall(r'href="#(part-[\w-]+)"', jumps) == anchors
    left = [int(n) for n in re.findall(r"(\d+) to look at", jumps)]
    assert sum(left) == 20
    swapped = text(post(items, "decide_item", black().pk, do="accept", htmx=True))
    assert sum(int(n) for n in re.findall(r"(\d+) to look at<", swapped)) == 19


def test_a_decision_without_script_leads_back_to_the_item(items: Client, ines: User) -> None:
    response = post(items, "decide_item", black().pk, do="suppress")
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"/items/in/leaves/#item-{black().pk}")
    decision = ItemDecision.objects.get()
    assert (decision.verdict, decision.decided_by, decision.fact.key) == ("suppressed", ines, BLACK)
    assert "forward" not in asked_forms()


def test_a_decision_by_swap_brings_the_item_the_counts_and_a_word(items: Client) -> None:
    page = text(post(items, "decide_item", black().pk, do="accept", htmx=True))
    assert f'<article id="item-{black().pk}" class="reviewed reviewed-accepted"' in page
    assert 'id="items-head"' in page
    assert "Accepted. 19 left to look at." in page
    assert "<html" not in page
    page = text(post(items, "decide_item", black().pk, do="undo", htmx=True))
    assert "Taken back. 20 left to look at." in page


def test_accepting_all_leaves_nothing_to_look_at(items: Client) -> None:
    url = reverse("authoring:lesson_items", args=["tea", "leaves"])
    assert items.post(url).status_code == 303
    page = page_of(items, "lesson_items", "tea", "leaves")
    assert "<dt>Not looked at</dt><dd>0</dd>" in page
    assert "Accept all" not in page


def wrong_place(item: Item) -> int:
    return next(place for place in range(1, len(item.options) + 1) if place not in item.keys)


def test_an_edit_is_what_learners_see_and_can_be_dropped(items: Client) -> None:
    place = wrong_place(black())
    form = text(items.get(reverse("authoring:edit_item", args=["tea", black().pk])))
    assert f'name="option-{place}"' in form
    assert f'name="option-{black().keys[0]}"' not in form
    response = post(items, "edit_item", black().pk, **{f"option-{place}": "It rains `all day`"})
    assert response.status_code == 303
    assert black().options[place - 1]["html"] == "It rains <code>all day</code>"
    assert "edited, kept" in page_of(items, "lesson_items", "tea", "leaves")
    post(items, "decide_item", black().pk, do="restore")
    assert "It rains" not in page_of(items, "lesson_items", "tea", "leaves")


@pytest.mark.parametrize("htmx", [True, False])
def test_an_edit_that_breaks_a_rule_comes_back_with_the_rule_and_the_words(items: Client, *, htmx: bool) -> None:
    place = wrong_place(black())
    response = post(items, "edit_item", black().pk, htmx=htmx, **{f"option-{place}": "42"})
    assert response.status_code == 422
    page = text(response)
    assert "Rule 9: the option is number, the key is text." in page
    assert ">42</textarea>" in page
    assert ("<html" in page) != htmx
    assert black().generated is None


def test_the_live_check_says_what_is_wrong_and_stores_nothing(items: Client) -> None:
    wrong = post(items, "edit_item", black().pk, htmx=True, do="check", stem="When would you drink this tea?")
    assert wrong.status_code == 200
    assert "Rule 16: “Black” is gone from the question" in text(wrong)
    right = post(items, "edit_item", black().pk, htmx=True, do="check", stem="When would you drink Black?")
    assert "Keeps the rules" in text(right)
    assert not ItemDecision.objects.exists()


def test_what_changed_since_comes_first_and_says_what_was_decided(items: Client, ines: User) -> None:
    place = wrong_place(black())
    post(items, "edit_item", black().pk, **{f"option-{place}": "It rains all day"})
    published(items, ines, tea(leaves=OTHER_BLACK))
    page = page_of(items, "lesson_items", "tea", "leaves")
    first = page[page.index("<article") :]
    assert first.startswith(f'<article id="item-{black().pk}" class="reviewed reviewed-again"')
    assert "Your words were:" in first[: first.index("</article>")]
    assert "It rains all day" in first[: first.index("</article>")]
    assert row_of(page_of(items, "items", "tea"), "1.1 Choosing Leaves")[1:3] == [19, 1]


def test_a_skipped_cell_says_why_and_how_to_mend_it(client: Client, ines: User) -> None:
    published(client, ines, tea(leaves=CONTAINED))
    page = page_of(client, "lesson_items", "tea", "leaves")
    grid = page[page.index('class="cells') :]
    assert "Skipped: this value contains that of “Pu-erh”, or is contained in it. " in grid
    assert "Fix: reword one." in grid
    assert "of 8 cells are asked" in grid
    assert "2 items</a>" in grid


def test_a_fact_without_an_item_is_listed_with_its_reason(items: Client) -> None:
    for item in Item.objects.current().filter(fact__key="fridge"):
        post(items, "decide_item", item.pk, do="suppress")
    page = page_of(items, "lesson_items", "tea", "leaves")
    assert "its one item is suppressed" in page
    assert row_of(page_of(items, "items", "tea"), "1.1 Choosing Leaves")[5] == 1


def test_a_belief_is_drafted_and_asked_only_once_it_is_approved(client: Client, ines: User) -> None:
    pack = published(client, ines, tea(leaves=NO_BELIEF)).pack
    page = page_of(client, "lesson_items", "tea", "leaves")
    assert ">Cold keeps an open tin fresh.</textarea>" in page
    assert "Drafted by leaving out “not”." in page
    assert asked_forms("fridge") == {"recall"}
    fact = pack.facts.get(key="fridge")
    assert post(client, "approve_belief", fact.pk, belief="Ice keeps an open tin fresh.").status_code == 303
    assert asked_forms("fridge") == {"recall", "belief"}
    page = page_of(client, "lesson_items", "tea", "leaves")
    assert "True or false: “Ice keeps an open tin fresh”" in page
    assert "Traps without a belief" not in page
    item = Item.objects.current().get(fact=fact, form="belief")
    assert client.get(reverse("authoring:edit_item", args=["tea", item.pk])).status_code == 404
    swapped = text(post(client, "decide_item", item.pk, do="undo", htmx=True))
    assert "The belief is withdrawn." in swapped
    assert asked_forms("fridge") == {"recall"}


@pytest.mark.parametrize("words", ["", " ", "Ice", "x " * 400])
def test_a_belief_that_is_no_statement_is_refused_and_kept_in_the_form(client: Client, ines: User, words: str) -> None:
    pack = published(client, ines, tea(leaves=NO_BELIEF)).pack
    response = post(client, "approve_belief", pack.facts.get(key="fridge").pk, belief=words)
    assert response.status_code == 422
    assert "Write a statement of two words or more" in text(response)
    assert not ItemDecision.objects.exists()


def test_what_no_form_of_ours_sends_is_not_found(items: Client) -> None:
    assert post(items, "decide_item", black().pk, do="explode").status_code == 404
    assert post(items, "decide_item", 999_999, do="accept").status_code == 404
    assert post(items, "approve_belief", black().fact_id, belief="It is so.").status_code == 404
    assert items.get(reverse("authoring:lesson_items", args=["tea", "none"])).status_code == 404
    assert items.get(reverse("authoring:decide_item", args=["tea", black().pk])).status_code == 405


def test_a_key_that_is_sent_as_edit_is_ignored(items: Client) -> None:
    item = black()
    post(items, "edit_item", item.pk, **{f"option-{item.keys[0]}": "Another key"})
    assert black().options == item.options


def test_other_instructors_find_nothing(items: Client) -> None:
    ivo = factories.signed_in(factories.make_learner("Ivo", role=Role.INSTRUCTOR))
    item = black()
    assert ivo.get(reverse("authoring:items", args=["tea"])).status_code == 404
    assert ivo.get(reverse("authoring:lesson_items", args=["tea", "leaves"])).status_code == 404
    assert ivo.get(reverse("authoring:edit_item", args=["tea", item.pk])).status_code == 404
    assert post(ivo, "decide_item", item.pk, do="suppress").status_code == 404
    assert post(ivo, "approve_belief", item.fact_id, belief="It is so.").status_code == 404
    assert not ItemDecision.objects.exists()


@pytest.mark.parametrize("name", ["items", "lesson_items"])
def test_twenty_items_ask_the_database_as_often_as_one(client: Client, ines: User, name: str) -> None:
    pack = factories.make_pack("many", owner=ines)
    revision = factories.make_revision(pack, "lesson")
    arguments = ["many"] if name == "items" else ["many", "lesson"]
    counts = []
    for upto in (1, 20):
        while Item.objects.count() < upto:
            factories.make_item(factories.make_fact(revision), revision)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"authoring:{name}", args=arguments))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
