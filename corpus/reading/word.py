"""Word files (.docx): body paragraphs and tables in order, with the numbers that Word draws itself."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordFile
from lxml import etree

from corpus.errors import BadDocument
from corpus.reading.decode import refuse_unreadable
from corpus.reading.furniture import portal_furniture, tidy
from corpus.reading.read_text import ReadText
from corpus.reading.tables import table_lines
from corpus.reading.word_numbering import Numbering

LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes of all parts together
LARGEST_PART = 100 * 1024 * 1024  # bytes of the XML of one part
MOST_PARTS = 10_000
_HIGHEST_RATIO = 400  # unpacked / packed of one part over _SMALL_PART; XML text packs at most about 1:100
_SMALL_PART = 4 * 1024 * 1024

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset((_W + "del", _W + "moveFrom", _W + "pPr", _W + "rPr", _W + "instrText", _MC_FALLBACK))
_PIECES = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_CONTAINERS = frozenset((_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins", _W + "moveTo"))
_DEEPEST = 30  # tables within tables


def read_word(data: bytes) -> ReadText:
    """Read a .docx file.

    Raises BadDocument: `broken`, `too_large` (a zip bomb too), `no_text`, `unknown_encoding`, `encrypted`.
    """
    _check_archive(data)
    try:
        file = docx.Document(io.BytesIO(data))
        walker = _Walker(file)
        lines = list(walker.blocks(file.element.body))
        lines += walker.notes()
        title = (file.core_properties.title or "").strip()
        margins = "\n".join(_margin_lines(file))
    except BadDocument:
        raise
    # python-docx and lxml raise whatever a malformed part leads them into (KeyError, AttributeError, …).
    except Exception as error:
        raise BadDocument("broken", detail=f"{type(error).__name__}: {error}"[:200]) from error
    text = unicodedata.normalize("NFC", "\n".join(lines))
    refuse_unreadable(text)
    return ReadText(text, title, tidy(portal_furniture(text)), margins=margins)


def _check_archive(data: bytes) -> None:
    """Refuse what would not fit in memory before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError, OverflowError) as error:
        raise BadDocument("broken", detail=str(error)[:200]) from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise BadDocument("encrypted")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise BadDocument("too_large", detail="archive")
    for part in parts:
        bomb = part.file_size > _SMALL_PART and part.file_size > _HIGHEST_RATIO * max(part.compress_size, 1)
        if bomb or (part.file_size > LARGEST_PART and part.filename.endswith((".xml", ".rels"))):
            raise BadDocument("too_large", detail="archive")


class _Walker:
    """Writes the blocks of one file as lines, counting list numbers and footnotes on the way."""

    def __init__(self, file: WordFile) -> None:
        self._numbering = Numbering(file)
        self._footnotes: list[str] = []
        self._file = file

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[str]:
        """Lines of the paragraphs and tables directly under `parent`."""
        for child in parent:
            if child.tag == _W + "p":
                yield from self.paragraph(child, depth)
            elif child.tag == _W + "tbl" and depth < _DEEPEST:
                yield from table_lines([self._cells(row, depth) for row in _under(child, _W + "tr")])
            elif child.tag in _CONTAINERS and depth < _DEEPEST:
                yield from self.blocks(child, depth + 1)

    def paragraph(self, element: etree._Element, depth: int = 0) -> Iterator[str]:
        """A paragraph, blank ones too (they divide blocks), then the text boxes anchored in it."""
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        self._collect(element, pieces, boxes)
        text = "".join(pieces)
        number = self._numbering.number(element) if text.strip() else ""
        yield number + text.rstrip(" ")
        if depth < _DEEPEST:
            for box in boxes:
                yield from self.blocks(box, depth + 1)

    def _cells(self, row: etree._Element, depth: int) -> list[list[str]]:
        cells = []
        for cell in _under(row, _W + "tc"):
            lines = [part for line in self.blocks(cell, depth + 1) for part in line.split("\n")]
            cells.append(lines)
        return cells

    def _collect(self, top: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        stack = list(reversed(top))
        while stack:
            element = stack.pop()
            tag = element.tag
            if tag in _SKIPPED:
                continue
            if tag == _W + "t":
                pieces.append(element.text or "")
            elif tag in _PIECES:
                pieces.append(_PIECES[tag])
            elif tag == _W + "txbxContent":
                boxes.append(element)
            elif tag == _W + "footnoteReference":
                self._footnotes.append(element.get(_W + "id", ""))
                pieces.append(f"[{len(self._footnotes)}]")
            else:
                stack.extend(reversed(element))

    def notes(self) -> Iterator[str]:
        """Footnotes in the order of their references, each "[n] text"."""
        if not self._footnotes:
            return
        bodies = {note.get(_W + "id"): note for note in _footnote_part(self._file)}
        for number, own in enumerate(list(self._footnotes), start=1):
            if own in bodies:
                text = " ".join(line.strip() for line in self.blocks(bodies[own]))
                yield f"[{number}] {text.strip()}"


def _under(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children with `tag`, those inside content controls and insertions too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _under(child, tag)


def _footnote_part(file: WordFile) -> etree._Element:
    for relation in file.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            return etree.fromstring(relation.target_part.blob, parser)
    return etree.Element("none")


def _margin_lines(file: WordFile) -> Iterator[str]:
    """Lines of the page headers and footers, where a stamp may stand."""
    for relation in file.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")) and not relation.is_external:
            for paragraph in relation.target_part.element.iter(_W + "p"):
                yield "".join(piece.text or "" for piece in paragraph.iter(_W + "t"))
