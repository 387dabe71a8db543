"""Python-Markdown rendering the same text: the anchor for whatever reads lessons."""

from collections.abc import Callable, Iterable

import markdown

EXTENSIONS = ["tables", "fenced_code", "sane_lists", "attr_list", "def_list"]  # what a site would turn on for notes


def rendering(texts: Iterable[bytes]) -> Callable[[], object]:
    """A call that renders those texts to HTML, and does nothing else with them."""
    renderer, sources = markdown.Markdown(extensions=EXTENSIONS), [text.decode() for text in texts]
    return lambda: [renderer.reset().convert(text) for text in sources]
