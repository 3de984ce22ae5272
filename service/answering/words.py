"""How much of what a question says stands beside a sentence, word by word (từ ghép counted whole)."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.text.analysis import fold
from service.answering.attributes import stated_by
from service.answering.background import UNSEEN, UNSEEN_PAIR, idf
from service.answering.paraphrases import ways
from service.answering.query import Asked
from service.answering.scopes import Scopes

LOOSEST = 4.0  # nats by which a pair that makes a word is rarer than its rarer syllable
APART = 0.4  # credit of a word whose syllables are there, not side by side
# Words of the frame of a question, which no document needs to repeat.
_FRAME = frozenset(
    "theo hỏi cho biết xin bao nhiêu mấy nào gì ai đâu sao thế khi lúc đó này kia ấy nay cụ thể chính thức riêng "
    "tổng toàn mức phải cần nêu đề đặt ra quy định nội dung văn bản số ký hiệu đạt xong tới hết cuối đầu "
    "được bị đã sẽ đang còn chưa có là và của tại ở trong từ đến với thì mỗi một những các".split()
)
_FRAME_FOLDED = frozenset(map(fold, _FRAME))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question: one syllable or two that belong together, with its idf."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the idf of the question's words, without names and numbers; 1 where it has none."""

    near: float
    passage: float
    rarest: float  # 1 less the rarity of the rarest word that is not beside the sentence


ENOUGH = 0.6  # of the words of bare key words that must stand beside the sentence
_ASKS = frozenset(
    "bao nhiêu mấy nào gì ai đâu sao không chưa thế hay nhieu may nao gi dau khong chua the khi vì hỏi biết".split()
)


def subject_near(query: Asked, said: Coverage) -> float:
    """How far bare key words ("hạn nộp báo cáo 6 tháng") stand beside the sentence; 1 for a question in words."""
    if query.question.references or not _ASKS.isdisjoint(query.question.terms):
        return 1.0
    return min(said.near / ENOUGH, 1.0)


def coverage(query: Asked, scopes: Scopes) -> Coverage:
    """How much of the question stands beside the sentence and in its passage."""
    words = list(words_of(query))
    near = [holds(query, word, scopes.near) for word in words]
    wide = [max(here, holds(query, word, scopes.passage)) for word, here in zip(words, near, strict=True)]
    return Coverage(_share(words, near), _share(words, wide), _rarest(words, near))


def words_of(query: Asked) -> Iterator[Word]:
    """The words that carry the question: neither names, nor numbers, nor its frame."""
    question = query.question
    named = {term for name in question.names for term in name}
    frame = _FRAME_FOLDED if question.folded else _FRAME
    run: list[str] = []
    for term, content in zip((*question.terms, ""), (*question.content, False), strict=True):
        if content and term not in named and term.isalpha():
            run.append(term)
            continue
        yield from (word for word in segmented(tuple(run), question.folded) if _says(word, frame))
        run = []


def _says(word: Word, frame: frozenset[str]) -> bool:
    return not all(term in frame for term in word.terms)


def segmented(run: tuple[str, ...], folded: bool) -> list[Word]:
    """The run cut into words of one or two syllables so that pairs hold together best."""
    best, length = [0.0], [0]  # by end: the score, and the length of the last word
    for end, term in enumerate(run, start=1):
        gain = _gain(run[end - 2], term, folded) if end > 1 else 0.0
        paired = gain > 0.0 and best[end - 2] + gain > best[end - 1]
        best.append(best[end - 2] + gain if paired else best[end - 1])
        length.append(2 if paired else 1)
    words: list[Word] = []
    end = len(run)
    while end:
        words.append(_word(run[end - length[end] : end], folded))
        end -= length[end]
    return words[::-1]


def _word(terms: tuple[str, ...], folded: bool) -> Word:
    weights = [idf(term, folded) for term in terms]
    return Word(terms, max(idf("_".join(terms), folded), *weights) if len(terms) > 1 else weights[0])


def _gain(left: str, right: str, folded: bool) -> float:
    """How well two syllables hold together, positive for a likely word: by how much rarer the pair is."""
    pair = idf(f"{left}_{right}", folded)
    return LOOSEST - pair + max(idf(left, folded), idf(right, folded)) if pair < UNSEEN_PAIR else 0.0


def holds(query: Asked, word: Word, scope: str) -> float:
    phrase = f" {' '.join(word.terms)} "
    if phrase in scope:
        return 1.0
    for term in word.terms:
        for other, credit in query.others[query.terms.index(term)]:
            if other in scope:
                return credit
    if any(other in scope for other in ways(word.terms, query.question.folded)):
        return 0.9
    if any(other in scope for other in stated_by(phrase, query.question.folded)):
        return 0.9
    if len(word.terms) > 1 and all(f" {term} " in scope for term in word.terms):
        return APART
    return 0.0


def _share(words: list[Word], held: list[float]) -> float:
    total = sum(word.weight for word in words)
    return sum(word.weight * value for word, value in zip(words, held, strict=True)) / total if total else 1.0


def _rarest(words: list[Word], held: list[float]) -> float:
    lacking = max((word.weight * (1 - value) for word, value in zip(words, held, strict=True)), default=0.0)
    return 1.0 - min(lacking / UNSEEN, 1.0)


_GENERIC = frozenset(
    "cơ quan đơn vị tổ chức ai ngày năm tháng giờ buổi văn bản việc nơi người cái điều loại lúc khi thời gian điểm mấy "
    "cấp đâu bên nội dung vấn đề gì nào hạn phần trăm lần mức".split()
)
_NUMERALS = frozenset(
    "một hai ba bốn năm sáu bảy tám chín mười mot bon sau bay tam chin muoi mấy may".split()
)


def focus(query: Asked) -> list[Word]:
    """The nouns of the thing asked for: before "nào", after "bao nhiêu", or the head of the question."""
    question = query.question
    words = list(words_of(query))
    terms = question.terms
    found: list[Word] = []
    for word in words:
        if all(term in _NUMERALS for term in word.terms):
            continue
        at = _position(terms, word.terms)
        after = terms[at + len(word.terms) : at + len(word.terms) + 1]
        if after and after[0] in ("nào", "nao") and not _is_generic(word):
            found.append(word)
        if question.unit and word.terms[0] == question.unit and not _is_generic(word):
            found.append(word)
    head = next((word for word in words if not _is_generic(word) and word.terms[0] not in _NUMERALS), None)
    if head is not None and not found and _position(terms, head.terms) <= 1:
        found.append(head)
    return found


def _is_generic(word: Word) -> bool:
    return all(term in _GENERIC for term in word.terms)


def _position(terms: tuple[str, ...], word: tuple[str, ...]) -> int:
    return next((at for at in range(len(terms)) if terms[at : at + len(word)] == word), len(terms))


def focus_near(query: Asked, scopes: Scopes) -> float:
    """How far the nouns of the thing asked for stand beside the sentence; 1 when the question names none."""
    return min((holds(query, word, scopes.near) for word in focus(query)), default=1.0)
