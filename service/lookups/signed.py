"""Who signed a document (ai ký): its signature block, or a refusal where the document is not held or has none."""

import re

from corpus.model import Document, SectionKind, Span
from service.answer import Answer, cite, quoting, refusal
from service.lookups.shelf import Shelf
from service.question import Question

SURE = 0.9
REFUSED = 0.05  # confidence where the document is not held or bears no signature
LONGEST = 300  # characters of a signature block
_ASKS = re.compile(
    r"(?<!\w)(?:ai|(?:đồng chí|lãnh đạo|vị) nào|người nào)\s+(?:đã\s+|là người\s+|đứng tên\s+)?ký(?! kết| hợp)|"
    r"(?<!\w)người (?:đã )?ký(?!\w)|(?<!\w)do ai ký"
)
_COPY = re.compile(r"(?<!\w)ký sao(?!\w)|bản sao")


def signer_answer(shelf: Shelf, question: Question, text: str) -> Answer | None:
    """The signature block of the one document asked about; None for another question.

    `text` is the question in lower case with its diacritics.
    """
    references = [one for one in question.references if one.type or one.normalised]
    if len(references) != 1 or not _ASKS.search(text):
        return None
    documents = shelf.meant(question, references)
    if not documents:
        return refusal("cited_only", REFUSED) if references[0].normalised else None
    copied = _COPY.search(text) is not None
    found = [cite(one, span) for one in documents if (span := _signature(one, copied=copied)) is not None]
    return quoting(found, SURE) if found else refusal("no_value", REFUSED)


def _signature(document: Document, *, copied: bool) -> Span | None:
    """The block that names the signer; of a copy (bản sao) the last one."""
    blocks = [one for one in document.sections if one.kind is SectionKind.SIGNATURE]
    if not blocks or not document.header.signer:
        return None
    block = blocks[-1 if copied else 0]
    end = min(block.end, block.start + LONGEST)
    text = document.text[block.start : end]
    return Span(block.start, block.start + len(text.rstrip()))
