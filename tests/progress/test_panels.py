"""The figures behind the panels, by hand-computed cases."""

from datetime import UTC, date, datetime

import pytest

from studyapp.library.models import ExamDomain
from studyapp.progress import panels
from studyapp.progress.drawing import missing_text, percent_text
from studyapp.progress.queries import CardRow, DayOfAnswers, LessonRow

TODAY = date(2026, 11, 23).toordinal()
BERLIN = "Europe/Berlin"


D1, D2 = ExamDomain(code="d1", title="One", weight=60), ExamDomain(code="d2", title="Two", weight=40)


def card(
    family: str = "f",
    *,
    domain: str = "d1",
    stability: float | None = 10.0,
    days_ago: int = 10,
    due: datetime = datetime(2026, 11, 25, 3, tzinfo=UTC),
    comes_back: bool = True,
) -> CardRow:
    seen = stability is not None
    return CardRow(
        family, domain, stability, 5.0 if seen else None, TODAY - days_ago if seen else None, due, comes_back
    )


def answered(n: int, *, domain: str = "d1", days_ago: int = 0, seconds: int = 0) -> DayOfAnswers:
    return DayOfAnswers(TODAY - days_ago, domain, n, seconds * 1000)


def recall_of(answers: list[DayOfAnswers], cards: list[CardRow], families: dict[str, int]) -> panels.Recall:
    return panels.recall_by_domain([D1, D2], families, answers, cards, today=TODAY, rest="Rest")


# --- reviews ahead


def test_a_review_stands_on_the_study_day_that_has_begun_on_the_learners_clock() -> None:
    before_four = datetime(2026, 11, 25, 2, 59, tzinfo=UTC)  # 03:59 in Berlin: still the study day of the 24th
    at_four = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    figure = panels.forecast([card(due=before_four), card(due=at_four)], today=TODAY, zone=BERLIN)
    assert figure.days[:4] == (0, 1, 1, 0)


def test_what_could_have_been_reviewed_before_stands_at_today() -> None:
    figure = panels.forecast([card(due=datetime(2026, 10, 1, tzinfo=UTC))], today=TODAY, zone=BERLIN)
    assert figure.days[0] == 1
    assert sum(figure.days) == 1


def test_the_thirtieth_day_is_the_last_and_later_reviews_are_counted_apart() -> None:
    last, beyond = datetime(2026, 12, 22, 12, tzinfo=UTC), datetime(2026, 12, 23, 3, tzinfo=UTC)
    figure = panels.forecast([card(due=last), card(due=beyond), card(due=beyond)], today=TODAY, zone=BERLIN)
    assert (len(figure.days), figure.days[29], figure.later, figure.n) == (30, 1, 2, 3)


def test_new_facts_and_criteria_of_written_answers_are_no_reviews() -> None:
    cards = [card(stability=None), card(comes_back=False), card(stability=None, comes_back=False)]
    figure = panels.forecast(cards, today=TODAY, zone=BERLIN)
    assert (figure.n, figure.waiting) == (0, 1)


# --- the year


def test_the_calendar_holds_365_days_and_sums_the_domains_of_a_day() -> None:
    rows = [answered(2), answered(3, domain="d2"), answered(4, days_ago=364), answered(5, days_ago=365)]
    figure = panels.calendar(rows, today=TODAY)
    assert (len(figure.days), figure.days[-1], figure.days[0]) == (365, 5, 4)
    assert (figure.n, figure.active_days) == (9, 2)


# --- recall


def test_recall_is_ninety_percent_after_one_stability_and_facts_not_met_count_as_nothing() -> None:
    figure = recall_of([answered(10)], [card("a"), card("b")], {"d1": 4})
    assert figure.domains[0].recall == pytest.approx(2 * 0.9 / 4)


def test_facts_of_one_family_count_as_one_and_its_new_facts_lower_it() -> None:
    cards = [card("a"), card("a", stability=None), card("b", days_ago=0)]
    figure = recall_of([answered(10)], cards, {"d1": 2})
    assert figure.domains[0].recall == pytest.approx((0.45 + 1.0) / 2)
    assert figure.domains[0].met == 2


@pytest.mark.parametrize(("answers", "is_shown"), [(9, False), (10, True)])
def test_a_domain_shows_its_recall_from_ten_answers(answers: int, is_shown: bool) -> None:
    domain = recall_of([answered(answers)], [card()], {"d1": 1}).domains[0]
    assert (domain.recall is not None) == is_shown


@pytest.mark.parametrize(("met", "is_shown"), [(2, False), (3, True)])
def test_a_domain_shows_its_recall_from_three_tenths_of_its_facts_met(met: int, is_shown: bool) -> None:
    cards = [card(str(n), stability=10.0 if n < met else None) for n in range(8)]
    domain = recall_of([answered(10)], cards, {"d1": 10}).domains[0]
    assert (domain.met, domain.recall is not None) == (met, is_shown)


def test_below_the_threshold_stands_a_dash_and_what_is_missing() -> None:
    rows = recall_of([answered(4)], [card("a"), card("b")], {"d1": 10}).domains
    assert missing_text(rows[0]) == "– needs 10 answers, has 4; needs 3 facts met, has 2"
    assert missing_text(rows[1]) == "– no lesson with questions yet"
    assert rows[0].recall is None


def test_answers_of_other_domains_are_no_evidence() -> None:
    rows = recall_of([answered(9), answered(50, domain="d2")], [card()], {"d1": 1}).domains
    assert rows[0].recall is None


def test_facts_outside_every_domain_get_a_row_of_their_own() -> None:
    figure = recall_of([answered(10, domain="")], [card(domain="")], {"": 1})
    assert [row.title for row in figure.domains] == ["One", "Two", "Rest"]
    assert figure.domains[2].recall == pytest.approx(0.9)


def test_an_answer_dated_after_today_does_no_harm() -> None:
    figure = recall_of([answered(10)], [card(days_ago=-1)], {"d1": 1})
    assert figure.domains[0].recall == 1.0


def test_the_weakest_domain_is_the_lowest_shown_and_of_equals_the_heavier() -> None:
    answers = [answered(10), answered(10, domain="d2")]
    assert recall_of(answers[:1], [card()], {"d1": 1, "d2": 1}).weakest.code == "d1"  # type: ignore[union-attr]
    both = [card(), card(domain="d2", days_ago=90)]
    assert recall_of(answers, both, {"d1": 1, "d2": 1}).weakest.code == "d2"  # type: ignore[union-attr]
    equal = [card(), card(domain="d2")]
    assert recall_of(answers, equal, {"d1": 1, "d2": 1}).weakest.code == "d1"  # type: ignore[union-attr]
    assert recall_of([], equal, {"d1": 1, "d2": 1}).weakest is None


@pytest.mark.parametrize(("share", "text"), [(0.0, "2"), (0.614, "61"), (1.0, "98")])
def test_percent_is_whole_and_never_certain(share: float, text: str) -> None:
    assert percent_text(share) == f"{text}\N{NO-BREAK SPACE}%"


# --- lessons, totals, what next


def lesson(key: str, domain: str = "d1", *, understood: bool = False) -> LessonRow:
    return LessonRow(key, f"Lesson {key}", domain, understood)


def test_lessons_are_counted_by_domain_and_domains_without_lessons_are_left_out() -> None:
    rows = [lesson("a", understood=True), lesson("b"), lesson("c", domain="x")]
    figure = panels.lessons_by_domain([D1, D2], rows, rest="Rest")
    assert [(row.title, row.understood, row.lessons) for row in figure.domains] == [("One", 1, 2), ("Rest", 0, 1)]
    assert (figure.understood, figure.n) == (1, 3)


def test_totals_are_answers_the_time_they_took_and_study_days() -> None:
    rows = [answered(3, seconds=50), answered(1, domain="d2", seconds=45), answered(2, days_ago=400, seconds=60)]
    figure = panels.totals(rows)
    assert (figure.n, figure.milliseconds, figure.days) == (6, 155_000, 2)
    assert figure.first_day == date.fromordinal(TODAY - 400)
    assert panels.totals([]) == panels.Totals(0, 0, 0, None)


def test_the_next_lesson_is_of_the_weakest_domain_as_long_as_it_has_one() -> None:
    rows = [lesson("a"), lesson("b", "d2", understood=True), lesson("c", "d2"), lesson("d", "d2")]
    assert panels.next_lesson(rows, "d2") == rows[2]
    assert panels.next_lesson(rows[:2], "d2") == rows[0]
    assert panels.next_lesson(rows, None) == rows[0]
    assert panels.next_lesson(rows[1:2], "d2") is None
