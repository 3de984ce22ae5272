"""Whether a sentence names a new body, person or place where one is asked for (cơ quan nào, ai, ở đâu)."""

import re

from indexer.text.analysis import fold, unigrams
from service.accents import with_diacritics
from service.answering.evidence import Evidence
from service.answering.stretch import UPPER, item, stretch
from service.names import is_foreign
from service.question import AnswerKind, Question

_BODY_HEADS = (
    "sở(?! hữu)|phòng|ban|bộ|ủy ban|uỷ ban|hội|đoàn|đảng ủy|đảng uỷ|đảng đoàn|huyện ủy|huyện uỷ|tỉnh ủy|tỉnh uỷ|thành ủy|"
    "quận ủy|công an|văn phòng|trung tâm|chi cục|cục|hạt|mặt trận|thanh tra|kho|ban cán sự|quân sự|bộ chỉ huy|"
    "công ty|doanh nghiệp|tập đoàn|tổng công ty|hợp tác xã|ngân hàng|trường(?! hợp)|bệnh viện|viện|tòa án|viện kiểm sát|"
    "chi bộ|đảng bộ|tổ|đội|cấp ủy|cấp uỷ|ban quản lý|liên đoàn|nhà máy|các huyện ủy|bí thư|chủ tịch|trưởng|giám đốc|"
    "người đứng đầu|thủ trưởng|lãnh đạo(?! việc| thực)|cá nhân"
)
_BODY = re.compile(rf"(?<!\w)(?:{_BODY_HEADS})(?!\w)[^,;.:\n|]{{0,60}}", re.I)
_ASKED_HEAD = re.compile(
    r"(?<!\w)(?<!cơ )(?<!thị )(?<!môi )"
    r"(?P<head>sở(?! hữu)|phòng(?! ban)|doanh nghiệp|công ty|nhà thầu|nhà đầu tư|ngân hàng|trường(?! hợp)|"
    r"bệnh viện|chi cục)(?: \w+){0,2} (?:nào|gì)(?!\w)",
    re.I,
)
_FIRMS = r"công ty|doanh nghiệp|tập đoàn|tổng công ty|liên danh|hợp tác xã"
_HEADED = {
    name: re.compile(
        rf"(?<!\w)(?i:{heads})\s+(?:(?i:cổ phần|tnhh|tư nhân|liên doanh|nông nghiệp)\s+)?[{UPPER}]\w*"
    )
    for name, heads in (
        ("doanh nghiệp", _FIRMS),
        ("công ty", _FIRMS),
        ("nhà thầu", _FIRMS),
        ("nhà đầu tư", _FIRMS),
        ("sở", "sở"),
        ("phòng", "phòng"),
        ("ngân hàng", "ngân hàng"),
        ("trường", "trường"),
        ("bệnh viện", "bệnh viện"),
        ("chi cục", "chi cục"),
    )
}


_SOME_PEOPLE = re.compile(r"(?<!\w)(?:những|các) ai(?!\w)")
_INNER = re.compile(rf"(?<=[\w,;:)] )[{UPPER}]\w+")


def new_body(question: Question, evidence: Evidence) -> float:
    """1 where a body that the question does not name stands in the item, of the asked kind; else less."""
    asked = with_diacritics(question).lower()
    head = _ASKED_HEAD.search(asked)
    if head is None and _SOME_PEOPLE.search(asked):
        return 1.0
    if head is None and question.kind not in (AnswerKind.BODY, AnswerKind.PERSON):
        return 1.0
    best = 0.0
    for text in item(evidence):
        if head:
            if any(match.group().lower() not in asked for match in _HEADED[head["head"]].finditer(text)):
                return 1.0
            continue
        for match in _BODY.finditer(text):
            words = re.findall(r"\w+", match.group().lower())[:5]
            new = [word for word in words if word not in asked]
            best = max(best, 1.0 if len(new) > 1 else 0.5 if new else 0.0)
        if not head and best < NAMED_ELSE and _new_names(asked, text):
            best = NAMED_ELSE
    if (
        question.kind is AnswerKind.PERSON
        and not head
        and best < PEOPLE
        and any("người" in text for text in item(evidence))
    ):
        return PEOPLE
    return best


NAMED_ELSE, PEOPLE = 0.9, 0.6


def _new_names(asked: str, text: str) -> bool:
    """Whether a capitalised word inside a sentence is not in the question."""
    return any(
        match.group().lower() not in asked and not _OF_NATURE.search(text[: match.start()])
        for match in _INNER.finditer(text)
    )


# "trên sông Lam Giang": the name of a water or road is no body.
_OF_NATURE = re.compile(rf"(?:sông|hồ|suối|núi|đường|phố|cầu)(?: [{UPPER}]\w*)* $")


_REASON = re.compile(
    r"(?<!\w)(?:nguyên nhân|vì|do(?! .{2,60}(?:chủ trì|quyết định|ban hành|phụ trách|bố trí|làm))|bởi|nhờ|lý do|"
    r"xuất phát từ|khiến|dẫn đến)(?!\w)",
    re.I,
)
_AIM = re.compile(r"(?<!\w)(?:nhằm|để(?! \w+ chủ động)|nên)(?!\w)", re.I)
AIM = 0.7  # an aim, where a reason is asked for


def gives_reason(question: Question, evidence: Evidence) -> float:
    """0 where a reason is asked for (vì sao) and no word of the item gives one, less than 1 for an aim."""
    if question.kind is not AnswerKind.REASON:
        return 1.0
    texts = [_clause_asked(question, text) for text in item(evidence)]
    if any(map(_REASON.search, texts)):
        return 1.0
    return AIM * any(map(_AIM.search, texts))


def _clause_asked(question: Question, text: str) -> str:
    """Of things told side by side ("nước chậm do thiết kế; kết nạp chưa đạt") the one that is asked about."""
    clauses = text.split(";")
    if len(clauses) < FEWEST_CLAUSES:
        return text
    asked = set(map(fold, question.terms))
    return max(clauses, key=lambda clause: len(asked.intersection(map(fold, unigrams(clause)))))


FEWEST_CLAUSES = 3  # a sentence of two may give its reason in the other


_NAME = re.compile(rf"[{UPPER}]\w*(?:\s+[{UPPER}]\w*){{1,4}}")
_ASKS_NAME = re.compile(r"(?<!\w)(?:ai|tên gì|họ tên|tên là|tên của|người nào|vị nào)(?!\w)", re.I)
_NAMED = frozenset((AnswerKind.PERSON, AnswerKind.FREE, AnswerKind.DEFINITION))
_OFFICE = re.compile(
    r"bí thư|chủ tịch|giám đốc|trưởng|phó |tên |họ tên|chủ nhiệm|chánh|người (?:đứng đầu|phát ngôn)|"
    r"ủy viên|đồng chí|là ai|ai ký",
    re.I,
)
_ROLE = re.compile(
    r"chủ trì|phụ trách|chịu trách nhiệm|thực hiện|làm chủ|được (?:\w+ )?ai|cho ai|giao (?:cho )?ai|"
    r"ai (?:kiểm|lo|giám|được|phải|có|theo)",
    re.I,
)
_NOT_A_PERSON = re.compile(
    r"(?:tỉnh|thành phố|huyện|quận|xã|phường|thị trấn|thôn|bản|hồ|sông|suối|núi|đường|phố|khu|trạm|chợ|cầu|ủy|uỷ|bộ|đoàn|"
    r"khu vực|nhà máy|dân)\s*$",
    re.I,
)


_FOREIGN = re.compile(rf"(?<=\w )[{UPPER}]\w*[fjwz]\w*|(?<=\w )[{UPPER}]\w{{6,}}")


def new_person(question: Question, evidence: Evidence) -> float:
    """0 where a person of an office is asked for and none stands there."""
    said = with_diacritics(question)
    texts = list(stretch(evidence))
    if (
        question.kind in _NAMED
        and _ASKS_NAME.search(said)
        and _OFFICE.search(said)
        and not _ROLE.search(said)
    ):
        if any(_persons(said.lower(), text) for text in texts):
            return 1.0
        return 0.5 if any("người" in text or _FOREIGN.search(text) for text in texts) else 0.0
    return 1.0


LONGEST_KIND = 24  # characters before a name that tell what it names


def _persons(asked: str, text: str) -> bool:
    written = " ".join(text.split())
    for match in _NAME.finditer(written):
        new = [word for word in match.group().lower().split() if word not in asked]
        before = written[max(0, match.start() - LONGEST_KIND) : match.start()]
        if (len(new) > 1 or any(map(is_foreign, new))) and not _NOT_A_PERSON.search(before):
            return True
    return False
