"""Filter values as a form offers them: with their counts, the chosen ones first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FIRST_CHOICES = 6  # filter values shown at once


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter value offered, with how many of what is listed have it; `label` is what a person reads."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter value that narrows, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class FacetBox:
    """One group of filter values; `name` is its name in the address, `more` are shown on demand."""

    name: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]


def facet_box(name: str, title: str, counted: Iterable[tuple[str, int]], chosen: Sequence[str]) -> FacetBox:
    """The values counted and the chosen ones, which are never folded away."""
    counts = {value: count for value, count in counted if value}
    offered = counts | {value: counts.get(value, 0) for value in chosen}
    choices = [Choice(value, _label(value), count, value in chosen) for value, count in offered.items()]
    choices.sort(key=lambda choice: not choice.chosen)
    return FacetBox(name, title, tuple(choices[:FIRST_CHOICES]), tuple(choices[FIRST_CHOICES:]))


def _label(value: str) -> str:
    return value[:1].upper() + value[1:]
