"""What each kind of term brings: `python -m tests.quality.terms SET... [--only NAME...]`.

BM25 alone (tantivy, k1 = 1.2, b = .75), passages of 200 syllables that share 40 with the next, best
passage a document; prints a row of nDCG@10 and R@10 for each way of making terms.
docs/decisions/0002-terms.md keeps the table.
"""

import argparse
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import tantivy

from corpus.reading.collection import parse_record, raw_lines
from indexer.text.analysis import bigrams, fold, unigrams
from service.evaluation import read_qrels
from service.jsonl import read_jsonl
from tests.needs import shared_material

WINDOW, STRIDE, DEPTH = 200, 160, 60
ZONES = ("title", "heading", "body")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of making terms. `weights` are the query weights of the zones; `repeat` how often the
    title and the heading are repeated inside the body field."""

    name: str
    weights: tuple[float, float, float] = (0, 0, 1)
    repeat: tuple[int, int] = (0, 0)
    bigram: float = 0.0  # query weight of bigrams, 0: none indexed
    words: bool = False  # words of several syllables found by underthesea, as `bigram` weighs them
    folded: bool = False  # index and question without diacritics
    bare_question: bool = False  # the question without diacritics, the index as it is


SYLLABLES = Variant("syllables, body only")
BOTH = replace(SYLLABLES, name="+ bigrams, body only", bigram=0.6)
VARIANTS = (
    SYLLABLES,
    replace(SYLLABLES, name="+ underthesea words, body only", bigram=0.6, words=True),
    BOTH,
    replace(BOTH, name="fields added up 1/1/1", weights=(1, 1, 1)),
    replace(BOTH, name="fields added up 1/.3/1", weights=(1, 0.3, 1)),
    replace(BOTH, name="title x3, heading x1 in body", repeat=(3, 1)),
    replace(BOTH, name="title x6, heading x2 in body", repeat=(6, 2)),
    replace(BOTH, name="the same, folded, bare question", repeat=(6, 2), folded=True),
    replace(BOTH, name="the same, accented, bare question", repeat=(6, 2), bare_question=True),
)


def segmented(text: str) -> list[str]:
    """Words of two syllables or more, as terms joined by `_`."""
    from indexer.text.words import segment  # noqa: PLC0415 - only this variant needs it

    return ["_".join(unigrams(word)) for word in segment(text) if len(unigrams(word)) > 1]


def pieces(terms: list[str]) -> Iterator[list[str]]:
    for start in range(0, max(1, len(terms) - (WINDOW - STRIDE)), STRIDE):
        yield terms[start : start + WINDOW]


class TermIndex:
    """A throw-away tantivy index of one collection with the terms of one variant."""

    def __init__(self, folder: str, variant: Variant) -> None:
        builder = tantivy.SchemaBuilder()
        for zone in ZONES:
            builder.add_text_field(zone, tokenizer_name="finished", index_option="freq")
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=folder)
        tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("finished", tokenizer)
        self._variant = variant

    def _terms(self, text: str | list[str], question: bool = False) -> list[str]:
        variant = self._variant
        single = unigrams(text) if isinstance(text, str) else text
        if variant.folded or (question and variant.bare_question):
            single = [fold(term) for term in single]
        if variant.words:
            return single + segmented(text if isinstance(text, str) else " ".join(text))
        return single + bigrams(single) if variant.bigram else single

    def fill(self, collection: Path) -> None:
        writer = self._index.writer(heap_size=256 * 1024 * 1024, num_threads=1)
        titles, headings = self._variant.repeat
        for record in map(parse_record, filter(bytes.strip, raw_lines(collection))):
            title, heading = self._terms(record.title), self._terms(record.context)
            for piece in pieces(unigrams(record.text)):
                body = title * titles + heading * headings + self._terms(piece)
                values = {"title": title, "heading": heading, "body": body}
                fields = {zone: [" ".join(terms)] for zone, terms in values.items() if terms}
                writer.add_document(tantivy.Document.from_dict({**fields, "id": [record.id]}, self._schema))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, question: str) -> list[str]:
        """Documents, best first, at most 10."""
        clauses = []
        for zone, weight in zip(ZONES, self._variant.weights, strict=True):
            for term in dict.fromkeys(self._terms(question, question=True)) if weight else ():
                one = tantivy.Query.term_query(self._schema, zone, term, "freq")
                share = self._variant.bigram if "_" in term and not term[0].isdigit() else 1.0
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, weight * share)))
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), DEPTH).hits
        found = dict.fromkeys(str(searcher.doc(address)["id"][0]) for _, address in hits)
        return list(found)[:10]


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """nDCG@10 with linear gains."""
    gained = sum(relevant.get(one, 0) / math.log2(i + 2) for i, one in enumerate(found[:10]))
    best = sorted(relevant.values(), reverse=True)[:10]
    return gained / sum(gain / math.log2(i + 2) for i, gain in enumerate(best))


def measure(folder: Path, variant: Variant) -> tuple[float, float]:
    """nDCG@10 and R@10 of one variant on one set."""
    judged = {
        question: {document: grade for document, grade in documents.items() if grade > 0}
        for question, documents in read_qrels(folder / "qrels" / "dev.tsv").items()
    }
    gains, recalls = [], []
    with tempfile.TemporaryDirectory() as scratch:
        terms = TermIndex(scratch, variant)
        terms.fill(folder / "corpus.jsonl.zst")
        for query in read_jsonl(folder / "queries.jsonl"):
            relevant = judged.get(str(query["_id"]))
            if relevant:
                found = terms.search(str(query["text"]))
                gains.append(ndcg(found, relevant))
                recalls.append(len(set(found) & set(relevant)) / len(relevant))
    return sum(gains) / len(gains), sum(recalls) / len(recalls)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--only", nargs="*", help="numbers of the variants, from 0")
    arguments = parser.parse_args()
    chosen = [VARIANTS[int(i)] for i in arguments.only] if arguments.only else VARIANTS
    for name in arguments.sets:
        for variant in chosen:
            gain, recall = measure(shared_material() / "eval" / name, variant)
            print(f"| {name} | {variant.name} | {gain:.3f} | {recall:.3f} |", flush=True)


if __name__ == "__main__":
    main()
