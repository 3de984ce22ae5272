"""Mapping, queries and replies are pure: what is sent and what is made of an answer, without a server."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.elastic.mapping import encode_term, encode_terms, index_body, passage_body
from indexer.elastic.query import MOST_CLAUSES, restriction, terms_body, vector_body
from indexer.elastic.reply import as_cosines, bulk_outcome, term_hits, unavailable, worth_repeating
from indexer.engine import AccessFilter, EngineUnavailable, Filters, PassageEntry, WeightedTerm

PUBLIC = AccessFilter(frozenset({"public"}))


def clauses(body: Any) -> list[Any]:
    found: list[Any] = body["query"]["bool"]["filter"] if "query" in body else body["knn"]["filter"]
    return found


@pytest.mark.parametrize(
    ("term", "token"),
    [
        ("chỉ_tiêu", "chỉ_tiêu"),
        ("15_nq_tw", "15_nq_tw"),
        ("đ", "đ"),
        ("中国", "0xe4b8ade59bbd"),
        ("0xe4b8ade59bbd", "0x" + b"0xe4b8ade59bbd".hex()),
        ("__", "0x5f5f"),
    ],
)
def test_terms_stand_for_themselves_unless_the_tokenizer_would_cut_them(term: str, token: str) -> None:
    assert encode_term(term) == token


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_term_becomes_one_token_of_its_own(left: str, right: str) -> None:
    for term in (left, right):
        token = encode_term(term)
        assert 0 < len(token) <= 255
        assert not token.isspace()
    assert (encode_term(left) == encode_term(right)) == (left == right)


@given(st.lists(st.text(alphabet="aăđẽ09_中ไ", min_size=1, max_size=300), max_size=8))
def test_a_field_is_encoded_term_by_term(terms: list[str]) -> None:
    assert encode_terms(" ".join(terms)).split() == [encode_term(term) for term in terms]


@pytest.mark.parametrize("user_text", ['"}} OR *', "_exists_:access", "access:secret", "\\", "{{x}}"])
def test_what_a_person_typed_is_only_ever_a_value(user_text: str) -> None:
    body = terms_body([WeightedTerm("text", user_text, 1.0)], PUBLIC, Filters(types=(user_text,)), 10, 1.0)
    text = json.dumps(body)
    assert all(parser not in text for parser in ("query_string", "script", "regexp", "wildcard", '"match'))
    assert clauses(body)[0] == {"terms": {"access": ["public"]}}
    assert clauses(body)[1] == {"terms": {"type": [user_text]}}


@pytest.mark.parametrize("filters", [Filters(), Filters(years=(2021,)), Filters(documents=("d",))])
def test_the_access_rule_is_part_of_every_query(filters: Filters) -> None:
    for body in (
        terms_body([WeightedTerm("text", "a", 1.0)], PUBLIC, filters, 10, 1.0),
        vector_body(np.ones(4, np.float32), PUBLIC, filters, 10, 1.0, "bbq_hnsw"),
    ):
        assert {"terms": {"access": ["public"]}} in clauses(body)
    assert restriction(AccessFilter(frozenset()), filters)[0] == {"terms": {"access": []}}


def test_of_too_many_terms_the_weightiest_are_looked_up() -> None:
    terms = [WeightedTerm("text", f"t{n}", float(n)) for n in range(5_000)]
    should = terms_body(terms, PUBLIC, Filters(), 10, 1.0)["query"]["bool"]["should"]
    assert len(should) == MOST_CLAUSES
    assert "t4999" in json.dumps(should[0])


def test_a_passage_keeps_its_facts_and_a_vector_of_zeros_is_left_out() -> None:
    entry = PassageEntry(
        7,
        "d",
        {"text": "rừng", "text_folded": ""},
        "Nghị quyết",
        "Huyện ủy",
        2021,
        level="tỉnh",
        fields=("Kinh tế",),
    )
    body = passage_body(entry, np.zeros(4, np.float32))
    assert body == {
        "id": 7,
        "document": "d",
        "text": "rừng",
        "type": "Nghị quyết",
        "issuer": "Huyện ủy",
        "year": 2021,
        "access": "public",
        "level": "tỉnh",
        "field": ["Kinh tế"],
    }
    assert "vector" in passage_body(entry, np.ones(4, np.float32))


def test_the_mapping_asks_for_nothing_but_the_standard_tokenizer() -> None:
    body = index_body(256, quantization="bbq_hnsw", meta={"manifest": {}})
    assert body["settings"]["analysis"]["tokenizer"]["terms"]["type"] == "standard"
    assert "filter" not in body["settings"]["analysis"]["analyzer"]["finished_terms"]
    assert body["mappings"]["properties"]["vector"]["index_options"]["type"] == "bbq_hnsw"
    assert index_body(16, quantization="bbq_hnsw")["mappings"]["properties"]["vector"]["index_options"] == {
        "type": "int8_hnsw"
    }


def reply(*hits: tuple[int, float], **facts: Any) -> dict[str, Any]:
    found = [{"_score": score, "fields": {"id": [number]}} for number, score in hits]
    shards = {"total": 1, "successful": 1, "failed": 0}
    return {"timed_out": False, "_shards": shards, "hits": {"hits": found}, **facts}


def test_hits_come_best_first_and_cosines_are_cosines() -> None:
    assert [hit.passage for hit in term_hits(reply((3, 1.0), (2, 1.0), (1, 2.0)))] == [1, 2, 3]
    assert [hit.score for hit in as_cosines(term_hits(reply((1, 1.0), (2, 0.5))))] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(timed_out=True), "engine_down"),
        (reply(_shards={"total": 2, "successful": 1, "failed": 1}), "engine_down"),
        (reply(_shards={"total": 2, "successful": 1, "failed": 0}), "engine_down"),
        ({"status": 503, "error": {"type": "no_shard_available_action_exception"}}, "engine_down"),
        ({"status": 404, "error": {"type": "index_not_found_exception"}}, "no_index"),
        ({"status": 429, "error": {"type": "circuit_breaking_exception"}}, "engine_down"),
    ],
)
def test_an_answer_that_is_not_whole_is_never_an_empty_answer(answer: dict[str, Any], code: str) -> None:
    with pytest.raises(EngineUnavailable) as refused:
        term_hits(answer)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("status", "again"), [(429, True), (503, True), (502, True), (400, False), (401, False), (403, False)]
)
def test_only_what_may_pass_is_asked_again(status: int, again: bool) -> None:
    assert worth_repeating(unavailable(status, {"type": "x"})) is again


def test_a_bulk_reply_is_sorted_item_by_item() -> None:
    items = [
        {"index": {"_id": "1", "status": 201}},
        {"index": {"_id": "2", "status": 429, "error": {"type": "es_rejected_execution_exception"}}},
        {"delete": {"_id": "3", "status": 404}},
        {"index": {"_id": "4", "status": 503, "error": {"type": "unavailable_shards_exception"}}},
    ]
    assert bulk_outcome({"errors": True, "items": items}).again == (1, 3)
    assert bulk_outcome({"errors": False, "items": items}).again == ()
    refused_item = {"index": {"_id": "5", "status": 400, "error": {"type": "document_parsing_exception"}}}
    with pytest.raises(EngineUnavailable) as refused:
        bulk_outcome({"errors": True, "items": [*items, refused_item]})
    assert refused.value.code == "engine_refused"
    assert refused.value.facts["passage"] == "5"
