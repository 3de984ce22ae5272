"""Catalogues of generations: the same behaviour on SQLite files and on a real PostgreSQL server."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql

from corpus.articles import ActPlace
from corpus.errors import VankienError
from corpus.fingerprint import Fingerprint
from corpus.model import Document
from indexer.catalogue import TABLES, Catalogue, CatalogueWriter, KnownSource
from indexer.catalogue_home import CatalogueFolder, CatalogueHome
from indexer.cited import Citations, act_named, act_names
from indexer.document_codec import encode
from indexer.engine import AccessFilter, EngineUnavailable
from indexer.phrases import Fit, Phrase, PhraseKind, derive_phrases, find_phrases, words_of
from indexer.postgres import PostgresCatalogues, server_url
from tests.cluster.postgres import PostgresServer

PUBLIC = AccessFilter(frozenset({"public"}))
STAFF = AccessFilter(frozenset({"public", "internal"}))
_SCHEMAS = itertools.count(1)

Open = Callable[[], CatalogueHome]


@pytest.fixture(params=["sqlite", "postgres"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same home again, as another process would."""
    made: list[CatalogueHome] = []
    server = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    schema = f"c{next(_SCHEMAS)}"

    def opened() -> CatalogueHome:
        if server is None:
            made.append(CatalogueFolder(tmp_path / "catalogues"))
        else:
            made.append(PostgresCatalogues(server_url(server.url), schema))
        return made[-1]

    yield opened
    for home in made:
        home.close()


@pytest.fixture
def home(reopen: Open) -> Iterator[CatalogueHome]:
    made = reopen()
    with made.building():
        yield made


def row(name: str, source: str, **facts: Any) -> dict[str, Any]:
    document = Document(name, source, str(facts.get("title", name)), f"văn bản {name}")
    columns: dict[str, Any] = dict.fromkeys(column.name for column in TABLES.tables["documents"].columns)
    columns |= {
        "id": name,
        "source": source,
        "path": source,
        "title": document.title,
        "draft": False,
        "fields": "",
    }
    return columns | {"access": "public", "body": encode(document)} | facts


def put(writer: CatalogueWriter, source: str, *rows: dict[str, Any], passages: int = 2) -> list[int]:
    """Write a source with its documents; the ids of their passages."""
    ids = list(writer.take_passage_ids(passages * len(rows)))
    places = [
        {
            "id": number,
            "document": rows[place // passages]["id"],
            "start": place,
            "end": place + 5,
            "section": f"I.{place}",
        }
        for place, number in enumerate(ids)
    ]
    writer.add(rows, places)
    writer.put_source(source, KnownSource(Fingerprint(5, 10**18, "ab"), (("x", "broken", {"detail": "d"}),)))
    return ids


def publish(home: CatalogueHome, name: str, base: str | None, *sources: str) -> None:
    writer = home.begin(name, base)
    for source in sources:
        put(writer, source, row(f"d-{source}", source))
    derive_phrases(writer.connection)
    writer.commit()
    home.seal(name)


def phrases(
    catalogue: Catalogue, words: list[str], access: AccessFilter, fit: Fit = Fit.START, limit: int = 10
) -> list[Phrase]:
    with catalogue.reading() as connection:
        return find_phrases(connection, words, fit, access, limit)


def seen(home: CatalogueHome, name: str) -> set[str]:
    """The documents of a generation, by the sources that tests name."""
    catalogue = home.open(name)
    found = {name.removeprefix("d-") for name in catalogue.documents([f"d-{one}" for one in "abcde"], PUBLIC)}
    assert catalogue.count_documents(PUBLIC) == len(found)
    offered = phrases(catalogue, ["d"], PUBLIC)
    assert {phrase.document.removeprefix("d-") for phrase in offered} == found
    catalogue.close()
    return found


def test_what_is_written_is_read(home: CatalogueHome) -> None:
    writer = home.begin("g000001", None)
    facts = {"number": "05-NQ/TU", "number_key": "5_nq_tu", "date": "2021-06-15", "level": "tỉnh"}
    first = put(writer, "a.txt", row("d1", "a.txt", **facts, fields="Kinh tế|Quốc phòng, an ninh"))
    put(writer, "b.txt", row("d2", "b.txt", access="internal"))
    assert writer.counts() == (2, 4)
    writer.commit()
    home.seal("g000001")
    catalogue = home.open("g000001")
    document = catalogue.documents(["d1"], PUBLIC)["d1"]
    assert document.text == "văn bản d1"
    assert set(catalogue.documents(["d1", "d2"], PUBLIC)) == {"d1"}
    assert set(catalogue.documents(["d1", "d2"], STAFF)) == {"d1", "d2"}
    assert [found.id for found in catalogue.documents_with_number(["5_nq_tu"], PUBLIC)] == ["d1"]
    assert catalogue.find_document("b.txt", PUBLIC) is None
    assert catalogue.find_document("a.txt", PUBLIC) == "d1"
    rows = catalogue.passages([*first, 99], PUBLIC)
    assert sorted(rows) == first
    assert rows[first[1]].document.number == "05-NQ/TU"
    assert rows[first[1]].document.fields == ("Kinh tế", "Quốc phòng, an ninh")
    assert catalogue.summaries(["d1", "d2", "d3"], PUBLIC) == {"d1": rows[first[1]].document}
    assert set(catalogue.summaries([f"d{n}" for n in range(1_000)], STAFF)) == {"d1", "d2"}
    assert (rows[first[1]].start, rows[first[1]].end, rows[first[1]].section) == (1, 6, "I.1")
    source = catalogue.source_of("d1", PUBLIC)
    assert source is not None
    assert source.sha256 == "ab"
    catalogue.close()


def test_a_new_generation_changes_nothing_of_the_old_one(home: CatalogueHome) -> None:
    publish(home, "g000001", None, "a", "b")
    writer = home.begin("g000002", "g000001")
    assert set(writer.sources()) == {"a", "b"}
    assert writer.sources()["a"].failures == (("x", "broken", {"detail": "d"}),)
    gone = writer.remove_source("a")
    new = put(writer, "c", row("d-c", "c"))
    assert not set(new) & set(gone)
    assert seen(home, "g000001") == {"a", "b"}  # while it is built
    assert writer.counts() == (2, 4)
    derive_phrases(writer.connection)
    writer.commit()
    home.seal("g000002")
    assert seen(home, "g000002") == {"b", "c"}
    assert seen(home, "g000001") == {"a", "b"}
    publish(home, "g000003", None, "d")  # a rebuild from nothing
    assert seen(home, "g000003") == {"d"}
    assert seen(home, "g000002") == {"b", "c"}


def test_a_source_that_changes_while_it_is_read_is_written_once(home: CatalogueHome) -> None:
    writer = home.begin("g000001", None)
    put(writer, "a", row("d-a", "a", title="cũ"))
    writer.remove_source("a")
    put(writer, "a", row("d-a", "a", title="mới"))
    assert writer.counts() == (1, 2)
    writer.commit()
    home.seal("g000001")
    catalogue = home.open("g000001")
    document = catalogue.documents(["d-a"], PUBLIC)["d-a"]
    assert document.title == "mới"
    catalogue.close()


def test_going_back_and_building_on_forgets_what_was_taken_back(home: CatalogueHome) -> None:
    publish(home, "g000001", None, "a")
    publish(home, "g000002", "g000001", "b")
    home.keep_only({"g000001"})  # generation 1 is the current one again
    publish(home, "g000003", "g000001", "c")
    assert seen(home, "g000003") == {"a", "c"}
    assert seen(home, "g000001") == {"a"}
    with pytest.raises(EngineUnavailable) as refused:
        home.open("g000002")
    assert refused.value.code == "no_index"


def test_old_generations_are_swept_away(home: CatalogueHome) -> None:
    publish(home, "g000001", None, "a")
    publish(home, "g000002", None, "b")
    publish(home, "g000003", "g000002", "c")
    home.keep_only({"g000002", "g000003"})
    assert seen(home, "g000003") == {"b", "c"}
    assert seen(home, "g000002") == {"b"}
    with pytest.raises(EngineUnavailable):
        home.open("g000001")


@pytest.mark.parametrize("committed", [True, False])
def test_a_discarded_generation_leaves_no_trace(reopen: Open, home: CatalogueHome, committed: bool) -> None:
    publish(home, "g000001", None, "a")
    writer = home.begin("g000002", "g000001")
    writer.remove_source("a")
    put(writer, "b", row("d-b", "b"))
    if committed:
        writer.commit()
    home.discard("g000002")
    with pytest.raises(EngineUnavailable):
        home.open("g000002")
    assert seen(reopen(), "g000001") == {"a"}
    publish(home, "g000003", "g000001", "c")
    assert seen(home, "g000003") == {"a", "c"}


def test_a_build_that_died_is_swept_away_by_the_next(reopen: Open, home: CatalogueHome) -> None:
    publish(home, "g000001", None, "a")
    writer = home.begin("g000002", "g000001")
    writer.remove_source("a")
    writer.commit()  # and no alias ever names it
    home.keep_only({"g000001"})
    publish(home, "g000003", "g000001", "b")
    assert seen(reopen(), "g000003") == {"a", "b"}


def test_two_builds_at_once_are_refused(reopen: Open, home: CatalogueHome) -> None:
    with pytest.raises(VankienError) as refused, reopen().building():
        pass
    assert refused.value.code == "index_locked"


def test_a_generation_that_never_was_is_a_missing_index(home: CatalogueHome) -> None:
    with pytest.raises(EngineUnavailable) as refused:
        home.open("g000009")
    assert refused.value.code == "no_index"


GREEN = "Nghị quyết về phát triển kinh tế xanh, bảo vệ môi trường"


@pytest.fixture
def shelf(home: CatalogueHome) -> Iterator[Catalogue]:
    """A published catalogue with numbers, titles and headings; one document is not for everyone."""
    writer = home.begin("g000001", None)
    green = row("d1", "a", title=GREEN, number="05-NQ/TU", type="Nghị quyết", date="2021-06-15")
    put(writer, "a", green)
    put(writer, "b", row("d2", "b", title="Kế hoạch thực hiện Nghị quyết số 05-NQ/TU", number="15-KH/ĐU"))
    put(writer, "c", row("d3", "c", title="Phạm vi điều chỉnh"), row("d4", "c", title="Phạm vi điều chỉnh"))
    secret = row("d5", "d", title="Phạm vi điều chỉnh", number="05-NQ/BC", access="internal")
    put(writer, "d", secret)
    for place, name in enumerate(("d1", "d1", "d5")):
        heading = {"document": name, "position": place, "start": 10 + place, "end": 30 + place}
        writer.add_understood(
            [], [], [], [{**heading, "text": ("Mục tiêu", "Bảo vệ rừng", "Rừng cấm")[place]}]
        )
    derive_phrases(writer.connection)
    writer.commit()
    home.seal("g000001")
    catalogue = home.open("g000001")
    yield catalogue
    catalogue.close()


@pytest.mark.parametrize(
    ("typed", "fit", "found"),
    [
        ("05nq", Fit.START, ["05-NQ/TU"]),
        ("05-NQ/T", Fit.START, ["05-NQ/TU"]),
        ("nq 05", Fit.WORDS, ["05-NQ/TU", "Kế hoạch thực hiện Nghị quyết số 05-NQ/TU"]),
        ("nghị quyết 05 kinh tế", Fit.WORDS, ["05-NQ/TU"]),
        ("nghi quyet 2021", Fit.WORDS, ["05-NQ/TU"]),
        ("pham vi d", Fit.START, ["Phạm vi điều chỉnh"]),
        ("PHẠM VI ĐIỀ", Fit.START, ["Phạm vi điều chỉnh"]),
        ("vi phạm", Fit.START, []),
        ("xanh kinh tế", Fit.WORDS, ["05-NQ/TU", GREEN]),
        ("ki t xa", Fit.WORDS, []),
        ("ki t xa", Fit.BEGINNINGS, ["05-NQ/TU", GREEN]),
        ("rừng", Fit.WORDS, ["Bảo vệ rừng"]),
        ("rungs", Fit.WORDS, []),
        ("' : * & | ! \" ( ^", Fit.WORDS, []),
        ("NOT OR AND", Fit.WORDS, []),
    ],
)
def test_phrases_are_found_by_the_beginnings_of_their_words(
    shelf: Catalogue, typed: str, fit: Fit, found: list[str]
) -> None:
    assert [phrase.text for phrase in phrases(shelf, words_of(typed), PUBLIC, fit)] == found


def test_a_phrase_of_several_documents_is_one_and_counts_only_what_may_be_seen(shelf: Catalogue) -> None:
    (shared,) = phrases(shelf, ["pham", "vi"], PUBLIC)
    assert (shared.kind, shared.documents) == (PhraseKind.TITLE, 2)
    for_staff = phrases(shelf, ["pham", "vi"], STAFF)
    assert sorted(phrase.documents for phrase in for_staff) == [1, 2]
    (heading,) = phrases(shelf, ["bao", "ve", "rung"], PUBLIC)
    assert (heading.kind, heading.document, heading.start, heading.end) == (PhraseKind.HEADING, "d1", 11, 31)
    assert phrases(shelf, ["05"], AccessFilter(frozenset())) == []
    assert len(phrases(shelf, ["05"], STAFF, limit=1)) == 1


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "'; DROP TABLE documents; --", "%", "\\", "é" * 10_000])
def test_any_text_is_only_ever_a_value(home: CatalogueHome, name: str) -> None:
    writer = home.begin("g000001", None)
    put(writer, "a", row("d-a", "a", title=name))
    writer.commit()
    home.seal("g000001")
    catalogue = home.open("g000001")
    assert catalogue.find_document(name, PUBLIC) is None
    assert catalogue.documents([name], PUBLIC) == {}
    document = catalogue.documents(["d-a"], PUBLIC)["d-a"]
    assert document.title == name
    catalogue.close()


def test_the_migrations_make_the_tables_of_the_catalogue(postgres_server: PostgresServer) -> None:
    """A column that is added to the catalogue needs a new revision under indexer/migrations."""
    url = server_url(postgres_server.url)
    home = PostgresCatalogues(url, "drift")
    home.upgrade()
    home.close()
    engine = sql.create_engine(url, poolclass=sql.NullPool)
    inspector = sql.inspect(engine)
    for table in TABLES.sorted_tables:
        made = {column["name"]: column for column in inspector.get_columns(table.name, schema="drift")}
        assert set(made) == {column.name for column in table.columns} | {"since", "until"}, table.name
        for column in table.columns:
            assert isinstance(made[column.name]["type"], _kind(column)), column
            assert made[column.name]["nullable"] == column.nullable, column
        key = inspector.get_pk_constraint(table.name, schema="drift")["constrained_columns"]
        assert key == [*(column.name for column in table.primary_key), "since"]


def _kind(column: sql.Column[Any]) -> type[sql.types.TypeEngine[Any]]:
    return sql.LargeBinary if isinstance(column.type, sql.LargeBinary) else type(column.type)


def test_a_user_who_may_only_read_can_answer_questions(postgres_server: PostgresServer) -> None:
    """The grants that docs/operations.md names are enough."""
    url = server_url(postgres_server.url)
    engine = sql.create_engine(url, poolclass=sql.NullPool)
    told = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text("utf-8")
    grants = [line.strip() for line in told.splitlines() if line.strip().startswith("ALTER DEFAULT")]
    assert len(grants) == 2
    with engine.begin() as connection:
        connection.execute(sql.text("CREATE ROLE service LOGIN PASSWORD 'reads'"))
        for grant in grants:
            connection.execute(sql.text(grant.replace("ROLE indexer", "ROLE vankien")))
    home = PostgresCatalogues(url, "granted")
    reader = PostgresCatalogues(url.set(username="service", password="reads"), "granted")
    with home.building():
        publish(home, "g000001", None, "a")
        assert seen(reader, "g000001") == {"a"}
        publish(home, "g000002", "g000001", "b")
        assert seen(reader, "g000002") == {"a", "b"}
    reader.close()
    home.close()


def test_a_server_that_is_away_is_said_to_be() -> None:
    home = PostgresCatalogues(server_url("postgresql://vankien:x@127.0.0.1:1/postgres"))
    with pytest.raises(EngineUnavailable) as refused:
        home.open("g000001")
    assert refused.value.code == "catalogue_down"


@pytest.mark.parametrize(
    "url", ["", "no address", "mysql://host/x", "sqlite:///x", "postgresql://host:port/x"]
)
def test_addresses_of_other_kinds_are_refused(url: str) -> None:
    with pytest.raises(VankienError) as refused:
        server_url(url)
    assert refused.value.code == "catalogue_settings"


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("p@ss\n", "utf-8")
    made = server_url("postgresql://vankien@host/db", tmp_path / "secret")
    assert made.password == "p@ss"
    assert "p@ss" not in str(made)


ARCHIVES = "luat luu tru"
PLACES = {
    "law5": ActPlace("1_2011_qh13", "5", ARCHIVES),
    "law6": ActPlace("1_2011_qh13", "6"),
    "decree": ActPlace("1_2013_nđ_cp", "9"),
    "secret": ActPlace("7_2014_tt_bnv", "2", "luat kin"),
}
# Who cites: (act or first words of a name, article, words of the name).
CITED = {
    "law6": [("1_2011_qh13", "5", "")],
    "decree": [("luat luu", "5", f"{ARCHIVES} va cac quy dinh"), ("7_2014_tt_bnv", "2", "")],
    "secret": [("1_2011_qh13", "5", ""), ("luat luu", "9", "luat luu thong tien te")],
}


def _cite(writer: CatalogueWriter) -> None:
    for name, place in PLACES.items():
        put(writer, name, row(name, name, access="internal" if name == "secret" else "public"))
        act = {"document": name, "act": place.act, "article": place.article, "name": place.name}
        cited = [
            {"document": name, "position": at, "act": key, "article": article, "words": words}
            | {"start": at, "end": at + 9}
            for at, (key, article, words) in enumerate(CITED.get(name, ()))
        ]
        writer.add_cited([act], cited)


def test_articles_know_who_cites_them_under_the_access_filter(home: CatalogueHome) -> None:
    writer = home.begin("g000001", None)
    _cite(writer)
    derive_phrases(writer.connection)
    writer.commit()
    home.seal("g000001")
    catalogue = home.open("g000001")
    public, staff = (Citations(catalogue, who, act_names(catalogue, who)) for who in (PUBLIC, STAFF))
    assert [one.document for one in public.of(PLACES["law5"])] == ["decree", "law6"]
    assert [one.document for one in staff.of(PLACES["law5"])] == ["decree", "law6", "secret"]
    assert [(one.act, one.article) for one in public.by("decree")] == [
        ("1_2011_qh13", "5"),
        ("7_2014_tt_bnv", "2"),
    ]
    assert public.held([("1_2011_qh13", "5"), ("7_2014_tt_bnv", "2")]) == {("1_2011_qh13", "5"): ["law5"]}
    assert staff.held([("7_2014_tt_bnv", "2")]) == {("7_2014_tt_bnv", "2"): ["secret"]}
    assert public.place("decree") == PLACES["decree"]
    assert public.place("secret") is None
    assert public.by("secret") == []
    assert act_names(catalogue, PUBLIC) == {ARCHIVES: ("1_2011_qh13",)}
    assert set(staff.places(PLACES)) == set(PLACES)
    assert set(public.places(PLACES)) == {"law5", "law6", "decree"}
    seen = {one.document.id: one.act for one in catalogue.passages(range(1, 99), PUBLIC).values()}
    assert seen == {name: place for name, place in PLACES.items() if name != "secret"}
    catalogue.close()


def test_citations_go_with_their_source(home: CatalogueHome) -> None:
    writer = home.begin("g000001", None)
    _cite(writer)
    writer.remove_source("decree")
    derive_phrases(writer.connection)
    writer.commit()
    home.seal("g000001")
    catalogue = home.open("g000001")
    found = Citations(catalogue, PUBLIC, act_names(catalogue, PUBLIC))
    assert [one.document for one in found.of(PLACES["law5"])] == ["law6"]
    catalogue.close()


@pytest.mark.parametrize(
    ("words", "citing", "act"),
    [
        ("luat kinh doanh bao hiem va", "1_2015_nđ_cp", "24_2000_qh10"),
        ("luat kinh doanh bao hiem va", "67_2023_nđ_cp", "8_2022_qh15"),
        ("luat kinh doanh bao hiem nam 2022", "1_2015_nđ_cp", "8_2022_qh15"),
        ("luat kinh doanh bao hiem nam 2013", "67_2023_nđ_cp", None),
        ("luat kinh doanh bao hiem", "", None),
        ("luat kinh doanh bat dong san sua doi", "", "66_2014_qh13"),
        ("luat", "", None),
    ],
)
def test_a_name_means_the_longest_that_fits_and_no_act_younger_than_the_one_that_cites(
    words: str, citing: str, act: str | None
) -> None:
    names = {
        "luat kinh doanh bao hiem": ("24_2000_qh10", "8_2022_qh15"),
        "luat kinh doanh bat dong san": ("66_2014_qh13",),
        "luat kinh doanh": ("1_1990_qh8",),
    }
    assert act_named(words.split(), names, citing) == act
