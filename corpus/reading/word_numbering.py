"""List numbers that Word draws and does not store ("1.", "a)", "Điều 3."), rebuilt from numbering.xml."""

from dataclasses import dataclass, field

from docx.document import Document as WordFile
from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HIGHEST = 9999


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document in order; `number` is called once a visible paragraph."""

    def __init__(self, file: WordFile) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        part = next((rel.target_part for rel in file.part.rels.values() if _is_numbering(rel)), None)
        if part is not None:
            self._read_lists(part.element)
            self._read_styles(file.styles.element)

    def number(self, paragraph: etree._Element) -> str:
        """The number or bullet drawn before `paragraph`, with a blank after it; "" when there is none."""
        own, depth = self._place(paragraph)
        numbered = self._lists.get(own)
        if numbered is None or depth not in numbered.levels:
            return ""
        level = numbered.levels[depth]
        numbered.counts[depth] = numbered.counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in numbered.counts if key > depth]:
            del numbered.counts[deeper]
        if level.format == "none":
            return ""
        if level.format == "bullet":
            return "- "
        return _filled(level.text, numbered) + ("" if level.suffix == "nothing" else " ")

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "", 0
        style = _value(properties, "pStyle")
        inherited = self._styles.get(style, ("", 0))
        return _number_of(properties, inherited)

    def _read_styles(self, styles: etree._Element) -> None:
        """Numbering that a style brings, its parents' included."""
        found = {style.get(f"{_W}styleId", ""): style for style in styles.iter(f"{_W}style")}
        for name in found:
            chain, at = [], name
            while at in found and at not in chain:
                chain.append(at)
                at = _value(found[at], "basedOn")
            place = ("", 0)
            for style in reversed(chain):
                properties = found[style].find(f"{_W}pPr")
                if properties is not None:
                    place = _number_of(properties, place)
            self._styles[name] = place

    def _read_lists(self, root: etree._Element) -> None:
        abstract = {
            node.get(f"{_W}abstractNumId", ""): {
                _integer(level.get(f"{_W}ilvl")): _level(level) for level in node.iter(f"{_W}lvl")
            }
            for node in root.iter(f"{_W}abstractNum")
        }
        for node in root.iter(f"{_W}num"):
            levels = dict(abstract.get(_value(node, "abstractNumId"), {}))
            for override in node.iter(f"{_W}lvlOverride"):
                depth = _integer(override.get(f"{_W}ilvl"))
                own = override.find(f"{_W}lvl")
                if own is not None:
                    levels[depth] = _level(own)
                elif depth in levels and (start := _value(override, "startOverride")):
                    old = levels[depth]
                    levels[depth] = _Level(_integer(start), old.format, old.text, old.suffix)
            self._lists[node.get(f"{_W}numId", "")] = _List(levels)


def _is_numbering(relation: object) -> bool:
    return str(getattr(relation, "reltype", "")).endswith("/numbering")


def _number_of(properties: etree._Element, inherited: tuple[str, int]) -> tuple[str, int]:
    numbered = properties.find(f"{_W}numPr")
    if numbered is None:
        return inherited
    own = _value(numbered, "numId") or inherited[0]
    depth = _value(numbered, "ilvl")
    return own, _integer(depth) if depth else inherited[1]


def _level(node: etree._Element) -> _Level:
    return _Level(
        _integer(_value(node, "start") or "1"),
        _value(node, "numFmt") or "decimal",
        _value(node, "lvlText"),
        _value(node, "suff") or "tab",
    )


def _filled(pattern: str, numbered: _List) -> str:
    """ "%1.%2." with the counts of the levels; a level not counted yet stands at its start."""
    for depth in range(9):
        mark = f"%{depth + 1}"
        if mark in pattern:
            level = numbered.levels.get(depth, _Level())
            pattern = pattern.replace(mark, _written(numbered.counts.get(depth, level.start), level.format))
    return pattern


def _written(number: int, style: str) -> str:
    if style in ("lowerRoman", "upperRoman") and 0 < number <= _HIGHEST:
        roman, rest = "", number
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return roman.upper() if style == "upperRoman" else roman
    if style in ("lowerLetter", "upperLetter") and 0 < number <= _HIGHEST:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if style == "upperLetter" else letters
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "")


def _integer(text: str | None) -> int:
    try:
        return max(0, min(_HIGHEST, int(text or "0")))
    except ValueError:
        return 0
