from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exchange.cards import read_cards
from studyapp.domain.exchange.incoming import Loss, Taken, Unreadable


def taken(text: str, file: str = "cards.csv") -> Taken:
    return read_cards(text.encode(), file=file)


def sides(text: str) -> list[tuple[str, str]]:
    return [(card.stem, card.answer) for card in taken(text).questions]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", ["", "front{0}back\n", "Question{0}Answer\n"])
def test_every_separator_is_found_with_and_without_a_header(mark: str, head: str) -> None:
    assert sides(f"{head.format(mark)}What is GIN?{mark}An index\nBRIN{mark}A small one\n") == [
        ("What is GIN?", "An index"),
        ("BRIN", "A small one"),
    ]


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_before_them() -> None:
    (card,) = taken("\ufeffsection;back;front\nIndexes;An index;GIN\n").questions
    assert (card.stem, card.answer, card.section) == ("GIN", "An index", "Indexes")


def test_quoted_cells_keep_separators_lines_and_quotes() -> None:
    assert sides('"a;b";"x ""y""\nz"\n') == [("a;b", 'x "y"<br>\nz')]


def test_markup_in_cells_is_text() -> None:
    assert sides("Which tag is *bold*?;<b>\n") == [(r"Which tag is \*bold\*?", "&lt;b>")]


def test_the_first_tag_is_the_section_and_cards_of_a_section_stand_together() -> None:
    found = taken("front,back,tags\na,1,x y\nb,2,z\nc,3,x\n")
    assert [(card.stem, card.section) for card in found.questions] == [("a", "x"), ("c", "x"), ("b", "z")]
    assert [(loss.line, loss.what) for loss in found.losses] == [
        (2, "the first tag is its section, the others are left out: y")
    ]


def test_what_is_missing_or_too_much_is_told_with_its_line() -> None:
    found = taken('front,back\n"a\nb",1\nonly,\n,2\nd,4,more\n')
    assert [card.stem for card in found.questions] == ["a<br>\nb", "d"]
    assert sorted(loss.line for loss in found.losses) == [4, 5, 6]


def test_the_text_export_of_anki_is_read_with_its_headers() -> None:
    found = taken(
        "#separator:tab\n#html:true\n#deck column:1\n#tags column:4\n"
        'Course::Water\tIs it <b>hot</b>?\t"Yes<br>no &amp; so"\tt1\n'
        "Course::Water\tThe {{c1::leaf::plant}} is green.\t\t\n"
        "Course::Air\tHear [sound:a.mp3]it\t<img src='a.png'>b\t\n",
        file="anki.txt",
    )
    first, second, third = found.questions
    assert (first.stem, first.answer, first.section) == ("Is it **hot**?", "Yes<br>\nno & so", "Water")
    assert (second.kind, second.stem, second.accepted) == ("cloze", "The leaf is green.", ("leaf",))
    assert (third.stem, third.answer, third.section) == ("Hear it", "b", "Air")
    assert [loss.line for loss in found.losses] == [6, 7, 7]


def test_apostrophes_that_keep_spreadsheets_from_running_a_cell_are_taken_off() -> None:
    assert sides("'=1+1;'-2\n") == [("=1+1".replace("=", "\\=", 1), r"\-2")]


@pytest.mark.parametrize("text", ["front,back\n", "one\ntwo\n", ";;;\n"])
def test_a_table_without_a_card_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        taken(text)


@given(st.text(st.sampled_from("\"',;\t|\n#:ab=\\{}<>"), max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    line = 1
    with suppress(Unreadable):
        line = max(loss.line for loss in [Loss("", 1, ""), *taken(text).losses])
    assert line <= text.count("\n") + 1


def test_the_columns_of_our_own_tables_that_say_where_an_item_came_from_are_no_loss() -> None:
    found = taken("front,back,kind,options,explanation,lesson,task,id,source\na,1,card,,,L,1.2,x,l.md:3\n")
    assert [(card.stem, card.answer, card.id) for card in found.questions] == [("a", "1", "x")]
    assert found.losses == ()
