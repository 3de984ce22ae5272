"""A question becomes documents in order: both searches, fused, and what its numbers name on top."""

from collections.abc import Sequence

from indexer.engine import AccessFilter, Filters, Hit
from indexer.text.words import word_terms
from service.accents import with_diacritics
from service.answer import Candidate
from service.fusion import mix
from service.named_acts import RANKED, citations_of, named_acts, places_of, raised
from service.open_index import OpenIndex
from service.question import Question
from service.rank import RECIPE, RankedDocument, by_document, weighted_terms
from service.tuning.reranking import REORDERED, Lists, reordered

CANDIDATES = 10  # passages the answer is looked for in
# The number a person typed decides: its document stands above anything that only resembles it.
NUMBER_BONUS = 1.0


def ranked(
    index: OpenIndex, question: Question, access: AccessFilter, filters: Filters
) -> list[RankedDocument]:
    """All documents in reach of the first stage, best first; reordered where the collection has learnt to."""
    lists = searched(index, question, access, filters)
    hits = lists.mixed
    numbered = _numbered(index, question, access, filters)
    if numbered:
        bonus = {hit.passage: hit.score + NUMBER_BONUS for hit in numbered}
        rest = [hit for hit in hits if hit.passage not in bonus]
        hits = sorted([*(Hit(key, score) for key, score in bonus.items()), *rest], key=lambda hit: -hit.score)
    found = documents(index, question, hits, access)
    trees = index.tuning.trees if index.tuning else None
    if trees is None or numbered:
        return found
    return reordered(trees, question, lists, found, places_of(found[:REORDERED]))


def documents(
    index: OpenIndex, question: Question, hits: Sequence[Hit], access: AccessFilter
) -> list[RankedDocument]:
    """The documents of the passages `hits`, those of acts that the question names before the others."""
    hits = hits[: RECIPE.kept]
    rows = index.passages([hit.passage for hit in hits], access)
    found = by_document(hits, rows)
    named = named_acts(question, citations_of(index, access).names)
    return raised(found, places_of(found[:RANKED]), named)


def searched(index: OpenIndex, question: Question, access: AccessFilter, filters: Filters) -> Lists:
    """What the searches by terms and by vector find, and their mix."""
    words = word_terms(question.text) if index.manifest.segmentation and not question.folded else ()
    terms = weighted_terms(question, words)
    vector = index.embedder.embed_question(with_diacritics(question))
    by_terms, by_vector = index.engine.search(terms, vector, access, filters, RECIPE.depth)
    share = index.tuning.share if index.tuning else None
    share = RECIPE.vector_share if share is None else share
    return Lists(by_terms, by_vector, mix(by_terms, by_vector, share))


def _numbered(index: OpenIndex, question: Question, access: AccessFilter, filters: Filters) -> Sequence[Hit]:
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
    return searched(index, question, access, narrowed).mixed


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
    best = best[:CANDIDATES]
    documents = index.documents({row.document.id for _, row in best}, access)
    return [
        Candidate(documents[row.document.id], row.start, row.end, score)
        for score, row in best
        if row.document.id in documents
    ]
