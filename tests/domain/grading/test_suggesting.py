"""Lines proposed from credits that a person gave and the machine missed."""

import pytest

from studyapp.domain.grading.extending import insert_line
from studyapp.domain.grading.suggesting import suggest, with_line
from tests.domain.grading.examples import QUESTION, judged, parse, rubric_of

TEXT = """\
- 1 point: brings the current text <!-- id: fresh -->
    - retrieve/fetch document/manual
    - Hint: From where?
- 1 point: no training <!-- id: no-training -->
    - not retrain model
- Model answer: It fetches documents and does not retrain the model.
"""
RUBRIC = rubric_of(TEXT)


def lines(key, missed, **options):
    return [one.line for one in suggest(RUBRIC, key, missed, question=QUESTION, **options)]


def test_a_word_in_the_place_of_a_missing_slot_is_proposed_as_the_line_it_would_make():
    missed = ["It grabs the documents.", "Each time it grabs a manual.", "It scoops documents up."]

    first = suggest(RUBRIC, "fresh", missed, question=QUESTION)[0]

    assert (first.words, first.line, first.source) == ("grabs", "grabs document/manual", "frequent")
    assert (first.seen_in, first.repairs, first.spoils) == (2, 2, 0)


def test_a_proposed_line_repairs_what_it_says_it_repairs():
    answer = "It grabs the documents."
    line = lines("fresh", [answer])[0]

    assert judged(RUBRIC, answer).marks == 0
    assert judged(with_line(RUBRIC, "fresh", line), answer).marks == 1


def test_a_denied_line_is_proposed_denied():
    assert "not retouch model" in lines("no-training", ["Nobody has to do anything, we do not retouch the model."])


def test_a_line_that_would_credit_refused_answers_comes_later():
    missed = ["It grabs and scans the documents."]
    refused = ["It scans the documents and does nothing."]

    found = suggest(RUBRIC, "fresh", missed, refused=refused, question=QUESTION)

    assert found[0].line == "grabs document/manual"
    assert [one.spoils for one in found if one.words == "scans"] == [1]


def test_words_that_the_pack_calls_equal_and_relatives_of_a_word_are_named_as_such():
    exact = rubric_of(TEXT.replace("retrieve/fetch", '"fetch"'), synonyms=[["fetch", "load"]])

    equal = suggest(exact, "fresh", ["It loads documents."], question=QUESTION)
    akin = suggest(RUBRIC, "fresh", ["Documentaries are fetched."], question=QUESTION)

    assert {one.words: one.source for one in equal}["loads"] == "synonym"
    assert {one.words: one.source for one in akin}["documentaries"] == "spelling"


def test_a_new_wording_gives_pairs_of_neighbours():
    missed = ["The newest page lands in the prompt.", "So the newest page is seen."]

    assert lines("fresh", missed)[0] == "newest page"


def test_what_repairs_nothing_is_not_proposed():
    assert lines("fresh", []) == []
    assert lines("fresh", [""]) == []
    assert lines("fresh", ["not at all"]) == []


def test_words_of_the_question_are_not_proposed():
    found = suggest(RUBRIC, "fresh", ["It grabs documents."], question="Who grabs it?")

    assert all("grabs" not in one.words for one in found)


def test_an_unknown_criterion_is_a_key_error():
    with pytest.raises(KeyError):
        suggest(RUBRIC, "nobody", ["x"], question=QUESTION)


def test_a_line_more_is_a_new_version_and_may_stand_in_the_file():
    source = "# Page\n\n" + TEXT.replace("\n", "\r\n")
    rubric, _ = parse(TEXT)
    assert rubric is not None

    written = insert_line(source, rubric.criteria[0], "grabs document/manual")

    assert "    - retrieve/fetch document/manual\r\n    - grabs document/manual\r\n    - Hint" in written
    again, _ = parse(written.split("\n", 2)[2].replace("\r", ""))
    assert again is not None
    assert again.version == with_line(RUBRIC, "fresh", "grabs document/manual").version != RUBRIC.version
