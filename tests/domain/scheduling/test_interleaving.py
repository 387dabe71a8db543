"""Laws of the order of new questions."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.scheduling.interleaving import Question, interleave


def cell(fact_id, column="", section="s1"):
    return Question(fact_id, True, section, "cell single", column, is_choice=True)


def term(fact_id, section="s2"):
    return Question(fact_id, True, section, "definition short-answer")


def principle(fact_id, section="s1"):
    return Question(fact_id, True, section, "principle card")


@st.composite
def plans(draw):
    forms = st.sampled_from(["cell single", "definition short-answer", "trap true-false", "principle card"])
    count = draw(st.integers(0, 25))
    planned = []
    for number in range(count):
        form = draw(forms)
        planned.append(
            Question(
                number,
                draw(st.booleans()),
                draw(st.sampled_from(["s1", "s2", "s3"])),
                form,
                draw(st.sampled_from(["", "t/use", "t/cost"])) if form == "cell single" else "",
                is_choice=form in ("cell single", "trap true-false"),
            )
        )
    return planned


def columns_touch(questions):
    return any(one.column and one.column == other.column for one, other in pairwise(questions))


@given(plans(), st.text(max_size=5))
@settings(max_examples=300)
def test_only_new_questions_change_places_and_among_themselves(planned, seed):
    ordered = interleave(planned, seed)

    assert Counter(ordered) == Counter(planned)
    assert [one for one in ordered if not one.is_new] == [one for one in planned if not one.is_new]
    assert [one.is_new for one in ordered] == [one.is_new for one in planned]
    assert columns_touch(planned) or not columns_touch(ordered)
    assert interleave(planned, seed) == ordered


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=20), st.text(max_size=5))
@settings(max_examples=300)
def test_a_form_follows_itself_only_where_it_cannot_be_avoided(forms, seed):
    questions = [Question(number, True, "s", form) for number, form in enumerate(forms)]

    repeats = sum(one.form == other.form for one, other in pairwise(interleave(questions, seed)))

    most = Counter(forms).most_common(1)[0][1]
    assert repeats == max(0, most - (len(forms) - most) - 1)


@given(st.text(max_size=5))
def test_a_lesson_begins_with_a_choice_and_never_with_its_principle(seed):
    ordered = interleave([principle(1), *(term(number) for number in range(2, 6)), cell(6)], seed)

    assert ordered[0].fact_id == 6


@given(st.text(max_size=5))
def test_typed_terms_are_spread_among_the_cells_and_sections_take_turns(seed):
    cells = [cell(number, f"t/{number % 3}", f"s{number % 2}") for number in range(6)]

    ordered = interleave([principle(99), *cells, *(term(number) for number in range(10, 14))], seed)

    assert not any(one.form == other.form for one, other in pairwise(ordered))
    assert not columns_touch(ordered)


def test_another_learner_or_day_meets_another_order():
    cells = [cell(number, section=f"s{number}") for number in range(8)]

    assert len({tuple(one.fact_id for one in interleave(cells, f"{seed}")) for seed in range(20)}) > 5
