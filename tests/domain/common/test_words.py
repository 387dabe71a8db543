"""What counts as a word."""

import re

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.common.words import fold, runs, words

TEXTS = st.text(max_size=30) | st.text("aB9 _-'.\n\t\x1f*`", max_size=30)


@given(TEXTS)
def test_runs_are_letters_and_digits_however_they_are_found(text: str) -> None:
    assert runs(text) == re.findall(r"[^\W_]+", fold(text))


@given(TEXTS)
def test_an_apostrophe_inside_a_word_belongs_to_it(text: str) -> None:
    assert words(text) == re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(text))


def test_words_are_folded_and_parted_by_all_that_is_no_letter_or_digit() -> None:
    assert words("Don't mix re-use, snake_case, ﬁsh/S3") == ["don't", "mix", "re", "use", "snake", "case", "fish", "s3"]
