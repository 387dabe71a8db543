"""An answer cut into labelled pieces."""

from studyapp.domain.grading.highlight import segments
from tests.domain.grading.examples import judged, rubric_of

RUBRIC = rubric_of("""
- 1 point: first
    - change tone
- 1 point: second
    - tone style
- Trap: third (minus 1)
    - change weights
    - Feedback: No.
""")


def cut(answer):
    return [(piece.text, piece.numbers) for piece in segments(answer, judged(RUBRIC, answer))]


def test_plain_text_has_no_numbers():
    assert cut("Nothing here.") == [("Nothing here.", ())]


def test_an_empty_answer_has_no_pieces():
    assert cut("") == []


def test_a_word_that_proves_two_criteria_carries_both_numbers():
    assert cut("It changes tone, style.") == [
        ("It ", ()),
        ("changes ", (1,)),
        ("tone", (1, 2)),
        (", ", ()),
        ("style", (2,)),
        (".", ()),
    ]


def test_a_fired_trap_is_numbered_after_the_criteria():
    pieces = segments("It changes weights.", judged(RUBRIC, "It changes weights."))

    assert [(piece.text, [(label.number, label.kind, label.role) for label in piece.labels]) for piece in pieces] == [
        ("It ", []),
        ("changes weights", [(3, "trap", "trap")]),
        (".", []),
    ]


def test_markup_stays_text_for_the_template_to_escape():
    answer = "<b>changes</b> the tone &amp; more"

    assert cut(answer)[0] == ("<b>", ())
    assert "".join(text for text, _ in cut(answer)) == answer
