"""Reads the citations between articles and acts: who is cited, who cites, each under the access filter.

A row of a document that the filter excludes is never seen, counted or hinted at.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sql

from corpus.articles import ActPlace, name_head
from corpus.model import Span
from indexer.catalogue import ACTS, CITATIONS, DOCUMENTS, VISIBLE, Catalogue, labels_of
from indexer.engine import AccessFilter

_CHUNK = 200  # pairs in one condition: below the limit of every database

_PLACES = (
    sql.select(ACTS.c.document, ACTS.c.act, ACTS.c.article, ACTS.c.name)
    .join(DOCUMENTS, DOCUMENTS.c.id == ACTS.c.document)
    .where(ACTS.c.document.in_(sql.bindparam("documents", expanding=True)), VISIBLE)
)

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of `article` of `act` that stands in `document` at `span`."""

    document: str
    act: str
    article: str
    span: Span


class Citations:
    """The citations of one published catalogue as one person may see them."""

    def __init__(self, catalogue: Catalogue, access: AccessFilter, names: Names) -> None:
        self._catalogue = catalogue
        self._labels = labels_of(access)
        self.names = names

    def place(self, document: str) -> ActPlace | None:
        """The act or article that a document is; None when it is neither."""
        query = (
            sql.select(ACTS.c.act, ACTS.c.article, ACTS.c.name)
            .join(DOCUMENTS, DOCUMENTS.c.id == ACTS.c.document)
            .where(ACTS.c.document == document, VISIBLE)
        )
        with self._catalogue.reading() as connection:
            row = connection.execute(query, self._labels).first()
        return ActPlace(*row) if row else None

    def by(self, document: str) -> list[Cited]:
        """The articles that a document cites, in reading order; those of acts that cannot be told left out."""
        c = CITATIONS.c
        query = (
            sql.select(c.document, c.act, c.article, c.start, c.end, c.words, ACTS.c.act)
            .join(DOCUMENTS, DOCUMENTS.c.id == c.document)
            .join(ACTS, ACTS.c.document == c.document, isouter=True)
            .where(c.document == document, VISIBLE)
            .order_by(c.position)
        )
        return self._told(query)

    def of(self, place: ActPlace) -> list[Cited]:
        """Where documents cite an article (any article of an act, when `place` is a whole act)."""
        c = CITATIONS.c
        keys = [place.act, *(name_head(name.split()) for name in self._called(place.act))]
        wanted: list[sql.ColumnElement[bool]] = [c.act.in_(keys)]
        if place.article:
            wanted.append(c.article == place.article)
        query = (
            sql.select(c.document, c.act, c.article, c.start, c.end, c.words, ACTS.c.act)
            .join(DOCUMENTS, DOCUMENTS.c.id == c.document)
            .join(ACTS, ACTS.c.document == c.document, isouter=True)
            .where(*wanted, VISIBLE)
            .order_by(DOCUMENTS.c.path, c.position)
        )
        return [found for found in self._told(query) if found.act == place.act]

    def held(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        """Ids of the documents that are the articles asked for, (act, article); a whole act is ("…", "")."""
        pairs = sorted(set(wanted))
        found: dict[tuple[str, str], list[str]] = {}
        for at in range(0, len(pairs), _CHUNK):
            chunk = set(pairs[at : at + _CHUNK])
            query = (
                sql.select(ACTS.c.act, ACTS.c.article, ACTS.c.document)
                .join(DOCUMENTS, DOCUMENTS.c.id == ACTS.c.document)
                .where(
                    ACTS.c.act.in_({act for act, _ in chunk}),
                    ACTS.c.article.in_({article for _, article in chunk}),
                    VISIBLE,
                )
                .order_by(DOCUMENTS.c.path)
            )
            with self._catalogue.reading() as connection:
                for act, article, document in connection.execute(query, self._labels):
                    if (act, article) in chunk:
                        found.setdefault((act, article), []).append(document)
        return found

    def places(self, documents: Collection[str]) -> dict[str, ActPlace]:
        """The acts and articles that documents are, by id."""
        ids, found = sorted(documents), {}
        for at in range(0, len(ids), _CHUNK):
            asked = {"documents": ids[at : at + _CHUNK], **self._labels}
            with self._catalogue.reading() as connection:
                found.update({row[0]: ActPlace(*row[1:]) for row in connection.execute(_PLACES, asked)})
        return found

    def _told(self, query: sql.Select[Any]) -> list[Cited]:
        """The citations in the rows, each with the key of its act."""
        with self._catalogue.reading() as connection:
            rows = connection.execute(query, self._labels).all()
        found = []
        for document, act, article, start, end, words, citing in rows:
            key = act_named(words.split(), self.names, citing or "") if words else act
            if key:
                found.append(Cited(document, key, article, Span(start, end)))
        return found

    def _called(self, act: str) -> list[str]:
        return [name for name, acts in self.names.items() if act in acts]


def act_names(catalogue: Catalogue, access: AccessFilter) -> Names:
    """The folded names of the acts held, each with the keys of the acts so named."""
    query = (
        sql.select(ACTS.c.name, ACTS.c.act)
        .distinct()
        .join(DOCUMENTS, DOCUMENTS.c.id == ACTS.c.document)
        .where(ACTS.c.name != "", DOCUMENTS.c.access.in_(sorted(access.labels)))
        .order_by(ACTS.c.name, ACTS.c.act)
    )
    found: dict[str, list[str]] = {}
    with catalogue.reading() as connection:
        for name, act in connection.execute(query):
            found.setdefault(name, []).append(act)
    return {name: tuple(acts) for name, acts in found.items()}


def act_named(words: Sequence[str], names: Names, citing: str) -> str | None:
    """The act that `words` begin with the name of: the longest name that fits; None when it is not certain.

    Of acts with one name it is that of the year named ("… năm 2012"), else the newest that is not
    younger than the act that cites.
    """
    for length in range(len(words), 1, -1):
        acts = names.get(" ".join(words[:length]), ())
        if len(acts) == 1:
            return acts[0]
        if acts:
            said = (
                words[length + 1] if words[length : length + 1] == ["nam"] and len(words) > length + 1 else ""
            )
            if said:
                return (
                    next((act for act in acts if _year(act) == int(said)), None) if said.isdecimal() else None
                )
            known = [act for act in acts if 0 < _year(act) <= _year(citing)]
            return max(known, key=_year, default=None)
    return None


def _year(act: str) -> int:
    """The year in the key of a number ("38_2019_qh14"), 0 when it has none."""
    parts = act.split("_")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() and len(parts[1]) == 4 else 0
