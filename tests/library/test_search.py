"""Search."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.library.excerpts import marked
from studyapp.library.models import Pack
from studyapp.library.search import search
from tests.library import stored

AsUser = Callable[[User], Client]


@pytest.fixture
def tea(db: None) -> Pack:
    return stored.publish()


def titles(query: str, user: User) -> list[str]:
    return [
        f"{hit.number} {hit.title}".replace("<mark>", "").replace("</mark>", "") for hit in search(query, user).hits
    ]


def test_all_words_must_be_in_the_lesson_wherever_they_stand(tea: Pack, ada: User) -> None:
    assert titles("refrigerator harvest", ada) == ["1.1 Choosing Leaves"]
    assert titles("refrigerator eighty", ada) == []


def test_other_forms_of_a_word_are_found(tea: Pack, ada: User) -> None:
    assert titles("condensing moist", ada) == ["1.1 Choosing Leaves"]
    assert titles("OXIDATIONS", ada) == ["1.1 Choosing Leaves"]


@pytest.mark.parametrize("typed", ["re", "refri", "refriger", "refrigerat", "refrigerato", "refrigerator"])
def test_the_last_word_is_found_while_it_is_typed(typed: str, tea: Pack, ada: User) -> None:
    assert "1.1 Choosing Leaves" in titles(typed, ada)


def test_only_the_last_word_may_be_a_beginning(tea: Pack, ada: User) -> None:
    assert titles("refri harvest", ada) == []


def test_a_title_weighs_more_than_a_mention(tea: Pack, ada: User) -> None:
    assert titles("water", ada) == ["2.1 Heating Water", "1.1 Choosing Leaves"]


def test_hits_are_marked_in_an_excerpt_that_leads_to_its_block(tea: Pack, client: Client) -> None:
    html = client.get("/search/?q=refrigerator").content.decode()

    assert "A <mark>refrigerator</mark> is the best place" in html
    assert 'href="/packs/tea/l/leaves/choosing-leaves/#fridge"' in html


def test_an_excerpt_gives_away_no_truth_key_or_rubric(tea: Pack, client: Client) -> None:
    assert "Moisture" not in client.get("/search/?q=condenses").content.decode()
    assert "No lesson contains all" in client.get("/search/?q=canary").content.decode()


def test_when_nothing_is_found_the_nearest_words_are_offered(tea: Pack, client: Client) -> None:
    html = client.get("/search/?q=oxydation").content.decode()

    assert "No lesson contains all of" in html
    assert 'href="/search/?q=oxidation"' in html


def test_foreign_packs_are_neither_found_nor_suggested(as_user: AsUser, client: Client, ada: User, ines: User) -> None:
    stored.publish(owner=ines, is_public=False)

    for browser in (client, as_user(ada)):
        assert "Choosing" not in browser.get("/search/?q=harvest").content.decode()
        assert "oxidation" not in browser.get("/search/?q=oxydation").content.decode()
    assert "Choosing" in as_user(ines).get("/search/?q=harvest").content.decode()


def test_what_an_old_version_said_is_not_found(tea: Pack, ada: User) -> None:
    stored.publish({"d2/2.1.md": stored.WATER})

    assert titles("oxidation", ada) == []
    assert titles("eighty", ada) == ["2.1 Heating Water"]


def test_htmx_gets_the_list_and_the_number_spoken(tea: Pack, client: Client) -> None:
    html = client.get("/search/?q=harvest", headers={"HX-Request": "true"}).content.decode()

    assert html.lstrip().startswith('<section id="hits"')
    assert "1 lesson found." in html


@pytest.mark.parametrize("query", ["", "   ", "the", "a", "?!", "<script>alert(1)</script>", "x" * 5000, "%_"])
def test_any_query_gets_a_page_and_stays_text(query: str, tea: Pack, client: Client) -> None:
    response = client.get("/search/", {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_markup_in_a_text_is_not_markup_in_an_excerpt() -> None:
    assert marked("a <b> & tea", {"tea"}) == "a &lt;b&gt; &amp; <mark>tea</mark>"


def test_a_search_takes_a_bounded_number_of_statements(
    tea: Pack, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        stored.publish(manifest=stored.MANIFEST.replace('id = "tea"', f'id = "tea-{number}"'))

    with django_assert_max_num_queries(12):
        html = client.get("/search/?q=harvest tin").content.decode()
    assert "13 lessons" in html


@pytest.mark.parametrize("query", ["a", "%", "t ?"])
def test_a_query_without_a_word_to_look_for_asks_for_one(query: str, tea: Pack, client: Client) -> None:
    html = client.get("/search/", {"q": query}).content.decode()
    assert "Type a longer word." in html
    assert "No lesson contains" not in html


def test_the_cells_of_a_table_stand_apart_in_an_excerpt(tea: Pack, ada: User) -> None:
    (hit,) = search("grassy", ada).hits
    assert " · " in hit.excerpts[0].html
    assert " – " not in hit.excerpts[0].html
