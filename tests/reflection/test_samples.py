"""Samples without authors, marked blind, say how well the machine agrees with people."""

from datetime import timedelta
from random import Random

import pytest

from studyapp.accounts.deletion import delete_account
from studyapp.accounts.models import User
from studyapp.reflection import agreeing, sampling
from studyapp.reflection.models import MarkedSample, Rubric, SampleMark
from studyapp.reflection.sampling import CannotMark
from studyapp.reflection.services import EmptyAnswer
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, RUBRIC, make_learner, make_question, make_rubric, revised_rubric
from tests.reflection.answering import FULL, HALF, OWN_WORDS, answered

MET = {"fresh": 1.0, "weights": 1.0}
HALF_MET = {"fresh": 1.0, "weights": 0.0}
NONE_MET = {"fresh": 0.0, "weights": 0.0}


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap."""
    return make_rubric()


def draw(rubric: Rubric, by: User, count: int = 20) -> sampling.Drawn:
    return sampling.draw_samples(pack=rubric.pack, question_key="ask", count=count, by=by, at=NOW, chance=Random(3))


def mark(rubric: Rubric, rater: User, given, sample: MarkedSample | None = None, **fields) -> SampleMark:
    values = {"credit_by_key": given, "rater": rater, "at": NOW}
    return sampling.mark_sample(sample=sample or MarkedSample.objects.get(), rubric=rubric, **{**values, **fields})


def typed(rubric: Rubric, by: User, text: str = HALF, key=None) -> MarkedSample:
    return sampling.add_typed_sample(
        pack=rubric.pack, question_key="ask", key=key or new_form_key(), text=text, by=by, at=NOW
    )


def random_samples(rubric: Rubric, by: User, texts) -> list[MarkedSample]:
    """Samples as if drawn at random."""
    return [
        MarkedSample.objects.create(
            pack=rubric.pack, question_key="ask", key=new_form_key(), text=text, drawn="random", band=0,
            digest=f"{number:064x}", added_by=by, at=NOW,
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip


def test_a_drawing_spreads_over_the_bands_and_adds_what_is_flagged(ines: User, rubric: Rubric) -> None:
    for text in [FULL] * 6 + [HALF] * 6 + [OWN_WORDS] * 4:
        answered(make_learner(), rubric, text)
    assert draw(rubric, ines, count=6) == sampling.Drawn(random=6, flagged=2)
    drawn = sampling.samples_of(pack=rubric.pack, question_key="ask")
    chosen = [one.text for one in drawn if one.drawn == "random"]
    assert (chosen.count(FULL), chosen.count(HALF), chosen.count(OWN_WORDS)) == (2, 2, 2)
    assert [one.text for one in drawn if one.drawn == "flagged"] == [OWN_WORDS] * 2


def test_no_answer_is_drawn_twice_and_second_tries_never(ada: User, ines: User, rubric: Rubric) -> None:
    first = answered(ada, rubric, HALF)
    answered(ada, rubric, FULL, first_try=first.id)
    assert draw(rubric, ines).random == 1
    assert draw(rubric, ines) == sampling.Drawn(random=0, flagged=0)
    assert [one.text for one in MarkedSample.objects.all()] == [HALF]


def test_a_sample_knows_no_author_and_outlives_the_account_as_text(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, HALF)
    draw(rubric, ines)
    sample = MarkedSample.objects.get()
    stored = " ".join(str(getattr(sample, field.attname)) for field in MarkedSample._meta.concrete_fields)
    assert str(answer.id) not in stored
    assert answer.id.hex not in stored
    assert sample.at == NOW, "when it was drawn, not when it was written"
    delete_account(ada)
    assert MarkedSample.objects.get().text == HALF


def test_typed_samples_are_kept_once_for_each_form(ines: User, rubric: Rubric) -> None:
    key = new_form_key()
    assert typed(rubric, ines, key=key) == typed(rubric, ines, "Other.", key=key)
    assert (MarkedSample.objects.get().drawn, MarkedSample.objects.get().text) == ("typed", HALF)
    with pytest.raises(EmptyAnswer):
        typed(rubric, ines, " ")


def test_who_marks_sees_the_text_and_how_many_are_left_and_nothing_of_the_machine(
    ines: User, olga: User, rubric: Rubric
) -> None:
    samples = random_samples(rubric, ines, [FULL, HALF])
    mark(rubric, ines, MET, samples[0])
    assert sampling.sample_to_mark(rubric=rubric, rater=ines) == sampling.ToMark(samples[1].pk, HALF, 1)
    assert sampling.sample_to_mark(rubric=rubric, rater=olga) == sampling.ToMark(samples[0].pk, FULL, 2)
    mark(rubric, ines, HALF_MET, samples[1])
    assert sampling.sample_to_mark(rubric=rubric, rater=ines) is None


def test_random_samples_are_marked_before_all_others(ines: User, rubric: Rubric) -> None:
    typed(rubric, ines)
    (chosen,) = random_samples(rubric, ines, [FULL])
    to_mark = sampling.sample_to_mark(rubric=rubric, rater=ines)
    assert to_mark is not None
    assert to_mark.sample_id == chosen.pk


def test_marks_follow_from_the_credits(ines: User, rubric: Rubric) -> None:
    typed(rubric, ines)
    assert mark(rubric, ines, HALF_MET).marks == 1


def test_what_was_given_blind_stays_though_the_same_may_be_sent_twice(ines: User, rubric: Rubric) -> None:
    typed(rubric, ines)
    first = mark(rubric, ines, HALF_MET)
    assert mark(rubric, ines, HALF_MET) == first
    with pytest.raises(CannotMark, match="given blind stays"):
        mark(rubric, ines, MET)
    assert SampleMark.objects.get().credits == HALF_MET


@pytest.mark.parametrize("given", [{"fresh": 1.0}, {**MET, "other": 1.0}, {**MET, "fresh": 2.0}])
def test_credits_that_cannot_be_are_refused(ines: User, rubric: Rubric, given) -> None:
    typed(rubric, ines)
    with pytest.raises(CannotMark):
        mark(rubric, ines, given)
    assert not SampleMark.objects.exists()


def test_a_sample_of_another_question_is_refused(ines: User, rubric: Rubric) -> None:
    other = make_rubric(make_question(rubric.questions.get().revision, "other", position=3))
    with pytest.raises(CannotMark, match="another question"):
        mark(other, ines, MET, typed(rubric, ines))


def test_under_twenty_marked_samples_only_counts_are_given(ines: User, rubric: Rubric) -> None:
    for sample in random_samples(rubric, ines, [FULL, HALF] * 10)[:19]:
        mark(rubric, ines, MET, sample)
    agreement = agreeing.agreement_of(rubric.questions.get())
    assert agreement is not None
    assert (agreement.marked, agreement.unmarked) == (19, 1)
    assert agreement.figures == agreeing.Figures(19)
    assert agreement.criteria[0].figures == agreeing.Figures(19)


def test_agreement_is_measured_on_random_samples_only(ines: User, rubric: Rubric) -> None:
    given = {FULL: MET, HALF: HALF_MET, OWN_WORDS: MET}
    texts = [FULL] * 8 + [HALF] * 8 + [OWN_WORDS] * 4
    samples = random_samples(rubric, ines, texts)
    for sample in samples:
        mark(rubric, ines, given[sample.text], sample)
    outside = typed(rubric, ines, OWN_WORDS)
    mark(rubric, ines, MET, outside)
    agreement = agreeing.agreement_of(rubric.questions.get())
    assert agreement is not None
    figures = agreement.figures
    assert (figures.n, figures.exact_percent, figures.error, figures.bias) == (20, 80, 0.4, -0.4)
    assert figures.kappa is not None
    assert figures.interval is not None
    assert figures.interval.low <= figures.kappa <= figures.interval.high
    weights = next(one for one in agreement.criteria if one.key == "weights")
    missed = [sample.pk for sample in samples if sample.text == OWN_WORDS]
    assert (weights.false_credits, weights.missed_credits) == ((), (*missed, outside.pk))


def test_two_raters_are_compared_and_their_mean_is_the_persons(ines: User, olga: User, rubric: Rubric) -> None:
    for number, sample in enumerate(random_samples(rubric, ines, [HALF] * 20)):
        mark(rubric, ines, HALF_MET, sample)
        mark(rubric, olga, MET if number < 5 else HALF_MET, sample, at=NOW + timedelta(minutes=1))
    agreement = agreeing.agreement_of(rubric.questions.get())
    assert agreement is not None
    assert (agreement.people.n, agreement.people.exact_percent) == (20, 75)
    assert agreement.figures.bias == -0.125


def test_marks_by_an_older_rubric_count_by_the_points_of_the_new_one(ines: User, rubric: Rubric) -> None:
    sample = typed(rubric, ines, FULL)
    mark(rubric, ines, MET, sample)
    doubled = RUBRIC.replace("- 1 point, RAG", "- 2 points, RAG")
    revised_rubric(rubric, doubled)
    agreement = agreeing.agreement_of(rubric.questions.get())
    assert agreement is not None
    assert (agreement.marked, agreement.figures.n) == (1, 0)
    renamed = revised_rubric(rubric, RUBRIC.replace("id: weights", "id: other"))
    agreement = agreeing.agreement_of(rubric.questions.get())
    assert agreement is not None
    assert (agreement.marked, agreement.unmarked) == (0, 1), "nobody has marked it by these criteria"
    assert sampling.sample_to_mark(rubric=renamed, rater=ines) is not None


def test_the_gate_opens_with_twenty_samples_that_agree_and_closes_with_a_rubric_that_does_not(
    ines: User, rubric: Rubric
) -> None:
    question = rubric.questions.get()
    samples = random_samples(rubric, ines, [FULL, HALF] * 10)
    assert agreeing.gate(question) == agreeing.Gate(is_open=False, n=0, kappa=None)
    for sample in samples[:19]:
        mark(rubric, ines, MET if sample.text == FULL else HALF_MET, sample)
    assert agreeing.gate(question) == agreeing.Gate(is_open=False, n=19, kappa=None)
    mark(rubric, ines, HALF_MET, samples[19])
    assert agreeing.gate(question) == agreeing.Gate(is_open=True, n=20, kappa=1.0)
    revised_rubric(rubric, RUBRIC.replace("fetch/quote document/manual/knowledge", "obtain paper").replace(
        "RAG fetches the manual", "RAG obtains the paper"))  # fmt: skip
    closed = agreeing.gate(question)
    assert closed.is_open is False
    assert closed.kappa is not None
    assert closed.kappa < closed.threshold


def test_a_question_without_rubric_has_no_agreement_and_a_closed_gate(db: None) -> None:
    question = make_question(key="bare")
    assert agreeing.agreement_of(question) is None
    assert agreeing.gate(question).is_open is False


def test_the_interval_is_the_same_each_time(ines: User, rubric: Rubric) -> None:
    texts = [FULL, HALF, OWN_WORDS, HALF] * 6
    for number, sample in enumerate(random_samples(rubric, ines, texts)):
        mark(rubric, ines, MET if number % 3 else HALF_MET, sample)
    first = agreeing.agreement_of(rubric.questions.get())
    agreeing._interval.cache_clear()
    assert agreeing.agreement_of(rubric.questions.get()) == first
