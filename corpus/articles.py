"""Articles of acts (điều của văn bản quy phạm): which one a record is, and which ones a text cites.

An act is known by the key of its number ("30_2020_nđ_cp"), or by its folded name where a collection names
acts by name only. A law cited by name ("Luật Quản lý thuế và Điều 25 …") does not say where its name ends:
the words that follow are kept, and who knows the names of the acts held finds the longest that fits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Document, Span
from corpus.values.issuer import folded
from corpus.values.provision import is_heading, provision_chains
from corpus.values.symbol import number_key, parse_number, read_match, symbol_pattern

LONGEST_KEY = 120  # characters of an act's key
NAME_WORDS = 16  # words kept behind "Luật": the longest name of an act

_ARTICLE = re.compile(r"\d{1,4}[a-zđ]?")
_ARTICLES = re.compile(
    r"[Đđ](?:iều|IỀU)\s(\d{1,3}[a-zđ]?(?:\s?(?:,|;|và|hoặc|đến)\s\d{1,3}[a-zđ]?(?![\w/%]))*)"
)
_MEMBER = re.compile(r"(đến\s)?(\d{1,3}[a-zđ]?)")
_LONGEST_RANGE = 60
_TYPE = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Nghị quyết|Quy chế"
    r"|Quy định|Điều lệ|Hiến pháp)"
)
_JOIN = re.compile(r"\s?,?\s?(?:(?:của|tại|trong|ban hành kèm theo|kèm theo)\s){0,2}")
_OWN = re.compile(rf"{_TYPE}\s(?:này|nay)(?!\w)", re.IGNORECASE)
_OTHER = re.compile(rf"{_TYPE}(?!\w)", re.IGNORECASE)
_NUMBERED = re.compile(rf"{_TYPE}\s?(?:số\s?)?", re.IGNORECASE)
_NAMED = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh)\s(?:về\s)?(?=\w)", re.IGNORECASE)
_NAME_ENDS = re.compile(r"[.;:()\n]")
_NEXT_ACT = re.compile(rf"\s(?:{_TYPE}|[Đđ]iều|[Kk]hoản|[Đđ]iểm)\s")
_LISTED = re.compile(r"\s?(?:[,;]|và|hoặc|đến)?\s?(?:(?:và|hoặc|tại)\s)?")
_NUMBER_REACH = 110  # code points behind a name in which its number may stand
# "Điều 1 Luật số 60/2014/QH13 Hộ tịch ngày 20/11/2014 của Quốc hội": how a codification tells its source.
_SOURCE = re.compile(
    r"(?P<type>Bộ luật|Luật|Pháp lệnh) số \S{1,40},? (?!có hiệu lực)(?P<name>[^,\n]\D{2,250}?) ngày \d"
)
_LAWS = ("bo luat", "luat", "phap lenh")
_LEAD = re.compile(r"^(?:bo luat|luat|phap lenh|ve|quy dinh) ")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ActPlace:
    """Where a document stands: its act's key, its article ("" for a whole act), the act's folded name or "".

    The name is given for laws and ordinances only: nothing else is cited by name.
    """

    act: str
    article: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ArticleCitation:
    """An article that a text cites; `span` is "khoản 2 Điều 5 Luật này", of a named act up to "Luật".

    `act` is the act's key, "" for the act that the text is of. For an act cited by name it is the first
    two words of the folded name, and `words` are those words and what follows ("luat quan ly thue va
    dieu 25"); `words` is "" otherwise.
    """

    act: str
    article: str
    span: Span
    words: str = ""


def act_place(document: Document) -> ActPlace | None:
    """The act that a document is, or the article of an act that a record of a collection is.

    A record tells its act in `meta`: `law` (number or name), `article`, and in `source` the act's name.
    """
    number = document.header.number
    if number is not None:
        title = _name(document.title) if folded(document.header.type or "") in _LAWS else ""
        return ActPlace(number_key(number)[:LONGEST_KEY], name=title)
    law, article = document.meta.get("law", ""), document.meta.get("article", "")
    if not law or not _ARTICLE.fullmatch(article):
        return None
    if parse_number(law) is None:
        name = _name(law)
        return ActPlace(name[:LONGEST_KEY], article, name)
    told = _SOURCE.search(document.meta.get("source", ""))
    named = _name(f"{told['type']} {_plain_name(told['name'])}") if told else ""
    return ActPlace(number_key(law)[:LONGEST_KEY], article, named)


def _plain_name(words: str) -> str:
    """A name without the type or "về" that may stand before it."""
    return _LEAD.sub("", " ".join(_WORD.findall(folded(words))) + " ")


def _name(words: str) -> str:
    return " ".join(_WORD.findall(folded(words)))[:LONGEST_KEY]


def find_article_citations(text: str) -> list[ArticleCitation]:
    """Every article that `text` cites, in order; a range or list gives one citation an article.

    "Điều này" and headings are left out. Never raises; linear in the text.
    """
    found: list[ArticleCitation] = []
    following: _Act | None = (
        None  # of the provision behind, to which a list hands its act: "Điều 2; Điều 3 Luật A"
    )
    begins = -1
    for chain in reversed(list(provision_chains().finditer(text))):
        act = _act_after(text, chain.end())
        if act.end == chain.end() and begins >= 0 and _LISTED.fullmatch(text, chain.end(), begins):
            act = following or act
        following, begins = act, chain.start()
        articles = list(_articles(chain.group())) if act.told else []
        if articles and not is_heading(text, *chain.span()):
            span = Span(chain.start(), max(act.end, chain.end()))
            found += [ArticleCitation(act.key, one, span, act.words) for one in reversed(articles)]
    found.reverse()
    return found


@dataclass(frozen=True, slots=True)
class _Act:
    """The act behind a provision and where its mention ends; `told` False when it cannot be told which."""

    key: str
    words: str
    end: int
    told: bool = True


def _articles(chain: str) -> Iterator[str]:
    """The articles of "khoản 1 Điều 3, Điều 5 đến 7", each once."""
    seen: dict[str, None] = {}
    for match in _ARTICLES.finditer(chain):
        before = ""
        for to, value in _MEMBER.findall(match[1]):
            if to and before.isdecimal() and value.isdecimal():
                between = range(int(before) + 1, int(value))
                seen.update(dict.fromkeys(map(str, between[:_LONGEST_RANGE])))
            seen[value] = None
            before = value
    yield from seen


def _act_after(text: str, end: int) -> _Act:
    """The act named behind a provision that ends at `end`; without a name it is the text's own."""
    joined = _JOIN.match(text, end)
    at = joined.end() if joined else end
    own = _OWN.match(text, at)
    if own:
        return _Act("", "", own.end())
    typed = _NUMBERED.match(text, at)
    symbol = symbol_pattern().match(text, typed.end()) if typed else None
    if symbol:
        return _Act(_key(symbol), "", symbol.end())
    named = _NAMED.match(text, at)
    if named:
        return _named_act(text, at, named)
    return _Act("", "", end, told=not (_OTHER.match(text, at) or text[at : at + 1].isupper()))


def _named_act(text: str, at: int, lead: re.Match[str]) -> _Act:
    """An act cited by name; its number wins where one stands in the name ("Luật Quản lý thuế số 38/…")."""
    reach = text[at : at + _NUMBER_REACH]
    stop = _NAME_ENDS.search(reach, lead.end() - at)
    name = reach[: stop.start()] if stop else reach
    another = _NEXT_ACT.search(name, lead.end() - at)
    symbol = symbol_pattern().search(name, 0, another.start() if another else len(name))
    if symbol:
        return _Act(_key(symbol), "", at + symbol.end())
    words = _WORD.findall(folded(name))[: NAME_WORDS + 2]
    kind = 2 if words[:1] in (["bo"], ["phap"]) else 1
    if words[kind : kind + 1] == ["ve"]:
        del words[kind]
    end = at + len(lead.group().rstrip())
    return (
        _Act(name_head(words), " ".join(words), end) if len(words) > kind else _Act("", "", end, told=False)
    )


def name_head(words: list[str]) -> str:
    """What citations by name are found by: the first two words of a folded name."""
    return " ".join(words[:2])[:LONGEST_KEY]


def _key(symbol: re.Match[str]) -> str:
    return number_key(str(read_match(symbol)))[:LONGEST_KEY]
