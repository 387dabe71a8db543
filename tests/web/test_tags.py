"""Template tags: icons, lengths of time, moments, shares, the main links."""

from datetime import UTC, datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import lucide
import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from studyapp.web.templatetags.web import breakable, duration, icon, local_time, percent

pytestmark = pytest.mark.urls("tests.web.failing_urls")


def test_an_icon_is_hidden_from_screen_readers_and_named_by_the_word_beside_it() -> None:
    svg = ElementTree.fromstring(icon("key"))

    assert svg.get("aria-hidden") == "true"
    assert len(svg) > 0
    assert svg.get("style") is None


def test_an_icon_that_does_not_exist_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(lucide.IconDoesNotExist):
        icon("no-such-icon")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a minute"),
        (59.9, "under a minute"),
        (60, "about 1 min"),
        (420, "about 7 min"),
        (3600, "about 1 h"),
        (3599, "about 1 h"),
        (4800, "about 1 h 20 min"),
        (None, ""),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(seconds: float | None, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0 %"), (0.5, "50 %"), (0.995, "100 %"), (1.0, "100 %"), (None, "–")]
)
def test_a_share_is_shown_as_whole_percent(share: float | None, words: str) -> None:
    assert percent(share) == words


def test_words_between_slashes_break_behind_a_slash_and_stay_escaped() -> None:
    assert breakable("limit/cap <b>/x") == "limit/<wbr>cap &lt;b&gt;/<wbr>x"


def test_a_moment_is_shown_in_the_learners_zone() -> None:
    with timezone.override(ZoneInfo("Asia/Kathmandu")):
        shown = local_time(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))

    assert shown == '<time datetime="2026-11-24T01:45:00+05:45">24 Nov 2026, 01:45</time>'


def test_a_main_link_is_marked_on_its_page_and_below_it() -> None:
    template = Template('{% nav_link "web:health" "Health" "key" %}{% nav_link "no:where" "Gone" "key" %}')

    def drawn(path: str) -> str:
        return template.render(Context({"request": RequestFactory().get(path)}))

    assert 'aria-current="page"' in drawn("/health/")
    assert 'aria-current="true"' in drawn("/health/more/")
    assert "aria-current" not in drawn("/today/")
    assert "Gone" not in drawn("/health/")
