"""HTML pages (.html, .htm): paragraphs, list items and table rows, one a line, as a reader sees them."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.errors import BadDocument
from corpus.model import Span
from corpus.reading import furniture
from corpus.reading.decode import decode, refuse_unreadable
from corpus.reading.read_text import ReadText
from corpus.reading.tables import table_lines

_DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "link", "meta", "title"),
        *("svg", "math", "canvas", "audio", "video", "map", "object", "embed", "iframe"),
        *("nav", "dialog", "button", "select", "input", "textarea"),
    )
)
_BLOCKS = frozenset(
    (
        *(
            "html",
            "body",
            "form",
            "main",
            "article",
            "section",
            "aside",
            "header",
            "footer",
            "address",
            "center",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "hr", "div", "figure", "figcaption"),
        *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "fieldset", "legend"),
    )
)
_AROUND = frozenset(("header", "footer", "aside"))
_AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|menu|sidebar|navbar|pagination|pager|social|share|related|comments?|"
    r"copyright|toolbar|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_MARKED = re.compile(r"\s*(?:[-+*•–]|\(?[0-9a-zđ]{1,3}[.)/])")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")  # a no-break space is the writer's own and stays
_MOST_FURNITURE = 0.8  # share of the text
_DEEPEST = 200  # nested elements; libxml2 itself stops at 256


@dataclass(slots=True)
class _Lines:
    """The lines written so far, each with whether it is furniture; `open` is the line being written."""

    done: list[tuple[str, bool]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def close(self, around: bool) -> None:
        line = _SPACE.sub(" ", "".join(self.open)).strip(" ")
        self.open.clear()
        if line:
            self.done.append((line, around))


def read_web(data: bytes) -> ReadText:
    """Read an HTML page; nothing it links to is ever fetched.

    Raises BadDocument: `unknown_encoding`, `no_text`, `broken`, `wrong_format` (control characters).
    """
    root = _parse(_decode(data))
    written = _Lines()
    body = root.find("body")
    _walk(body if body is not None else root, written, around=False, depth=0)
    written.close(around=False)
    text, around = _join(written.done)
    refuse_unreadable(text)
    spans = [*around, *furniture.portal_furniture(text)]
    return ReadText(text, _title(root), furniture.tidy(spans))


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    try:
        return decode(data)
    except BadDocument as error:
        if error.code != "unknown_encoding" or declared is None:
            raise
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            return unicodedata.normalize("NFC", data.decode(name))
        except (LookupError, UnicodeError):
            raise error from None


def _parse(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadDocument("broken", detail=str(error)) from error
    return root


def _join(lines: list[tuple[str, bool]]) -> tuple[str, list[Span]]:
    spans, parts, length = [], [], 0
    for line, around in lines:
        if around:
            spans.append(Span(length, length + len(line)))
        parts.append(line)
        length += len(line) + 1
    if sum(span.end - span.start for span in spans) > _MOST_FURNITURE * (length - len(lines)):
        spans = []  # a class name that holds the whole page says nothing about its parts
    return "\n".join(parts), spans


def _walk(element: html.HtmlElement, out: _Lines, around: bool, depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _DROPPED or _hidden(element):
        return
    if depth > _DEEPEST:
        out.open.append(element.text_content())
        return
    if tag == "br":
        out.close(around)
        return
    inside = around or _is_around(element)
    block = tag in _BLOCKS
    if block or tag == "table":
        out.close(around)
    if tag == "table":
        out.done += [(line, inside) for line in table_lines(list(_rows(element, depth)))]
        return
    if tag == "pre":
        for line in element.text_content().splitlines():
            out.open.append(line)
            out.close(inside)
        return
    if tag == "li":
        _mark_item(element, out)
    out.open.append(element.text or "")
    for child in element:
        _walk(child, out, inside, depth + 1)
        out.open.append(child.tail or "")
    if block:
        out.close(inside)


def _hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_around(element: html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "form", "main", "article"):
        return False
    outside = element.tag in _AROUND and not any(True for _ in element.iterancestors("article", "main"))
    named = _AROUND_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(outside or named) and element.find(".//h1") is None


def _mark_item(element: html.HtmlElement, out: _Lines) -> None:
    """The bullet or number that a browser draws before an item, unless the item brings its own."""
    if _MARKED.match(element.text or ""):
        return
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        out.open.append("- ")
        return
    try:
        first = int(parent.get("start") or 1)
    except ValueError:
        first = 1
    number = first + sum(1 for _ in element.itersiblings("li", preceding=True))
    letters = parent.get("type") in ("a", "A") and 0 < number <= 26
    out.open.append(f"{chr(96 + number)}) " if letters else f"{number}. ")


def _rows(table: html.HtmlElement, depth: int) -> Iterator[list[list[str]]]:
    """Rows of this table (not of tables inside its cells), each cell as its lines."""
    for group in table:
        rows = [group] if group.tag == "tr" else [row for row in group if row.tag == "tr"]
        if group.tag == "caption":
            yield [[" ".join(group.text_content().split())]]
        for row in rows:
            yield [_cell(cell, depth) for cell in row if cell.tag in ("td", "th")]


def _cell(cell: html.HtmlElement, depth: int) -> list[str]:
    inner = _Lines()
    inner.open.append(cell.text or "")
    for child in cell:
        _walk(child, inner, around=False, depth=depth + 3)
        inner.open.append(child.tail or "")
    inner.close(around=False)
    return [line for line, _ in inner.done]


def _title(root: html.HtmlElement) -> str:
    for path in (".//h1", ".//title"):
        for element in root.iterfind(path):
            if title := " ".join(element.text_content().split()):
                return unicodedata.normalize("NFC", title)
    return ""
