"""Results as JSON: the one shape that the API and the command line print."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus.model import Document, SectionKind
from indexer.phrases import PhraseKind
from service.ask import AskResult, SearchHit, SearchResult
from service.faces.terms import CHOSEN_STATES, STATES
from service.messages import grouped_number
from service.relations import State, StatusLine
from service.suggest import Suggestion
from service.wording import vietnamese_date

Json = dict[str, Any]


def hit_shape(hit: SearchHit) -> Json:
    """A passage found; `highlights` are [start, end] pairs, code points of the document's text."""
    return {
        "document": hit.document,
        "path": hit.path,
        "title": hit.title,
        "number": hit.number,
        "type": hit.type,
        "issuer": hit.issuer,
        "date": hit.date,
        "section": hit.section,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "highlights": [[span.start, span.end] for span in hit.highlights],
        "score": round(hit.score, 6),
        "level": hit.level,
        "fields": list(hit.fields),
        "status": [_status_shape(line) for line in hit.status],
    }


def _status_shape(line: StatusLine) -> Json:
    source = line.by.source if line.by else None
    return {
        "state": line.state.value,
        "name": STATES[line.state],
        "since": line.since.isoformat() if line.since else None,
        "proposed": line.proposed,
        "by": {"document": source.id, "number": source.number, "title": source.title} if source else None,
    }


def search_shape(result: SearchResult) -> Json:
    """The JSON of a search; `total` counts documents, `took_ms` is milliseconds."""
    return {
        "total": result.total,
        "page": result.page,
        "per_page": result.per_page,
        "hits": [hit_shape(hit) for hit in result.hits],
        "facets": facet_shape(result.facets),
        "corrected": result.spelling.corrected,
        "suggestion": result.spelling.suggestion,
        "took_ms": round(result.took_ms, 2),
    }


def ask_shape(result: AskResult) -> Json:
    """The JSON of an answer; `answer[].citations` are indexes into `citations`."""
    return {
        "question": result.question,
        "status": result.status,
        "reason": result.reason,
        "answer": [{"text": item.text, "citations": list(item.citations)} for item in result.answer],
        "citations": [asdict(citation) for citation in result.citations],
        "passages": [hit_shape(hit) for hit in result.passages],
        "facets": facet_shape(result.facets),
        "corrected": result.found.spelling.corrected,
        "suggestion": result.found.spelling.suggestion,
        "took_ms": round(result.took_ms, 2),
    }


def facet_shape(facets: Mapping[str, tuple[tuple[str, int], ...]]) -> Json:
    """Counts of documents by value, for each of type, issuer, level, year, field and status."""
    shape: Json = {
        name: [{"value": value, "count": count} for value, count in counts] for name, counts in facets.items()
    }
    for one in shape["status"]:
        one["name"] = CHOSEN_STATES[State(one["value"])]
    return shape


def suggestion_shape(one: Suggestion, address: str) -> Json:
    """A suggestion; `detail` says in words which document it is of, `address` is where it leads."""
    document = one.document
    return {
        "kind": one.kind.value,
        "text": one.text,
        "detail": _detail(one),
        "documents": one.documents,
        "document": document.id if document else None,
        "start": one.start,
        "end": one.end,
        "address": address,
    }


def _detail(one: Suggestion) -> str:
    document = one.document
    if document is None:
        return f"{grouped_number(one.documents)} văn bản"
    if one.kind is PhraseKind.HEADING:
        return f"Đề mục trong {document.number or document.title}"
    dated = (document.issuer, vietnamese_date(document.date))
    told = (*dated, document.title) if one.kind is PhraseKind.NUMBER else (document.number, *dated)
    return " · ".join(part for part in told if part)


OUTLINE_KINDS = frozenset(SectionKind) - {SectionKind.BULLET, SectionKind.INLINE, SectionKind.BASIS}


def document_shape(document: Document) -> Json:
    """What a document says of itself, with its outline; the text itself has an address of its own."""
    header = document.header
    return {
        "document": document.id,
        "path": document.path,
        "title": document.title,
        "number": header.number,
        "type": header.type,
        "issuer": header.issuer,
        "superior": header.superior,
        "place": header.place,
        "date": header.date.isoformat() if header.date else None,
        "summary": header.summary,
        "signer": header.signer,
        "draft": header.draft,
        "article_about": header.article_about,
        "length": len(document.text),
        "pages": list(document.pages),
        "outline": [
            {
                "kind": section.kind.value,
                "label": section.label,
                "path": section.path,
                "heading": document.text[section.heading.start : section.heading.end],
                "start": section.start,
                "end": section.end,
            }
            for section in document.sections
            if section.kind in OUTLINE_KINDS
        ],
    }
