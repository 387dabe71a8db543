"""The last step before HTML is stored: only harmless tags and attributes remain."""

import re
from html import unescape

import nh3

_TAGS = {
    "a", "p", "em", "strong", "code", "pre", "br", "hr", "ul", "ol", "li", "blockquote", "del",
    "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "sub", "sup", "kbd", "mark", "img", "div",
    "h2", "h3", "h4",
}  # fmt: skip
CLASSES = {"div": {"table-scroll"}}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
}
_FIXED = {
    "th": {"scope": "col"},
    "pre": {"tabindex": "0"},
    "img": {"loading": "lazy"},
    "div": {"tabindex": "0"},
}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+\Z", re.IGNORECASE)
_IMAGE = re.compile(r"img/[^\s:?#\"<>]+\.(?:png|jpe?g|webp|gif)\Z", re.IGNORECASE)
_SIZE = re.compile(r"\d{1,4}%?\Z")
_TAG = re.compile(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")
_IMAGE_TAG = re.compile(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BLOCK_END = re.compile(r"<br\s*/?>|</(?:p|li|tr|pre|blockquote|summary|details|table)>")


def is_pack_image(address: str) -> bool:
    """Whether `address` names a picture under `img/` of its pack, and nothing outside it."""
    return bool(_IMAGE.match(address)) and ".." not in address.split("/")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _ADDRESS.match(value) else None
    if name == "src":
        return value if is_pack_image(value) else None
    if name in ("width", "height", "start"):
        return value if _SIZE.match(value) else None
    if name == "class":
        return value
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(),
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=CLASSES,
    set_tag_attribute_values=_FIXED,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)


def sanitised(html: str) -> str:
    """`html` with nothing in it that could run, be fetched from elsewhere, or take part in our pages."""
    return str(_CLEANER.clean(html))


def text_of(html: str) -> str:
    """The words of sanitised HTML: no tags, pictures as their alternative text, blocks on lines of their own."""
    if "<" not in html:
        return unescape(html).strip()
    if "<img" in html:
        html = _IMAGE_TAG.sub(r"\1", html)
    lined = _BLOCK_END.sub("\n", html)
    return _BLANK_LINES.sub("\n", unescape(_TAG.sub("", lined))).strip()
