import base64
import time

import pytest

from studyapp.domain.exchange.incoming import Incoming, Taken, Unreadable
from studyapp.domain.exchange.moodle_xml import read_moodle_xml
from tests.domain.exchange.values import PIXEL

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def taken(*questions: str) -> Taken:
    return read_moodle_xml((HEAD + "\n".join(questions) + "\n</quiz>").encode(), file="quiz.xml")


def question(kind: str, body: str = "", *, stem: str = "Which index sorts?") -> str:
    text = f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>Q 7</text></name>{text}{body}</question>'


def answer(text: str, fraction: float, why: str = "") -> str:
    feedback = f"<feedback><text>{why}</text></feedback>" if why else ""
    return f'<answer fraction="{fraction}"><text>{text}</text>{feedback}</answer>'


def one(*args: str, stem: str = "Which index sorts?") -> Incoming:
    (found,) = taken(question(*args, stem=stem)).questions
    return found


def words(*args: str, stem: str = "Which index sorts?") -> str:
    return " | ".join(loss.what for loss in taken(question(*args, stem=stem)).losses)


def test_a_choice_has_its_key_reasons_and_explanation() -> None:
    body = answer("Hash", 0, "no order") + answer("&lt;b&gt;B-tree&lt;/b&gt;", 100)
    found = one("multichoice", body + "<generalfeedback><text>Leaves.</text></generalfeedback><single>true</single>")
    assert (found.kind, found.id, found.explanation) == ("single", "Q-7", "Leaves.")
    assert [(o.text, o.is_key, o.why) for o in found.options] == [("Hash", False, "no order"), ("**B-tree**", True, "")]


def test_shares_of_the_marks_make_a_choose_n_question() -> None:
    body = answer("a", 33.33333) + answer("b", 33.33333) + answer("c", 33.33333) + answer("d", -100)
    found = one("multichoice", f"{body}<single>false</single>")
    assert (found.kind, [o.is_key for o in found.options]) == ("multiple", [True, True, True, False])


def test_truth_is_read_whatever_comes_first() -> None:
    found = one("truefalse", answer("false", 100, "right") + answer("true", 0, "wrong"))
    assert [(o.text, o.is_key, o.why) for o in found.options] == [("True", False, "wrong"), ("False", True, "right")]


def test_typed_answers_and_numbers() -> None:
    assert one("shortanswer", answer("B-tree", 100) + answer("tree", 40)).accepted == ("B-tree",)
    number = '<answer fraction="100"><text>3</text><tolerance>0.5</tolerance></answer>'
    found = one("numerical", number)
    assert (found.accepted, found.explanation) == (("3",), "Any number from 2.5 to 3.5 is right.")


@pytest.mark.parametrize("kind", ["matching", "ddmatch"])
def test_pairs_are_matched(kind: str) -> None:
    pair = '<subquestion format="html"><text>{0}</text><answer><text>{1}</text></answer></subquestion>'
    found = taken(question(kind, pair.format("GIN", "arrays") + pair.format("BRIN", "a * b") + pair.format("", "dust")))
    assert found.questions[0].pairs == (("GIN", "arrays"), ("BRIN", r"a \* b"))
    assert "dust" in found.losses[0].what


def test_steps_stand_in_the_order_of_their_fractions() -> None:
    assert one("ordering", answer("second", 2) + answer("first", 1) + answer("third", 3)).sequence == (
        "first", "second", "third",
    )  # fmt: skip


def test_an_essay_is_a_reflection_and_with_an_answer_a_card() -> None:
    assert one("essay").kind == "essay"
    found = one("essay", "<graderinfo><text>Sorted leaves.</text></graderinfo>")
    assert (found.kind, found.answer) == ("card", "Sorted leaves.")


def test_gaps_become_a_cloze() -> None:
    found = one("cloze", stem="<p>A {1:SHORTANSWER:=B-tree~%50%tree} is {1:MC:~random~=sorted}.</p>")
    assert (found.kind, found.stem, found.accepted) == ("cloze", "A B-tree is sorted.", ("B-tree", "sorted"))
    assert "2 other answers" in words("cloze", stem="<p>A {1:SA:=B-tree~%50%tree} is {1:MC:~random~=sorted}.</p>")


@pytest.mark.parametrize(("kind", "box"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_numbered_gaps_become_a_cloze(kind: str, box: str) -> None:
    boxes = "".join(f"<{box}><text>{word}</text></{box}>" for word in ("B-tree", "sorted", "wet"))
    found = one(kind, boxes, stem="A [[1]] is [[2]].")
    assert (found.stem, found.accepted) == ("A B-tree is sorted.", ("B-tree", "sorted"))


def test_categories_are_sections_and_id_numbers_are_ids() -> None:
    category = '<question type="category"><category><text>$course$/top/Water</text></category></question>'
    numbered = question("essay", "<idnumber>w-1</idnumber>")
    (found,) = taken(category, numbered).questions
    assert (found.section, found.id) == ("Water", "w-1")


def test_the_categories_around_a_category_come_along() -> None:
    category = (
        '<question type="category"><category><text>$course$/top/Default for X/Bread/Crust</text></category></question>'
    )
    (found,) = taken(category, question("essay", "")).questions
    assert (found.above, found.section) == (("Bread",), "Crust")


def test_a_picture_in_the_file_comes_along() -> None:
    picture = f'<file name="a.png" path="/" encoding="base64">{base64.b64encode(PIXEL).decode()}</file>'
    stem = '<text><![CDATA[<p>See <img src="@@PLUGINFILE@@/a.png" alt="a tree">?</p>]]></text>'
    found = taken(f'<question type="essay"><questiontext format="html">{stem}{picture}</questiontext></question>')
    assert [(one.path, one.content) for one in found.pictures] == [("img/quiz-a.png", PIXEL)]
    assert found.questions[0].stem == "See ![a tree](img/quiz-a.png)?"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<img src="@@PLUGINFILE@@/b.png">', "b.png is not in the file"),
        ('<iframe src="https://example.org"></iframe> Which?', "an embedded page"),
        ('Which? <img src="data:image/svg+xml;base64,PHN2Zy8+" alt="tree">', "neither PNG"),
    ],
)
def test_what_its_text_cannot_bring_along_is_told(body: str, what: str) -> None:
    assert what in words("essay", stem=f"Which? {body}")


def test_types_that_a_pack_has_not_are_told_with_their_line() -> None:
    found = taken(question("essay"), question("calculated"), question("ddmarker"))
    assert [(loss.line, loss.what.rpartition(" ")[2]) for loss in found.losses] == [(4, "calculated"), (5, "ddmarker")]


def test_hints_and_replies_of_ones_own_are_told_usual_ones_not() -> None:
    usual = "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    assert words("essay", usual) == ""
    told = words(
        "essay", "<hint><text>Leaves</text></hint><incorrectfeedback><text>See page 3.</text></incorrectfeedback>"
    )
    assert "hints" in told
    assert "replies" in told


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        (b"<quiz><question></quiz>", "broken", 1),
        (b"<html></html>", "<html>", 1),
        (b"<quiz></quiz>", "no question", 1),
        (b"<quiz>\n<a></b>\n</quiz>", "broken", 2),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "document type", 1),
        (b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', "document type", 1),
    ],
)
def test_xml_that_cannot_be_read_is_refused(content: bytes, what: str, line: int) -> None:
    with pytest.raises(Unreadable) as error:
        read_moodle_xml(content, file="quiz.xml")
    assert what in error.value.what
    assert error.value.line == line


def test_an_entity_bomb_is_refused_at_once() -> None:
    bomb = '<!DOCTYPE q [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    start = time.monotonic()
    with pytest.raises(Unreadable):
        read_moodle_xml(f"{bomb}]><quiz>&a11;</quiz>".encode(), file="quiz.xml")
    assert time.monotonic() - start < 2
