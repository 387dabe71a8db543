"""What a model answer alone says about an answer, and the rubric drafted from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.common.diagnostics import errors_in
from studyapp.domain.grading.drafting import draft_overlap, draft_rubric
from tests.domain.grading.examples import judged, parse, reference_rubric_in_markdown, rubric_of

QUESTION = "What would you do, and why?"
MODEL = "The primary accepts writes. A replica serves reads, but it does not replace a backup."


def overlap(answer, *, model=MODEL, question=QUESTION):
    return draft_overlap(model, answer, question=question)


def test_the_model_answer_is_all_of_itself():
    assert overlap(MODEL) == 1


def test_other_inflections_and_slips_count_like_the_words():
    assert overlap("Replicas serving reads. Bakcups are not replaced. The primaries acepted the writing.") == 1


def test_what_the_model_denies_must_be_denied_and_the_other_way_round():
    model = "It does not replace a backup."

    assert overlap("no replacement of the backup", model=model) == 1
    assert overlap("it replaces the backup", model=model) == 0
    assert overlap("it does not serve reads", model="it serves reads") == 0


def test_words_of_the_question_weigh_less():
    question = "What does a replica do?"

    with_question_word = overlap("a replica", model="A replica serves reads.", question=question)

    assert with_question_word == pytest.approx(0.3 / 2.3, abs=0.01)


def test_words_copied_from_the_question_are_not_the_answers_own():
    question = "The primary accepts writes and a replica serves reads: what of backups?"

    assert overlap("The primary accepts writes and a replica serves reads.", question=question) is None
    assert overlap("Backups are not replaced, the primary accepts writes.", question=question) > 0


def test_a_list_of_keywords_is_half_as_like_as_it_seems():
    words = "primary accepts writes replica serves reads"
    salad = f"{words} alpha beta gamma delta epsilon zeta"

    assert overlap(salad) == pytest.approx(
        overlap(f"The {words}, and it is so that the alpha is the beta.") / 2, abs=0.01
    )


@pytest.mark.parametrize(("model", "answer"), [("", "words here"), ("the of and", "words"), ("words", ""), ("", "")])
def test_without_words_there_is_no_likeness(model, answer):
    assert overlap(answer, model=model) is None


def draft(model, question=QUESTION):
    text = draft_rubric(model, question)
    rubric, found = parse(text, question=question)
    assert rubric is not None, [str(one) for one in found]
    return rubric, found


def test_each_sentence_becomes_a_criterion_and_the_draft_could_be_published():
    rubric, found = draft(MODEL)

    assert [one.label for one in rubric.criteria] == [
        "The primary accepts writes",
        "A replica serves reads, but it does not replace a backup",
    ]
    assert [line.text for line in rubric.criteria[1].lines] == [
        "any 2 of: replica, serves, reads, not replace, not backup"
    ]
    assert found == []


def test_a_draft_marks_answers_in_other_words_of_the_same_stems_and_heeds_denials():
    rubric, _ = draft("The cache does not survive a crash.")

    assert judged(rubric, "After crashing nothing of the cache survived.").marks == 1
    assert judged(rubric, "The cache survives the crash.").marks == 0


def test_a_model_answer_that_only_repeats_the_question_gives_no_draft():
    assert draft_rubric("You do it.", QUESTION) == ""
    assert draft_rubric("", QUESTION) == ""


def test_the_reference_model_answer_makes_a_rubric_that_it_meets():
    model = reference_rubric_in_markdown().model_answer

    rubric, found = draft(model)

    assert len(rubric.criteria) == 2
    assert errors_in(found) == []


WORDS = [
    *["cache", "keeps", "does", "not", "pages", "because", "no", "without", "<b>", "<!-- x", "1,000", "4.5", "log"],
    *[
        "any 2 of:",
        "rows",
        ",",
        ".",
        ";",
        "/",
        "*",
        '"',
        "- ",
        "\n",
        "Trap:",
        "write",
        "don't",
        "is wrong",
        "\u00e9",
        "if",
    ],
]


@given(st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_every_draft_can_be_read(model):
    text = draft_rubric(model, QUESTION)
    if text:
        rubric = rubric_of(text)
        assert rubric.max_marks == len(rubric.criteria) <= 40
