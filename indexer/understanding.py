"""What is understood of one document, ready to be stored: relations, targets, tasks, effect, level, place."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from corpus.identity import issuer_place
from corpus.model import (
    Document,
    Effect,
    Operator,
    Reference,
    ReferenceKind,
    Relation,
    RelationKind,
    SectionKind,
    Span,
    Target,
    TargetKind,
    Task,
    Trend,
)
from corpus.relations import find_effect, find_relations
from corpus.tasks import find_tasks
from corpus.values.field import fields_of
from corpus.values.issuer import folded, issuer_level
from corpus.values.reference import find_references, number_key, parse_number
from corpus.values.target import find_targets

_FIELD_TARGETS = 2  # targets of a field that make it one of the document's
_HEADED = {
    SectionKind.APPENDIX,
    SectionKind.PART,
    SectionKind.CHAPTER,
    SectionKind.DIVISION,
    SectionKind.ARTICLE,
    SectionKind.ROMAN,
    SectionKind.NUMBER,
}
_CONGRESS = re.compile(
    r"đại hội\s(?:đại biểu\s)?(?:toàn quốc\s|toàn thể\s)?(?:của\s)?đảng(?:\sbộ)?"
)  # of any field
_MOST_HEADINGS = 300  # of one document
_LONGEST_HEADING = 160  # code points
_SENTENCE_ENDS = (".", ";", ",", ":")
# A text without any of these words holds no targets and no tasks; statutes are spared the work.
_PLANNING = ("chỉ tiêu", "mục tiêu", "nhiệm vụ", "phấn đấu", "phương hướng", "chủ trì", "tổ chức thực hiện")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything read out of a document beyond its header and outline."""

    references: tuple[Reference, ...]
    relations: tuple[Relation, ...]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    effect: Effect | None
    level: str | None
    place: str | None
    fields: tuple[str, ...] = ()


def is_fragment(document: Document) -> bool:
    """True for a record of a collection that has no number of its own: an article, not a document."""
    return "#" in document.path and document.header.number is None


def understand(document: Document) -> Understanding:
    """Read a document's relations, targets and tasks. Never raises; linear in the text."""
    if is_fragment(document):
        return Understanding((), (), (), (), None, None, None)
    text, header, sections = document.text, document.header, document.sections
    references = find_references(text, header.issuer)
    lowered = text.lower()
    planning = any(word in lowered for word in _PLANNING)
    targets = (
        find_targets(
            text,
            sections,
            start=header.end,
            kind=header.type,
            references=references,
            furniture=document.furniture,
            listed=False,
        )
        if planning
        else []
    )
    return Understanding(
        references=tuple(references),
        relations=tuple(find_relations(text, header, sections, references, document.furniture)),
        targets=tuple(targets),
        tasks=tuple(find_tasks(text, sections, start=header.end)) if planning else (),
        effect=find_effect(text, header),
        level=level_of(document),
        place=issuer_place(header.issuer, header.superior) or header.place,
        fields=document_fields(document.title, targets),
    )


def document_fields(title: str, targets: Iterable[Target]) -> tuple[str, ...]:
    """The fields (lĩnh vực) of a document: those its title names, else those of several of its targets."""
    named = fields_of(_CONGRESS.sub("", title.lower()))
    if named:
        return named
    counted = Counter(target.field for target in targets if target.kind is TargetKind.TARGET and target.field)
    return tuple(field for field, count in counted.most_common() if count >= _FIELD_TARGETS)


def level_of(document: Document) -> str | None:
    """The level (cấp) of the issuing body, by its own name or by that of the body above it."""
    header = document.header
    own = issuer_level(header.issuer) if header.issuer else None
    if own or not header.superior:
        return own
    return issuer_level(header.superior)


def bare_key(number: str | None) -> str | None:
    """Type and bare number of a document number, "nq_15": what a reference without a symbol names."""
    read = parse_number(number) if number else None
    if read is None:
        return None
    kind = {"QĐi": "QĐ", "CTHĐ": "CTr"}.get(read.type, read.type)
    return f"{folded(kind)}_{read.number}"


def understood_columns(document: Document, understood: Understanding) -> Row:
    """The columns of the document's own row that need more than its header."""
    header, effect = document.header, understood.effect
    return {
        "level": understood.level,
        "place": understood.place,
        "draft": header.draft,
        "fields": FIELD_BREAK.join(understood.fields),
        "superior": header.superior,
        "bare_key": bare_key(header.number),
        "effective": effect.date.isoformat() if effect else None,
        "effective_start": effect.span.start if effect else None,
        "effective_end": effect.span.end if effect else None,
    }


def relation_rows(document_id: str, relations: tuple[Relation, ...]) -> list[Row]:
    """Rows of the relations of one document; `named_key` finds the relations that may name a document."""
    return [
        {
            "document": document_id,
            "position": position,
            "kind": relation.kind.value,
            "named_key": named_key(relation.reference),
            "body": json.dumps(_relation_record(relation), ensure_ascii=False),
        }
        for position, relation in enumerate(relations)
    ]


def named_key(reference: Reference) -> str:
    """The key under which a reference's document may be found: number, "nq_15", date or congress."""
    if reference.normalised:
        return number_key(reference.normalised)
    if reference.kind is ReferenceKind.CONGRESS:
        return CONGRESS_KEY if reference.issuer else ""
    if reference.kind is ReferenceKind.DATED and reference.date:
        return f"date_{reference.date.isoformat()}"
    if reference.kind is ReferenceKind.NAMED and reference.number and reference.type:
        return f"{folded(reference.type)}_{reference.number.split('/')[0]}"
    return ""


CONGRESS_KEY = "congress"
FIELD_BREAK = "|"  # between the fields of a document in its row


def target_rows(document_id: str, understood: Understanding) -> list[Row]:
    """Rows of the targets of one document, with what they are filtered by."""
    return [
        {
            "document": document_id,
            "position": position,
            "kind": target.kind.value,
            "field": target.field,
            "first_year": target.period[0] if target.period else target.year,
            "last_year": target.period[1] if target.period else target.year,
            "body": json.dumps(_plain(asdict(target)), ensure_ascii=False),
        }
        for position, target in enumerate(understood.targets)
    ]


def task_rows(document_id: str, tasks: tuple[Task, ...]) -> list[Row]:
    """Rows of the tasks of one document; `words` is folded for searching."""
    return [
        {
            "document": document_id,
            "position": position,
            "due": task.due.isoformat() if task.due else None,
            "words": folded(" ".join([task.task, task.leader or "", *task.partners, task.heading])),
            "body": json.dumps(_plain(asdict(task)), ensure_ascii=False),
        }
        for position, task in enumerate(tasks)
    ]


def heading_rows(document: Document) -> list[Row]:
    """Rows of the headings (đề mục) of a document's outline; a numbered sentence is no heading."""
    rows: list[Row] = []
    for position, section in enumerate(document.sections):
        if section.kind not in _HEADED or len(rows) == _MOST_HEADINGS:
            continue
        span = section.heading
        text = " ".join(document.text[span.start : span.end].split())
        if len(text) <= _LONGEST_HEADING and " " in text and not text.endswith(_SENTENCE_ENDS):
            row = {"document": document.id, "position": position, "text": text}
            rows.append({**row, "start": span.start, "end": span.end})
    return rows


def _relation_record(relation: Relation) -> Row:
    record = _plain(asdict(relation.reference))
    return {"reference": record, "quote": [relation.quote.start, relation.quote.end]}


def _plain(record: Mapping[str, Any]) -> Row:
    """A record of JSON values only; empty ones are left out."""
    return {name: _value(value) for name, value in record.items() if value not in (None, "", (), False)}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return [value["start"], value["end"]] if set(value) == {"start", "end"} else _plain(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_value(one) for one in value]
    return value


def relation_from(kind: str, body: str) -> Relation:
    """The relation that `relation_rows` stored."""
    record = json.loads(body)
    stored = record["reference"]
    day = stored.get("date")
    reference = Reference(
        **{
            **stored,
            "span": Span(*stored["span"]),
            "raw": stored.get("raw", ""),
            "kind": ReferenceKind(stored["kind"]),
            "date": date.fromisoformat(day) if day else None,
        }
    )
    return Relation(RelationKind(kind), reference, Span(*record["quote"]))


def target_from(body: str) -> Target:
    """The target that `target_rows` stored."""
    stored = json.loads(body)
    period, scope, trend = stored.get("period"), stored.get("scope"), stored.get("trend")
    return Target(
        **{
            **stored,
            "span": Span(*stored["span"]),
            "kind": TargetKind(stored["kind"]),
            "indicator": stored.get("indicator", ""),
            "operator": Operator(stored["operator"]),
            "values": tuple(Decimal(value) for value in stored.get("values", ())),
            "unit": stored.get("unit"),
            "value_span": Span(*stored["value_span"]),
            "period": (period[0], period[1]) if period else None,
            "scope": Span(*scope) if scope else None,
            "trend": Trend(trend) if trend else None,
        }
    )


def task_from(body: str) -> Task:
    """The task that `task_rows` stored."""
    stored = json.loads(body)
    due = stored.get("due")
    return Task(
        **{
            **stored,
            "span": Span(*stored["span"]),
            "partners": tuple(stored.get("partners", ())),
            "due": date.fromisoformat(due) if due else None,
        }
    )
