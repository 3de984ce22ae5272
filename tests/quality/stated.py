"""How many of the editors' cross-references the texts state, and how many of those are recovered.

    python -m tests.quality.stated        the index of build/quality/phapdien must exist

A relation counts as stated when one of the two articles writes "Điều N" with the other's number and either
belongs to the same act, or writes the number or the name of the other's act. That is a loose reading: the
two may stand in different sentences, so a little of it is chance and cannot be recovered.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.articles import ActPlace
from corpus.model import Document
from corpus.values.issuer import folded
from indexer.cited import Cited
from service.access import everyone
from service.config import Settings
from service.evaluation import documents_of_records, read_qrels
from service.jsonl import read_jsonl
from service.named_acts import citations_of
from service.open_index import OpenIndex
from service.wiring import build_service
from tests.needs import shared_material
from tests.quality.retrieval import INDEXES


def count(opened: OpenIndex, folder: Path) -> Counter[str]:
    """Relations in all, stated, recovered, and recovered of the stated."""
    own = {str(one["_id"]): str(one["meta"]["self"]) for one in read_jsonl(folder / "queries.jsonl")}
    judged = read_qrels(folder / "qrels" / "dev.tsv")
    pairs = [(own[query], other) for query, others in judged.items() for other in others]
    ids = documents_of_records([name for pair in pairs for name in pair], opened, everyone())
    citations = citations_of(opened, everyone())
    held = opened.catalogue.documents(ids.values(), everyone())
    places = {name: citations.place(one) for name, one in ids.items()}
    names = {act: name for name, acts in citations.names.items() for act in acts}
    counted: Counter[str] = Counter()
    for one, other in pairs:
        left, right = held.get(ids[one]), held.get(ids[other])
        if left is None or right is None:
            continue
        stated = _states(left, places[one], places[other], names) or _states(
            right, places[other], places[one], names
        )
        found = _cites(citations.by(left.id), places[other]) or _cites(citations.by(right.id), places[one])
        counted.update(relations=1, stated=stated, recovered=found, recovered_of_stated=stated and found)
    return counted


def _cites(cited: Sequence[Cited], place: ActPlace | None) -> bool:
    return place is not None and (place.act, place.article) in {(one.act, one.article) for one in cited}


def _states(text: Document, own: ActPlace | None, other: ActPlace | None, names: Mapping[str, str]) -> bool:
    if other is None or not re.search(
        rf"[Đđ]iều (?:[\d, ]+(?:và|hoặc) |[\d, ]+, )?{other.article}(?!\w)", text.text
    ):
        return False
    if own is not None and own.act == other.act:
        return True
    name = names.get(other.act)
    law = text.text.lower()
    number = "/".join(other.act.split("_")[:2])
    return number in law or (name is not None and name in " ".join(re.findall(r"\w+", folded(text.text))))


if __name__ == "__main__":
    service = build_service(Settings(data=INDEXES / "phapdien"))
    found = count(service.opened(), shared_material() / "eval" / "phapdien_related")
    print(
        f"{found['relations']} relations, {found['recovered'] / found['relations']:.1%} recovered as citations; "
        f"{found['stated'] / found['relations']:.1%} stated in the text by a loose reading, "
        f"{found['recovered_of_stated'] / found['stated']:.1%} of them recovered"
    )
