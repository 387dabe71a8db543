"""Two wordings word by word."""

from hypothesis import given
from hypothesis import strategies as st

from studyapp.authoring.comparing.words import MOST_WORDS, word_difference

WORDINGS = st.text(alphabet=st.sampled_from("ab \n."), max_size=60)


def words(text: str) -> list[str]:
    return text.split()


@given(WORDINGS, WORDINGS)
def test_without_what_was_put_in_the_pieces_say_what_was_there_before(before: str, after: str) -> None:
    pieces = word_difference(before, after)
    assert words("".join(piece.text for piece in pieces if piece.how != "new")) == words(before)


@given(WORDINGS, WORDINGS)
def test_without_what_was_struck_the_pieces_are_the_new_wording(before: str, after: str) -> None:
    assert "".join(piece.text for piece in word_difference(before, after) if piece.how != "old") == after


@given(WORDINGS)
def test_equal_wordings_have_no_piece_that_is_marked(text: str) -> None:
    assert {piece.how for piece in word_difference(text, text)} <= {"same"}


def test_one_word_of_a_sentence_is_marked_alone() -> None:
    pieces = word_difference("Keep leaves dark and dry.", "Keep leaves cool and dry.")
    assert [(piece.how, piece.text.strip()) for piece in pieces] == [
        ("same", "Keep leaves"), ("old", "dark"), ("new", "cool"), ("same", "and dry."),
    ]  # fmt: skip


def test_wordings_with_little_in_common_stand_one_after_the_other() -> None:
    pieces = word_difference("Heated at once.", "Rolled, and left in moist air until it turns dark at last.")
    assert [piece.how for piece in pieces] == ["old", "new"]


def test_a_very_long_wording_is_not_compared_word_by_word() -> None:
    pieces = word_difference("a " * MOST_WORDS, "b " * MOST_WORDS)
    assert [piece.how for piece in pieces] == ["old", "new"]
