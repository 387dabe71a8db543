import pytest

from studyapp.domain.exchange.incoming import Unreadable
from studyapp.domain.exchange.word import read_word
from studyapp.domain.lessons.blocks import ComparisonTable, Question, Trap
from tests.domain.exchange.documents import document, paragraph, picture, run, table
from tests.domain.exchange.values import PIXEL
from tests.domain.lessons.written import blocks_of, read


def markdown(*body: str, parts: dict[str, bytes] | None = None) -> str:
    text, _ = read_word(document(*body, parts=parts), file="Notes.docx")
    return text


def test_headings_paragraphs_lists_and_tables_become_markdown() -> None:
    text = markdown(
        paragraph("2.1. Indexes", style="Heading1"),
        paragraph("A ", run("B-tree", bold=True), " sorts 2 * 3 #keys."),
        paragraph("one", numbering=(1, 0)),
        paragraph("deeper", numbering=(1, 1)),
        paragraph("two", numbering=(1, 0)),
        paragraph("first", numbering=(2, 0)),
        paragraph("second", numbering=(2, 0)),
        table(("Index", "Use"), ("GIN", "arrays | vectors"), ("BRIN", "logs")),
        paragraph("said", style="Quote"),
    )
    assert text == (
        "# 2.1. Indexes\n\nA **B-tree** sorts 2 \\* 3 #keys.\n\n- one\n    - deeper\n- two\n\n1. first\n2. second\n\n"
        "| Index | Use |\n| --- | --- |\n| GIN | arrays \\| vectors |\n| BRIN | logs |\n\n> said"
    )


def test_what_an_author_typed_as_a_label_or_a_question_is_read_as_one() -> None:
    text = markdown(
        paragraph("Indexes", style="Heading1"),
        paragraph(run("Exam Trap:", bold=True), " BRIN is no B-tree."),
        paragraph("Which index sorts?", style="Heading2"),
        paragraph("A. Hash"),
        paragraph("B. B-tree"),
        paragraph("Answer: B"),
        table(("Index", "Use when"), ("GIN", "arrays"), ("BRIN", "logs")),
    )
    assert [trap.text for trap in blocks_of(text, Trap)] == ["BRIN is no B-tree."]
    (question,) = blocks_of(text, Question)
    assert [(option.text, option.is_key) for option in question.options] == [("Hash", False), ("B-tree", True)]
    assert len(blocks_of(text, ComparisonTable)) == 1
    assert [section.title for section in read(text).sections] == ["Indexes"]


def test_a_picture_comes_along_and_what_is_none_is_told() -> None:
    body = document(
        paragraph("Indexes", style="Heading1"),
        paragraph(picture("rId1", "a tree"), picture("rId2", "old"), picture("rId3", "far", is_linked=True)),
        parts={"word/media/tree.png": PIXEL, "word/media/old.emf": b"\x01\0\0\0EMF"},
    )
    text, album = read_word(body, file="Notes.docx")
    assert text == "# Indexes\n\n![a tree](img/notes-1.png)oldfar"
    assert [(one.path, one.content) for one in album.pictures] == [("img/notes-1.png", PIXEL)]
    told = " | ".join(loss.what for loss in album.ledger.losses)
    assert "“old” is neither PNG" in told
    assert "“far” is linked" in told


def test_styles_and_formulas_that_mean_nothing_here_are_told_once() -> None:
    formula = "<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    _, album = read_word(
        document(paragraph("box", style="Fancy"), paragraph("b", style="Fancy"), formula), file="a.docx"
    )
    assert sorted(loss.what for loss in album.ledger.losses) == [
        "a formula is left out",
        "the style Fancy Box means nothing here; its text is plain",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\3\4broken",
        b"",
        b"no zip at all",
        document(paragraph("x"), prologue='<!DOCTYPE w [<!ENTITY a "b">]>'),
        document(paragraph("x"), prologue='<!DOCTYPE w SYSTEM "file:///etc/passwd">'),
        document("<w:p><w:r></w:p>"),
        document(paragraph("")),
    ],
)
def test_a_file_that_is_no_sound_document_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_word(content, file="a.docx")
