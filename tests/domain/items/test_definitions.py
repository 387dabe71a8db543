"""Items out of definitions, in sections of any size."""

from studyapp.domain.items.definitions import MOST_RIVALS, names_of, others
from studyapp.domain.lessons.blocks import Definition


def test_every_name_in_the_brackets_after_a_term_is_right() -> None:
    definition = Definition("call", "Tool call", "A structured request.", "", 3, expansion="function call / tool use")
    assert names_of(definition) == ("Tool call", "function call", "tool use")


def test_of_thousands_of_other_terms_those_are_kept_that_a_slip_could_be_taken_for() -> None:
    far = tuple(f"{number:09d}" for number in range(5000))
    assert others((*far, "oxidatoin", "Oxidation"), ("oxidation",)) == ("oxidatoin",)
    assert others(("tin", "Oxidation", "tin"), ("oxidation",)) == ("tin",)
    near = tuple(f"oxidation{number % 1000}" for number in range(5000))
    assert len(others(near, ("oxidation",))) == MOST_RIVALS
