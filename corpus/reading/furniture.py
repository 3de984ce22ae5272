"""Page furniture: what a page carries around its text (page numbers, running heads, portal lines)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Span

_PORTAL_LINE = re.compile(
    r"(?:ngày đăng|đăng ngày|ngày cập nhật|cập nhật lúc|cập nhật ngày|lượt xem|số lượt xem|view count|"
    r"lượt truy cập|đã xem)\b[^\n]*\d",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"(?:trang chủ|home)\s*[>»›/|]", re.IGNORECASE)
_BUTTONS = frozenset(
    (
        *("trang chủ", "in trang", "in bài viết", "in bài này", "chia sẻ", "gửi email", "gửi cho bạn bè"),
        *("quay lại", "về trang trước", "về đầu trang", "lên đầu trang", "cỡ chữ", "xem thêm", "tin khác"),
        *("tin liên quan", "các tin khác", "bài viết khác", "đăng nhập", "tìm kiếm"),
    )
)
_DATE_PREFIX = re.compile(r"\s*date \d{4}(?:-\d{1,2}){0,2}(?=\s)[ \t]*")
_PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–—]?\s*(\d{1,4})(?:\s*/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_LONGEST_PORTAL_LINE = 200
_LONGEST_PAGE_NUMBER = 24
_EDGE_LINES = 2


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of the lines of `text[start:end]` without their line ends (LF, CR LF, CR or form feed)."""
    for match in re.finditer(r"[^\n\r\f]+", text[start:end]):
        yield Span(start + match.start(), start + match.end())


def page_starts(text: str) -> tuple[int, ...]:
    """Start of each page of a text whose pages are divided by form feeds; () when there is none."""
    feeds = [match.end() for match in re.finditer("\f", text)]
    if not feeds:
        return ()
    if feeds[-1] == len(text):
        feeds.pop()
    return (0, *feeds)


def page_furniture(text: str, pages: Sequence[int]) -> list[Span]:
    """Page numbers and repeated running heads or feet among the outermost lines of each page."""
    edges = [_edges(text, start, end) for start, end in zip(pages, [*pages[1:], len(text)], strict=True)]
    return [*_page_numbers(text, edges), *_running_lines(text, edges)]


def portal_furniture(text: str) -> list[Span]:
    """Lines a news portal puts around an article: posting date, view count, breadcrumb, buttons."""
    found = []
    if prefix := _DATE_PREFIX.match(text):
        found.append(Span(0, prefix.end()))
    found += [line for line in lines(text) if is_portal_line(text[line.start : line.end])]
    return found


def is_portal_line(line: str) -> bool:
    """Whether one line is a portal's own ("Ngày đăng 26/10/2022 | View count: 240")."""
    line = line.strip()
    if len(line) > _LONGEST_PORTAL_LINE:
        return False
    return bool(_PORTAL_LINE.match(line) or _BREADCRUMB.match(line)) or line.casefold() in _BUTTONS


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same spans in order, empty ones dropped and overlapping ones joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def _edges(text: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
    filled = [line for line in lines(text, start, end) if text[line.start : line.end].strip()]
    return filled[:_EDGE_LINES], filled[_EDGE_LINES:][-_EDGE_LINES:]  # the same line is never in both


def _page_numbers(text: str, edges: Sequence[tuple[list[Span], list[Span]]]) -> Iterator[Span]:
    """Outermost lines that hold only a number which counts along with the pages."""
    candidates = [
        (int(match[1]) - index, line)
        for index, (top, bottom) in enumerate(edges)
        for line in (*top, *bottom)
        if (match := _PAGE_NUMBER.fullmatch(_short(text, line)))
    ]
    if not candidates:
        return
    shift, count = Counter(shift for shift, _ in candidates).most_common(1)[0]
    if count >= 2 or shift == 1:
        yield from (line for own, line in candidates if own == shift)


def _short(text: str, line: Span) -> str:
    """The line without its blanks, "" when it is too long for a page number (bounds the matching)."""
    words = text[line.start : line.end].strip()
    return words if len(words) <= _LONGEST_PAGE_NUMBER else ""


def _running_lines(text: str, edges: Sequence[tuple[list[Span], list[Span]]]) -> Iterator[Span]:
    """Outermost lines that return on at least three pages and half of them."""
    places: dict[tuple[int, str], list[Span]] = {}
    for top, bottom in edges:
        for side, spans in enumerate((top, bottom)):
            for line in spans:
                key = " ".join(text[line.start : line.end].split())
                if any(char.isalpha() for char in key):
                    places.setdefault((side, key), []).append(line)
    needed = max(3, (len(edges) + 1) // 2)
    for spans in places.values():
        if len(spans) >= needed:
            yield from spans
