"""What every engine must do, over every engine."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.engine import (
    AccessFilter,
    Engine,
    EngineUnavailable,
    Filters,
    PassageEntry,
    Vector,
    WeightedTerm,
)
from tests.indexer.engines import Elastic, Embedded, EngineUnderTest

DIMENSION = 16
PUBLIC = AccessFilter(frozenset({"public"}))
STAFF = AccessFilter(frozenset({"public", "internal"}))


def entry(number: int, body: str, **facts: str | int) -> PassageEntry:
    title = str(facts.pop("title", ""))
    return PassageEntry(
        id=number,
        document=str(facts.pop("document", f"d{number}")),
        terms={"text": body, "text_folded": title},
        type=str(facts.pop("type", "")),
        issuer=str(facts.pop("issuer", "")),
        year=int(facts.pop("year", 0)),
        access=str(facts.pop("access", "public")),
        level=str(facts.pop("level", "")),
        fields=tuple(filter(None, str(facts.pop("fields", "")).split("|"))),
    )


ENTRIES = [
    entry(1, "rừng che_phủ rừng", title="môi_trường", type="Nghị quyết", year=2021),
    entry(
        2,
        "rừng trồng",
        title="kinh_tế",
        type="Kế hoạch",
        year=2022,
        issuer="Tỉnh ủy Lam Hà",
        level="tỉnh",
        fields="Kinh tế|Quốc phòng, an ninh",
    ),
    entry(
        3,
        "đất quy_hoạch",
        title="đất",
        type="Nghị quyết",
        year=2022,
        document="d2",
        level="xã",
        fields="Kinh tế",
    ),
    entry(4, "rừng rừng rừng", title="môi_trường", access="internal", type="Báo cáo", year=2030),
    entry(5, "15_nq_tw thực_hiện", type="Nghị quyết", issuer="Huyện ủy Vân Sơn", year=2021, level="huyện"),
]


def vectors() -> Vector:
    rows = np.random.default_rng(7).normal(size=(len(ENTRIES), DIMENSION)).astype(np.float32)
    unit: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


LINKS = {"one node": "elastic_link", "three nodes": "group_link"}


@pytest.fixture(params=["embedded", "one node", pytest.param("three nodes", marks=pytest.mark.cluster)])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineUnderTest]:
    if request.param == "embedded":
        yield Embedded(tmp_path)
        return
    elastic = Elastic(request.getfixturevalue(LINKS[request.param]))
    yield elastic
    elastic.remove()


@pytest.fixture
def engine(made: EngineUnderTest) -> Iterator[Engine]:
    writer = made.writer(DIMENSION)
    writer.add(ENTRIES, vectors())
    writer.commit()
    reader = made.reader(DIMENSION)
    yield reader
    reader.close()


def found(engine: Engine, *terms: WeightedTerm, access: AccessFilter = PUBLIC) -> list[int]:
    return [hit.passage for hit in engine.search_terms(terms, access, Filters(), 10)]


def test_finds_by_term_most_frequent_first(engine: Engine) -> None:
    assert found(engine, WeightedTerm("text", "rừng", 1.0)) == [1, 2]


def test_weights_decide_between_fields(engine: Engine) -> None:
    body, title = WeightedTerm("text", "trồng", 1.0), WeightedTerm("text_folded", "đất", 10.0)
    assert found(engine, body, title) == [3, 2]
    body_first = WeightedTerm("text", "trồng", 10.0), WeightedTerm("text_folded", "đất", 1.0)
    assert found(engine, *body_first) == [2, 3]


def test_scores_add_up_over_terms(engine: Engine) -> None:
    one = engine.search_terms([WeightedTerm("text", "che_phủ", 1.0)], PUBLIC, Filters(), 5)
    both = engine.search_terms(
        [WeightedTerm("text", "che_phủ", 1.0), WeightedTerm("text_folded", "môi_trường", 2.0)],
        PUBLIC,
        Filters(),
        5,
    )
    title = engine.search_terms([WeightedTerm("text_folded", "môi_trường", 2.0)], PUBLIC, Filters(), 5)
    assert both[0].score == pytest.approx(one[0].score + title[0].score, rel=1e-5)


def test_a_document_number_is_one_term(engine: Engine) -> None:
    assert found(engine, WeightedTerm("text", "15_nq_tw", 1.0)) == [5]
    assert found(engine, WeightedTerm("text", "15", 1.0)) == []


def test_unknown_terms_and_no_terms_find_nothing(engine: Engine) -> None:
    assert found(engine, WeightedTerm("text", "không_có", 1.0)) == []
    assert found(engine) == []


def test_access_hides_terms_and_vectors(engine: Engine) -> None:
    rows = vectors()
    assert 4 not in found(engine, WeightedTerm("text", "rừng", 1.0))
    assert found(engine, WeightedTerm("text", "rừng", 1.0), access=STAFF)[0] == 4
    hidden = engine.search_vector(rows[3], PUBLIC, Filters(), 10)
    assert sorted(hit.passage for hit in hidden) == [1, 2, 3, 5]
    assert engine.search_vector(rows[3], STAFF, Filters(), 1)[0].passage == 4
    nobody = AccessFilter(frozenset())
    assert found(engine, WeightedTerm("text", "rừng", 1.0), access=nobody) == []
    assert engine.search_vector(rows[0], nobody, Filters(), 10) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(types=("Nghị quyết",)), [1, 3, 5]),
        (Filters(types=("Nghị quyết", "Kế hoạch"), years=(2022,)), [2, 3]),
        (Filters(issuers=("Tỉnh ủy Lam Hà",)), [2]),
        (Filters(documents=("d2",)), [2, 3]),
        (Filters(types=("Báo cáo",)), []),
        (Filters(types=("Chỉ thị",)), []),
        (Filters(levels=("tỉnh",)), [2]),
        (Filters(levels=("tỉnh", "huyện")), [2, 5]),
        (Filters(fields=("Kinh tế",)), [2, 3]),
        (Filters(fields=("Quốc phòng, an ninh",)), [2]),
        (Filters(fields=("Kinh tế", "Quốc phòng, an ninh"), levels=("xã",)), [3]),
        (Filters(fields=("kinh tế",)), []),
        (Filters(without=("d2",)), [1, 5]),
        (Filters(without=("d1", "d5")), [2, 3]),
        (Filters(documents=("d1", "d2"), without=("d2",)), [1]),
        (Filters(types=("Nghị quyết",), without=("d5", "không-có")), [1, 3]),
        (Filters(documents=("",)), []),
    ],
)
def test_filters_narrow_both_searches(engine: Engine, filters: Filters, expected: list[int]) -> None:
    near = engine.search_vector(vectors()[0], PUBLIC, filters, 10)
    assert sorted(hit.passage for hit in near) == expected
    everything = [WeightedTerm("text", term, 1.0) for term in ("rừng", "đất", "15_nq_tw", "trồng")]
    hits = engine.search_terms(everything, PUBLIC, filters, 10)
    assert sorted(hit.passage for hit in hits) == expected


def test_filters_do_not_change_scores(engine: Engine) -> None:
    terms = [WeightedTerm("text", "rừng", 1.0)]
    free = {hit.passage: hit.score for hit in engine.search_terms(terms, PUBLIC, Filters(), 10)}
    narrow = engine.search_terms(terms, PUBLIC, Filters(years=(2022,)), 10)
    assert [hit.passage for hit in narrow] == [2]
    assert narrow[0].score == pytest.approx(free[2], rel=1e-5)


def test_vectors_come_nearest_first(engine: Engine) -> None:
    rows = vectors()
    expected = np.argsort(-(rows[[0, 1, 2, 4]] @ rows[2]))
    ids = [[1, 2, 3, 5][place] for place in expected]
    hits = engine.search_vector(rows[2], PUBLIC, Filters(), 10)
    assert [hit.passage for hit in hits] == ids
    assert hits[0].score == pytest.approx(1.0, abs=1e-3)


def test_a_zero_vector_finds_nothing(engine: Engine) -> None:
    assert engine.search_vector(np.zeros(DIMENSION, np.float32), PUBLIC, Filters(), 10) == []


def test_limit_is_kept(engine: Engine) -> None:
    terms = [WeightedTerm("text", "rừng", 1.0)]
    assert len(engine.search_terms(terms, STAFF, Filters(), 1)) == 1
    assert len(engine.search_vector(vectors()[0], STAFF, Filters(), 2)) == 2
    assert engine.search_terms(terms, STAFF, Filters(), 0) == []
    assert len(engine.search(terms, vectors()[0], STAFF, Filters(), 1_000_000)[1]) == len(ENTRIES)


def test_hostile_terms_are_only_terms(engine: Engine) -> None:
    for term in ("*", "rừng OR đất", "body:rừng", '"', "a" * 70_000, "\x00"):
        assert found(engine, WeightedTerm("text", term, 1.0)) == []


def test_removed_passages_are_gone_and_updates_replace(made: EngineUnderTest) -> None:
    writer = made.writer(DIMENSION)
    writer.add(ENTRIES, vectors())
    writer.commit()
    again = made.writer(DIMENSION)
    again.remove([1, 2])
    again.add([entry(6, "rừng mới", document="d1")], vectors()[:1])
    again.commit()
    engine = made.reader(DIMENSION)
    assert found(engine, WeightedTerm("text", "rừng", 1.0), access=STAFF) == [4, 6]
    near = engine.search_vector(vectors()[0], STAFF, Filters(), 10)
    assert sorted(hit.passage for hit in near) == [3, 4, 5, 6]
    assert near[0].passage == 6
    assert engine.statistics().passages == 4
    engine.close()


def test_a_missing_or_damaged_index_says_so(made: EngineUnderTest) -> None:
    def ask() -> None:
        found(made.reader(DIMENSION), WeightedTerm("text", "rừng", 1.0))

    with pytest.raises(EngineUnavailable):
        ask()
    writer = made.writer(DIMENSION)
    writer.add(ENTRIES, vectors())
    writer.commit()
    made.damage()
    with pytest.raises(EngineUnavailable):
        ask()


def test_terms_of_any_script_and_length_stay_whole(made: EngineUnderTest) -> None:
    odd = (
        "中国",
        "ไทย",
        "đ" * 300,
        "a" * 5_000,
        "0xab",
        "ﬁ",
        "한국",
        "a\u0301b",
        "1" * 256,
        "é" * 255,
        "__",
        "½",
    )
    writer = made.writer(DIMENSION)
    writer.add([entry(1, " ".join(odd)), entry(2, "中 国 a b 1")], vectors()[:2])
    writer.commit()
    engine = made.reader(DIMENSION)
    for term in odd:
        assert found(engine, WeightedTerm("text", term, 1.0)) == [1], term
    assert found(engine, WeightedTerm("text", "国", 1.0)) == [2]
    engine.close()


def test_passages_without_a_direction_are_found_by_their_terms(made: EngineUnderTest) -> None:
    writer = made.writer(DIMENSION)
    rows = vectors()[:2].copy()
    rows[1] = 0
    writer.add([entry(1, "rừng"), entry(2, "rừng đất")], rows)
    writer.commit()
    engine = made.reader(DIMENSION)
    assert sorted(found(engine, WeightedTerm("text", "rừng", 1.0))) == [1, 2]
    assert engine.search_vector(rows[0], PUBLIC, Filters(), 1)[0].passage == 1
    engine.close()


def test_both_lists_of_a_question_are_those_of_two_searches(engine: Engine) -> None:
    terms = [WeightedTerm("text", "rừng", 1.0)]
    vector = vectors()[0]
    narrow = Filters(years=(2021, 2022))
    by_terms, by_vector = engine.search(terms, vector, PUBLIC, narrow, 10)
    assert by_terms == engine.search_terms(terms, PUBLIC, narrow, 10)
    assert by_vector == engine.search_vector(vector, PUBLIC, narrow, 10)
    assert len(by_terms) == 2
    assert len(by_vector) == 4


def test_hostile_filter_values_match_nothing(engine: Engine) -> None:
    terms = [WeightedTerm("text", "rừng", 1.0)]
    for filters in (
        Filters(years=(10**30, -(10**30))),
        Filters(years=(-1,)),
        Filters(types=('"}}', "*", "a" * 70_000)),
        Filters(documents=("\x00",)),
        Filters(levels=("a" * 70_000,)),
        Filters(fields=("tỉnh OR xã",)),
    ):
        assert engine.search_terms(terms, STAFF, filters, 10) == []
        assert engine.search_vector(vectors()[0], STAFF, filters, 10) == []


def test_a_question_of_ten_thousand_terms_is_answered(engine: Engine) -> None:
    terms = [WeightedTerm("text", "rừng", 2.0), *(WeightedTerm("text", f"t{n}", 1.0) for n in range(10_000))]
    assert [hit.passage for hit in engine.search_terms(terms, PUBLIC, Filters(), 10)] == [1, 2]


def test_more_names_than_one_clause_takes_are_left_out_or_kept(engine: Engine) -> None:
    terms = [WeightedTerm("text", "rừng", 1.0)]
    many = tuple(f"n{number}" for number in range(70_000))
    left = engine.search_terms(terms, PUBLIC, Filters(without=(*many, "d1")), 10)
    assert [hit.passage for hit in left] == [2]
    kept = engine.search_terms(terms, PUBLIC, Filters(documents=(*many, "d1")), 10)
    assert [hit.passage for hit in kept] == [1]
