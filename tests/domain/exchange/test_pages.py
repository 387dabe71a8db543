import pytest

from studyapp.domain.exchange.formats import convert_file, convert_site
from studyapp.domain.exchange.incoming import Unreadable
from studyapp.domain.lessons.blocks import Callout, ComparisonTable, Prose
from tests.domain.exchange.documents import document, paragraph
from tests.domain.exchange.values import PIXEL
from tests.domain.lessons.written import blocks_of, read

HASH = "0123456789abcdef0123456789abcdef"
PAGE = f"""<html><head><title>Water</title></head><body><article class="page"><header>
<h1 class="page-title">Water</h1><table class="properties"><tr><th>Tags</th><td>tea</td></tr></table></header>
<div class="page-body"><p>Hot.</p><figure class="image"><a href="Water%20{HASH}/pot.png">
<img src="Water%20{HASH}/pot.png"/></a></figure>
<figure><div class="source"><a href="plan.pdf">plan.pdf</a></div></figure></div></article></body></html>"""


def test_a_page_is_named_by_its_title_and_its_pictures_come_along() -> None:
    files = {f"Water {HASH}.html": PAGE.encode(), f"Water {HASH}/pot.png": PIXEL}
    found = convert_site("Export.zip", files)
    assert [page.path for page in found.pages] == ["water.md"]
    assert found.pages[0].text == "# Water\n\nHot.\n\n![](img/export-pot.png)"
    assert [(one.path, one.content) for one in found.pictures] == [("img/export-pot.png", PIXEL)]
    told = [loss.what for loss in found.losses]
    assert told == [
        "the properties of Water are left out: Tags tea",
        "an attached file or bookmark is left out: plan.pdf",
    ]


def test_pages_of_markdown_get_their_pictures_callouts_and_titles() -> None:
    text = (
        f"# Tea\n\n<aside>\n💡 **Tip:** Warm the pot.\n</aside>\n\n![pot](Tea%20{HASH}/my%20pot.png)\n\n"
        "[Water](Water%20x.md) and [far](https://example.org) ![no](gone.png)\n"
    )
    found = convert_site("n.zip", {f"Tea {HASH}.md": text.encode(), f"Tea {HASH}/my pot.png": PIXEL})
    (page,) = found.pages
    assert "> [!NOTE]\n> 💡 **Tip:** Warm the pot." in page.text
    assert [callout.kind for callout in blocks_of(page.text, Callout)] == ["tip"]
    assert "![pot](img/n-my-pot.png)" in page.text
    assert "Water and [far](https://example.org) no" in page.text
    assert [(loss.line, loss.what) for loss in found.losses] == [
        (9, "the picture gone.png is not in the file and is left out")
    ]


def test_a_database_becomes_a_table_and_its_shorter_twin_is_passed_by() -> None:
    rows = b"Kind,Drink when\nGreen,morning | noon\nBlack,with *milk*\n"
    files = {f"Kinds {HASH}.csv": b"Kind\nGreen\n", f"Kinds {HASH}_all.csv": rows}
    found = convert_site("n.zip", files)
    (page,) = found.pages
    (table,) = blocks_of(page.text, ComparisonTable)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Green", "morning | noon"],
        ["Black", "with *milk*"],
    ]
    assert page.path == "kinds.md"
    assert found.losses == ()


def test_what_is_no_page_is_told() -> None:
    found = convert_site("n.zip", {"a.md": b"# A\n\ntext\n", "plan.pdf": b"%PDF", "b.md": b"caf\xe9"})
    assert [loss.what for loss in found.losses] == [
        "b.md is left out: not UTF-8 at byte 4",
        "plan.pdf is shown on no page, or is no lesson, and is left out",
    ]


def test_folders_and_order_of_an_export_are_kept() -> None:
    names = [f"Tea {HASH}/2 Water {HASH}.md", f"Tea {HASH}.md", f"Tea {HASH}/1 Leaves {HASH}.md"]
    found = convert_site("n.zip", dict.fromkeys(names, b"# T\n\nx\n"))
    assert [page.path for page in found.pages] == ["tea.md", "tea/1-leaves.md", "tea/2-water.md"]


@pytest.mark.parametrize(
    ("name", "content", "start"),
    [
        ("a.gift", b"Hot?{T}", "# a\n\n### Hot?"),
        ("a.txt", b"Hot?{T}", "# a\n\n### Hot?"),
        ("a.txt", b"Hot?\nA. yes\nB. no\nANSWER: A", "# a\n\n### Hot?"),
        ("a.txt", b"Hot?\tyes\nCold?\tno\n", "# a\n\nHot? :: yes"),
        ("a.txt", b"#separator:semicolon\nHot?;yes\n", "# a\n\nHot? :: yes"),
        ("a.csv", b"Hot?,yes\n", "# a\n\nHot? :: yes"),
        ("a.xml", b'<quiz><question type="essay"><questiontext><text>Hot?</text></questiontext></question></quiz>',
         "# a\n\n**Reflection Question:** Hot?"),
        ("a.html", b"<h1>Tea</h1><p>Hot.</p>", "# Tea\n\nHot."),
        ("My notes.docx", document(paragraph("Hot.")), "# My notes\n\nHot."),
    ],
)  # fmt: skip
def test_every_format_is_known_by_its_ending_or_by_what_it_holds(name: str, content: bytes, start: str) -> None:
    (page,) = convert_file(name, content).pages
    assert page.text.startswith(start)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.txt", b"just some words\nand more\n", "neither GIFT, Aiken nor cards"),
        ("a.xml", b"<html/>", "not a <quiz>"),
        ("a.html", b"<p></p>", "no text"),
        ("a.pdf", b"%PDF", "not read"),
        ("a.csv", b"\xff\xfe\0\0", "NUL"),
    ],
)
def test_what_is_none_of_them_is_refused_with_words(name: str, content: bytes, what: str) -> None:
    with pytest.raises(Unreadable) as error:
        convert_file(name, content)
    assert what in error.value.what
    assert error.value.fix


def test_many_questions_become_several_lessons() -> None:
    found = convert_file("quiz.gift", "\n\n".join(f"What is {n}?{{=a ~b}}" for n in range(600)).encode())
    assert [page.path for page in found.pages] == ["quiz-001.md", "quiz-002.md", "quiz-003.md"]
    assert found.pages[1].text.startswith("# quiz (2)\n\n### What is 250?")


def test_a_page_of_nothing_but_nesting_ends() -> None:
    with pytest.raises(Unreadable, match="stand in each other"):
        convert_file("a.html", b"<div>" * 20_000 + b"<b>" * 5)


SHAPING = b"""<html><head><title>Baking blog</title></head><body><article>%b<h1>2.3. Shaping</h1>%b<p>Tension holds.</p>
<h2>Pre-shape</h2><p><b>Bench rest:</b> The pause between the first and the final shape.</p></article></body></html>"""


@pytest.mark.parametrize(
    "places", [(b"<p>By Jane &middot; 3 min read</p>", b""), (b"", b"<p>By Jane - 3 min read</p>")]
)
def test_a_byline_of_a_page_is_text_of_its_first_section(places: tuple[bytes, bytes]) -> None:
    (page,) = convert_file("page.html", SHAPING % places).pages
    first, second = read(page.text).sections
    assert (first.title, second.title) == ("Shaping", "Pre-shape")
    assert {type(block) for block in first.blocks} == {Prose}
    assert "By Jane" in first.blocks[0].html  # type: ignore[union-attr]


def test_a_heading_below_a_numbered_one_stays_in_its_lesson() -> None:
    (page,) = convert_file("page.html", SHAPING % (b"", b"")).pages
    assert [(section.number, section.depth) for section in read(page.text).sections] == [("2.3", 2), ("", 3)]
