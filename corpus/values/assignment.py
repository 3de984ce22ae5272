"""Who does what until when (phân công): chủ trì, phối hợp and thời hạn in the words of a task."""

import datetime
import re
from dataclasses import dataclass

from corpus.model import Span
from corpus.values.date import find_dates


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words of a deadline ("trước ngày 30/6/2023") and their last day, when they name one."""

    span: Span
    words: str
    due: datetime.date | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a task's words say of its leader (chủ trì), its partners (phối hợp) and its deadline."""

    leader: str | None
    partners: tuple[str, ...]
    deadline: Deadline | None


_BODY = (
    r"(?:[Bb]an(?! (?:hành|đầu)(?!\w))|[Vv]ăn phòng|[Ss]ở|[Pp]hòng|[Ủủ]y ban|[Uu]ỷ ban|Uỷ ban"
    r"|[Đđ]ảng (?:ủy|uỷ|bộ|đoàn)"
    r"|[Hh]uyện (?:ủy|uỷ)|[Tt]hành (?:ủy|uỷ)|[Tt]ỉnh (?:ủy|uỷ)|[Qq]uận (?:ủy|uỷ)|[Cc]ông an|[Hh]ội"
    r"|[Đđ]oàn|Mặt trận"
    r"|[Hh]ạt|[Cc]hi (?:cục|nhánh|bộ)|[Tt]rung tâm|[Tt]hanh tra|[Qq]uỹ|[Nn]gân hàng|Bộ|Viện|Trường(?! hợp)"
    r"|[Bb]í thư|UBND|HĐND"
    r"|[Cc]ác|[Cc]ơ quan|[Tt]hường trực|[Tt]hủ trưởng|[Cc]ục|[Tt]òa án|[Vv]iện|Kho|Tổ)"
)
_PHRASE = r"[^.;:!?()\n]{0,160}?"
_LEADS = re.compile(
    rf"(?P<body>{_BODY}(?!\w){_PHRASE})[ ,\n]{{1,3}}(?:là (?:cơ quan|đơn vị) |làm )?(?:chủ trì"
    rf"|chịu trách nhiệm chính"
    r"|làm nòng cốt|làm chủ đầu tư|là (?:cơ quan )?đầu mối|chịu trách nhiệm)(?!\w)"
)
# "phân công rõ cơ quan chủ trì", "giao cơ quan nào": a role or a question, nobody's name
_ROLE = re.compile(r"(?:cơ quan|đơn vị|người)$|(?:cơ quan|đơn vị) nào(?!\w)")
_ACTS = re.compile(
    rf"(?:Giao |giao )?(?P<body>{_BODY}(?!\w)[^.;:!?()]{{0,130}}?) (?:tập trung "
    rf"|có trách nhiệm )?(?:lãnh đạo|chỉ đạo|theo dõi|kiểm tra"
    r"|giám sát|xây dựng|rà soát|tham mưu|báo cáo|hướng dẫn|đưa việc|thống nhất|bổ sung|ban hành"
    r"|tiếp nhận|cập nhật|kế thừa|mở cửa"
    r"|cho ý kiến|tổng hợp|thanh tra|phân công|chưa gửi)(?!\w)"
)
_LABELLED = re.compile(r"(?:[Cc]ơ quan|[Đđ]ơn vị) chủ trì ?: ?(?P<body>[^.;\n]{2,120})")
_ORDER = re.compile(r"\blãnh đạo,? (?=[A-ZĐỦ])")
_JOINS_AFTER = re.compile(r"phối hợp (?:chặt chẽ )?(?:với|cùng) (?P<bodies>[^.;:\n]{2,200})")
_JOINS_BEFORE = re.compile(
    rf"(?P<bodies>{_BODY}(?!\w)[^.;:!?()]{{0,160}}?) (?:cùng )?phối hợp(?! (?:với|cùng))"
)
_LABELLED_JOINS = re.compile(r"(?:[Cc]ơ quan|[Đđ]ơn vị) phối hợp ?: ?(?P<bodies>[^.;\n]{2,200})")
_VERBS = re.compile(
    r" (?:tổ chức|xây dựng|rà soát|kiểm tra|lựa chọn|hướng dẫn|thực hiện|đối soát|ban hành|lập|nâng"
    r"|tham mưu|triển khai"
    r"|đề xuất|báo cáo|giám sát|theo dõi|cho vay|đấu nối|đầu tư|vận hành|hạ tầng|bảo vệ|khẩn trương"
    r"|nghiên cứu)(?!\w)"
)
_UNTIL = re.compile(
    r"(?:chậm nhất (?:là )?|xong |muộn nhất (?:là )?)?(?:trước|trong|vào|đến hết|đến|hết|từ|thời gian) {1,2}"
    r"(?:\d{1,2} giờ )?(?:ngày {1,2}|cuối |năm học |năm )?$",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?:trước|trong|vào) (?:ngày \d{1,2}(?:/\d{1,2}| tháng cuối quý)(?: hằng năm)?|tháng \d{1,2} hằng năm)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:tối đa|trong|không quá)(?: sau)?(?: thời (?:gian|hạn))? \d{1,3} (?:năm|tháng"
    r"|ngày(?: làm việc)?|giờ)(?!\w)"
)
_LONGEST_LEAD = 24
_LONGEST_TITLE = 60  # code points
_SCHOOL_YEAR_ENDS = (5, 31)  # by the yearly frame of the Ministry of Education


def read_assignment(text: str) -> Assignment:
    """Leader, partners and deadline named in the words of one task. Never raises; linear."""
    text = text.replace("\n", " ").replace("\u00a0", " ")  # one for one: offsets stay
    return Assignment(find_leader(text), find_partners(text), find_deadline(text))


def find_leader(text: str) -> str | None:
    """The body that leads (chủ trì), as written with single blanks; None when no one is named."""
    match = _LABELLED.search(text)
    if match is None and _cue(text, "chủ trì", "nòng cốt", "chủ đầu tư", "đầu mối", "chịu trách nhiệm"):
        match = _LEADS.search(text)
    if match is None or _ROLE.search(match["body"]):
        match = _ACTS.match(text) or _ACTS.match(text, _behind_title(text))
    if match is None or _ROLE.search(match["body"]):
        return None
    body = match["body"]
    ordered = list(_ORDER.finditer(body))
    if ordered:
        body = body[ordered[-1].end() :]  # "Đảng ủy … lãnh đạo Phòng … chủ trì": the one ordered leads
    return _clean(body)


def _behind_title(text: str) -> int:
    """Where the words behind a short title begin ("Kiểm tra, giám sát: Ủy ban Kiểm tra …"), else 0."""
    colon = text.find(": ", 0, _LONGEST_TITLE)
    return colon + 2 if colon >= 0 else 0


def _cue(text: str, *words: str) -> bool:
    return any(word in text for word in words)


def find_partners(text: str) -> tuple[str, ...]:
    """The bodies that join (phối hợp), in order."""
    if "phối hợp" not in text:
        return ()
    match = _LABELLED_JOINS.search(text) or _JOINS_AFTER.search(text)
    if match:
        bodies = match["bodies"]
        verb = _VERBS.search(bodies)
        bodies = bodies[: verb.start()] if verb else bodies
    else:
        match = _JOINS_BEFORE.search(text)
        if match is None:
            return ()
        bodies = match["bodies"].rpartition("chủ trì")[2].lstrip(" ,;")
    return tuple(part for body in _split_bodies(bodies) if (part := _clean(body)))


def _split_bodies(bodies: str) -> list[str]:
    """Parts at commas and "và" that begin a new body ("Sở Văn hóa, Thể thao và Du lịch" is one)."""
    parts = re.split(rf"(?:, | và )(?={_BODY}(?!\w))", bodies)
    return [part for part in parts if part.strip()]


def _clean(body: str) -> str | None:
    flat = " ".join(body.split())
    for more in (" có trách nhiệm", " là cơ quan"):
        flat = flat.partition(more)[0]
    return flat.strip(" ,;:*_") or None


def find_deadline(text: str) -> Deadline | None:
    """The first deadline of `text`: a day, quarter or year behind trước, trong, đến hết …"""
    for value in find_dates(text):
        if value.vision:
            continue
        lead = _UNTIL.search(text, max(0, value.span.start - _LONGEST_LEAD), value.span.start)
        whole = re.match(
            r"(?:trước|trong|đến|hết|vào) ", text[value.span.start : value.span.end], re.IGNORECASE
        )
        if lead is None and whole is None:
            continue
        start = lead.start() if lead else value.span.start
        if _word_before(text, start) in ("ban", "ngày"):
            continue
        if lead and lead.group().lower().startswith("từ") and value.end is None:
            continue
        end = value.span.end
        last = value.date or value.end
        if lead and lead.group().lower().startswith("trước") and value.start and not value.date:
            last = value.start - datetime.timedelta(days=1)
        if lead and last and lead.group().lower().rstrip().endswith("năm học"):
            last = datetime.date(last.year, *_SCHOOL_YEAR_ENDS)
        if lead and lead.group().lower().startswith("từ"):
            continue
        return Deadline(Span(start, end), " ".join(text[start:end].split()), last)
    match = _EVERY.search(text) or _WITHIN.search(text)
    if match:
        return Deadline(Span(*match.span()), " ".join(match.group().split()), None)
    return None


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - 12) : at].split()
    return words[-1].lower() if words else ""
