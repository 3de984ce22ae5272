"""Reads what was understood of the documents: relations, targets and tasks, each under the access filter.

A row of a document that the filter excludes is never seen, counted or hinted at.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sql

from corpus.identity import KnownDocument
from corpus.model import Effect, Relation, RelationKind, Span, Target, TargetKind, Task
from corpus.values.issuer import folded
from indexer.catalogue import (
    CONGRESS,
    DOCUMENTS,
    RELATIONS,
    SPEAKING,
    TARGETS,
    TASKS,
    VISIBLE,
    Catalogue,
    DocumentSummary,
    document_summary,
    labels_of,
    summary_columns,
)
from indexer.engine import AccessFilter
from indexer.understanding import CONGRESS_KEY, relation_from, target_from, task_from

_KNOWN = "id title number type issuer superior place date draft".split()
_EFFECT = "effective effective_start effective_end".split()
_CHUNK = 400  # values in one IN list: below the limit of every database
_STANDING = sql.select(
    *(DOCUMENTS.c[name] for name in (*_KNOWN, *_EFFECT)), DOCUMENTS.c.number_key, DOCUMENTS.c.bare_key
).where(VISIBLE)
_ALL_STANDINGS = _STANDING.where(SPEAKING)
_STANDINGS = _STANDING.where(DOCUMENTS.c.id.in_(sql.bindparam("documents", expanding=True)))


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A relation of `document` to a document under one of the keys asked for."""

    document: DocumentSummary
    relation: Relation
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a document's own row says of its force, and the keys under which others may name it."""

    known: KnownDocument
    effect: Effect | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target and the document that sets it."""

    document: DocumentSummary
    target: Target


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task and the document that gives it."""

    document: DocumentSummary
    task: Task


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """What a list of targets is narrowed to; an empty value means no restriction.

    `year` keeps targets for that year or for a period that holds it; `place` and `words` compare without
    diacritics.
    """

    fields: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    place: str = ""
    words: str = ""
    documents: tuple[str, ...] = ()
    kinds: tuple[TargetKind, ...] = (TargetKind.TARGET,)
    drafts: bool = False


class Understood:
    """The understanding of the documents of one published catalogue; safe to share between threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def known(self, keys: Collection[str], access: AccessFilter) -> dict[str, list[KnownDocument]]:
        """Documents that a reference under each key may name; see `indexer.understanding.named_key`."""
        wanted = {key for key in keys if key}
        dates = sorted(key[5:] for key in wanted if key.startswith("date_"))
        plain = sorted(key for key in wanted if not key.startswith("date_"))
        c = DOCUMENTS.c
        found: dict[str, list[KnownDocument]] = {}
        for column, values, prefix in (
            (c.number_key, plain, ""),
            (c.bare_key, plain, ""),
            (c.date, dates, "date_"),
        ):
            for chunk in _chunks(values):
                for row in self._rows([column, *(c[name] for name in _KNOWN)], column.in_(chunk), access):
                    found.setdefault(prefix + row[0], []).append(_known(row[1:]))
        if CONGRESS_KEY in wanted:
            rows = self._rows([c[name] for name in _KNOWN], c.issuer.startswith(CONGRESS), access)
            found[CONGRESS_KEY] = [_known(row) for row in rows]
        return found

    def _rows(self, columns: Sequence[Any], condition: Any, access: AccessFilter) -> list[Any]:
        query = sql.select(*columns).where(condition, _visible(access)).order_by(DOCUMENTS.c.path)
        with self._catalogue.reading() as connection:
            return list(connection.execute(query))

    def known_document(self, document: str, access: AccessFilter) -> KnownDocument | None:
        """What is known of one document; None when there is none that `access` may see."""
        rows = self._rows([DOCUMENTS.c[name] for name in _KNOWN], DOCUMENTS.c.id == document, access)
        return _known(rows[0]) if rows else None

    def known_documents(self, documents: Collection[str], access: AccessFilter) -> dict[str, KnownDocument]:
        """What is known of each of these documents that `access` may see."""
        c = DOCUMENTS.c
        columns = [c[name] for name in _KNOWN]
        rows = [
            row
            for chunk in _chunks(sorted(documents))
            for row in self._rows(columns, c.id.in_(chunk), access)
        ]
        return {row[0]: _known(row) for row in rows}

    def standings(self, documents: Collection[str] | None, access: AccessFilter) -> list[Standing]:
        """The standing of each of these documents; None for all that are drafts or say when they take effect."""
        labels = labels_of(access)
        with self._catalogue.reading() as connection:
            if documents is None:
                rows = connection.execute(_ALL_STANDINGS, labels).all()
            else:
                rows = [
                    row
                    for chunk in _chunks(sorted(documents))
                    for row in connection.execute(_STANDINGS, {"documents": chunk, **labels})
                ]
        return [_standing(row) for row in rows]

    def keys_of(self, document: str, access: AccessFilter) -> list[str]:
        """The keys under which other documents may name this one."""
        c = DOCUMENTS.c
        rows = self._rows([c.number_key, c.bare_key, c.date, c.issuer], c.id == document, access)
        if not rows:
            return []
        return _keys(*rows[0])

    def effect(self, document: str, access: AccessFilter) -> Effect | None:
        """From when the document says it is in force."""
        c = DOCUMENTS.c
        rows = self._rows([c.effective, c.effective_start, c.effective_end], c.id == document, access)
        return _effect(*rows[0]) if rows else None

    def relations(self, document: str, access: AccessFilter) -> list[Relation]:
        """What the document says it does with others, in reading order."""
        query = (
            sql.select(RELATIONS.c.kind, RELATIONS.c.body)
            .join(DOCUMENTS, DOCUMENTS.c.id == RELATIONS.c.document)
            .where(RELATIONS.c.document == document, _visible(access))
            .order_by(RELATIONS.c.position)
        )
        with self._catalogue.reading() as connection:
            return [relation_from(kind, body) for kind, body in connection.execute(query)]

    def named_by(
        self, keys: Collection[str] | None, access: AccessFilter, kinds: Collection[RelationKind] = ()
    ) -> list[NamedBy]:
        """Relations of other documents to a document under one of `keys`, None for any; oldest document first."""
        c = DOCUMENTS.c
        query = (
            sql.select(
                *summary_columns(),
                c.effective,
                c.effective_start,
                c.effective_end,
                RELATIONS.c.kind,
                RELATIONS.c.body,
            )
            .join(DOCUMENTS, c.id == RELATIONS.c.document)
            .where(_visible(access))
            .order_by(c.date, c.path, RELATIONS.c.position)
        )
        if keys is not None:
            query = query.where(RELATIONS.c.named_key.in_(sorted(keys)))
        if kinds:
            query = query.where(RELATIONS.c.kind.in_([kind.value for kind in kinds]))
        with self._catalogue.reading() as connection:
            rows = list(connection.execute(query))
        width = len(summary_columns())
        return [
            NamedBy(
                document_summary(row[:width]),
                relation_from(row[width + 3], row[width + 4]),
                _effect(*row[width : width + 3]),
            )
            for row in rows
        ]

    def targets(self, wanted: TargetFilter, access: AccessFilter) -> list[TargetRow]:
        """Targets over all documents, by document (newest last) and position."""
        query = (
            sql.select(*summary_columns(), TARGETS.c.body)
            .join(DOCUMENTS, DOCUMENTS.c.id == TARGETS.c.document)
            .where(_visible(access), *_conditions(wanted))
            .order_by(DOCUMENTS.c.date, DOCUMENTS.c.path, TARGETS.c.position)
        )
        with self._catalogue.reading() as connection:
            rows = list(connection.execute(query))
        found = [TargetRow(document_summary(row[:-1]), target_from(row[-1])) for row in rows]
        return [row for row in found if _matches(row, wanted)]

    def targets_of(self, document: str, access: AccessFilter) -> list[Target]:
        """All that was read of one document: targets, results, counts, visions, deadlines."""
        wanted = TargetFilter(documents=(document,), kinds=(), drafts=True)
        return [row.target for row in self.targets(wanted, access)]

    def summary(self, document: str, access: AccessFilter) -> DocumentSummary | None:
        """The line of a list for one document; None when there is none that `access` may see."""
        rows = self._rows(summary_columns(), DOCUMENTS.c.id == document, access)
        return document_summary(rows[0]) if rows else None

    def tasks(
        self,
        access: AccessFilter,
        documents: Sequence[str] = (),
        words: str = "",
        due_before: date | None = None,
    ) -> list[TaskRow]:
        """Tasks over all documents; `words` must all occur, compared without diacritics."""
        query = (
            sql.select(*summary_columns(), TASKS.c.body)
            .join(DOCUMENTS, DOCUMENTS.c.id == TASKS.c.document)
            .where(_visible(access))
            .order_by(DOCUMENTS.c.date, DOCUMENTS.c.path, TASKS.c.position)
        )
        if documents:
            query = query.where(TASKS.c.document.in_(list(documents)))
        if due_before is not None:
            query = query.where(TASKS.c.due <= due_before.isoformat())
        for word in folded(words).split():
            query = query.where(TASKS.c.words.contains(word, autoescape=True))
        with self._catalogue.reading() as connection:
            return [
                TaskRow(document_summary(row[:-1]), task_from(row[-1])) for row in connection.execute(query)
            ]


def _visible(access: AccessFilter) -> Any:
    return DOCUMENTS.c.access.in_(sorted(access.labels))


def _chunks(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK)]


def _known(row: Sequence[Any]) -> KnownDocument:
    name, title, number, kind, issuer, superior, place, day, draft = row
    return KnownDocument(
        name,
        title,
        number,
        kind,
        issuer,
        superior,
        place,
        date.fromisoformat(day) if day else None,
        bool(draft),
    )


def _standing(row: Sequence[Any]) -> Standing:
    width = len(_KNOWN)
    *effect, number, bare = row[width:]
    known = _known(row[:width])
    day = known.date.isoformat() if known.date else None
    return Standing(known, _effect(*effect), tuple(_keys(number, bare, day, known.issuer)))


def _keys(number: str | None, bare: str | None, day: str | None, issuer: str | None) -> list[str]:
    """The keys under which other documents may name one."""
    congress = CONGRESS_KEY if (issuer or "").startswith(CONGRESS) else None
    return [key for key in (number, bare, f"date_{day}" if day else None, congress) if key]


def _effect(day: str | None, start: int | None, end: int | None) -> Effect | None:
    if day is None or start is None or end is None:
        return None
    return Effect(date.fromisoformat(day), Span(start, end))


def _conditions(wanted: TargetFilter) -> list[Any]:
    c = TARGETS.c
    found: list[sql.ColumnElement[bool]] = []
    if wanted.kinds:
        found.append(c.kind.in_([kind.value for kind in wanted.kinds]))
    if wanted.fields:
        found.append(c.field.in_(wanted.fields))
    if wanted.documents:
        found.append(c.document.in_(wanted.documents))
    if wanted.levels:
        found.append(DOCUMENTS.c.level.in_(wanted.levels))
    if wanted.years:
        found.append(sql.or_(*(sql.and_(c.first_year <= year, c.last_year >= year) for year in wanted.years)))
    if not wanted.drafts:
        found.append(DOCUMENTS.c.draft.is_(False))
    return found


def _matches(row: TargetRow, wanted: TargetFilter) -> bool:
    """The conditions that compare without diacritics."""
    place = folded(wanted.place)
    if place and place not in folded(row.document.place or ""):
        return False
    words = folded(wanted.words).split()
    text = folded(f"{row.target.of} {row.target.indicator}") if words else ""
    return all(word in text for word in words)
