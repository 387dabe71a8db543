"""Items out of definitions, in sections of any size."""

from studyapp.domain.items.definitions import MOST_RIVALS, others


def test_of_thousands_of_other_terms_those_are_kept_that_a_slip_could_be_taken_for() -> None:
    far = tuple(f"{number:09d}" for number in range(5000))
    assert others((*far, "oxidatoin", "Oxidation"), ("oxidation",)) == ("oxidatoin",)
    assert others(("tin", "Oxidation", "tin"), ("oxidation",)) == ("tin",)
    near = tuple(f"oxidation{number % 1000}" for number in range(5000))
    assert len(others(near, ("oxidation",))) == MOST_RIVALS
