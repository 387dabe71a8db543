"""A learner in a session: answers what the page asks, by keyboard alone or by plain form fields."""

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Locator

from studyapp.domain.items.scoring import Response
from studyapp.quiz.services import is_self_rated
from studyapp.study.asking import current
from studyapp.study.learners import session_row
from studyapp.study.models import Review, StudySession
from studyapp.study.services.responding import Asked
from tests.browser.history import right_response, wrong_response
from tests.browser.watching import Visit

GUARD = "() => performance.now() - rest.at > 450"  # Enter rests for 400 ms after feedback appears
MOST_TABS = 80
TYPED = {"cloze", "short-answer"}


class Studying:
    """What one visit does in the session it is at."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page = visit.page

    @property
    def session(self) -> StudySession:
        """The session in the address."""
        return StudySession.objects.get(id=UUID(self.page.url.split("/study/")[1].split("/")[0]))

    def asked(self) -> Asked:
        """The question on the page, with its key."""
        session = self.session
        row = session_row(session.learner_id, session.id)
        found = current(row) if row else None
        assert found is not None, f"nothing is asked at {self.page.url}"
        shown = self.page.locator("#card input[name=item]").input_value()
        assert shown == str(found.item.pk), f"the page shows item {shown}, the session is at {found.item.pk}"
        return found

    def answer(self, *, right: bool = True, check: str = "Enter") -> Review:
        """Answer by keys alone and see the result; returns the row that was stored.

        `check` is the key that sends it: Enter, or one that says how sure the learner is.
        """
        asked = self.asked()
        response = right_response(asked) if right else wrong_response(asked)
        if is_self_rated(asked.item):
            self.visit.press("Space")
        key = self.page.locator("#card input[name=key]").first.input_value()
        self._by_keys(asked, response, check)
        return Review.objects.get(learner_id=asked.card.learner_id, id=UUID(key))

    def pass_cards(self) -> None:
        """Answer until something is asked that is not rated by the learner."""
        while is_self_rated(self.asked().item):
            if self.visit.has_script:
                self.answer()
                self.go_on()
            else:
                self.answer_by_form()
                self.visit.click("Next")

    def answer_by_form(self, *, right: bool = True) -> None:
        """Answer by filling in the form and sending it, which works without script."""
        asked = self.asked()
        response = right_response(asked) if right else wrong_response(asked)
        if is_self_rated(asked.item):
            self.visit.click("Show")
            self.visit.click(self.page.locator(f"button[name=rating][value='{response.rating}']"))
            return
        self.fill(asked, response)
        self.visit.click("Check")

    def go_on(self) -> None:
        """Press Enter on a result."""
        self.page.wait_for_function(GUARD)
        self.visit.press("Enter")

    def fill(self, asked: Asked, response: Response) -> None:
        """Put a response into the fields, without sending it."""
        if asked.item.kind in TYPED:
            self.page.locator("#text").fill(response.text)
        elif asked.item.kind in {"ordering", "matching"}:
            for name, value in placed(asked, response).items():
                self.page.locator(f"select[name={name}]").select_option(value)
        else:
            for number in numbers(asked, response):
                self.page.locator(f"input[name=choice][value='{number}']").check()

    def _by_keys(self, asked: Asked, response: Response, check: str) -> None:
        keyboard = self.page.keyboard
        if is_self_rated(asked.item):
            self.visit.press(str(response.rating))
            return
        if asked.item.kind in TYPED:
            self.tab_to(self.page.locator("#text"))
            keyboard.type(response.text)
        elif asked.item.kind in {"ordering", "matching"}:
            for name, value in placed(asked, response).items():
                self._choose(self.page.locator(f"select[name={name}]"), value)
            self.tab_to(self.page.get_by_role("button", name="Check"))
        else:
            for number in numbers(asked, response):
                keyboard.press(str(number))
        self.visit.press(check)

    def _choose(self, select: Locator, value: str) -> None:
        """Pick an option of a select by arrow keys."""
        self.tab_to(select)
        values = [option.get_attribute("value") for option in select.locator("option").all()]
        steps = values.index(value) - values.index(select.input_value())
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert select.input_value() == value

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the element has the focus."""
        is_there: Callable[[], bool] = lambda: wanted.evaluate("(one) => one === document.activeElement")  # noqa: E731
        for _ in range(MOST_TABS):
            if is_there():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {wanted}")


def numbers(asked: Asked, response: Response) -> list[int]:
    """The response's options as the page numbers them."""
    return [asked.order.index(position) + 1 for position in response.choices]


def placed(asked: Asked, response: Response) -> dict[str, str]:
    """The response's selects: a place for each step, first place first, or an option for each left side.

    A step put into its place moves those after it, so only filling from the top leaves what was placed where it is.
    """
    if asked.item.kind == "matching":
        return {f"match-{place}": str(number) for place, number in enumerate(numbers(asked, response), 1)}
    where = {position: place for place, position in enumerate(response.choices, 1)}
    by_place = sorted(enumerate(asked.order, 1), key=lambda one: where[one[1]])
    return {f"place-{number}": str(where[position]) for number, position in by_place}
