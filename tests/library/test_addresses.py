"""Addresses of lessons."""

from django.urls import resolve, reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.library.addresses import lesson_address, slug_of


@settings(deadline=None)  # the first example loads every address of the site
@given(title=st.text(max_size=60))
def test_any_title_gives_an_address_that_leads_to_its_lesson(title: str) -> None:
    from urllib.parse import unquote

    found = resolve(unquote(lesson_address("tea", "leaves", title)))

    assert found.view_name == "library:lesson"
    assert found.kwargs == {"pack": "tea", "lesson": "leaves", "slug": slug_of(title)}


def test_a_lesson_called_understood_does_not_take_the_address_of_the_button() -> None:
    assert slug_of("Understood") != "understood"
    assert resolve("/packs/tea/l/leaves/understood/").view_name != "library:lesson"


def test_keys_with_slashes_are_keys_too() -> None:
    url = reverse("library:lesson", args=["tea", "part-one/summary", "summary"])

    assert resolve(url).kwargs["lesson"] == "part-one/summary"


def test_an_anchor_is_escaped() -> None:
    assert lesson_address("tea", "leaves", "Tea", anchor="a b#c").endswith("/l/leaves/tea/#a%20b%23c")
