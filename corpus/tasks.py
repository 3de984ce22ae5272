"""Tasks (nhiệm vụ): what is to be done, who leads, who joins, until when, and where it stands.

In a programme or plan every lowest item under a heading of tasks is one; in a table of assignments every
row; in news of a meeting that announces "9 nhiệm vụ" each paragraph that follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Section, SectionKind, Span, Task
from corpus.values.assignment import find_deadline, find_leader, find_partners, read_assignment
from corpus.values.clause import clauses, trimmed
from corpus.values.issuer import folded
from corpus.values.number import value_of_words
from corpus.values.target_scope import heading_words
from corpus.values.target_table import table_rows

_TASKS = re.compile(
    r"\b(?:nhiem vu|giai phap|to chuc thuc hien|phan cong|trach nhiem|phuong huong"
    r"|thuc hien mot so viec|noi dung de nghi"
    r"|dot pha|viec can lam|yeu cau thuc hien)\b"
)
_NOT_TASKS = re.compile(
    r"^(?:ket qua|tinh hinh|danh gia|han che|dac diem|muc dich|quan diem|muc tieu|(?:cac )?chi tieu"
    r"|kien nghi|giai thich|tieu chi"
    r"|pham vi|quyen loi|hieu luc|tham quyen)|\bket qua thuc hien\b|\bchuc nang\b"
)
_ITEMS = frozenset(
    (
        SectionKind.NUMBER,
        SectionKind.LETTER,
        SectionKind.INLINE,
        SectionKind.ORDINAL,
        SectionKind.ROMAN,
        SectionKind.ARTICLE,
    )
)
_SHORTEST = 12  # code points of a task
_SHORTEST_SENTENCE = 20
_LONGEST_NAME = 60  # of a body that an item begins with; longer words are a condition, not a name
_SHORT = 70  # code points; a longer first line is the task itself, cut by the width of the page
_LEADS_IN = re.compile(
    r"(?:(?:nhiệm vụ|công việc|việc)[^.:]{0,30}sau(?: đây)?[^.:]{0,20}|đề nghị|yêu cầu):[\s*]*$"
)
_NO_TASK = re.compile(
    r"(?:Đại hội|(?:Nghị quyết|Quyết định|Chỉ thị|Quy định|Hướng dẫn|Kế hoạch|Chương trình|Kết luận"
    r"|Quy chế) này"
    r" (?:có hiệu lực|thay thế|được phổ biến|phổ biến))(?!\w)"
)
_GIVES = re.compile(r"Giao (?=[A-ZĐỦ])")  # "3- Giao Văn phòng Tỉnh ủy tổng hợp …", under no heading of tasks
_LISTS_TARGETS = re.compile(r"(?:chỉ tiêu|mục tiêu)[^.;:\n]{0,30}:\s")
_ANNOUNCED = re.compile(
    r"(?<!\w)(?P<n>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s(?:nhóm\s)?(?:nhiệm vụ"
    r"|giải pháp)(?!\w)",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_OPENING = re.compile(r"^(?:Cụ thể(?: là)?|Theo đó|Trong đó)[,:]?\s*", re.IGNORECASE)
_CLOSING = re.compile(r"^(?:Phát biểu|Kết luận|Tại hội nghị|Hội nghị|Nguồn|Ảnh|Tác giả|VĂN PHÒNG)\b")


@dataclass(frozen=True, slots=True)
class _Columns:
    task: int
    leader: int
    partners: int
    deadline: int


def find_tasks(text: str, sections: Sequence[Section], *, start: int = 0) -> list[Task]:
    """The tasks of a document, in order. `sections` is its outline. Never raises; linear in the text."""
    found = list(_from_outline(text, sections))
    if not found:
        found = list(_from_news(text, start, sections))
    return found


def _from_outline(text: str, sections: Sequence[Section]) -> Iterator[Task]:
    first_child = _first_children(sections)
    under: list[bool | None] = []  # None: no heading has decided
    top: bool | None = None
    told = False
    for at, section in enumerate(sections):
        if section.parent < 0 and section.kind is SectionKind.NUMBER and section.label == "1":
            top = True if _LEADS_IN.search(text, max(0, section.start - 120), section.start) else None
        above = under[section.parent] if section.parent >= 0 else top
        named = heading_words(text, section)
        words = folded(text[named.start : named.end])
        under.append(_is_tasks(words, above))
        told = told or under[at] is True
        if section.kind is SectionKind.TABLE:
            yield from _from_table(text, section)
        elif section.kind in _ITEMS and above and not _NOT_TASKS.search(words):
            yield from _item(text, sections, at, first_child.get(at))
        elif section.kind in _ITEMS and under[at] and not above and at not in first_child:
            yield from _paragraphs(text, section)
        elif (
            section.kind in _ITEMS
            and above is None
            and _stands_for_itself(text, section, told and under[at] is None)
        ):
            yield from _item(text, sections, at, first_child.get(at))


def _stands_for_itself(text: str, section: Section, behind: bool) -> bool:
    """An item under no heading of tasks that gives one, or says `behind` the tasks who sees to them."""
    words = text[section.heading.start : section.heading.end]
    if _GIVES.match(words):
        return True
    leader = find_leader(words) if behind and section.parent < 0 else None
    named = leader is not None and len(leader) <= _LONGEST_NAME
    return named and " ".join(words.split()).startswith(leader or "")


def _is_tasks(words: str, above: bool | None) -> bool | None:
    if above is False or _NOT_TASKS.search(words):
        return False
    return True if above or _TASKS.search(words) else None


def _first_children(sections: Sequence[Section]) -> dict[int, int]:
    """Index of a section -> index of its first child that is an item of its own."""
    found: dict[int, int] = {}
    for at, section in enumerate(sections):
        if section.parent >= 0 and (section.kind in _ITEMS or section.kind is SectionKind.TABLE):
            found.setdefault(section.parent, at)
    return found


def _item(text: str, sections: Sequence[Section], at: int, child: int | None) -> Iterator[Task]:
    """The task of one item; an item with items of its own gives one only if it has a leader of its own."""
    section = sections[at]
    if child is not None:
        own = text[section.heading.start : sections[child].start]
        if find_leader(own) is None:
            return
        end = sections[child].start
    else:
        end = section.end
    span = trimmed(text, section.heading.start, end)
    if span.end - span.start < _SHORTEST:
        return
    if _NO_TASK.match(text, span.start, span.end):
        yield from _sentences(text, span, section, _heading_above(text, sections, section.parent))
        return
    named = section.heading
    if (
        named.end < span.end
        and text[named.end - 1 : named.end].isalnum()
        and named.end - named.start < _SHORT
        and not set(":;").intersection(text[named.start : named.end])
    ):
        body = trimmed(text, named.end, end)  # a heading of its own stands above the words
        heading = " ".join(text[named.start : named.end].split())
        yield _task(text, body if body.end > body.start else span, section, heading)
    else:
        yield _task(text, span, section, _heading_above(text, sections, section.parent))


def _heading_above(text: str, sections: Sequence[Section], parent: int) -> str:
    if parent < 0:
        return ""
    named = heading_words(text, sections[parent])
    return " ".join(text[named.start : named.end].split())


def _task(text: str, span: Span, section: Section | None, heading: str) -> Task:
    whole = text[span.start : span.end]
    lead = _LISTS_TARGETS.search(whole)
    assigned = read_assignment(whole[: lead.end()] if lead else whole)  # not the dates of the targets below
    return Task(
        span=span,
        task=_words_of_task(whole),
        leader=assigned.leader,
        partners=assigned.partners,
        deadline=assigned.deadline.words if assigned.deadline else None,
        due=assigned.deadline.due if assigned.deadline else None,
        path=section.path if section else "",
        heading=heading,
    )


_ASSIGNS = re.compile(r"chủ trì|phối hợp|làm nòng cốt|làm chủ đầu tư")


def _words_of_task(whole: str) -> str:
    """What is to be done: the words before who does it, or the whole when they begin with who does it."""
    flat = " ".join(whole.split())
    assigns = _ASSIGNS.search(flat)
    cut = flat
    if assigns:
        begin = max(flat.rfind(".", 0, assigns.start()), flat.rfind(";", 0, assigns.start())) + 1
        cut = flat[:begin].strip(" ;.,:")
        colon = flat.find(": ", 0, begin + 200)
        if colon > begin:
            cut = flat[:colon]
    return cut.strip(" ;.,:*_#") if len(cut) >= _SHORTEST else flat.strip(" ;.,*_#")


def _paragraphs(text: str, section: Section) -> Iterator[Task]:
    """A heading of tasks without items: its sentences."""
    named = heading_words(text, section)
    heading = " ".join(text[named.start : named.end].split())
    yield from _sentences(text, Span(section.heading.end, section.end), section, heading)


def _sentences(text: str, part: Span, section: Section, heading: str) -> Iterator[Task]:
    """Each sentence that names who does what or until when is a task."""
    sentences: dict[int, int] = {}
    for clause in clauses(text, part.start, part.end):
        sentences[clause.sentence] = clause.end
    for start, end in sentences.items():
        sentence = text[start:end]
        if len(sentence) < _SHORTEST_SENTENCE or _NO_TASK.match(sentence):
            continue
        if find_deadline(sentence) or find_leader(sentence):
            yield _task(text, Span(start, end), section, heading)


def _from_table(text: str, section: Section) -> Iterator[Task]:
    rows = table_rows(text, section.start, section.end)
    columns = _columns([folded(text[cell.start : cell.end]) for cell in rows[0]]) if rows else None
    if columns is None:
        return
    for row in rows[1:]:
        cells = [" ".join(text[cell.start : cell.end].split()) for cell in row]
        task, leader, partners, until = (
            cells[column] if 0 <= column < len(cells) else ""
            for column in (columns.task, columns.leader, columns.partners, columns.deadline)
        )
        if not task:
            continue
        deadline = find_deadline(f"trong {until}") if until else None
        yield Task(
            span=Span(row[0].start, row[-1].end),
            task=task,
            leader=leader or None,
            partners=find_partners(f"phối hợp với {partners}") if partners else (),
            deadline=until or None,
            due=deadline.due if deadline else None,
            path=section.path,
        )


def _columns(header: Sequence[str]) -> _Columns | None:
    def at(pattern: str) -> int:
        return next((i for i, words in enumerate(header) if re.search(pattern, words)), -1)

    task, leader = at(r"^(?:noi dung|nhiem vu|cong viec|noi dung cong viec)"), at(r"chu tri|chiu trach nhiem")
    if task < 0 or leader < 0:
        return None
    return _Columns(task, leader, at("phoi hop"), at("thoi (?:han|gian)|hoan thanh|tien do"))


def _from_news(text: str, start: int, sections: Sequence[Section]) -> Iterator[Task]:
    """Tasks announced by their number in an article: the paragraphs or inline items that follow."""
    announced = _ANNOUNCED.search(text, start)
    if announced is None:
        return
    for later in _ANNOUNCED.finditer(text, announced.end()):
        announced = later if later["n"] == announced["n"] else announced
    inline = [
        section
        for section in sections
        if section.kind is SectionKind.INLINE and section.start >= announced.start()
    ]
    if inline:
        for section in inline:
            span = trimmed(text, section.heading.start, section.end)
            yield _task(text, span, section, "")
        return
    written = announced["n"]
    count = int(written) if written.isdecimal() else value_of_words(written) or 0
    first = text.find("\n", announced.end())
    for number, match in enumerate(_PARAGRAPH.finditer(text, first if first >= 0 else len(text))):
        paragraph = match.group().strip()
        if number >= count or _CLOSING.match(paragraph):
            break
        span = trimmed(text, *match.span())
        lead = _OPENING.match(text[span.start : span.end])
        yield _task(text, Span(span.start + (lead.end() if lead else 0), span.end), None, "")
