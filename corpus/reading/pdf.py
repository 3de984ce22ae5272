"""PDF with a text layer, by pypdfium2; lines stay as the page breaks them, pages end in a form feed."""

import unicodedata
from collections.abc import Iterator

import pypdfium2

from corpus.errors import BadDocument
from corpus.reading import furniture
from corpus.reading.decode import refuse_unreadable
from corpus.reading.read_text import ReadText

MOST_PAGES = 5_000
MOST_TEXT = 20_000_000  # code points
# pdfium writes line ends as CR LF and a hyphen at the end of a line as U+FFFE (U+0002 in old versions).
_AS_STORED = str.maketrans({"\r": None, "\ufffe": "-", "\x02": "-", "\x00": None, "\f": "\n", "\uffff": None})


def read_pdf(data: bytes) -> ReadText:
    """Read a PDF file.

    Raises BadDocument: `encrypted` (a password), `broken`, `no_text` (no text layer: a scan),
    `too_large`, `unknown_encoding` (a font without a Unicode map).
    """
    starts, parts, length = [], [], 0
    for page in _pages(data):
        starts.append(length)
        parts.append(page)
        length += len(page) + 1
        if length > MOST_TEXT:
            raise BadDocument("too_large")
    text = "\f".join(parts)
    if not any(char.isalnum() for char in text):
        raise BadDocument("no_text")
    try:
        refuse_unreadable(text)
    except BadDocument as error:
        raise BadDocument("unknown_encoding", detail="font") from error
    spans = [*furniture.page_furniture(text, starts), *furniture.portal_furniture(text)]
    return ReadText(text, "", furniture.tidy(spans), tuple(starts))


def _pages(data: bytes) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "broken"
        raise BadDocument(code, detail=str(error)) from error
    try:
        if len(document) > MOST_PAGES:
            raise BadDocument("too_large", pages=len(document))
        for index in range(len(document)):
            yield _page_text(document, index)
    except pypdfium2.PdfiumError as error:
        raise BadDocument("broken", detail=str(error)) from error
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    try:
        layer = page.get_textpage()
        try:
            raw = str(layer.get_text_bounded())
        finally:
            layer.close()
    finally:
        page.close()
    lines = raw.translate(_AS_STORED)
    return unicodedata.normalize("NFC", lines.encode("utf-8", "replace").decode("utf-8"))
