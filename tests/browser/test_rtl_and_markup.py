"""What learners write is shown as they wrote it, whatever it looks like, and never runs."""

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.reflection.models import Answer
from studyapp.study.models import Review
from tests.browser.conftest import Visits
from tests.browser.test_keyboard import at_a_typed_question

TEXTS = {
    "markup": "<script>ran = 1</script><img src=x onerror='ran = 1'> & &amp; {{ 7 }} {% now %} </textarea>",
    "emoji": "Retrieval 🧠 fetches 👩🏽‍🔬 the text; tuning 🇦🇹 shapes tone ☕️",
    "right to left": "الاسترجاع يجلب النص الحالي RAG ثم يجيب النموذج עם מקור",
    "overrides": "a \u202egnirts desrever\u202c and \u2066isolated\u2069 text",
}
OWN_WORDS = """() => {
  const copy = document.querySelector('.own-words').cloneNode(true);
  copy.querySelectorAll('sup').forEach((one) => one.remove());
  return copy.textContent;
}"""


@pytest.mark.parametrize("kind", TEXTS)
def test_a_reflection_is_kept_byte_for_byte_and_runs_nothing(
    visit: Visits, flagship: Pack, ada: User, kind: str
) -> None:
    text = TEXTS[kind]
    reader = visit(as_=ada, width=360)
    reader.open("/packs/genai-developer-pro/l/choosing-a-customisation/choosing-a-customisation/")
    reader.click("Write")
    reader.page.locator("textarea").fill(text)

    reader.press("Control+Enter")

    assert Answer.objects.get().text == text
    assert reader.page.evaluate(OWN_WORDS) == text
    expect(reader.page.locator("textarea")).to_have_value(text)
    assert reader.page.evaluate("() => window.ran") is None
    assert not reader.wider_than_the_window()


@pytest.mark.parametrize("kind", TEXTS)
def test_a_typed_answer_is_kept_byte_for_byte_and_runs_nothing(visit: Visits, ada: User, kind: str) -> None:
    text = TEXTS[kind]
    reader = at_a_typed_question(visit, ada)
    reader.page.locator("#text").fill(text)

    reader.press("Enter")

    assert Review.objects.get().text == text
    assert reader.page.locator("#answers [dir=auto]").first.text_content() == text
    assert reader.page.evaluate("() => window.ran") is None
