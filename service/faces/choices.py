"""The closed lists a search is narrowed by, as people name them: level (cấp), field (lĩnh vực), status (tình trạng)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from corpus.errors import BadQuestion
from corpus.values.field import fields
from corpus.values.issuer import folded
from service.faces.terms import CHOSEN_STATES, STATES
from service.relations import State, StatusLine
from service.targets import LEVELS
from service.wording import vietnamese_date

T = TypeVar("T")
LONGEST_TITLE = 70  # code points of the title of a document without a number


def level_named(name: str) -> str:
    """The level of that name, with or without diacritics and "cấp". Raises BadQuestion (`unknown_choice`)."""
    return _named(name, {level: (f"cấp {level}", level) for level in LEVELS})


def field_named(name: str) -> str:
    """The field of that name, with or without diacritics. Raises BadQuestion (`unknown_choice`)."""
    return _named(name, {field: (field,) for field in fields()})


def state_named(name: str) -> State:
    """The state of that code or name, or of words of its name. Raises BadQuestion (`unknown_choice`)."""
    return _named(
        name,
        {state: (state.value, words) for state, words in CHOSEN_STATES.items()},
    )


def _named(name: str, known: Mapping[T, Sequence[str]]) -> T:
    """The one value with that name, else the one with a name that holds these words."""
    plain = _plain(name)
    spelled = {value: [_plain(one) for one in names] for value, names in known.items()}
    exact = [value for value, names in spelled.items() if plain in names]
    within = [value for value, names in spelled.items() if any(f" {plain} " in f" {one} " for one in names)]
    found = exact or within
    if len(found) == 1 and plain:
        return found[0]
    listed = "; ".join(list(names)[-1] for names in known.values())
    raise BadQuestion("unknown_choice", value=name if name.isprintable() else ascii(name)[1:-1], known=listed)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", folded(name)))


def status_words(lines: Iterable[StatusLine]) -> list[str]:
    """What texts say of a document's force, a sentence part each; the document's own draft mark is one."""
    return [_status_words(line) for line in lines]


def _status_words(line: StatusLine) -> str:
    if line.state is State.EFFECTIVE_FROM:
        return f"nêu có hiệu lực từ ngày {vietnamese_date(line.since)}"
    if line.by is None:
        return STATES[line.state]
    source = line.by.source
    title = (
        source.title if len(source.title) <= LONGEST_TITLE else source.title[:LONGEST_TITLE].rstrip() + "…"
    )
    if line.proposed:
        return f"{_PROPOSED[line.state]} tại dự thảo {source.number or title}"
    return f"{STATES[line.state]} theo {source.number or title}"


_PROPOSED = {
    State.ABOLISHED: "được đề nghị bãi bỏ",
    State.REPLACED: "được đề nghị thay thế",
    State.AMENDED: "được đề nghị sửa đổi, bổ sung",
    State.KEPT: "được đề nghị tiếp tục thực hiện",
}
