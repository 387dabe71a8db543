"""Word documents: read by mammoth as HTML, written as Markdown. Nothing outside the file is opened."""

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

import mammoth
from bs4 import BeautifulSoup
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from mammoth.documents import Image
from mammoth.results import Message

from studyapp.domain.exchange.html import document_html
from studyapp.domain.exchange.html_inline import Surroundings
from studyapp.domain.exchange.incoming import Ledger, Unreadable
from studyapp.domain.exchange.pictures import Album

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
r[style-name='HTML Code'] => code
r[style-name='Verbatim Char'] => code
r[style-name='Source Text'] => code
strike => s
u =>
highlight => mark
"""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, KeyError, IndexError,
    AttributeError, TypeError, ParseError,
)  # fmt: skip
_STYLE_MESSAGE = re.compile(r"Unrecognised (?:paragraph|run|table) style: (.*?) \(Style ID")
_ELEMENT_MESSAGE = re.compile(r"An unrecognised element was ignored: (\S+)")
_ELEMENTS = {
    "office-math:oMath": "a formula", "office-math:oMathPara": "a formula", "w:fldSimple": "a computed field",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "a formula",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara": "a formula",
}  # fmt: skip


def read_word(content: bytes, *, file: str) -> tuple[str, Album]:
    """The document as Markdown, and its pictures. Raises Unreadable."""
    ledger = Ledger(file)
    album = Album(file.rpartition(".")[0], ledger)
    try:
        _check_parts(content)
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(lambda image: _picture(image, album)),
        )
    except _BROKEN as error:
        raise Unreadable("this is no Word document, or a damaged one", "save it again as .docx") from error
    _tell_messages(result.messages, ledger)
    around = Surroundings(lambda address, _alt: address or None, lambda what: ledger.lose(0, what))
    text = document_html(BeautifulSoup(result.value, "html.parser"), around)
    if not text.strip():
        raise Unreadable("the document holds no text", "write something or choose another file", code="E38")
    return text, album


def _check_parts(content: bytes) -> None:
    """Refuse document types and entities before any other parser sees them. Raises Unreadable."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "word/document.xml" not in names and "_rels/.rels" not in names:
            raise Unreadable("this is no Word document", "save it as .docx")
        for name in sorted(names):
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                fromstring(archive.read(name), forbid_dtd=True)
            except DefusedXmlException as error:
                raise Unreadable(f"{name} has a document type or entities", "save it again as .docx") from error


def _picture(image: Image, album: Album) -> dict[str, str]:
    """The attributes of an `<img>`: no address where the picture cannot come along."""
    called = f"“{' '.join(image.alt_text.split())[:60]}”" if image.alt_text else f"no. {len(album.places) + 1}"
    try:
        with image.open() as stream:
            held = stream.read()
    except ValueError:  # a linked picture: mammoth opens nothing outside the file
        album.ledger.lose(0, f"the picture {called} is linked, not in the document, and is left out")
        return {"src": ""}
    return {"src": album.add(held, line=0, called=called) or ""}


def _tell_messages(messages: list[Message], ledger: Ledger) -> None:
    """What mammoth ignored, each kind once."""
    for message in messages:
        style, element = _STYLE_MESSAGE.search(message.message), _ELEMENT_MESSAGE.search(message.message)
        if style:
            ledger.lose(0, f"the style {style.group(1)} means nothing here; its text is plain")
        elif element:
            what = _ELEMENTS.get(element.group(1), f"something of Word's ({element.group(1).rpartition('}')[2]})")
            ledger.lose(0, f"{what} is left out")
        elif "unlikely to display" not in message.message:
            ledger.lose(0, message.message[:200])
