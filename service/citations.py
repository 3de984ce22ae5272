"""Checks the references of any text against the documents: which one each means, or its candidates."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.header import parse_header
from corpus.identity import Candidates, Citing, dated_elsewhere, resolve
from corpus.model import Document, Header, Reference
from corpus.relations import with_dates
from corpus.values.reference import find_references
from indexer.engine import AccessFilter
from indexer.understanding import named_key
from indexer.understood import Understood
from service.open_index import OpenIndex


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A reference with the documents it may mean; offsets are code points of the text that was checked."""

    reference: Reference
    candidates: Candidates

    @property
    def document(self) -> str | None:
        """The id of the document meant, None while that is not certain."""
        resolved = self.candidates.resolved
        return resolved.document.id if resolved else None


def check_text(text: str, index: OpenIndex | None, access: AccessFilter) -> list[CheckedReference]:
    """Every reference of `text`, in order, with its candidates among the documents `access` may see.

    A letterhead at the head of the text says where it is from and of when. Without an index no reference
    has candidates.
    """
    header = parse_header(text)
    found = find_references(text, header.issuer)
    return check(found, index, access, citing_of(header))


def check_document(document: Document, index: OpenIndex, access: AccessFilter) -> list[CheckedReference]:
    """The references of a document of the index; its own number is not one."""
    found = find_references(document.text, document.header.issuer)
    return check(found, index, access, citing_of(document.header))


def citing_of(header: Header) -> Citing:
    """Where a document that cites is from, for telling local numbers apart."""
    return Citing(header.issuer, header.superior, header.place, header.date)


def check(
    references: Sequence[Reference], index: OpenIndex | None, access: AccessFilter, citing: Citing
) -> list[CheckedReference]:
    """Candidates of references found before; one look-up for all of them."""
    dated = with_dates(references)
    if index is None:
        return [CheckedReference(found, Candidates(())) for found in references]
    known = Understood(index.catalogue).known({named_key(found) for found in dated}, access)
    checked = []
    for shown, found in zip(references, dated, strict=True):
        candidates = resolve(found, known.get(named_key(found), ()), citing)
        own = shown.date is not None or found.date is None
        checked.append(CheckedReference(shown, candidates if own else dated_elsewhere(candidates)))
    return checked
