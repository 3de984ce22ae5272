"""Plain text (.txt, .md): the file is the text; form feeds divide pages."""

from corpus.model import Span
from corpus.reading import furniture
from corpus.reading.decode import decode
from corpus.reading.read_text import ReadText

_LONGEST_MENU_LINE = 60


def read_plain(data: bytes) -> ReadText:
    """Read a text file. Raises BadDocument as `decode` does."""
    text = decode(data)
    pages = furniture.page_starts(text)
    portal = furniture.portal_furniture(text)
    menu, title = _portal_title(text, portal)
    spans = [*portal, *menu, *(furniture.page_furniture(text, pages) if pages else ())]
    return ReadText(text, title, furniture.tidy(spans), pages)


def _portal_title(text: str, portal: list[Span]) -> tuple[list[Span], str]:
    """On a portal page the line above the posting date is the title, short lines above it the menu."""
    if not portal or portal[0].start == 0 or portal[0].start > 1000:
        return [], ""
    above = [
        line for line in furniture.lines(text, 0, portal[0].start) if text[line.start : line.end].strip()
    ]
    if not above:
        return [], ""
    title = text[above[-1].start : above[-1].end].strip()
    menu = [line for line in above[:-1] if line.end - line.start <= _LONGEST_MENU_LINE]
    return menu, title
