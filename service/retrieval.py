"""A question becomes documents in order: both searches, fused, and what its numbers name on top."""

from collections.abc import Sequence

from indexer.engine import AccessFilter, Filters, Hit
from indexer.text.words import word_terms
from service.accents import with_diacritics
from service.answer import Candidate
from service.fusion import mix
from service.open_index import OpenIndex
from service.question import Question
from service.rank import RECIPE, RankedDocument, by_document, weighted_terms

CANDIDATES = 10  # passages the answer is looked for in
# The number a person typed decides: its document stands above anything that only resembles it.
NUMBER_BONUS = 1.0


def ranked(
    index: OpenIndex, question: Question, access: AccessFilter, filters: Filters
) -> list[RankedDocument]:
    """All documents in reach of the first stage, best first."""
    hits = _fused(index, question, access, filters)
    numbered = _numbered(index, question, access, filters)
    if numbered:
        bonus = {hit.passage: hit.score + NUMBER_BONUS for hit in numbered}
        rest = [hit for hit in hits if hit.passage not in bonus]
        hits = sorted([*(Hit(key, score) for key, score in bonus.items()), *rest], key=lambda hit: -hit.score)
    hits = hits[: RECIPE.kept]
    rows = index.passages([hit.passage for hit in hits], access)
    return by_document(hits, rows)


def _fused(index: OpenIndex, question: Question, access: AccessFilter, filters: Filters) -> list[Hit]:
    words = word_terms(question.text) if index.manifest.segmentation and not question.folded else ()
    terms = weighted_terms(question, words)
    vector = index.embedder.embed_question(with_diacritics(question))
    by_terms, by_vector = index.engine.search(terms, vector, access, filters, RECIPE.depth)
    return mix(by_terms, by_vector, RECIPE.vector_share)


def _numbered(index: OpenIndex, question: Question, access: AccessFilter, filters: Filters) -> list[Hit]:
    """Passages of the documents whose own number stands in the question."""
    keys = question.number_keys
    if not keys:
        return []
    documents = [found.id for found in index.catalogue.documents_with_number(keys, access)]
    if filters.documents:
        documents = [name for name in documents if name in filters.documents]
    if not documents:
        return []
    narrowed = Filters(filters.types, filters.issuers, filters.years, tuple(documents))
    return _fused(index, question, access, narrowed)


def candidates_of(
    index: OpenIndex, question: Question, access: AccessFilter, filters: Filters
) -> list[Candidate]:
    """The passages in which the answer to a question is looked for, best first."""
    return candidates(index, ranked(index, question, access, filters), access)


def candidates(index: OpenIndex, found: Sequence[RankedDocument], access: AccessFilter) -> list[Candidate]:
    best = sorted(
        (
            (score, row)
            for group in found[:CANDIDATES]
            for score, row in zip(group.scores, group.passages, strict=True)
        ),
        key=lambda pair: -pair[0],
    )
    candidates = []
    for score, row in best[:CANDIDATES]:
        document = index.document(row.document.id, access)
        if document is not None:
            candidates.append(Candidate(document, row.start, row.end, score))
    return candidates
