"""Other ways to say the same: abbreviations and synonyms that a question may be answered by.

Both are data files of the project beside this module. They only ever add alternatives; the words of
the question stay.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.text.analysis import fold, unigrams
from service.answering.background import bound

_HERE = Path(__file__).resolve().parent
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The terms from `first` on, `length` of them, may also be written as `phrase`."""

    first: int
    length: int
    phrase: Phrase
    credit: float  # 1 for an abbreviation, less for a synonym, least for an everyday word


SYNONYM_CREDIT = 0.8
EVERYDAY_CREDIT = 0.7
BOUND = 2.0  # nats by which a pair of syllables that is a word is rarer than its rarer syllable, at most
SHORTEST_BARE = 4  # letters of an everyday syllable that is known without its diacritics
_Table = dict[str, list[tuple[Phrase, Phrase, float]]]


def _rows(name: str) -> list[list[str]]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line]


@cache
def _table() -> _Table:
    """By its first term: the phrase, what may stand for it, and the credit for that."""
    table: _Table = {}

    def put(phrase: str, other: str, credit: float) -> None:
        terms = tuple(unigrams(phrase))
        if terms:
            table.setdefault(terms[0], []).append((terms, tuple(unigrams(other)), credit))

    for short, full, *_ in _rows("abbreviations.tsv"):
        for meaning in full.split("|"):
            put(short, meaning, 1.0)
            put(meaning, short, 1.0)
    for left, right, direction, *_ in _rows("synonyms.tsv"):
        put(left, right, SYNONYM_CREDIT)
        if direction == "both":
            put(right, left, SYNONYM_CREDIT)
    for said, written, *_ in _rows("everyday.tsv"):
        for other in written.split("|"):
            put(said, other, EVERYDAY_CREDIT)
    return table


@cache
def _folded_table() -> _Table:
    table: _Table = {}
    for entries in _table().values():
        for phrase, other, credit in entries:
            bare = tuple(map(fold, phrase))
            # Few letters without diacritics are too often another word ("an", "ct", "tre").
            shortest = SHORTEST_BARE if credit == EVERYDAY_CREDIT else 3
            if len(bare) > 1 or len(bare[0]) >= shortest:
                table.setdefault(bare[0], []).append((bare, tuple(map(fold, other)), credit))
    return table


def alternatives(terms: tuple[str, ...], folded: bool = False) -> tuple[Alternative, ...]:
    """Every way in which a part of `terms` may be written otherwise, in order of position."""
    table = _folded_table() if folded else _table()
    return tuple(
        Alternative(at, len(phrase), other, credit)
        for at, term in enumerate(terms)
        for phrase, other, credit in table.get(term, ())
        if terms[at : at + len(phrase)] == phrase
        and not (credit == EVERYDAY_CREDIT and len(phrase) == 1 and _is_part(terms, at, folded))
    )


def _is_part(terms: tuple[str, ...], at: int, folded: bool) -> bool:
    """Whether a syllable belongs to a longer word: "bỏ" says "bãi bỏ", in "bãi bỏ" itself it says nothing more."""
    empty = PARTICLES_FOLDED if folded else PARTICLES
    return any(
        left not in empty and right not in empty and bound(left, right, folded, BOUND)
        for left, right in zip(terms[max(0, at - 1) : at + 1], terms[max(1, at) : at + 2], strict=False)
    )


# Question words and particles: they are in every text and say nothing about the topic.
PARTICLES = frozenset(
    "là gì nào ai bao nhiêu mấy khi đâu sao thế vậy như có không được đã đang sẽ bị do của và "
    "các những một cái "
    "với cho ở tại trong ngoài từ đến vào ra thì mà này đó kia ấy rằng để bởi theo về cũng còn "
    "nếu hay hoặc bằng "
    "lúc nơi gồm chưa hãy xin hỏi tôi em anh chị biết việc sự điều cần phải nên rồi đây kể tên "
    "liệt vì lại trên dưới "
    "giữa sau trước người số lần năm ngày tháng gọi làm".split()
)
PARTICLES_FOLDED = frozenset(map(fold, PARTICLES)) | frozenset(("oi", "nhe"))
# Words of talk; without diacritics most of them are other words ("nhà", "hạ", "hội").
PARTICLES |= frozenset("ạ ơi nhỉ nhé hả hở dạ thưa vâng hôm".split())
