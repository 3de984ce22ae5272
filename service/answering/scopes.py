"""Where what a question names stands: beside the quoted sentence, in its passage, in its document."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise

from corpus.model import Document
from indexer.text.analysis import fold, unigrams
from service.answering import dating
from service.answering.evidence import Evidence, leads
from service.answering.number_forms import IN_SPAN, ROMAN, brought_along, number_forms, span_of, weighed
from service.answering.query import Asked
from service.answering.reading import Terms
from service.answering.standing import introducing
from service.names import is_foreign
from service.question import AnswerKind, NumberMention

IN_PASSAGE = 0.8
IN_DOCUMENT = 0.6
SCATTERED = 0.25  # all syllables of a name are there, not side by side
RESPELLED = 0.8  # a foreign name in a spelling close to the asked one
FAR = 0.4  # a place of a level that only another part of the document names
OTHER_LEVEL = 0.3  # a commune of the name of the asked district
LONE_SYLLABLE = 0.5
LONE_ABSENT = 0.4  # and not written as a name in the passage
# Answers that are told of a document and its year, while a value may be of another.
OF_DOCUMENT = frozenset((AnswerKind.YES_NO, AnswerKind.LIST))
OTHER_YEAR = 0.3  # the sentence names a year, and not the asked one
OTHER_TURN = 0.2  # the sentence tells of another meeting or term
_TURN_WORDS = frozenset(("thứ", "khóa", "thu", "khoa"))
OTHER_HEADING = 0.2  # the heading above it names a year, and not the asked one
OTHER_ISSUER = 0.25  # the document is another unit's of the asked level, and does not name the asked one here
BOUNDLESS = 0.4  # a number is held against a bound, and the sentence sets none in its measure
CLOSE = 0.76  # likeness of two spellings
ABBREVIATED = 0.7  # capitals that the document writes out
LONGEST_ABBREVIATION = 8  # letters
DESCRIBED = 0.7  # a name that tells the kind of what is asked for
ASKED_HEAD = 9  # terms at the head of a question that name what is asked for
BETWEEN = 2  # terms between such a name and "nào"
_WHICH = frozenset(("nào", "nao"))
_NO_THING = frozenset("khi lúc hướng luc huong".split())
SHORT = 3  # letters of a word that may be spelled otherwise
_VISION = (" tầm nhìn đến năm ", " tầm nhìn năm ", " tầm nhìn đến ", " tầm nhìn ")


class Scopes:
    """The sentence with what introduces it, its passage, and the whole document, as joined terms."""

    def __init__(self, query: Asked, evidence: Evidence) -> None:
        self._query = query
        self._document = evidence.reading.document
        self._reading = evidence.reading
        self._evidence = evidence
        vision = " tầm nhìn " in " " + " ".join(query.question.terms) + " "
        self._drop_vision = not vision
        row = evidence.reading.terms[evidence.row].row
        self._own_years, self._all_years = dating.years_told(row), dating.years_of(row)
        self._compared_years = dating.years_compared(row)
        self.near = self._seen(_near(query, evidence))
        reading = evidence.reading
        rest = [query.form(reading.terms[row]).joined for row in reading.around]
        self.passage = self._seen(" ".join([*rest, query.form(evidence.reading.title).joined]))

    def _seen(self, joined: str) -> str:
        """Without the years of a vision (tầm nhìn), which are no years of targets."""
        if self._drop_vision and " tầm nhìn " in joined:
            for words in _VISION:
                joined = joined.replace(words + "20", " tầm nhìn~20")
        return joined

    def document(self) -> str:
        return self._seen(self._query.form(document_terms(self._document)).joined)

    def place(self, phrase: str) -> float:
        """1 beside the sentence, less in its passage or document, 0 nowhere."""
        if phrase in self.near:
            return 1.0
        if phrase in self.passage:
            return IN_PASSAGE
        return IN_DOCUMENT if phrase in self.document() else 0.0

    def name(self, terms: Sequence[str], level: str = "") -> float:
        """A name must stand in the document as it is written, with its diacritics, at the asked level."""
        if level:
            return self._name_at_level(terms, level)
        phrase = " " + " ".join(terms) + " "
        if phrase in self._header:
            return 1.0  # what the header says holds for each sentence
        if found := self.place(phrase):
            return found
        for phrase, credit in self._others(terms):
            if found := 1.0 if phrase in self._header else self.place(phrase):
                return credit * found
        if self._is_abbreviation(terms):
            return ABBREVIATED
        if self._describes_asked(terms):
            return DESCRIBED
        if len(terms) == 1 and not is_foreign(terms[0]):
            return LONE_SYLLABLE  # "Trái đất", "Kỷ băng hà": seldom a name
        if tuple(terms) in self._query.question.nouns:
            return self._lone(terms[0])
        held = [self._syllable(term) for term in terms]
        return SCATTERED if min(held) == 1.0 else min(held) or SCATTERED * sum(held) / (2 * len(held))

    def _is_abbreviation(self, terms: Sequence[str]) -> bool:
        """Capitals only, none of which the tables know ("QLĐĐ"): no name that a document must hold."""
        text = self._query.question.text
        return all(len(term) < LONGEST_ABBREVIATION and term.upper() in text.split() for term in terms)

    def _describes_asked(self, terms: Sequence[str]) -> bool:
        """Whether the name tells the kind of what is asked for ("Tổng thống Costa Rica nào …")."""
        head = self._query.question.terms[:ASKED_HEAD]
        at = next((row for row, term in enumerate(head) if term in _WHICH), 0)
        if not at or head[at - 1] in _NO_THING:
            return False
        near = head[max(0, at - len(terms) - BETWEEN) : at]
        return f" {' '.join(terms)} " in f" {' '.join(near)} "

    def _lone(self, term: str) -> float:
        """A name of one syllable before a small word ("nhà Trần đánh bại"): written so, or seldom a name."""
        reading = self._reading
        units = reading.units[reading.around.start : reading.around.stop]
        written = reading.document.text[units[0].start : units[-1].end]
        if self._query.question.folded or re.search(rf"(?<!\w){term.capitalize()}(?!\w)", written):
            return self.place(f" {term} ") or LONE_SYLLABLE
        return LONE_ABSENT

    def _name_at_level(self, terms: Sequence[str], level: str) -> float:
        name = " ".join(terms)
        forms = [f" {level} {word}{name} " for word in ("", "ủy ", "phố ", "đoàn ")]
        found = max(map(self.place, forms))
        if found == IN_DOCUMENT:
            found = FAR
        if found < 1.0 and self._of_another(level, name):
            return min(found, OTHER_ISSUER)
        return found or (OTHER_LEVEL if self.place(f" {name} ") else 0.0)

    def _of_another(self, level: str, name: str) -> bool:
        """Whether a unit (đơn vị) of the asked level and another name gave the document out."""
        header = self._document.header
        issuer = self._query.form(Terms(header.issuer or "")).joined
        return f" {level} " in issuer and f" {name} " not in issuer

    def _syllable(self, term: str) -> float:
        if f" {term} " in self.document():
            return 1.0
        return RESPELLED if is_foreign(term) and self.respelled(term) else 0.0

    def respelled(self, term: str) -> bool:
        """Whether the passage holds a foreign word in a spelling close to the asked one, or in two parts."""
        if len(term) < SHORT or not term.isalpha():
            return False
        words = self.passage.split()
        if any(left + right == term for left, right in pairwise(words) if left[0] == term[0]):
            return True
        near = {word for word in words if word[0] == term[0] and abs(len(word) - len(term)) < 3}
        return any(SequenceMatcher(None, fold(term), fold(word)).ratio() >= CLOSE for word in near)

    def _others(self, terms: Sequence[str]) -> Iterator[tuple[str, float]]:
        for term in terms:
            if term in self._query.terms:
                yield from self._query.others[self._query.terms.index(term)]

    def number(self, mention: NumberMention) -> float:
        """How near the number stands; a year is far when the sentence names other years."""
        if brought_along(self._query.question, mention):
            return 1.0
        if measure := weighed(self._query.question, mention):
            return 1.0 if re.search(rf" \d+ {measure} ", self.near) else BOUNDLESS
        found = max(self.place(form) for form in number_forms(mention, self._query.question.folded))
        span = span_of(mention)
        if span and any(int(year) in span for year in dating.years_of(self.near.split())):
            return max(found, IN_SPAN)
        if span and mention.year and self._century(span):
            return max(found, IN_SPAN)
        if not mention.year:
            if self._of_other_turn(mention):
                return min(found, OTHER_TURN)
            return max(found, self._dated(mention))
        date = self._document.header.date
        dated = date is not None and str(date.year) == mention.term
        many = len(self._query.question.years) > 1
        titled = f" {mention.term} " in self._reading.title.joined
        whole = self._query.question.kind in OF_DOCUMENT
        if (dated and (many or whole)) or (
            (dated or titled) and dating.names_document(self._query.question, mention)
        ):
            return max(found, IN_PASSAGE)  # the document's year beside the year asked about
        own = self._own_years if dated or mention.term in self._all_years else self._all_years
        if (own and mention.term not in own) or self._only_compared(mention):
            return min(found, OTHER_YEAR)
        if not self._own_years and self._years_above and mention.term not in self._years_above:
            return min(found, OTHER_HEADING)
        return max(found, IN_PASSAGE) if dated else found

    def _of_other_turn(self, mention: NumberMention) -> bool:
        """Whether the sentence tells of another meeting or term ("lần thứ XVIII") than the one asked about."""
        if mention.left not in _TURN_WORDS:
            return False
        row = self._query.form(self._reading.terms[self._evidence.row]).joined
        forms = number_forms(mention, self._query.question.folded)
        return re.search(rf" {mention.left} (?:\d+|[ivx]+) ", row) is not None and not any(
            form in row for form in forms
        )

    def _only_compared(self, mention: NumberMention) -> bool:
        """Whether the sentence only compares with the year ("tăng so với năm 2020"), which is not asked for."""
        if mention.term not in self._all_years or mention.term in self._own_years:
            return False
        return mention.term in self._compared_years and not dating.asks_change(self._query.question)

    def _dated(self, mention: NumberMention) -> float:
        """A day or a month of a year ("tháng 5/2026") on which the document was given out."""
        date = self._document.header.date
        if date is None:
            return 0.0
        month = f"{date.month}_{date.year}"
        return IN_PASSAGE if mention.term in (month, f"{date.day}_{month}") else 0.0

    @cached_property
    def _header(self) -> str:
        """Who gave the document out, and where."""
        header = self._document.header
        parts = (header.issuer, header.superior, header.place)
        return self._query.form(Terms(" . ".join(part for part in parts if part))).joined

    def _century(self, span: range) -> bool:
        """Whether the century of the years ("những năm 1700") is named beside the sentence."""
        century = span.start // 100 + 1
        return f" thế kỷ {century} " in self.near or f" thế kỷ {ROMAN[century - 1]} " in self.near

    @cached_property
    def _years_above(self) -> frozenset[str]:
        """Years of the nearest line or heading above the sentence that names any."""
        years: frozenset[str] = frozenset()
        for above in introducing(self._evidence):
            terms = unigrams(above)
            years |= dating.years_of(terms)
            if years and len(terms) > 1:  # "nhiệm kỳ 2020 / - 2025": a broken line is no heading of its own
                return years
        return years

    def lacking(self, scope: str) -> Iterator[tuple[str, float]]:
        """Content words of the question that `scope` does not hold, in no way of saying, with their idf."""
        for row, (term, weight) in enumerate(zip(self._query.terms, self._query.weights, strict=True)):
            if term[0].isdigit() or f" {term} " in scope:
                continue
            if not any(phrase in scope for phrase, _ in self._query.others[row]):
                yield term, weight


# A heading that is about the vision ("3- Tầm nhìn đến năm 2045") tells the year of what stands below it.
_OWN_VISION = re.compile(r"^((?: \S+){0,2}) tầm nhìn(?= )")


def _near(query: Asked, evidence: Evidence) -> str:
    reading, row = evidence.reading, evidence.row
    rows = {row, *leads(reading, row)}
    paragraph = reading.units[row].paragraph
    rows.update(
        other
        for other in range(max(0, row - 2), min(len(reading.units), row + 2))
        if reading.units[other].paragraph == paragraph
    )
    parts = [reading.terms[other] for other in sorted(rows)]
    above = _OWN_VISION.sub(r"\1", query.form(reading.headings[row]).joined)
    return " ".join([*(query.form(part).joined for part in parts), above, query.form(reading.title).joined])


class _Whole:
    """A document as a cache key."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return hash(self.document.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self.document.text == other.document.text


@lru_cache(maxsize=64)
def _terms_of(whole: _Whole) -> Terms:
    document = whole.document
    header = document.header
    parts = (document.title, document.context, header.number, header.issuer, header.place, document.text)
    return Terms("\n".join(part for part in parts if part))


def document_terms(document: Document) -> Terms:
    """Terms of the whole document and of its header; kept for the next question."""
    return _terms_of(_Whole(document))
