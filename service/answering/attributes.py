"""The asked attribute (ai ký, kinh phí, thay thế …) must be named beside the quoted sentence."""

from functools import cache, lru_cache
from pathlib import Path

from corpus.model import Document
from indexer.text.analysis import fold, unigrams
from service.answering.scopes import Scopes
from service.question import AnswerKind, Question

_TABLE = Path(__file__).resolve().parent / "attributes.tsv"
_BODIES = tuple(
    " " + " ".join(unigrams(name)) + " "
    for name in (
        "tỉnh ủy|thành ủy|quận ủy|huyện ủy|thị ủy|đảng ủy|chi ủy|bộ chính trị|ban bí thư|"
        "ban chấp hành trung ương|"
        "hội đồng nhân dân|ủy ban nhân dân|mặt trận tổ quốc|quốc hội|chính phủ|thủ tướng|ủy ban kiểm tra"
    ).split("|")
)


def _joined(text: str) -> str:
    return " " + " ".join(unigrams(text)) + " "


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Phrase of the question, and the phrases of which one must stand beside the answer."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if line)
    return tuple((_joined(asked), tuple(map(_joined, found.split("|")))) for asked, found, *_ in rows)


@cache
def _stated(folded: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for asked, others in _rows():
        key = fold(asked) if folded else asked
        found[key] = (*found.get(key, ()), *(map(fold, others) if folded else others))
    return found


def stated_by(phrase: str, folded: bool) -> tuple[str, ...]:
    """What states an attribute ("diện tích": "ha"), blank-joined; () for a phrase that names none."""
    return _stated(folded).get(phrase, ())


# How many are asked for, in another part of the question where this one asks for no number.
_COUNTING = (" bao nhiêu ", " mấy ")
_NO_OFFICE = (" ban bí thư ",)  # a body, and no secretary


def named(question: Question, scopes: Scopes) -> float:
    """0 where the question asks for an attribute that nothing beside the sentence names."""
    near = scopes.near
    elsewhere = question.kind is not AnswerKind.NUMBER and not question.unit
    asked = _asked(" " + " ".join(question.terms) + " ", question.folded, elsewhere)
    return float(all(any(way in near for way in ways) for ways in asked))


@lru_cache(maxsize=64)
def _asked(joined: str, folded: bool, elsewhere: bool) -> tuple[tuple[str, ...], ...]:
    """The ways to name each attribute that a question asks for, which is held against many sentences.

    `elsewhere` leaves out the attributes that are counted.
    """
    for body in _NO_OFFICE:
        joined = joined.replace(fold(body) if folded else body, " ")
    found = []
    for phrase, others in _rows():
        if (fold(phrase) if folded else phrase) in joined and not (
            elsewhere and phrase.startswith(_COUNTING)
        ):
            ways = (phrase, *others)
            found.append(tuple(map(fold, ways)) if folded else ways)
    return tuple(found)


_COMMITTEES = {" tỉnh ủy ": " tỉnh ", " thành ủy ": " thành ", " huyện ủy ": " huyện ", " đảng ủy ": " đảng "}


def issued_by(question: Question, document: Document) -> bool:
    """Whether a body that the question names gave the document out; True when it names none.

    A resolution of the Ban Chấp hành or of the Đại hội of the same level is the committee's own.
    """
    asked = " " + " ".join(question.terms) + " "
    header = document.header
    issuer = _joined(f"{header.issuer or ''} . {header.superior or ''}")
    for body in _BODIES:
        name, said = (fold(body), fold(issuer)) if question.folded else (body, issuer)
        if name not in asked or name in said:
            continue
        party = not any(state in said for state in (" ủy ban nhân dân ", " uy ban nhan dan "))
        if not (party and body in _COMMITTEES and _COMMITTEES[body].strip() in said.split()):
            return False
    return True


def bodies(question: Question, scopes: Scopes) -> float:
    """How near every body (cơ quan, tổ chức) of the question stands; 1 when it names none."""
    asked = " " + " ".join(question.terms) + " "
    lowest = 1.0
    for body in _BODIES:
        name = fold(body) if question.folded else body
        if name in asked:
            lowest = min(lowest, scopes.place(name))
    return lowest
