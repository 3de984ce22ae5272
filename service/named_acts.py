"""Acts that a question names ("… theo Luật Tiếp cận thông tin", "Điều 7 Nghị định 30/2020/NĐ-CP"), and what it adds.

Whoever names an act wants that act; whoever names an article of it wants that article. Among documents
otherwise equal a law stands before what details it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.articles import ActPlace, find_article_citations
from corpus.values.issuer import folded
from indexer.cited import Citations, Names, act_named, act_names
from indexer.engine import AccessFilter
from service.open_index import OpenIndex
from service.question import Question
from service.rank import RankedDocument

# In units of a mixed score, where the best passage reaches 3 to 6; chosen on the development questions
# (docs/decisions/0008-precedents-and-tuning.md).
NAMED_ACT = 2.0
NAMED_ARTICLE = 4.0  # on top of its act
LAW = 0.3
RANKED = 100  # documents looked at
_LONGEST_NAME = 18  # words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NamedActs:
    """Keys of the acts that a question names, and the articles of them, (act, article)."""

    acts: frozenset[str] = frozenset()
    articles: frozenset[tuple[str, str]] = frozenset()


def citations_of(index: OpenIndex, access: AccessFilter) -> Citations:
    """Who cites whom, as far as `access` may see both; the names of acts are read once."""
    names = index.kept(("act_names", access.labels), lambda: act_names(index.catalogue, access))
    return Citations(index.catalogue, access, names)


def places_of(found: Sequence[RankedDocument]) -> dict[str, ActPlace | None]:
    """Which acts and articles the documents found are; None for one that is neither."""
    return {one.passages[0].document.id: one.passages[0].act for one in found}


def named_acts(question: Question, names: Names) -> NamedActs:
    """The acts of a collection that a question names by number or by name; a name given to two acts means both."""
    words = _WORD.findall(folded(question.text))
    acts = {*question.number_keys, *_by_name(words, names)}
    articles = set()
    for cited in find_article_citations(question.text):
        if cited.words:
            act = act_named(cited.words.split(), names, "")
            mentioned = {act} if act else _by_name(cited.words.split(), names)
        else:
            mentioned = {cited.act} if cited.act else acts
        articles |= {(act, cited.article) for act in mentioned if act}
    return NamedActs(frozenset(acts), frozenset(articles))


def _by_name(words: Sequence[str], names: Names) -> set[str]:
    """The acts whose names stand in `words`, the longest name at each place."""
    found: set[str] = set()
    at = 0
    while at < len(words):
        length = 1
        if words[at] in ("luat", "bo", "phap"):
            longest = min(_LONGEST_NAME, len(words) - at)
            for size in range(longest, 1, -1):
                name = " ".join(words[at : at + size])
                acts = names.get(name) or names.get(f"bo {name}")  # "luật hình sự" for "bộ luật hình sự"
                if acts:
                    found |= set(_of_year(words[at + size : at + size + 2], acts))
                    length = size
                    break
        at += length
    return found


def _of_year(after: Sequence[str], acts: Sequence[str]) -> Sequence[str]:
    """The acts of the year said behind the name ("năm 2015"), all where none is said or held."""
    said = [word for word in after if word.isdecimal() and len(word) == 4]
    return [act for act in acts if said and f"_{said[0]}_" in act] or acts


def raised(
    found: Sequence[RankedDocument], places: Mapping[str, ActPlace | None], named: NamedActs
) -> list[RankedDocument]:
    """The first RANKED of `found` with what their acts add to their scores, in the new order."""
    first = [_raised(one, places.get(one.passages[0].document.id), named) for one in found[:RANKED]]
    first.sort(key=lambda one: -one.score)
    return [*first, *found[RANKED:]]


def _raised(one: RankedDocument, place: ActPlace | None, named: NamedActs) -> RankedDocument:
    if place is None:
        return one
    added = LAW * is_law(place)
    added += NAMED_ACT * (place.act in named.acts)
    added += NAMED_ARTICLE * ((place.act, place.article) in named.articles)
    return replace(one, scores=tuple(score + added for score in one.scores)) if added else one


def is_law(place: ActPlace) -> bool:
    """Whether an act is a law or an ordinance (luật, bộ luật, pháp lệnh), by its number."""
    return _is_law(place.act)


@lru_cache(maxsize=1 << 14)
def _is_law(act: str) -> bool:
    return any(part.startswith(("qh", "ubtvqh", "pl")) for part in act.split("_"))
