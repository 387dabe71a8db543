# ruff: noqa: E501 - lists of attacks
"""Whatever an author writes: no exception, no line outside the file, nothing that runs."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.lessons.blocks import Callout, Definition, Prose, Question, Reflection, Trap
from studyapp.domain.lessons.html import rendering
from studyapp.domain.lessons.html.sanitising import CLASSES, sanitised
from studyapp.domain.lessons.pack import StudyPack
from tests.bad_inputs.hostile import SHAPES
from tests.domain.lessons.test_sample_lesson import SAMPLE
from tests.domain.lessons.written import codes, one, read, shown

PIECES = [
    "# ", "## ", "### Which?\n\n", "- ", "1. ", "    ", "> ", "| a | b |\n", "| - | - |\n", "```\n", "`", "**", "*", "_", "~~",
    "==", "[", "](", ")", "![", "<", ">", "<!--", "-->", "<!-- table: t; ask: 2 -->\n", "<!-- cloze: a -->\n", "<details>",
    "</details>", "<summary>", "</summary>", "<table>", "<tr>", "<td>", "\n", "\n\n", "a", "B", "Answer: B\n", "- [x] a\n",
    "- [ ] b\n", "- A. a\n- B. b\n", "**Exam Trap:** ", "**Belief:** ", "**Reflect:** ", "> [!NOTE]\n", "!!! note\n",
    ":::", "::: tip\n", "{{% notice tip %}}\n", "{{% /notice %}}\n", "Rubric (8 points)", "---\n", "\\", "\t", "é", "💡 ", "\u202e",
    "2.1. Title\n", "Q :: A\n", "::: ", "**Term:** a b c\n", "&amp;", "&#x6a;", "$$", "a\tb\n", "aB", "\x02", "klzzwxh:0", "=\n",
]  # fmt: skip
markdown = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=300)

ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "[a](javascript:alert(1))",
    "[a](java&#x0A;script:alert(1))", "[a](  JaVaScRiPt:alert(1))", "[a](data:text/html,x)", "[a](vbscript:x)", "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]", '[a](https://a.example "x\\" onclick=alert(1)")', "<math><mtext><style><img src=x onerror=alert(1)>",
    "<base href=//evil>", "<meta http-equiv=refresh>", "<form action=//evil><button>", "<a href=x hx-get=/y>", "<b hx-on:click=x>",
    "<p data-hx-post=/z>", "<div id=csrf class=card style=color:red>", "<iframe src=//e>", "<details open ontoggle=alert(1)>",
    "<summary onclick=x>", "<td onclick=x>", "<table onclick=x><tr><td class=y>a</td></tr></table>", "`<script>`", "```\n<script>\n```",
    "![x](javascript:x.png)", "![\" onerror=x](img/a.png)", "<kbd onclick=x>a</kbd>", "<!--><script>alert(1)</script>-->", "<style>a{}</style>",
    "<img src='img/a.png' hx-get=/x onload=y class=z>", "<br onclick=x>", "</div></p><script>", "<mark style=x>a", "<sub/onclick=x>a",
]  # fmt: skip
CONTEXTS = [
    "{}\n", "# {}\n", "- {}\n", "> **Note:** {}\n", "> **Exam Trap:** a\n> **Belief:** {}\n", "**Term:** is {} here\n",
    "| a | b |\n| - | - |\n| {} | x |\n", "### Which {}?\n\n- [x] {}\n    - why: {}\n- [ ] b\n", "**Reflect:** {}\n",
    "<details><summary>{}</summary>\n\n{}\n\n</details>\n", "Steps:\n\n1. {}\n2. b\n", "Q {} :: A {}\n", "{}\n{}\n", "<p>\n{}\n</p>\n",
]  # fmt: skip


class Tags(HTMLParser):
    """Collects the tags of a piece of HTML, as a browser reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def html_in(value: object) -> list[str]:
    """Every html string inside a value."""
    if isinstance(value, tuple):
        return [html for part in value for html in html_in(part)]
    if not hasattr(value, "__dataclass_fields__"):
        return []
    found: list[str] = []
    for name in value.__dataclass_fields__:
        inner = getattr(value, name)
        found += [inner] if name.endswith("html") else html_in(inner)
    return found


def assert_harmless(pack: StudyPack) -> None:
    for html in html_in(pack):
        for tag, attributes in Tags(html).found:
            assert tag not in {"script", "style", "iframe", "form", "base", "meta", "svg", "math", "button", "object"}
            for name, value in attributes.items():
                assert not name.startswith(("on", "hx-", "data-"))
                assert name not in {"id", "style", "name"}
                if name == "class":
                    assert set((value or "").split()) <= CLASSES.get(tag, set())
                if name == "href":
                    assert re.match(r"https?://|mailto:", value or "", re.IGNORECASE)
                if name == "src":
                    assert (value or "").startswith("img/")


@settings(max_examples=300, deadline=None)
@given(markdown)
def test_any_text_is_read_without_an_exception_and_every_line_is_in_the_file(text: str) -> None:
    pack = read(text.encode("utf-8", "surrogatepass"))
    lines = len(re.split(r"\r\n|\r|\n", text))
    for found in pack.diagnostics:
        assert 1 <= found.line <= found.end_line <= lines
        assert found.col >= 1
        assert found.what
        assert found.fix
    for section in pack.sections:
        assert 1 <= section.line <= section.end_line <= lines
        assert section.title
        for block in section.blocks:
            assert 1 <= block.line <= lines
    assert_harmless(pack)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    pack = read(raw)
    assert pack.sections or pack.diagnostics


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutants_of_the_sample_lesson_are_read(data: st.DataObject) -> None:
    lines = SAMPLE.decode().split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "double", "swap", "cut"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "swap":
            lines[at], lines[0] = lines[0], lines[at]
        else:
            lines[at] = lines[at][: len(lines[at]) // 2]
    pack = read("\n".join(lines))
    assert all(1 <= found.line <= len(lines) for found in pack.diagnostics)
    keys = [block.key for section in pack.sections for block in section.blocks if hasattr(block, "key")]
    assert "" not in keys
    if "E22" not in [found.code for found in pack.diagnostics]:
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives_in_any_place(attack: str, context: str) -> None:
    assert_harmless(read(context.replace("{}", attack)))


def test_foreign_tags_are_shown_as_text() -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown("Text <script>alert(1)</script>.\n")
    assert "&lt;iframe src=a&gt;" in shown("<iframe src=a>\n\nText.\n")


def test_tags_of_the_format_are_kept() -> None:
    html = shown("H<sub>2</sub>O, x<sup>2</sup>, <kbd>Esc</kbd>, <b>bold</b>, a<br>b\n")
    for tag in ("<sub>2</sub>", "<sup>2</sup>", "<kbd>Esc</kbd>", "<strong>bold</strong>", "<br>"):
        assert tag in html


@pytest.mark.parametrize(
    "address",
    ["https://a.example/x.png", "//a.example/x.png", "img/x.svg", "../../etc/x.png", "data:image/png;base64,x"],
)
def test_a_picture_from_elsewhere_becomes_its_words(address: str) -> None:
    html = shown(f"Before ![the words]({address}) after.\n")
    assert "<img" not in html
    assert "Before the words after." in html


def test_a_picture_of_the_pack_is_shown_from_its_place() -> None:
    assert '<img alt="a tree" src="img/tree.png" loading="lazy">' in shown("![a tree](img/tree.png)\n")


def test_hidden_characters_are_shown_by_their_number() -> None:
    assert "sign⟦U+202E⟧ here" in shown("A sign\u202e here.\n")


def test_template_marks_stay_as_they_are() -> None:
    assert "{{ user }} {% url %}" in shown("Text {{ user }} {% url %}.\n")


def test_sanitising_twice_changes_nothing() -> None:
    html = shown("[a](https://a.example) `x` <kbd>y</kbd>\n\n- a\n\n```\n<b>\n```\n")
    assert sanitised(html) == html


@pytest.mark.parametrize("name", SHAPES)
def test_16_kb_of_a_hostile_shape_end_soon(name: str) -> None:
    started = time.process_time()
    read(SHAPES[name](16 * 1024) + "\n")
    assert time.process_time() - started < 2


def test_many_unclosed_brackets_are_an_error_with_a_line() -> None:
    assert codes("# a\n\n" + "[" * 9000 + "\n") == ["E39"]


def test_a_supervisor_learns_which_block_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []
    monkeypatch.setattr(rendering, "on_block", lambda file, line: seen.append((file, line)))
    read("# a\n\nOne.\n\nTwo.\n", path="d1/x.md")
    assert seen == [("d1/x.md", 3), ("d1/x.md", 5)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("> **Note:** a *b* c\n", Callout), ("**T:** a *b* c\n", Definition), ("> **Trap:** a *b* c\n", Trap),
     ("**Reflect:** a *b* c\n", Reflection), ("Q :: a *b* c\n", Question), ("a *b* c\n", Prose)],
)  # fmt: skip
def test_every_block_carries_finished_html(text: str, kind: type[object]) -> None:
    assert any("<em>b</em>" in html for html in html_in(one(text, kind)))
