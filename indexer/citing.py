"""Which act a document is or belongs to, and which articles it cites, ready to be stored."""

from corpus.articles import act_place, find_article_citations
from corpus.model import Document
from indexer.understanding import Row


def act_rows(document: Document) -> list[Row]:
    """At most one row: where the document stands among acts and their articles."""
    place = act_place(document)
    if place is None:
        return []
    return [{"document": document.id, "act": place.act, "article": place.article, "name": place.name}]


def citation_rows(document: Document) -> list[Row]:
    """Rows of the articles a document cites, each article of an act once, where it is cited first.

    A whole act's citations of its own articles stand within itself and are left out, as is an article's
    mention of itself.
    """
    place = act_place(document)
    own = place.act if place and place.article else ""
    rows: dict[tuple[str, str, str], Row] = {}
    for found in find_article_citations(document.text):
        act = found.act or own
        key = (act, found.article, found.words)
        if not act or key in rows or (place is not None and key == (place.act, place.article, "")):
            continue
        rows[key] = {
            "document": document.id,
            "position": len(rows),
            "act": act,
            "article": found.article,
            "words": found.words,
            "start": found.span.start,
            "end": found.span.end,
        }
    return list(rows.values())
