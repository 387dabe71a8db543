import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studyapp.domain.exchange.html import document_html, question_html
from studyapp.domain.exchange.html_inline import Surroundings
from studyapp.domain.lessons.blocks import Callout, Question
from tests.domain.lessons.written import blocks_of


def around(losses: list[str] | None = None) -> Surroundings:
    kept: list[str] = [] if losses is None else losses
    return Surroundings(lambda address, _alt: f"img/{address}" if address.endswith(".png") else None, kept.append)


def page(html: str, losses: list[str] | None = None) -> str:
    return document_html(BeautifulSoup(html, "html.parser"), around(losses))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>A <b>b</b></h2>", "## A **b**"),
        ("<h1><strong>All</strong></h1>", "# All"),
        ("<p>a<br>b</p>", "a<br>\nb"),
        ("<p>one <b>two </b>three</p>", "one **two** three"),
        ("<p>w<b>o</b>rd</p>", "w<strong>o</strong>rd"),
        ("<p><i>a</i>, <s>b</s> <sub>c</sub></p>", "*a*, <del>b</del> <sub>c</sub>"),
        ("<p><code>a|b `c`</code></p>", "`` a|b `c` ``"),
        ('<a href="https://e.org/a b">x]</a>', "[x\\]](https://e.org/a%20b)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n    1. c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n    b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n- b"),
        ('<ol start="3"><li>a</li></ol>', "3. a"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-sql'>SELECT 1\n```</code></pre>", "````sql\nSELECT 1\n```\n````"),
        ("<details><summary>S</summary><p>a</p></details>", "<details><summary>S</summary>\n\na\n\n</details>"),
        ("<dl><dt>GIN</dt><dd>An index.</dd></dl>", "**GIN:** An index."),
        ("<p>1 &lt; 2 &amp; &lt;b&gt; *x*</p>", "1 < 2 & &lt;b> \\*x\\*"),
        ("<script>alert(1)</script><p>a</p><!-- c -->", "a"),
        ("<table><tr><td>only</td></tr></table>", "> only"),
    ],
)
def test_each_construct_has_its_markdown(html: str, markdown: str) -> None:
    assert page(html) == markdown


def test_merged_cells_are_repeated_and_lists_in_cells_stay_lines() -> None:
    losses: list[str] = []
    html = (
        "<table><thead><tr><th>A</th><th colspan=2>B</th></tr></thead>"
        "<tr><td rowspan=2>x|y</td><td><ul><li>1</li><li>2</li></ul></td><td>z</td></tr>"
        "<tr><td>u</td><td>v</td></tr></table>"
    )
    assert page(html, losses) == ("| A | B | B |\n| --- | --- | --- |\n| x\\|y | • 1<br>• 2 | z |\n| x\\|y | u | v |")
    assert set(losses) == {"a merged cell is repeated in each of its places"}


@pytest.mark.parametrize("tag", ["figure", "aside"])
def test_callouts_of_notion_are_callouts_and_a_label_inside_decides(tag: str) -> None:
    html = f'<{tag} class="block-color-gray callout"><div><span class="icon">💡</span></div><div>{{}}</div></{tag}>'
    assert page(html.format("Sort first.")) == "> [!NOTE]\n> 💡 Sort first."
    (callout,) = blocks_of("# A\n\n" + page(html.format("<b>Tip:</b> Sort first.")), Callout)
    assert (callout.kind, callout.text) == ("tip", "Sort first.")


def test_boxes_of_to_do_lists_make_a_question() -> None:
    item = '<ul class="to-do-list"><li><div class="checkbox checkbox-{0}"></div> <span>{1}</span></li></ul>'
    text = page(f"<h3>Which sorts?</h3>{item.format('off', 'Hash')}{item.format('on', 'B-tree')}")
    assert text == "### Which sorts?\n\n- [ ] Hash\n- [x] B-tree"
    assert len(blocks_of(text, Question)) == 1


def test_what_no_page_can_hold_is_told() -> None:
    losses: list[str] = []
    assert page('<iframe src="x"></iframe><video></video><mark>a</mark><math><mi>x</mi></math>', losses) == "a`x`"
    assert losses == ["an embedded page is left out", "a video is left out", "a highlight is plain text",
                      "a formula is shown as its source"]  # fmt: skip


def test_lists_and_headings_in_a_question_become_its_paragraphs() -> None:
    html = "<h3>Look:</h3><ul><li>a</li><li>- b</li></ul><p>A. c</p>"
    assert question_html(html, around()) == "<strong>Look:</strong>\n\n• a\n\n• - b\n\nA\\. c"


_TAGS = st.sampled_from(["b", "i", "code", "p", "ul", "li", "td", "a", "blockquote", "pre", "sub", "h2"])
_WORDS = st.text(st.sampled_from("ab 1*_<>&`|\\[]#.-~="), min_size=1, max_size=8)


@given(st.lists(st.tuples(_TAGS, _WORDS), max_size=8))
def test_no_word_of_a_page_gets_lost(pieces: list[tuple[str, str]]) -> None:
    soup = BeautifulSoup("", "html.parser")
    for tag, words in pieces:
        node = soup.new_tag(tag)
        node.string = words
        soup.append(in_table(soup, node) if tag == "td" else node)
    html = MarkdownIt("commonmark").enable("table").render(document_html(soup, around()))
    text = BeautifulSoup(html, "html.parser").get_text()
    for _, words in pieces:
        assert letters_of(words) in letters_of(text)


def in_table(soup: BeautifulSoup, cell: Tag) -> Tag:
    table, row = soup.new_tag("table"), soup.new_tag("tr")
    row.append(cell)
    table.append(row)
    return table


def letters_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
