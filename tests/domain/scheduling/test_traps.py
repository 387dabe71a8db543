"""A trap is cleared by two right refusals after the last fall, on different days and in different forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.scheduling.traps import REFUSALS, Encounter, refusals_left

encounters = st.lists(
    st.builds(
        Encounter,
        study_day=st.integers(739_000, 739_012),
        form=st.sampled_from(["belief", "recall", "forward", "written"]),
        fell=st.booleans(),
    ),
    max_size=12,
)


def fall(day: int, form: str = "belief") -> Encounter:
    return Encounter(day, form, fell=True)


def refusal(day: int, form: str = "belief") -> Encounter:
    return Encounter(day, form, fell=False)


@pytest.mark.parametrize(
    ("later", "forms", "left"),
    [
        ([], 2, 2),
        ([refusal(1)], 2, 2),
        ([refusal(2)], 2, 1),
        ([refusal(2), refusal(3)], 2, 1),
        ([refusal(2), refusal(2, "recall")], 2, 1),
        ([refusal(2), refusal(3, "recall")], 2, 0),
        ([refusal(2), refusal(3)], 1, 0),
        ([refusal(2), refusal(2)], 1, 1),
        ([refusal(2), refusal(3, "recall"), fall(4)], 2, 2),
        ([refusal(2), fall(3), refusal(4, "recall")], 2, 1),
    ],
)
def test_what_is_left_after_a_fall_on_day_one(later: list[Encounter], forms: int, left: int) -> None:
    assert refusals_left([fall(1), *later], forms) == left


@given(encounters, st.integers(0, 4))
def test_the_count_stays_in_range_and_does_not_depend_on_the_order(met: list[Encounter], forms: int) -> None:
    left = refusals_left(met, forms)

    assert 0 <= left <= REFUSALS
    assert refusals_left(met[::-1], forms) == left


@given(encounters, st.integers(0, 4))
def test_one_more_refusal_never_opens_a_trap_and_one_more_fall_always_does(met: list[Encounter], forms: int) -> None:
    last = max((one.study_day for one in met), default=739_000)

    assert refusals_left([*met, refusal(last + 1)], forms) <= refusals_left(met, forms)
    assert refusals_left([*met, fall(last)], forms) == REFUSALS


@given(encounters)
def test_a_trap_with_one_form_is_never_harder_to_clear(met: list[Encounter]) -> None:
    assert refusals_left(met, 1) <= refusals_left(met, 2)


@given(encounters)
def test_two_forms_on_two_later_days_clear_any_trap(met: list[Encounter]) -> None:
    last = max((one.study_day for one in met), default=739_000)

    assert refusals_left([*met, refusal(last + 1), refusal(last + 2, "recall")], 3) == 0


def test_a_negative_number_of_forms_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 forms"):
        refusals_left([], -1)
