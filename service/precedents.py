"""Precedents (tiền lệ, văn bản tương tự) of a document or a passage: what is on its subject or tied to it.

Two kinds of evidence, added up: the subject, by the key terms and the vector of the whole text, and ties
that a text states (an article cited, an edge of the graph of documents, a basis shared), each with its
quote. Never the document itself, never one that the person may not see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.articles import ActPlace
from corpus.model import Document, RelationKind, SectionKind, Span
from corpus.relations import reference_key
from indexer.catalogue import PassageRow
from indexer.cited import Citations
from indexer.engine import AccessFilter, Filters, WeightedTerm
from indexer.understanding import is_fragment, named_key
from indexer.understood import Understood
from service.fusion import mix
from service.key_terms import key_terms
from service.named_acts import citations_of
from service.open_index import OpenIndex
from service.rank import RECIPE, by_document
from service.relations import UPWARDS, Edge, Relations

# Chosen on the development questions (docs/decisions/0008-precedents-and-tuning.md). In units of a
# standardised score, where the nearest text reaches 3 to 6.
STATED = 7.0  # a tie that a text states, once for each direction
SHARED = {RelationKind.IMPLEMENTS: 3.0, RelationKind.CONCRETISES: 3.0}
SHARED_BASIS = 1.0
SAME_ACT = -1.5  # the neighbours within an act need no search
DEPTH = 150  # passages taken from each list
TITLE, HEADING = 3.0, 2.0
LONGEST_BODY = 20_000  # code points read for key terms
EMBEDDED = 2_000  # code points embedded
MOST_BASES = 8  # documents above whose other children are looked for


class Tie(StrEnum):
    """What connects a document with a precedent of it."""

    SUBJECT = "subject"  # cùng chủ đề
    CITES = "cites"  # dẫn chiếu
    CITED_BY = "cited_by"  # được dẫn chiếu bởi
    RELATION = "relation"  # thực hiện, căn cứ, sửa đổi … văn bản đó
    RELATED_BY = "related_by"  # được thực hiện, sửa đổi … bởi văn bản đó
    SHARED = "shared"  # cùng thực hiện, cùng căn cứ một văn bản


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a document is a precedent; `span` of `document` states it, None for the subject alone.

    `article` is the article cited, `kind` the relation, `above` what both carry out (SHARED).
    """

    tie: Tie
    document: str = ""
    span: Span | None = None
    article: str = ""
    kind: RelationKind | None = None
    above: str = ""


@dataclass(slots=True)
class Precedent:
    """A document in the order of `score`; `row` is its passage nearest in subject, None without one.

    `likeness` is its best score by key terms as a share of what the document itself reaches.
    """

    document: str
    score: float = 0.0
    row: PassageRow | None = None
    likeness: float = 0.0
    grounds: list[Ground] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document or passage is about."""

    terms: Sequence[WeightedTerm]
    embedded: str


def find_precedents(
    index: OpenIndex, document: Document, access: AccessFilter, span: Span | None = None
) -> list[Precedent]:
    """The precedents of a document, or of its passage `span`, best first. Raises EngineUnavailable."""
    found: dict[str, Precedent] = {}
    for one in _on_subject(index, document, subject_of(document, span), access):
        found[one.document] = one
    citations = citations_of(index, access)
    place = citations.place(document.id)
    ties = _cited(citations, document, place, span)
    if not is_fragment(document):
        ties += _related(index, document, access, span)
    for name, ground in ties:
        _tie(found.setdefault(name, Precedent(name)), ground)
    found.pop(document.id, None)
    if place is not None and place.article:
        for name, other in citations.places(found).items():
            if other.act == place.act:
                found[name].score += SAME_ACT
    return sorted(found.values(), key=lambda one: (-one.score, one.document))


def subject_of(document: Document, span: Span | None = None) -> Subject:
    """The subject of a document, or of its passage `span` under the document's title."""
    if span is not None:
        body = document.text[span.start : span.end]
        zones = [(document.title, 1.0), (heading_at(document, span.start), HEADING), (body, 1.0)]
    else:
        body = _body(document)
        zones = [(document.title, TITLE), (document.context, HEADING), (body, 1.0)]
    return Subject(key_terms(zones), f"{document.title}\n{body[:EMBEDDED]}")


def _body(document: Document) -> str:
    """The text below the letterhead, without what every page repeats."""
    at, parts = document.header.end, []
    for hidden in (*sorted(document.furniture), Span(len(document.text), len(document.text))):
        parts.append(document.text[at : max(at, hidden.start)])
        at = max(at, hidden.end)
    return "".join(parts)[:LONGEST_BODY]


def heading_at(document: Document, at: int) -> str:
    """The headings above an offset, outermost first; "" outside the outline."""
    above = [section for section in document.sections if section.start <= at < section.end]
    return " ".join(document.text[one.heading.start : one.heading.end] for one in above)


def _on_subject(
    index: OpenIndex, document: Document, subject: Subject, access: AccessFilter
) -> Iterable[Precedent]:
    """Documents near in subject, best first."""
    vector = index.embedder.embed_question(subject.embedded)
    by_terms, by_vector = index.engine.search(subject.terms, vector, access, Filters(), DEPTH)
    hits = mix(by_terms, by_vector, RECIPE.vector_share)
    rows = index.passages([hit.passage for hit in hits], access)
    reached: dict[str, float] = {}
    for hit in by_terms:
        if hit.passage in rows:
            reached.setdefault(rows[hit.passage].document.id, hit.score)
    own = reached.get(document.id) or max(reached.values(), default=0.0)
    for group in by_document(hits, rows, 1):
        row = group.passages[0]
        likeness = reached.get(row.document.id, 0.0) / own if own else 0.0
        yield Precedent(row.document.id, group.score, row, likeness)


def _tie(precedent: Precedent, ground: Ground) -> None:
    """Add a ground; a tie of one direction counts once, whatever says it how often."""
    outward = (Tie.CITES, Tie.RELATION)
    inward = (Tie.CITED_BY, Tie.RELATED_BY)
    for same in (outward, inward, (Tie.SHARED,)):
        if ground.tie in same and not any(other.tie in same for other in precedent.grounds):
            shared = SHARED.get(ground.kind, SHARED_BASIS) if ground.kind else SHARED_BASIS
            precedent.score += shared if ground.tie is Tie.SHARED else STATED
    if not any(_says_the_same(other, ground) for other in precedent.grounds):
        precedent.grounds.append(ground)


def _says_the_same(one: Ground, other: Ground) -> bool:
    if one.tie is Tie.SHARED:
        return other.tie is Tie.SHARED and one.above == other.above
    return (one.tie, one.kind) == (other.tie, other.kind)


def _cited(
    citations: Citations, document: Document, place: ActPlace | None, span: Span | None
) -> list[tuple[str, Ground]]:
    """Articles that the text cites and texts that cite it, in both directions."""
    cites = [one for one in citations.by(document.id) if span is None or _meet(one.span, span)]
    held = citations.held([*((one.act, one.article) for one in cites), *((one.act, "") for one in cites)])
    ties = [
        (name, Ground(Tie.CITES, document.id, one.span, one.article))
        for one in cites
        for name in held.get((one.act, one.article), held.get((one.act, ""), []))
    ]
    narrowed = place
    if place is not None and span is not None and not place.article:
        narrowed = _article_at(document, place, span)
    cited_by = citations.of(narrowed) if narrowed else []
    return ties + [
        (one.document, Ground(Tie.CITED_BY, one.document, one.span, one.article)) for one in cited_by
    ]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _article_at(document: Document, place: ActPlace, span: Span) -> ActPlace | None:
    """The article of a whole act in which a passage stands."""
    for section in document.sections:
        if section.kind is SectionKind.ARTICLE and section.start <= span.start < section.end:
            return ActPlace(place.act, section.label.removeprefix("Điều").strip())
    return None


def _related(
    index: OpenIndex, document: Document, access: AccessFilter, span: Span | None
) -> list[tuple[str, Ground]]:
    """Certain edges of the graph of documents in both directions, and documents below the same ones."""
    relations, understood = Relations(index, access), Understood(index.catalogue)
    own = understood.known_document(document.id, access)
    if own is None:
        return []
    outgoing = relations.outgoing(own)
    if span is not None:
        outgoing = [edge for edge in outgoing if _meet(edge.reference.span, span)]
    ties = [
        (edge.target.id, Ground(Tie.RELATION, own.id, edge.quote, kind=edge.kind))
        for edge in outgoing
        if edge.target is not None
    ]
    ties += [
        (edge.source.id, Ground(Tie.RELATED_BY, edge.source.id, edge.quote, kind=edge.kind))
        for edge in (relations.incoming(own) if span is None else ())
        if edge.target is not None and edge.target.id == own.id
    ]
    above = [edge for edge in outgoing if edge.kind in UPWARDS][:MOST_BASES]
    return ties + _below_the_same(relations, understood, access, above)


def _below_the_same(
    relations: Relations, understood: Understood, access: AccessFilter, above: Sequence[Edge]
) -> list[tuple[str, Ground]]:
    """Documents that carry out, or rest on, what this one does; a number alone does not make it the same."""
    ties: list[tuple[str, Ground]] = []
    for edge in above:
        target, label = edge.target, edge.reference.normalised or " ".join(edge.reference.raw.split())
        if target is not None:
            same = [
                (other.source.id, other.quote, other.kind)
                for other in relations.incoming(target, UPWARDS)
                if other.target is not None and other.target.id == target.id
            ]
        elif edge.reference.normalised and edge.reference.date is not None:
            same = [
                (row.document.id, row.relation.quote, row.relation.kind)
                for row in understood.named_by([named_key(edge.reference)], access, UPWARDS)
                if reference_key(row.relation.reference) == reference_key(edge.reference)
            ]
        else:
            continue
        ties += [
            (name, Ground(Tie.SHARED, name, quote, kind=kind, above=label)) for name, quote, kind in same
        ]
    return ties
