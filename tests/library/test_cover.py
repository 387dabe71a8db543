"""Covering a column of a table, with and without script."""

import pytest
from django.test import Client

from studyapp.library.models import Pack
from tests.library import stored

LESSON = "/packs/tea/l/leaves/choosing-leaves/"


@pytest.fixture
def tea(db: None) -> Pack:
    return stored.publish()


def test_the_cells_of_a_covered_column_are_folded_on_the_plain_page(tea: Pack, client: Client) -> None:
    html = client.get(LESSON + "?cover=kinds.3").content.decode()

    assert html.count('<details class="covered">') == 4
    assert "<html" in html
    assert "“Drink when” is covered" in html
    assert "<td>Only dried, from the youngest buds</td>" in html
    assert "Show all" in html


def test_htmx_gets_the_table_alone_and_a_sentence_to_say(tea: Pack, client: Client) -> None:
    html = client.get(LESSON + "?cover=kinds.2", headers={"HX-Request": "true"}).content.decode()

    assert html.lstrip().startswith('<div id="table-kinds"')
    assert html.count('<details class="covered">') == 4
    assert "data-focus" in html
    assert "What is done to the leaf is covered." in html
    assert "Oxidation" not in html


def test_showing_all_gives_the_table_back(tea: Pack, client: Client) -> None:
    html = client.get(LESSON + "?cover=kinds.0", headers={"HX-Request": "true"}).content.decode()

    assert '<div id="table-kinds"' in html
    assert "covered" not in html
    assert "data-focus" in html


def test_the_next_column_after_the_last_is_the_first(tea: Pack, client: Client) -> None:
    html = client.get(LESSON + "?cover=kinds.3").content.decode()

    assert 'href="?cover=kinds.2#kinds"' in html
    assert 'hx-get="?cover=kinds.2" hx-target="#table-kinds"' in html


@pytest.mark.parametrize("cover", ["kinds.1", "kinds.9", "nil.2", "kinds"])
def test_a_column_that_cannot_be_covered_is_shown(cover: str, tea: Pack, client: Client) -> None:
    response = client.get(LESSON + f"?cover={cover}")

    assert response.status_code == 200
    assert 'class="covered"' not in response.content.decode()


def test_htmx_asking_for_a_table_that_is_not_there_gets_404(tea: Pack, client: Client) -> None:
    assert client.get(LESSON + "?cover=nil.2", headers={"HX-Request": "true"}).status_code == 404


def test_a_table_of_links_has_nothing_to_cover(db: None, client: Client) -> None:
    text = "# 2.1. Water\n\n| Read | Where |\n| --- | --- |\n| [A](https://a.example/) | [B](https://b.example/) |\n"
    stored.publish({"a.md": "---\nid: water\ntask: 2.1\n---\n" + text})

    html = client.get("/packs/tea/l/water/water/").content.decode()

    assert "<table" in html
    assert "Cover a column" not in html
    assert 'scope="row"' not in html
