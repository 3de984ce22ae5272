"""What was understood, as JSON: references, relations in both directions, targets, tasks, status."""

from typing import Any

from corpus.identity import Candidate, Candidates, KnownDocument
from corpus.model import Document, Reference, Span, Target, Task
from indexer.engine import AccessFilter
from indexer.understood import Understood
from service.citations import CheckedReference, check_document
from service.faces.shapes import document_shape
from service.faces.terms import INVERSE, RELATIONS, STATES, why
from service.open_index import OpenIndex
from service.relations import ChainNode, Edge, Relations, StatusLine
from service.targets import TargetLine, TargetTable, period_words, value_words

Json = dict[str, Any]


def understanding_shape(document: Document, index: OpenIndex, access: AccessFilter) -> Json:
    """All that was understood of a document; every offset is a code point of its text."""
    view = Relations(index, access)
    related = view.view(document.id)
    understood = Understood(index.catalogue)
    summary = understood.summary(document.id, access)
    text = document.text
    return {
        **document_shape(document),
        "level": summary.level if summary else None,
        "issuer_place": summary.place if summary else None,
        "fields": list(summary.fields) if summary else [],
        "status": [_status_shape(line, text, index, access) for line in related.status],
        "references": [reference_shape(found) for found in check_document(document, index, access)],
        "relations": [edge_shape(edge, text) for edge in related.outgoing],
        "related_by": [
            edge_shape(edge, _text(edge, index, access), inverse=True) for edge in related.incoming
        ],
        "chain": [node_shape(node) for node in view.chain(document.id)],
        "targets": [target_shape(target, text) for target in understood.targets_of(document.id, access)],
        "tasks": [task_shape(row.task, text) for row in understood.tasks(access, [document.id])],
    }


def _text(edge: Edge, index: OpenIndex, access: AccessFilter) -> str:
    source = index.document(edge.source.id, access)
    return source.text if source else ""


def reference_shape(checked: CheckedReference) -> Json:
    """A reference with the document it means (`document`, null while uncertain) and its candidates."""
    found = checked.reference
    return {
        **_named(found),
        "provision": found.provision,
        "document": checked.document,
        "candidates": [
            candidate_shape(candidate, checked.candidates) for candidate in checked.candidates.all
        ],
    }


def _named(found: Reference) -> Json:
    return {
        "start": found.span.start,
        "end": found.span.end,
        "raw": found.raw,
        "kind": found.kind.value,
        "type": found.type,
        "number": found.number,
        "issuer": found.issuer,
        "date": found.date.isoformat() if found.date else None,
        "normalised": found.normalised,
    }


def candidate_shape(candidate: Candidate, among: Candidates) -> Json:
    """A document that may be meant, the reasons for and against it, and whether it is certain."""
    return {
        **known_shape(candidate.document),
        "certain": among.resolved is not None and among.resolved.document.id == candidate.document.id,
        "reasons": [reason.value for reason in candidate.reasons],
        "against": [reason.value for reason in candidate.against],
        "why": why(candidate),
    }


def known_shape(known: KnownDocument) -> Json:
    """What identifies a document."""
    return {
        "document": known.id,
        "title": known.title,
        "number": known.number,
        "type": known.type,
        "issuer": known.issuer,
        "date": known.date.isoformat() if known.date else None,
        "draft": known.draft,
    }


def edge_shape(edge: Edge, text: str, *, inverse: bool = False) -> Json:
    """A relation with the quote that states it; the quote stands in `source`, whose text is `text`."""
    other = edge.source if inverse else edge.target
    return {
        "kind": edge.kind.value,
        "name": (INVERSE if inverse else RELATIONS)[edge.kind],
        "certain": edge.target is not None,
        "document": known_shape(other) if other else None,
        "reference": _named(edge.reference),
        "candidates": []
        if inverse
        else [candidate_shape(one, edge.candidates) for one in edge.candidates.all],
        "source": edge.source.id,
        "start": edge.quote.start,
        "end": edge.quote.end,
        "quote": text[edge.quote.start : edge.quote.end],
    }


def node_shape(node: ChainNode) -> Json:
    """One document of a chain of implementation; `depth` 0 is a root."""
    return {
        "key": node.key,
        "label": node.label,
        "depth": node.depth,
        "below": node.below,
        "relation": RELATIONS[node.edge.kind] if node.edge else None,
        "document": known_shape(node.document) if node.document else None,
    }


def _status_shape(line: StatusLine, text: str, index: OpenIndex, access: AccessFilter) -> Json:
    source, quote = None, line.quote
    if line.by is not None:
        source, quote, text = line.by.source, line.by.quote, _text(line.by, index, access)
    return {
        "state": line.state.value,
        "name": STATES[line.state],
        "since": line.since.isoformat() if line.since else None,
        "proposed": line.proposed,
        "by": known_shape(source) if source else None,
        "quote": text[quote.start : quote.end] if quote else None,
    }


def target_shape(target: Target, text: str) -> Json:
    """A target; `quote == text[start:end]`, `value` is its figure in words."""
    return {
        "kind": target.kind.value,
        "indicator": target.indicator,
        "of": target.of,
        "operator": target.operator.value,
        "value": value_words(target),
        "values": [float(value) for value in target.values],
        "unit": target.unit,
        "trend": target.trend.value if target.trend else None,
        "approximate": target.approximate,
        "yearly": target.yearly,
        "year": target.year,
        "period": list(target.period) if target.period else None,
        "when": period_words(target),
        "base": target.base,
        "baseline": target.baseline,
        "due": target.due,
        "field": target.field,
        "leader": target.leader,
        "section": target.path,
        "start": target.span.start,
        "end": target.span.end,
        "quote": text[target.span.start : target.span.end],
        "value_span": _pair(target.value_span),
        "scope": _pair(target.scope) if target.scope else None,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def task_shape(task: Task, text: str) -> Json:
    """A task; `quote == text[start:end]`."""
    return {
        "task": task.task,
        "leader": task.leader,
        "partners": list(task.partners),
        "deadline": task.deadline,
        "due": task.due.isoformat() if task.due else None,
        "section": task.path,
        "heading": task.heading,
        "start": task.span.start,
        "end": task.span.end,
        "quote": text[task.span.start : task.span.end],
    }


def line_shape(line: TargetLine) -> Json:
    """One line of the table of targets, with its document and citation."""
    summary = line.document
    shape = target_shape(line.target, "")
    return {
        **shape,
        "quote": line.quote,
        "page": line.page,
        "document": summary.id,
        "path": summary.path,
        "title": summary.title,
        "number": summary.number,
        "type": summary.type,
        "issuer": summary.issuer,
        "date": summary.date,
        "level": summary.level,
        "place": summary.place,
        "citation": line.citation,
    }


def table_shape(table: TargetTable, page: int, per_page: int) -> Json:
    """One page of the table of targets; `total` counts lines, facets count all of them."""
    first = (page - 1) * per_page
    return {
        "total": len(table.lines),
        "page": page,
        "per_page": per_page,
        "targets": [line_shape(line) for line in table.lines[first : first + per_page]],
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts]
            for name, counts in table.facets.items()
        },
    }
