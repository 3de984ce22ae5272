"""Whether the name that is asked for (tên gì, là ai, xã nào) stands in the sentence."""

import re
from collections.abc import Iterator

from service.accents import with_diacritics
from service.answering.evidence import Evidence
from service.answering.stretch import UPPER, item
from service.question import AnswerKind, Question

OFFICE_ONLY = 0.4  # who holds an office is asked, and no person is named
DESCRIBED = 0.3  # a unit of the asked level is described, not named
# Commonest family names (họ) of the Kinh and of the peoples of the northern mountains.
_FAMILIES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lâm trịnh mai đào cao lương hà tạ "
    "triệu lò vàng giàng thào sùng nông ma chu tô quách thái tăng vương phùng tống kiều hứa đàm la lục bế vi hầu mùa cầm "
    "quàng tòng lường cà hạng lù tẩn chảo phàn bàn đèo mông sầm thân khổng nghiêm ninh từ tôn uông châu doãn diệp hạ kim "
    "khuất khúc lưu lã lại mạc trang trình trương tiêu thạch hạng cù cung giang lầu lầu quan tường".split()
)
_PERSON = re.compile(rf"(?<!\w)[{UPPER}]\w*(?: [{UPPER}]\w*){{1,3}}")
_PLACED = re.compile(
    r"(?:tỉnh|thành phố|huyện|quận|xã|phường|thị trấn|thôn|bản|hồ|sông|suối|núi|đường|phố|khu|cầu|ủy|uỷ|bộ|đoàn)\s*$",
    re.I,
)
_OFFICE = (
    r"bí thư|chủ tịch|giám đốc|trưởng|phó |chủ nhiệm|chánh|người đứng đầu|ủy viên|đồng chí|lãnh đạo|cán bộ"
)
_ASKS_PERSON_NAME = re.compile(
    rf"(?:{_OFFICE}).{{0,120}}(?:tên (?:gì|là)|họ tên)|(?:họ )?tên (?:của )?.{{0,20}}(?:{_OFFICE})|"
    r"(?<!\w)(?:lãnh đạo|đồng chí|cán bộ|ông|(?<!đơn )vị) nào(?!\w)",
    re.I,
)
_ASKS_HOLDER = re.compile(rf"(?:{_OFFICE}).{{0,120}} là (?:ai|ông nào)\W*$|(?<!\w)ai là (?:{_OFFICE})", re.I)
_ASKS_NAMES = re.compile(r"(?<!\w)(?:(?:có )?tên (?:là )?gì|tên (?:của )?(?:các|những))(?!\w)", re.I)
_UNITS = r"xã|phường|huyện|quận|thị trấn|thôn|bản|thành phố"
# What may describe a unit ("xã miền núi nào"), and is neither done by it nor another thing ("phường giao phòng nào").
_OF_UNIT = r"(?!(?:giao|cho|để|làm|có|bị|được|phải|phòng|ban|sở|cơ|đơn|tổ|ngày|tháng|năm|lúc|việc|ra|đặt|chọn)(?!\w))\w+"
_ASKS_UNIT = re.compile(
    rf"(?<!\w)(?<!hợp tác )(?<!văn )(?P<level>{_UNITS}|nhà mạng)(?: {_OF_UNIT}){{0,2}} nào(?!\w)(?!.* thì )",
    re.I,
)
_ASKS_UNIT_NAME = re.compile(
    rf"(?<!\w)(?<!tác )(?<!văn )(?P<level>{_UNITS})(?!\w).{{0,60}} tên (?:là )?gì", re.I
)
_ANY_UNIT = re.compile(
    rf"(?<!\w)(?P<level>(?i:{_UNITS}))[:,]?(?: [uủ][yỷ]| \w+)? (?P<name>[{UPPER}]\w*(?: [{UPPER}]\w*)*)"
)
_FIRM = re.compile(r"Viettel|VNPT|MobiFone|Vinaphone|(?:công ty|tập đoàn|doanh nghiệp) [A-ZĐ]")
_CAPITALS = re.compile(rf"(?<=[\w,;:)] )[{UPPER}]\w*(?: [{UPPER}]\w*)*")


def named(question: Question, evidence: Evidence) -> float:
    """1 where no name is asked for or a new one of the asked kind stands there; papers with a form only."""
    if not evidence.official:
        return 1.0
    said = with_diacritics(question)
    texts = [" ".join(text.split()) for text in item(evidence)]
    asked = said.lower()
    if found := _ASKS_PERSON_NAME.search(said):
        if any(_persons(asked, text) for text in texts):
            return 1.0
        return OFFICE_ONLY * (
            found.group().endswith("nào") and any(_other_office(asked, text) for text in texts)
        )
    if _ASKS_HOLDER.search(said):
        return 1.0 if any(_persons(asked, text) for text in texts) else OFFICE_ONLY
    if found := _ASKS_UNIT.search(said):
        return _unit(found["level"].lower(), asked, texts)
    if found := _ASKS_UNIT_NAME.search(said):
        return _unit(found["level"].lower(), asked, texts)
    if _ASKS_NAMES.search(said) and question.kind is not AnswerKind.NUMBER:
        return float(any(True for text in texts for _ in _new_names(asked, text)))
    return 1.0


def _other_office(asked: str, text: str) -> bool:
    """Whether an office stands there that the question does not name ("đồng chí phó bí thư")."""
    return any(match.group().lower() not in asked for match in _AN_OFFICE.finditer(text))


_AN_OFFICE = re.compile(
    r"(?<!\w)(?:phó )?(?:bí thư|chủ tịch|giám đốc|trưởng \w+|chủ nhiệm|chánh \w+)(?!\w)", re.I
)


def _unit(level: str, asked: str, texts: list[str]) -> float:
    """A new name of a unit; less where only units of the level are spoken of."""
    if level == "nhà mạng":
        return float(any(_FIRM.search(text) for text in texts))
    for text in texts:
        for match in _ANY_UNIT.finditer(text):
            same = _height(match["level"]) == _height(level)
            if same and f"{match['level']} {match['name']}".lower() not in asked:
                return 1.0
        if "|" in text:
            return 1.0  # a row of a table names without saying the level
    return DESCRIBED


def _height(level: str) -> int:
    return next(height for height, levels in enumerate(_SAME) if level.lower() in levels)


_SAME = (("xã", "phường", "thị trấn"), ("huyện", "quận", "thành phố"), ("thôn", "bản"))


def _persons(asked: str, text: str) -> bool:
    for match in _PERSON.finditer(text):
        words = match.group().lower().split()
        if words[0] not in _FAMILIES or match.group().lower() in asked:
            continue
        if not _PLACED.search(text[max(0, match.start() - 16) : match.start()]):
            return True
    return False


def _new_names(asked: str, text: str) -> Iterator[str]:
    for match in _CAPITALS.finditer(text):
        if len(match.group().split()) > 1 and match.group().lower() not in asked:
            yield match.group()
