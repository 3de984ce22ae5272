"""The documents of an open index that one person may see and has not filtered away."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Document, Reference
from indexer.engine import AccessFilter, Filters
from indexer.understanding import named_key
from indexer.understood import Understood
from service.answering.numbered import agrees
from service.open_index import OpenIndex
from service.question import Question


@dataclass(frozen=True, slots=True)
class Shelf:
    """An open index as one person sees it, narrowed by the filters of the question.

    `near` are the ids of the documents already found for the question, best first; () before a search.
    """

    index: OpenIndex
    access: AccessFilter
    filters: Filters
    near: tuple[str, ...] = ()

    def document(self, document_id: str) -> Document | None:
        """The document, None when it is excluded."""
        found = self.index.document(document_id, self.access)
        return found if found is not None and (not self.filters or self._passes(document_id)) else None

    def meant(self, question: Question, references: Iterable[Reference]) -> list[Document]:
        """The documents that any of these references of the question may mean, newest first."""
        known = self._known(references)
        found = {one.id: one for reference, one in known if agrees(question, reference, one)}
        return list(found.values())

    def numbered(self, references: Iterable[Reference]) -> list[Document]:
        """The documents that bear any of these numbers, whoever gave them out, newest first."""
        return list({one.id: one for _, one in self._known(references)}.values())

    def _known(self, references: Iterable[Reference]) -> list[tuple[Reference, Document]]:
        asked = [(named_key(one), one) for one in references]
        known = Understood(self.index.catalogue).known({key for key, _ in asked if key}, self.access)
        found: dict[tuple[str, int], tuple[Reference, Document]] = {}
        for row, (key, reference) in enumerate(asked):
            for one in known.get(key, ()):
                document = self.document(one.id)
                if document is not None:
                    found[document.id, row] = (reference, document)
        return sorted(found.values(), key=lambda pair: _day(pair[1]), reverse=True)

    def _passes(self, document_id: str) -> bool:
        summary = self.index.catalogue.summaries([document_id], self.access).get(document_id)
        wanted = self.filters
        if summary is None or document_id in wanted.without:
            return False
        return all(
            not values or not set(values).isdisjoint(own)
            for values, own in (
                (wanted.types, (summary.type,)),
                (wanted.issuers, (summary.issuer,)),
                (wanted.years, (summary.year,)),
                (wanted.documents, (document_id,)),
                (wanted.levels, (summary.level,)),
                (wanted.fields, summary.fields),
            )
        )


def _day(document: Document) -> str:
    return document.header.date.isoformat() if document.header.date else ""
