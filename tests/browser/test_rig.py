"""The rig itself: a test that cannot fail proves nothing."""

import pytest

from tests.browser.conftest import Visits

BAD = {
    "two headings": ("<h1>again</h1>", "2 h1"),
    "a field without a label": ("<input type='text'>", "axe: label"),
    "a link without a name": ("<a href='/packs/'></a>", "axe: link-name"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_in_the_page_is_found_and_named(visit: Visits, name: str) -> None:
    reader = visit()
    reader.open("/packs/")
    html, word = BAD[name]

    reader.page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html)

    with pytest.raises(AssertionError, match=word):
        reader.settle()


def test_a_third_party_an_error_and_a_breach_of_the_policy_are_found(visit: Visits) -> None:
    reader = visit()
    reader.open("/packs/")

    reader.page.evaluate("() => fetch('http://127.0.0.2:9/').catch(() => console.error('own words'))")
    reader.page.wait_for_function("() => rest.policy.length")

    with pytest.raises(AssertionError, match="content policy: connect-src") as caught:
        reader.settle()
    assert "own words" in str(caught.value)


def test_a_missing_page_is_found_unless_it_was_announced(visit: Visits) -> None:
    reader = visit()

    with pytest.raises(AssertionError, match="404 from GET"):
        reader.open("/nowhere/")

    reader.allow(404)
    reader.open("/nowhere/")
