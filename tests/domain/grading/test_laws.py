"""What holds for every answer."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.common.english import common_words
from studyapp.domain.grading.compiling import compile_rubric
from studyapp.domain.grading.highlight import segments
from studyapp.domain.grading.matching import correct
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.tokens import tokenise
from tests.domain.grading.dressing import dressed_answer, misplaced
from tests.domain.grading.examples import judged, reference_rubric_in_markdown, rubric_of
from tests.domain.grading.hostile import HOSTILE

RUBRIC = reference_rubric_in_markdown()
WORDS = [
    *["fine-tuning", "RAG", "changes", "updates", "weights", "tone", "style", "retrieves", "documents", "manual"],
    *[
        "not",
        "never",
        "without",
        "does",
        "doesn't",
        "because",
        "and",
        "or",
        "but",
        "is wrong",
        "which is false",
        "that",
    ],
    *["unlike", "than", "maybe", "retrain", "model", "weigths", "documants", ",", ".", ";", ":", "(", ")", "-", '"'],
    *["<b>", "</b>", "&amp;", "&lt;", "\u200b", "e\u0301", "\u201cx\u201d", "\U0001f600", "\n"],
]
ANSWERS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.text(max_size=300))


@given(ANSWERS)
@settings(max_examples=300, deadline=None)
def test_marks_stay_between_nothing_and_all(answer):
    result = judged(RUBRIC, answer)

    assert 0 <= result.marks <= result.max_marks
    assert all(0 <= one.credit <= 1 for one in result.criteria)
    assert result.needs_review == bool(result.review_reasons)


@given(ANSWERS)
@settings(max_examples=200, deadline=None)
def test_the_same_answer_gives_an_equal_result(answer):
    assert repr(judged(RUBRIC, answer)) == repr(judged(RUBRIC, answer))


@given(ANSWERS)
@settings(max_examples=200, deadline=None)
def test_the_pieces_of_a_highlighted_answer_join_to_the_answer(answer):
    assert "".join(piece.text for piece in segments(answer, judged(RUBRIC, answer))) == answer


@given(ANSWERS)
@settings(max_examples=300, deadline=None)
def test_each_plain_character_knows_its_raw_range(answer):
    plain = normalise(answer)

    for token in tokenise(plain.text).items:
        start, end = plain.raw_range(token.start, token.end)
        assert 0 <= start < end <= len(answer)
        assert plain.text[token.start : token.end] in normalise(answer[start:end]).text


DRESSED = {
    "tone": ["tone", "t\u200bone", "t&#111;ne", "TONE", "to\u00adne", "\uff54one"],
    "changes": ["changes", "cha\u2060nges", "Ch&#x61;nges", "changes"],
}


@given(
    st.sampled_from(DRESSED["changes"]),
    st.sampled_from(DRESSED["tone"]),
    st.lists(
        st.sampled_from(["&amp;", "<b>", "\U0001f600", "\u00ab", "e\u0301t\u00e9", "<br/>", "&nbsp;"]), max_size=8
    ),
)
@settings(max_examples=300, deadline=None)
def test_spans_are_exactly_the_matched_words(verb, noun, noise):
    prefix = " ".join(noise)
    answer = f"{prefix} fine-tuning {verb} <i>the</i> {noun} {prefix}"

    spans = judged(RUBRIC, answer).criteria[0].spans

    assert [answer[span.start : span.end] for span in spans] == [verb, noun]


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_every_span_is_whole_words_of_the_answer_whatever_they_wear(seed):
    answer, words = dressed_answer(random.Random(seed))

    assert misplaced(answer, words, judged(RUBRIC, answer)) == []


@pytest.mark.parametrize("word", sorted(common_words())[::7])
def test_a_real_word_is_never_taken_for_a_rubric_word(word):
    assert correct(compile_rubric(RUBRIC).lexicon, word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("weigths", "weights"), ("paramaters", "parameters"), ("retreives", "retrieves"), ("udpates", "updates")],
)
def test_a_slip_finds_the_rubric_word(typed, meant):
    assert correct(compile_rubric(RUBRIC).lexicon, typed) == meant


@pytest.mark.parametrize(
    ("meant", "real"), [("nerve", "newer"), ("order", "older"), ("reply", "repay"), ("changing", "chunking")]
)
def test_a_degree_or_a_derivation_of_a_word_is_a_word_of_its_own(meant, real):
    lexicon = compile_rubric(rubric_of(f"- 1 point: a\n    - {meant}/alpha\n")).lexicon

    assert correct(lexicon, real) == real


@pytest.mark.parametrize("typed", ["heights", "stone", "eights", "qeights", "wei", "toneless"])
def test_other_letters_find_nothing(typed):
    assert correct(compile_rubric(RUBRIC).lexicon, typed) == typed


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_ends_soon(answer):
    before = time.process_time()

    judged(RUBRIC, answer)

    # The goal is 0.1 s idle; the cap is loose because it must only tell linear from quadratic.
    assert time.process_time() - before < 1.5


def test_nothing_behind_the_limit_is_read():
    padding = "This sentence pads the answer. " * 400

    assert judged(RUBRIC, padding + "Fine-tuning changes the tone.").marks == 0


@given(st.lists(st.sampled_from(["alpha", "beta", "not", "the", ".", "index"]), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_denied_claim_never_earns(words):
    rubric = rubric_of("- 1 point: a\n    - alpha\n")

    assert judged(rubric, f"It is not alpha. {' '.join(word for word in words if word != 'alpha')}").marks == 0
