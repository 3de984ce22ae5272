"""What every reader returns: the stored text and what the file itself says about it."""

from dataclasses import dataclass

from corpus.model import Span


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file, read: `text` is NFC and final, every offset a code point of it.

    `title_hint` is the title that the format carries (HTML, Word) or that the layout shows (a portal
    page), "" when there is none. `furniture` are spans shown but not indexed, in order and disjoint;
    `pages` the start offset of each page, empty when the format has none. `margins` is text that stands
    outside the body (page headers, footers): looked at for secrecy marks only, never stored.
    """

    text: str
    title_hint: str = ""
    furniture: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    margins: str = ""
