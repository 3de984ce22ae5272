"""Whether a sentence holds a new number or date of the kind that a question leaves open (bao nhiêu, ngày nào)."""

import re

from indexer.text.analysis import fold
from service.accents import with_diacritics
from service.answering import conditions
from service.answering.evidence import Evidence
from service.answering.stretch import MARKER, stretch
from service.answering.types import asks_how_often, says_how_often
from service.question import AnswerKind, Question

NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?")
DAY = re.compile(
    r"(?<!\d)\d{1,2}/\d{1,2}(?:/\d{4})?(?!\d)|(?<!\d)\d{1,2}-\d{1,2}-\d{4}(?!\d)|"
    r"ngày\s+\d{1,2}(?:[/-]\d{1,2}|\s+tháng\s+\d{1,2})?|(?<!\d)\d{1,2} tháng \d{1,2}(?!\d)"
)
YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_MONTH = re.compile(r"(?:tháng|quý)\s+(?:\d{1,2}|[IVX]+)(?:/\d{4})?")
_WEEKLY = re.compile(
    r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|hằng (?:ngày|tuần|tháng|quý|năm)|hàng (?:tháng|năm)", re.I
)
_MONEY = re.compile(r"\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|vnđ|usd|đ/|đô)", re.I)
_PERCENT = re.compile(r"\s*(?:%|phần (?:trăm|hai|ba|tư|năm|mười)|điểm phần trăm)")
_AREA = re.compile(r"\s*(?:ha|hecta|héc|m2|km2|m²|km²|(?:ki-lô-)?mét vuông|km vuông|mẫu)(?!\w)", re.I)
_TIME = re.compile(r"\s*(?:năm|tháng|ngày|giờ|tuần|phút|quý)(?!\w)", re.I)
WORDED = re.compile(
    r"(?<!\w)(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười|nửa|đôi|trăm|nghìn|triệu|năm(?! \d)|lần|phần lớn|hầu hết)(?!\w)",
    re.I,
)
_UNITS = (
    (_PERCENT, frozenset(("phần_trăm", "%", "phần", "phan"))),
    (_MONEY, frozenset("tỷ tỉ triệu nghìn ngàn đồng tiền usd ty trieu nghin dong tien".split())),
    (_AREA, frozenset("ha hecta héc hec km2 m2 km²".split())),
    (_TIME, frozenset("ngày tháng năm giờ tuần phút lâu ngay thang nam gio tuan phut".split())),
)
_GIVEN = r"đền bù|bồi thường|thưởng|vay|trợ cấp|hỗ trợ|công tác phí"  # in money, or as a share
# The noun at the head of "… là bao nhiêu", or of a question that is nothing but the name of a value.
_HEADS = (
    (_PERCENT, r"tỷ lệ|tỉ lệ|lãi suất|tốc độ tăng"),
    (_MONEY, r"giá |chi phí|kinh phí|mức (?:phạt|chi|thu|lương|đóng)|lệ phí|tiền|vốn|thu nhập|thu ngân sách"),
    (_MONEY, _GIVEN),
    (_PERCENT, _GIVEN),
    (_AREA, r"diện tích"),
    (_AREA, r".*tổng diện tích\W*$"),
    (_AREA, r"rộng"),
    (_TIME, r"thời hạn|thời gian"),
)
_SUPPORTED = re.compile(
    r"(?<!\w)(?:hỗ trợ|trợ cấp|được cho)(?!\w)", re.I
)  # interest that is paid up to a sum
_HEAD_PATTERNS = tuple(
    (
        given,
        re.compile(
            rf"^(?:[^,]*, ?)?(?:(?:tổng|mức|số) )?(?:{words})|"
            rf"(?<!\w)(?:{words}|phạt)(?: \w+){{0,2}} (?:bao nhiêu|mấy|là bao)(?!\w)",
            re.I,
        ),
    )
    for given, words in _HEADS
)


def _wanted(question: Question) -> list[re.Pattern[str]]:
    """What must follow the number: by the unit asked for, else by the noun at the head of the question."""
    if question.unit:
        return [given for given, units in _UNITS if question.unit in units]
    said = with_diacritics(question)
    if question.kind is AnswerKind.DURATION:
        return [_TIME]
    wanted = [given for given, words in _HEAD_PATTERNS if words.search(said)]
    return [*wanted, _MONEY] if wanted == [_PERCENT] and _SUPPORTED.search(said) else wanted


_PENAL = re.compile(
    r"phạt (?:tiền|tù|cải tạo|cảnh cáo)|phạt|"
    r"khiển trách|cảnh cáo|cách chức|khai trừ|giáng chức|đình chỉ|thu hồi|nhắc nhở|phê bình|xóa tên|xoá tên|"
    r"không (?:xét|công nhận|tính)|không được (?:xét|công nhận|bố trí|bổ nhiệm|khen|giới thiệu|kết nạp)|"
    r"hạ (?:loại|bậc|điểm)|trừ điểm|buộc|chịu trách nhiệm|bồi thường",
    re.I,
)
_ASKS_PENALTY = re.compile(
    r"(?:xử lý|kỷ luật|xử phạt|chế tài|phạt)(?: \w+){0,2} (?:ra sao|thế nào|như thế nào|gì|mức nào|sao)(?!\w)",
    re.I,
)


# What is dealt with for being wrong; rubbish and files are dealt with otherwise.
_WRONG = re.compile(
    r"phạt|kỷ luật|chế tài|vi phạm|sai|chậm|trễ|không (?!lên|vào|tới|thể|còn)|"
    r"cố tình|lấn|trái|trốn|gian|tái phạm|bao che|lộ|"
    r"(?<!\w)bị (?:phát hiện|bắt)|lạm dụng|tham ô|đánh bạc|(?:cá nhân|cán bộ|đảng viên|người)"
)


# Who holds another view does no wrong, and a card or a file is dealt with otherwise.
_NO_WRONG = re.compile(r"bất đồng|ý kiến|(?<!\w)(?:thẻ|hồ sơ|huy hiệu)(?: \w+){0,2} xử lý")


def _asks_penalty(said: str) -> bool:
    if _ASKS_PENALTY.search(said) is None or _NO_WRONG.search(said) is not None:
        return False
    return _WRONG.search(said) is not None


def _penalty(said: str, text: str) -> float:
    """1 where a penalty stands that the question does not name."""
    return float(any(match.group().lower() not in said for match in _PENAL.finditer(text)))


def new_value(question: Question, evidence: Evidence) -> float:
    """1 where the quoted stretch holds a new number, date or penalty of the asked kind, less for one of
    another kind, 0 for none; 1 for questions that ask for none of them."""
    often = question.kind is AnswerKind.DURATION and asks_how_often(question)
    if often and any(map(says_how_often, stretch(evidence))):
        return 1.0
    if question.kind in (AnswerKind.NUMBER, AnswerKind.DURATION) or _asks_value(question):
        return max((_number(question, text) for text in stretch(evidence)), default=0.0)
    if question.kind is AnswerKind.DATE:
        if conditions.asked(question) and any(map(conditions.stated, stretch(evidence))):
            return 1.0
        return max((_date(question, text) for text in stretch(evidence)), default=0.0)
    said = with_diacritics(question).lower()
    if _asks_penalty(said):
        return max((_penalty(said, text) for text in stretch(evidence)), default=0.0)
    return 1.0


_VALUE_HEAD = re.compile(
    r"^(?:tổng )?(?:số (?!hiệu|ký|điện|tài|nhà|của|và|phiếu)|tỷ lệ|tỉ lệ|mức (?!độ hài)|kinh phí|chi phí|"
    r"giá |lãi suất|diện tích|vốn |phụ cấp|trợ cấp|thù lao|lương |học phí|lệ phí|phí |tiền |thời hạn|dân số|"
    r"thu ngân sách|công suất|thu nhập|kết quả thu)",
    re.I,
)


_VALUE_TAIL = re.compile(r"(?<!\w)tổng (?:diện tích|kinh phí|số tiền|số vốn|mức đầu tư|dân số)\W*$", re.I)


def _asks_value(question: Question) -> bool:
    """A bare noun phrase that names a value ("lãi suất vay vốn …")."""
    said = with_diacritics(question)
    if question.kind is not AnswerKind.FREE or _SOURCE_ASKED.search(said):
        return False
    return bool(_VALUE_HEAD.match(said) or _VALUE_TAIL.search(said))


_SOURCE_ASKED = re.compile(
    r"(?<!\w)(?:(?:do|từ|ở) đâu|nguồn (?:nào|gì))(?!\w)", re.I
)  # where money comes from


def _number(question: Question, text: str) -> float:
    marker = MARKER.match(text)
    start = marker.end() if marker else 0
    asked = {number.term for number in question.numbers}
    text = DAY.sub(lambda day: " " * len(day.group()), text)
    wanted = _wanted(question)
    best = 0.0
    for match in NUMBER.finditer(text, start):
        written = match.group()
        if written in asked:
            continue
        if (YEAR.fullmatch(written) and not _counts(question, text, match.end())) or (
            len(written) > 4 and YEAR.match(written) and "-" in written
        ):
            continue
        if not wanted:
            best = max(best, 1.0)
        elif "|" in text or any(given.match(text, match.end()) for given in wanted):
            return 1.0
        else:
            best = max(best, 0.2)
    for match in WORDED.finditer(text, start):
        if not wanted:
            best = max(best, 0.8)
        elif any(given.match(text, match.end()) for given in wanted):
            best = max(best, 0.9)
    return best


def _counts(question: Question, text: str, end: int) -> bool:
    """Whether the counted noun follows at once: four digits that are no year."""
    after = re.match(r"\s*(\w+)", text[end : end + 20])
    return after is not None and after[1].lower() == question.unit


_ASKS_DAY = re.compile(r"ngày (?:nào|mấy|bao nhiêu|tháng)|hôm nào", re.I)
_ABOUT_WHEN = re.compile(
    r"(?:đầu|giữa|cuối) (?:năm|tháng|quý|kỳ|nhiệm kỳ)|kỳ họp|năm học|nhiệm kỳ|\d+ giờ|"
    r"(?:trong|sau|trước)(?: vòng| thời hạn)? \d+ (?:ngày|tháng|năm|giờ|tuần)|ngay (?:sau|khi|trong)|kể từ",
    re.I,
)
_ASKS_YEAR = re.compile(r"năm (?:nào|mấy|bao nhiêu)", re.I)


def _date(question: Question, text: str) -> float:
    said = with_diacritics(question).lower()
    asked = fold(said)
    days = [match.group() for match in DAY.finditer(text) if fold(match.group().lower()) not in asked]
    years = [match.group() for match in YEAR.finditer(text) if match.group() not in question.text]
    months = [match.group() for match in _MONTH.finditer(text) if fold(match.group().lower()) not in asked]
    weekly = _WEEKLY.search(text) is not None
    if _ASKS_DAY.search(said):
        return 1.0 if days or weekly else 0.4 if months else 0.2 if years else 0.0
    if _ASKS_YEAR.search(said):
        return 1.0 if years else 0.0
    if days or months or weekly or _ABOUT_WHEN.search(text):
        return 1.0
    return (
        0.8 if years else 0.5 if conditions.asked(question) else 0.3 if re.search(r"\d|khi ", text) else 0.0
    )
