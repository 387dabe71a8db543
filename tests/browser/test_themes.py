"""The main pages, narrow and wide, light and dark: accessible, inside the window, one h1 each."""

import pytest

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests.browser.conftest import Visits
from tests.browser.main_pages import PAGES, Evening

LOOKS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]


@pytest.fixture
def evening(flagship: Pack, ada: User, ines: User) -> Evening:
    """Ada after some weeks, Ines with an upload to judge."""
    return Evening(flagship, ada, ines)


def test_the_main_pages_in_every_look(visit: Visits, evening: Evening) -> None:
    found = []
    readers = {user: visit(as_=user) for user in (None, evening.learner, evening.instructor)}
    for name in PAGES:
        reader = readers[evening.reader_of(name)]
        reader.page.set_viewport_size({"width": 1280, "height": 800})
        evening.open(reader, name)
        for width, scheme in LOOKS:
            reader.page.set_viewport_size({"width": width, "height": 800})
            reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{name}, {width} px, {scheme}: {line}" for line in reader.faults()]
            found += [f"{name}, {width} px: sticks out: {line}" for line in reader.wider_than_the_window()]

    assert not found, "\n".join(found)


OTHER_PAGES = {
    "nobody": ["/accounts/login/", "/accounts/signup/", "/accounts/reset/", "/accounts/reset/sent/", "/packs/"],
    "learner": [
        "/packs/genai-developer-pro/",
        "/search/?q=retrieval",
        "/me/",
        "/me/delete/",
        "/reflect/genai-developer-pro/insurer-letters/",
    ],
    "operator": ["/teach/", "/teach/import/", "/teach/genai-developer-pro/history/", "/ops/people/"],
}


def test_every_other_page_in_every_look(visit: Visits, evening: Evening, olga: User) -> None:
    found = []
    for who, person in (("nobody", None), ("learner", evening.learner), ("operator", olga)):
        reader = visit(as_=person)
        for path in OTHER_PAGES[who]:
            reader.open(path)
            for width, scheme in LOOKS:
                reader.page.set_viewport_size({"width": width, "height": 800})
                reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found += [f"{path}, {width} px, {scheme}: {line}" for line in reader.faults()]
                found += [f"{path}, {width} px: sticks out: {line}" for line in reader.wider_than_the_window()]

    assert not found, "\n".join(found)


def test_the_end_of_a_session_and_a_missing_page(visit: Visits, evening: Evening) -> None:
    reader = visit(as_=evening.learner, width=360, dark=True)
    evening.open(reader, "session after")
    session = reader.page.url.split("?")[0]

    reader.open(f"{session.removeprefix(reader.home)}end/")
    assert not reader.wider_than_the_window()
    reader.allow(404)
    reader.open("/no/such/page/")

    assert not reader.wider_than_the_window()


def test_a_session_in_forced_colours_at_twice_the_size(visit: Visits, evening: Evening) -> None:
    reader = visit(as_=evening.learner, width=640, forced=True, device_scale_factor=2)

    evening.open(reader, "session after")

    assert not reader.wider_than_the_window()
