"""Questions become weighted terms; passages become documents in order."""

from indexer.catalogue import DocumentSummary, PassageRow
from indexer.engine import Hit
from service.question import parse
from service.rank import RECIPE, by_document, weighted_terms


def row(number: int, document: str, start: int, end: int) -> PassageRow:
    return PassageRow(
        number, start, end, "", DocumentSummary(document, document, document, None, None, None, None)
    )


def test_a_question_without_diacritics_is_looked_up_folded() -> None:
    assert {term.field for term in weighted_terms(parse("chi tieu moi truong"))} == {"text_folded"}
    assert {term.field for term in weighted_terms(parse("chỉ tiêu"))} == {"text"}


def test_a_document_number_outweighs_words() -> None:
    weights = {term.term: term.weight for term in weighted_terms(parse("Nghị quyết 15-NQ/TW"))}
    assert weights["15_nq_tw"] >= RECIPE.number > weights["nghị"]
    assert weights["nghị_quyết"] > 0


def test_every_term_is_plain() -> None:
    terms = weighted_terms(parse('a"b* OR (đất):rừng ~2 5.5%'))
    assert terms
    assert all(term.term.replace("_", "").isalnum() for term in terms)


def test_documents_come_in_the_order_of_their_best_passage() -> None:
    rows = {1: row(1, "a", 0, 100), 2: row(2, "b", 0, 100), 3: row(3, "a", 200, 300), 4: row(4, "a", 10, 110)}
    grouped = by_document([Hit(2, 0.9), Hit(1, 0.8), Hit(4, 0.7), Hit(3, 0.6), Hit(9, 0.5)], rows)
    assert [(group.score, [p.id for p in group.passages]) for group in grouped] == [(0.9, [2]), (0.8, [1, 3])]


def test_an_abbreviation_adds_what_it_stands_for() -> None:
    weights = {term.term: term.weight for term in weighted_terms(parse("chỉ tiêu CCHC"))}
    assert weights["cchc"] == 1.0
    assert 0 < weights["hành_chính"] < weights["cchc"]
