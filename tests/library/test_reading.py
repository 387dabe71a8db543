"""Landing, packs and lessons as people see them."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.library import queries
from studyapp.library.models import Pack, SectionRevision
from tests import factories
from tests.library import stored

AsUser = Callable[[User], Client]
LESSON = "/packs/tea/l/leaves/choosing-leaves/"


@pytest.fixture
def tea(db: None) -> Pack:
    return stored.publish()


def page(client: Client, url: str, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def without_tokens(response: HttpResponse) -> str:
    """A page without what is different in every response."""
    return re.sub(r"\b(?:[0-9a-f]{12}|[0-9A-Za-z]{64})\b", "", response.content.decode())


def test_the_landing_page_offers_the_packs_that_everybody_may_read(tea: Pack, client: Client) -> None:
    factories.make_pack("secret", is_public=False)

    html = page(client, "/")

    assert "Making tea" in html
    assert "Certified Tea Maker (TEA-1)" in html
    assert "2 lessons" in html
    assert 'value="tea"' in html
    assert "secret" not in html


def test_the_landing_page_sends_learners_to_today_and_instructors_to_teach(
    as_user: AsUser, ada: User, ines: User
) -> None:
    assert as_user(ada).get("/").headers["Location"] == reverse("study:today")
    response = as_user(ines).get("/")
    assert (response.status_code, response.headers["Location"]) == (303, reverse("authoring:teach"))


def test_without_a_pack_the_landing_page_says_so(db: None, client: Client) -> None:
    assert "No pack here yet" in page(client, "/")


def test_a_pack_shows_its_exam_with_dates_its_weights_and_its_lessons(tea: Pack, client: Client) -> None:
    html = page(client, "/packs/tea/")

    assert "750 on a scale from 100 to 1000" in html
    assert "23 November 2026" in html
    assert 'href="https://tea.example/guide"' in html
    assert "60 percent of the exam" in html
    assert html.index("Leaves") < html.index("Choosing Leaves") < html.index("Heating Water")
    assert "CC-BY-4.0" in html
    assert "Earl Grey belongs to nobody." in html


def test_the_authors_words_do_not_repeat_the_title_of_the_page(tea: Pack, client: Client) -> None:
    html = page(client, "/packs/tea/")

    assert "A pack about leaves." in html
    assert "<h2>Making tea</h2>" not in html


def test_a_pack_without_lessons_says_so(db: None, client: Client) -> None:
    pack = factories.make_pack()

    assert "No lesson published" in page(client, f"/packs/{pack.key}/")


@pytest.mark.parametrize("url", ["/packs/tea/", LESSON, "/packs/tea/files/1/img/tin.png"])
def test_a_private_pack_is_its_owners_and_the_operators_alone(url: str, as_user: AsUser, client: Client) -> None:
    ines = factories.make_ines()
    stored.publish(owner=ines, is_public=False, files={"img/tin.png": stored.PICTURE})

    assert as_user(ines).get(url).status_code == 200
    assert as_user(factories.make_olga()).get(url).status_code == 200
    assert as_user(factories.make_ada()).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_to_strangers_a_private_pack_looks_like_one_that_is_not_there(
    as_user: AsUser, client: Client, ada: User, ines: User
) -> None:
    stored.publish(owner=ines, is_public=False)

    not_theirs, not_there = (as_user(ada).get(f"/packs/{key}/") for key in ("tea", "nil"))
    assert not_theirs.status_code == not_there.status_code == 404
    assert without_tokens(not_theirs) == without_tokens(not_there)
    hidden, missing = client.get("/packs/tea/"), client.get("/packs/nil/")
    assert hidden.status_code == missing.status_code == 302
    assert hidden.headers["Location"].replace("tea", "nil") == missing.headers["Location"]


def test_a_lesson_names_rows_and_columns_for_screen_readers(tea: Pack, client: Client) -> None:
    html = page(client, LESSON)

    assert '<th scope="row">Green</th>' in html
    assert html.count('<th scope="col">') == 3
    assert 'tabindex="0" role="region" aria-label="Table: Kind, What is done to the leaf, Drink when"' in html


def test_a_lesson_has_one_h1_and_an_anchor_for_every_block(tea: Pack, client: Client) -> None:
    html = page(client, LESSON)

    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    wanted = {
        "one-plant",
        "kinds",
        "def-oxidation",
        "def-withering",
        "fridge",
        "cup",
        "one-plant-two-teas",
        "s-storing",
    }
    assert wanted <= set(ids)


def test_a_lesson_says_when_a_statement_was_checked(tea: Pack, client: Client) -> None:
    assert "Checked Sep 2025" in page(client, LESSON)


def test_the_truth_of_a_trap_is_folded_and_its_belief_is_not(tea: Pack, client: Client) -> None:
    html = page(client, LESSON)
    folded = re.search(r'<details class="predict">.*?</details>', html, re.DOTALL)

    assert folded is not None
    assert "Moisture condenses" in folded.group()
    assert "Moisture condenses" not in html.replace(folded.group(), "")
    assert "A refrigerator is the best place" in html.replace(folded.group(), "")


def test_no_key_and_no_rubric_is_on_the_page_of_a_lesson(tea: Pack, client: Client) -> None:
    for url in (LESSON, LESSON + "?print=1"):
        assert "canary-of" not in page(client, url)
        assert "Heat stops oxidation" not in page(client, url)


def test_the_printed_lesson_has_its_folded_parts_open_and_nothing_to_press(tea: Pack, client: Client) -> None:
    html = page(client, LESSON + "?print=1")

    assert "<details>" not in html
    assert '<details class="predict"' not in html
    assert '<div class="predict">' in html
    assert "Cover a column" not in html


def test_the_wrong_end_of_an_address_leads_to_the_right_one(tea: Pack, client: Client) -> None:
    response = client.get("/packs/tea/l/leaves/old-title/?print=1")

    assert (response.status_code, response.headers["Location"]) == (302, LESSON + "?print=1")


def test_a_section_that_is_no_lesson_leads_into_its_lesson(tea: Pack, client: Client) -> None:
    response = client.get("/packs/tea/l/storing/storing/")

    assert response.headers["Location"] == LESSON + "#s-storing"


def test_a_lesson_that_was_withdrawn_says_so(tea: Pack, client: Client) -> None:
    stored.publish({"d2/2.1.md": stored.WATER})

    response = client.get(LESSON)

    assert response.status_code == 410
    assert "withdrawn" in response.content.decode()
    assert client.get("/packs/tea/l/never/was/").status_code == 404


def test_lessons_lead_to_their_neighbours(tea: Pack, client: Client) -> None:
    first, last = page(client, LESSON), page(client, "/packs/tea/l/water/heating-water/")

    assert 'rel="next" href="/packs/tea/l/water/heating-water/" data-key="n"' in first
    assert 'rel="prev"' not in first
    assert f'rel="prev" href="{LESSON}" data-key="p"' in last


def test_a_learner_can_mark_a_lesson_understood_and_write_its_reflection(tea: Pack, as_user: AsUser, ada: User) -> None:
    revision = SectionRevision.objects.get(section__key="leaves")
    factories.make_fact(revision)

    html = page(as_user(ada), LESSON)

    assert f'action="{reverse("study:understood", args=["tea", "leaves"])}"' in html
    assert 'data-key="m"' in html
    assert f'href="{reverse("reflection:write", args=["tea", "one-plant-two-teas"])}"' in html


def test_a_lesson_without_facts_says_that_it_has_no_questions(tea: Pack, as_user: AsUser, ada: User) -> None:
    assert "No questions here yet" in page(as_user(ada), LESSON)


def test_the_text_carries_its_language(db: None, client: Client) -> None:
    stored.publish(manifest=stored.MANIFEST.replace('id = "tea"', 'id = "tee"\nlanguage = "de"'))

    assert '<article class="lesson" lang="de">' in page(client, "/packs/tee/l/leaves/choosing-leaves/")


def test_the_words_of_an_author_never_reach_htmx(db: None, client: Client) -> None:
    stored.publish({"a.md": stored.WATER + '\n<p hx-get="/evil/" onclick="x()">Steam <script>alert(1)</script></p>\n'})

    html = page(client, "/packs/tea/l/water/heating-water/")

    assert "/evil/" not in html
    assert "alert(1)" not in html.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "")
    assert '<div class="passage" hx-disable>' in html


def test_a_lesson_takes_the_same_number_of_statements_whatever_is_in_it(
    tea: Pack, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    long = "".join(
        stored.LEAVES.split("---\n", 2)[2]
        .replace("# 1.1", f"## 1.1.{number}")
        .replace("<!--", f"<!-- n{number}")
        .replace("### Which", f"### {number} Which")
        for number in range(2, 22)
    )
    small, large = "/packs/tea/l/water/heating-water/", LESSON
    stored.publish({"d1/1.1.md": stored.LEAVES + long, "d2/2.1.md": stored.WATER})
    assert page(client, large).count("<table") > 10

    with django_assert_num_queries(13):
        page(client, small)
    with django_assert_num_queries(13):
        page(client, large)


def test_the_lists_of_packs_take_the_same_number_of_statements_for_one_pack_and_for_many(
    tea: Pack, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        page(client, "/packs/")
    for _ in range(10):
        factories.make_revision(factories.make_pack())
    with django_assert_num_queries(2):
        page(client, "/packs/")


def test_the_minutes_of_a_lesson_count_all_its_sections(tea: Pack) -> None:
    assert tea.current_version is not None
    SectionRevision.objects.filter(section__key="leaves").update(words=250)
    SectionRevision.objects.filter(section__key="storing").update(words=151)

    first, second = queries.lessons_of(tea.current_version, "tea")

    assert (first.words, first.minutes) == (401, 3)
    assert second.minutes == 1


def test_the_minutes_of_a_pack_are_those_of_its_lessons_everywhere(tea: Pack, client: Client) -> None:
    SectionRevision.objects.update(words=0)
    SectionRevision.objects.filter(section__key__in=["leaves", "water"]).update(words=210)

    for url in ("/", "/packs/", "/packs/tea/"):
        assert "about 4 min of reading" in page(client, url)


def test_the_bar_of_a_domain_is_as_long_as_its_weight(tea: Pack, client: Client) -> None:
    html = page(client, "/packs/tea/")

    assert 'class="meter-fill" width="60%"' in html
    assert 'class="meter-fill" width="40%"' in html


def test_on_paper_nobody_is_asked_to_predict(tea: Pack, client: Client) -> None:
    assert "Predict first" in page(client, LESSON)
    html = page(client, LESSON + "?print=1")
    assert "Predict first" not in html
    assert "Moisture condenses on cold leaves" in html


def test_a_key_opens_the_next_trap(tea: Pack, client: Client) -> None:
    assert '<summary data-key="t" data-key-label="Open the next trap">' in page(client, LESSON)


def test_a_section_knows_its_lesson_and_a_withdrawn_one_has_none(tea: Pack) -> None:
    storing = SectionRevision.objects.get(section__key="storing")

    place = queries.lesson_of(storing)

    assert place is not None
    assert place.url(anchor="fridge") == LESSON + "#fridge"
    stored.publish({"d2/2.1.md": stored.WATER})
    assert queries.lesson_of(storing) is None


def test_a_reflection_without_an_id_can_be_written_too(db: None, as_user: AsUser, ada: User) -> None:
    stored.publish({"a.md": "# Boiling\n\n**Reflection Question:** Why does water boil sooner on a mountain?\n"})

    html = page(as_user(ada), "/packs/tea/l/boiling/boiling/")

    link = re.search(r'href="(/reflect/tea/[^"]+)"', html)
    assert link is not None
    assert "mountain" in page(as_user(ada), link.group(1))


@pytest.mark.parametrize("url", ["/packs/tea/l/%00/x/", "/packs/tea/files/1/img/%00.png"])
def test_an_address_with_a_null_byte_is_not_there(url: str, tea: Pack, client: Client) -> None:
    assert client.get(url).status_code == 404
