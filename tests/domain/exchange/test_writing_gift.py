from html import escape

import pytest
from hypothesis import given

from studyapp.domain.exchange.outgoing import Asked
from studyapp.domain.exchange.writing_gift import write_gift
from studyapp.domain.lessons.html.sanitising import text_of
from tests.domain.exchange import leaving
from tests.domain.exchange.leaving import HOSTILE, asked, option, written
from tests.domain.exchange.moodle_gift import Read, read_gift


def only(one: Asked) -> Read:
    content, _ = written(write_gift, one)
    (found,) = read_gift(content)
    return found


def said(html: str) -> str:
    return text_of(html).strip()


@given(leaving.choices())
def test_a_single_question_comes_back_with_its_key_and_every_reason(one: Asked) -> None:
    read = only(one)

    assert read.kind == "single"
    assert said(read.stem) == said(one.item.stem_html)
    assert [said(html) for _, html, _ in read.answers] == [said(option.html) for option in one.item.options]
    assert [place for place, (weight, *_) in enumerate(read.answers, 1) if weight == 1] == list(one.item.keys)
    assert [said(why) for *_, why in read.answers] == [said(option.why) for option in one.item.options]


@given(leaving.choices("multiple"))
def test_the_keys_of_a_choose_n_question_share_its_marks_and_false_picks_cost_one(one: Asked) -> None:
    read = only(one)

    assert read.kind == "multiple"
    assert sum(weight for weight, *_ in read.answers if weight > 0) == pytest.approx(1, abs=1e-4)
    assert [place for place, (weight, *_) in enumerate(read.answers, 1) if weight > 0] == list(one.item.keys)
    assert all(weight == pytest.approx(-1 / len(one.item.keys), abs=1e-4) for weight, *_ in read.answers if weight < 0)


@given(leaving.truths())
def test_a_true_false_question_keeps_its_key_and_both_reasons(one: Asked) -> None:
    read = only(one)

    right, wrong = read.answers
    key, other = one.item.options[one.item.keys[0] - 1], one.item.options[2 - one.item.keys[0]]
    assert read.kind == "true-false"
    assert (right[1], said(right[2])) == (key.text.upper(), said(key.why))
    assert said(wrong[2]) == said(other.why)


@given(leaving.typed())
def test_every_accepted_text_comes_back_but_one_with_an_arrow(one: Asked) -> None:
    content, losses = written(write_gift, one)

    fit = [" ".join(text.split()) for text in one.item.accepted if "->" not in text]
    found = read_gift(content)
    assert [text.replace("\\*", "*") for read in found for _, text, _ in read.answers] == fit
    assert bool(losses) == (len(fit) < len(one.item.accepted))


@given(leaving.pairings())
def test_every_pair_comes_back(one: Asked) -> None:
    read = only(one)

    assert read.kind == "matching"
    sides = [" ".join(side.text.split()) for side in one.item.options]
    assert [right for _, right in read.pairs] == sides
    assert [said(left) for left, _ in read.pairs] == [said(prompt.html) for prompt in one.item.prompts]


@given(leaving.EVERYTHING)
def test_no_text_makes_or_swallows_a_question(items: list[Asked]) -> None:
    content, _ = written(write_gift, *items)

    left_out = {"ordering"}
    kept = [one for one in items if one.item.kind not in left_out and not _only_arrows(one)]
    assert [said(read.stem) for read in read_gift(content)] == [said(one.item.stem_html) for one in kept]
    assert [said(read.feedback) for read in read_gift(content)] == [said(one.item.feedback_html) for one in kept]


def _only_arrows(one: Asked) -> bool:
    return one.item.kind == "short-answer" and all("->" in text for text in one.item.accepted)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_place_stays_text(text: str) -> None:
    one = asked(
        "single", text, feedback=text, lesson=text, options=(option(text, text), option(f"{text} not", text)), keys=(1,)
    )

    read = only(one)

    assert (said(read.stem), said(read.answers[0][1])) == (said(escape(text)), said(escape(text)))
    assert read.category.startswith("$course$/top/Making tea/")


def test_what_gift_cannot_carry_is_said_in_words_and_in_the_file() -> None:
    steps = asked("ordering", "Put in order", options=(option("a"), option("b"), option("c")))
    card = asked("card", "What is oolong?", feedback="Half oxidised", accepted=("Half oxidised",))

    content, losses = written(write_gift, steps, card)

    assert len(losses) == 2
    assert "has no ordering questions" in losses[0]
    assert content.decode().count("// Not carried over: ") == 2
    assert [read.kind for read in read_gift(content)] == ["essay"]


def test_a_picture_leaves_its_description() -> None:
    stem_html = '<img src="img/cup.png" alt="a &lt;cup&gt;">'
    one = asked("single", "x", stem_html=stem_html, options=(option("a"), option("b")), keys=(1,))

    content, losses = written(write_gift, one)

    assert said(read_gift(content)[0].stem) == "a <cup>"
    assert any("no pictures" in loss for loss in losses)


def test_lessons_become_categories_and_slashes_in_their_names_stay() -> None:
    content, _ = written(write_gift, asked("card", "q", feedback="a", lesson="Green/white"))

    assert read_gift(content)[0].category == "$course$/top/Making tea/Green//white"
