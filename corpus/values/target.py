"""Targets (chỉ tiêu) in prose and bullets: indicator, operator, value, unit, year; results and visions apart.

A text is cut into sentences and clauses; every figure of a clause is read with the words around it, and the
headings above hand down the year and say whether the figure binds anyone.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Operator, Reference, Section, SectionKind, Span, Target, TargetKind, Trend
from corpus.values.assignment import find_deadline, find_leader
from corpus.values.clause import Clause, clauses
from corpus.values.date import DateValue, Precision, find_dates
from corpus.values.field import field_of
from corpus.values.quantity import Quantity, find_quantities
from corpus.values.reference import find_references
from corpus.values.standing import Standing, standings
from corpus.values.target_phrase import Cue, beyond, cue_before, head_trend, without_lead
from corpus.values.target_scope import Block, Scope, Stance, blocks, period_of
from corpus.values.target_table import table_targets
from corpus.values.target_words import (
    WHOLE,
    WHOLES,
    YEARLY,
    SentenceSoFar,
    binds,
    broader_of,
    continues,
    indicator_of,
    is_yearly,
    merged_spans,
    operator_of,
    plain_words,
)

_KINDS = {
    Stance.TARGET: TargetKind.TARGET,
    Stance.RESULT: TargetKind.RESULT,
    Stance.VISION: TargetKind.VISION,
    Stance.TASK: TargetKind.TARGET,
}
_COUNTED = re.compile(
    r"(?:nhóm )?(?:chỉ tiêu|nhiệm vụ|mục tiêu|giải pháp|đột phá|khâu đột phá|lĩnh vực|nội dung)(?!\w)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?<!\w)(?:ước đạt|ước thực hiện|thực hiện được|so với cùng kỳ)(?!\w)"
    r"|(?:bằng|vượt|đạt|hoàn thành) [\d.,]+ ?% (?:dự toán|kế hoạch|mục tiêu|chỉ tiêu|khối lượng|tiến độ)"
    r"|(?<!vượt )chỉ tiêu (?:đạt|vượt|không đạt|chậm|đã đạt)(?!\w)",
    re.IGNORECASE,
)
_ALREADY = re.compile(r"(?<!\w)(?:đã(?! điều chỉnh| đề ra| giao)|mới được)(?!\w)")
_DOES = re.compile(
    r"(?<!\w)(?:đón|thu hút|kết nạp|giải quyết|cấp|trồng|xử lý|thành lập|đào tạo)[ ]$", re.IGNORECASE
)
_MEASURED_BY = re.compile(r"(?<!\w)(?:thấp|cao) hơn mức[ ]$")  # "thấp hơn mức 82% đã điều chỉnh": a plan
_EDITS = re.compile(r"(?:sửa đổi|bổ sung|điều chỉnh|thay)(?!\w)", re.IGNORECASE)
_MOVED = re.compile(
    r"(?:lùi|điều chỉnh|gia hạn|kéo dài) thời hạn (?P<what>.{4,200}?)(?P<from> từ .{4,60}?) sang ",
    re.IGNORECASE,
)
_DURATIONS = re.compile(
    r"(?:giờ|phút|ngày|tháng|năm|m|sao|đồng chí|kỳ|khâu|thành viên)(?![\w])", re.IGNORECASE
)
_COMPLETES = re.compile(
    r"(?<!\w)(?:hoàn thành|ban hành|xây dựng|phải|xong|khởi công|đưa vào)(?!\w)", re.IGNORECASE
)
_AGAINST = re.compile(
    r"so với (?P<what>[^,;.()]{2,70})|vượt (?P<over>(?:chỉ tiêu|kế hoạch|dự toán)[^%\d,;]{0,40}?)(?= từ | \d)"
)
_RISES = re.compile(
    r"[ ,]*(?:(?:vào )?năm (?:19|20)\d\d[ ,]*)?(?P<to>lên|xuống còn|xuống dưới|xuống|còn|sang|thành)(?!\w)"
    r"|[\"”] ?(?P<into>thành)(?= ?[\"“])"
)
_ENDS = re.compile(
    r"[,;()]|[ ](?:trong đó|so với|đến (?:hết |cuối )?năm|vào năm|trước|kể từ|thời kỳ|giai đoạn|tăng"
    r"|giảm)(?!\w)"
    r"|[ ](?:vào )?(?:năm )?(?=20\d\d(?!\d))"
)
_BEFORE_YEAR = re.compile(r"[ ]?…|[ ](?:vào|đến|trong)[ ](?:năm[ ])?(?=20\d\d)")
_LAST_WORDS = re.compile(
    r"(?:[ ,(]|(?<!\w)(?:đến|vào|hết|cuối|trước|trong|năm|từ|của|ngày|đến hết)(?!\w))+$", re.IGNORECASE
)
_MOST_FIGURES = 40  # in one clause; more are no statement, and reading them all would take too long
_LONGEST_CLAUSE = 2_000  # code points
_LONGEST_TAIL = 120  # code points of marks and small words before a date


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with its clause; `base` is the figure it rises from, `limit` where the next begins."""

    quantity: Quantity
    base: Quantity | None
    begin: int  # where its words may begin
    limit: int


def find_targets(
    text: str,
    sections: Sequence[Section] = (),
    *,
    start: int = 0,
    kind: str | None = None,
    references: Sequence[Reference] | None = None,
    furniture: Sequence[Span] = (),
    listed: bool = True,
) -> list[Target]:
    """Targets, results, counts and visions of `text` from `start` on, in order of position.

    `sections` is the outline, `kind` the document's type in words, `references` those of `text` when they
    were found before, `furniture` what is not part of the document. Without an
    outline every statement counts as one of a list of targets, unless `listed` is false. Never raises.
    """
    reader = _Reader(text, find_references(text) if references is None else references, furniture)
    found: list[Target] = []
    for block in blocks(text, sections, start, kind, listed=listed):
        section = sections[block.section] if block.section >= 0 else None
        if section is not None and section.kind is SectionKind.TABLE:
            found += table_targets(text, section, block.scope)
        else:
            found += reader.read(block)
    found.sort(key=lambda target: (target.value_span, target.span))
    return found


class _Reader:
    """One text with its dates and the places where a number is no quantity."""

    def __init__(self, text: str, references: Sequence[Reference], furniture: Sequence[Span]) -> None:
        self.raw = text
        self.text = text.replace("\n", " ").replace("\u00a0", " ").replace("\t", " ")  # one for one
        self._dates = find_dates(text)
        self._starts = [value.span.start for value in self._dates]
        dates, named = (value.span for value in self._dates), (found.span for found in references)
        self._masked = merged_spans([*dates, *named, *furniture])
        self._mask_starts = [span.start for span in self._masked]

    def read(self, block: Block) -> list[Target]:
        """The statements of one block."""
        found: list[Target] = []
        sentence = SentenceSoFar()
        for clause in clauses(self.raw, block.start, block.end):
            if clause.sentence != sentence.start:
                sentence = SentenceSoFar(clause.sentence)
            found += self._clause(clause, block.scope, sentence)
        if any(target.kind is not TargetKind.RESULT for target in found):
            leader = find_leader(self.text[block.start : block.end])
            if leader:
                found = [replace(target, leader=leader) for target in found]
        return found

    def _clause(self, clause: Clause, scope: Scope, sentence: SentenceSoFar) -> list[Target]:
        found: list[Target] = []
        if clause.end - clause.start > _LONGEST_CLAUSE:
            return found
        masked = self._masked_in(clause)
        for standing in standings(self.text, clause.start, clause.end):
            masked = merged_spans([*masked, standing.span])
            target = self._standing(standing, clause, scope)
            found += [target] if target else []
        figures = self._figures(clause, masked, sentence)
        at = figures[0].begin if figures else clause.start
        for planned in figures:
            figure = replace(planned, begin=at) if at > planned.begin else planned
            target, at = self._figure(figure, clause, scope, sentence)
            found += [target] if target else []
        if not found:
            found += self._deadline(clause, scope)
        return found

    def _figures(self, clause: Clause, masked: Sequence[Span], sentence: SentenceSoFar) -> list[_Figure]:
        """The figures of a clause; "từ X lên Y" is one figure with its base."""
        quantities = [
            found
            for found in find_quantities(self.text, clause.start, clause.end, masked)
            if found.unit != "sao" and not _is_year(found)  # a grade of a product, not a figure of its own
        ]
        begin = clause.start
        colon = self.text.find(": ", begin, quantities[0].span.start) if quantities else -1
        if colon >= 0 and not sentence.lead and self.text[colon + 1 : quantities[0].span.start].strip():
            lead = plain_words(self.text, without_lead(self.text, begin, colon), colon)
            sentence.lead = "" if _EDITS.match(lead) else lead
            begin = colon + 1
        figures: list[_Figure] = []
        if len(quantities) > _MOST_FIGURES:
            return figures
        base: Quantity | None = None
        whole = False
        for at, quantity in enumerate(quantities):
            if whole and not self._new_statement(begin, quantity):
                continue
            after = quantities[at + 1 :]
            whole = self._is_whole(begin, quantity)
            if whole:
                after = [other for other in after if self._new_statement(quantity.span.end, other)]
            limit = after[0].span.start if after else clause.end
            rises = _RISES.match(self.text, quantity.span.end, limit) if limit < clause.end else None
            if rises and (rises["into"] or cue_before(self.text, begin, quantity.span.start).from_):
                begin = rises.end() if rises["into"] else begin
                base = quantity
                continue
            figures.append(_Figure(quantity, base, begin, limit))
            base = None
        return figures

    def _is_whole(self, begin: int, quantity: Quantity) -> bool:
        """Whether a figure is an "all" that opens its statement: "100% thôn có tổ công nghệ số …"."""
        if quantity.unit != "%" or quantity.values != (WHOLE,):
            return False
        cue = cue_before(self.text, begin, quantity.span.start)
        return not cue.stated and without_lead(self.text, begin, cue.start) >= cue.start

    def _new_statement(self, begin: int, quantity: Quantity) -> bool:
        """Whether a figure opens a statement of its own rather than a condition inside another."""
        cue = cue_before(self.text, begin, quantity.span.start)
        return self.text[begin : cue.start].rstrip().endswith((",", " và", "trong đó", ";"))

    def _figure(
        self, figure: _Figure, clause: Clause, scope: Scope, sentence: SentenceSoFar
    ) -> tuple[Target | None, int]:
        text, quantity = self.text, figure.quantity
        end = quantity.span.end
        cue = cue_before(text, figure.begin, quantity.span.start)
        rising = figure.base is not None and figure.base.span.start >= figure.begin
        head = cue_before(text, figure.begin, figure.base.span.start) if rising and figure.base else cue
        more = beyond(text, end, figure.limit)
        behind = more.end if more else end
        left, trend = self._left(figure.begin, head.start)
        right_end = self._right_end(behind, figure)
        right = plain_words(text, behind, right_end)
        alone = quantity.unit == "%" and right and not WHOLES.match(right)
        if alone and text[figure.begin : head.start].endswith(", "):
            left = ""  # "Thượng Khê là huyện vùng cao, 71% dân số là …": a statement of its own
        right = f"{more.between} {right}".strip() if more and quantity.measure else right
        right = right if any(char.isalpha() for char in right) else ""
        counted = plain_words(text, quantity.noun, right_end if more is None else end)
        counted = f"{counted} {right}".strip() if more else counted
        indicator, base = indicator_of(left, counted, right, quantity, sentence, cue.words)
        of = broader_of(indicator, left, sentence)
        if not of and indicator:
            sentence.broad = indicator
        year, period = self._when(figure, clause, scope)
        target = Target(
            span=Span(clause.start, clause.end),
            kind=TargetKind.TARGET,
            indicator=indicator,
            operator=operator_of(cue, quantity, more.operator if more else None, left, trend),
            values=quantity.values,
            unit=quantity.unit,
            value_span=quantity.span,
            of=of,
            approximate=cue.approximate,
            trend=head.trend or trend or cue.trend or (Trend.INCREASE if left.startswith("vượt ") else None),
            yearly=cue.yearly
            or bool(more and more.yearly)
            or is_yearly(text, figure.begin, max(right_end, end), quantity),
            year=year,
            period=period,
            base=base,
            baseline=self._baseline(figure, right_end),
            field=field_of(indicator) or field_of(of, scope.headings),
            scope=scope.years,
            path=scope.path,
        )
        sentence.last = indicator or sentence.last
        kind = self._kind(target, quantity, cue, clause, scope)
        if kind is None or kind is target.kind:
            return (target if kind else None), right_end
        return replace(target, kind=kind), right_end

    def _left(self, begin: int, end: int) -> tuple[str, Trend | None]:
        """The indicator before a figure, without intentions, dates and its trend verb."""
        led = self.text.rfind(" chủ trì ", begin, end)
        start = self._past_date(begin if led < 0 else led + len(" chủ trì "), end)
        start = without_lead(self.text, start, end)
        start = self._past_date(start, end)
        start = without_lead(self.text, start, end)
        trend, start = head_trend(self.text, start, end)
        start = without_lead(self.text, start, end)
        for _ in range(3):
            at = bisect_left(self._starts, end) - 1
            if at < 0 or self._dates[at].span.start < start:
                break
            value = self._dates[at].span
            if self.text[value.end : end].strip(" ,"):
                break
            tail = _LAST_WORDS.search(self.text, max(start, value.start - _LONGEST_TAIL), value.start)
            inner = cue_before(self.text, start, tail.start() if tail else value.start)
            trend, end = trend or inner.trend, inner.start
        return plain_words(self.text, start, end), trend

    def _past_date(self, start: int, end: int) -> int:
        """Past a date that opens the words ("Đến hết năm 2025, …")."""
        at = bisect_left(self._starts, start)
        if at < len(self._dates) and self._dates[at].span.start <= start + 16:
            value = self._dates[at].span
            opening = self.text[start : value.start].strip(" ,:;-").lower()
            if value.end <= end and (
                not opening or _LAST_WORDS.fullmatch(opening) or opening in ("trong đó",)
            ):
                return value.end
        return start

    def _right_end(self, start: int, figure: _Figure) -> int:
        """Where the words behind a figure end: at a mark that closes them, or at the next figure's words."""
        limit = figure.limit
        closed = self.text[limit - 1 : limit] != " " or limit >= len(self.text)
        cue = cue_before(self.text, start, limit)
        last = max(self.text.rfind(",", start, cue.start + 1), self.text.rfind(" và ", start, cue.start))
        stop = limit if closed or last < 0 else last
        if not closed and last < 0:
            stop = max(start, cue.start)
        for match in _ENDS.finditer(self.text, start, stop):
            if match.group() != "," or not continues(self.text, match.end(), stop):
                return match.start()
        return stop

    def _when(
        self, figure: _Figure, clause: Clause, scope: Scope
    ) -> tuple[int | None, tuple[int, int] | None]:
        """The year or period a figure is for: in its words, at the head of the sentence, or handed down."""
        own = [
            value
            for value in self._dates_in(max(clause.sentence, clause.end - _LONGEST_CLAUSE), clause.end)
            if not self._compared(value)
        ]
        start, end = figure.quantity.span.start, figure.quantity.span.end
        left = [value for value in own if figure.begin - 1 <= value.span.start < start]
        if figure.base:
            left = [value for value in own if clause.start <= value.span.start < figure.base.span.start]
        right = [value for value in own if end <= value.span.start < figure.limit]
        earlier = [value for value in own if clause.start <= value.span.start < figure.begin]
        lead = [value for value in own if value.span.start - clause.sentence < 28]
        near = (right[:1] or left[-1:]) if figure.base else (left[-1:] or right[:1])
        chosen = next(iter(near or earlier[-1:] or lead[:1]), None)
        if chosen is None and scope.year is None and "," not in self.text[end : figure.limit]:
            chosen = next((value for value in own if value.span.start >= figure.limit), None)
        if chosen is None or chosen.end is None:
            return scope.year, scope.period
        period = period_of(chosen) if chosen.precision is Precision.PERIOD else None
        return (None, period) if period and period[0] != period[1] else (chosen.end.year, None)

    def _compared(self, value: DateValue) -> bool:
        """Whether a date is a base of comparison, an outlook or unknown."""
        before = self.text[max(0, value.span.start - 12) : value.span.start + 4]
        return value.vision or value.end is None or "so với" in before

    def _dates_in(self, start: int, end: int) -> list[DateValue]:
        return self._dates[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _masked_in(self, clause: Clause) -> list[Span]:
        first = max(0, bisect_left(self._mask_starts, clause.start) - 1)
        return self._masked[first : bisect_left(self._mask_starts, clause.end)]

    def _baseline(self, figure: _Figure, right_end: int) -> str | None:
        if figure.base:
            start = figure.base.span.start
            risen = _RISES.match(self.text, figure.base.span.end, figure.quantity.span.start)
            return plain_words(
                self.text, start, risen.start("to") if risen and risen["to"] else figure.base.span.end
            )
        match = _AGAINST.search(self.text, figure.begin, min(figure.limit, right_end + 90))
        return plain_words(match["what"] or match["over"], 0, 90) if match else None

    def _kind(
        self, target: Target, quantity: Quantity, cue: Cue, clause: Clause, scope: Scope
    ) -> TargetKind | None:
        """What the statement is; None when a figure states nothing (42 ha of land, 24 hours)."""
        words = self.text[clause.start : clause.end]
        intended = YEARLY.search(words) is not None or "phấn đấu" in words.lower()
        before = self.text[clause.start : quantity.span.start]
        done = (_DONE.search(words) or _ALREADY.search(before)) is not None and not intended
        if _MEASURED_BY.search(before):
            return None
        if scope.stance is Stance.RULE:
            told = scope.open and target.year and quantity.unit == "%" and (cue.done or done)
            return TargetKind.RESULT if told else None
        if quantity.unit and not quantity.measure and not quantity.ratio and _COUNTED.match(quantity.unit):
            return TargetKind.RESULT if done and _DONE.search(words) else TargetKind.COUNT
        if target.operator is Operator.ALL and quantity.ratio and scope.stance is Stance.TARGET:
            return TargetKind.RESULT if _COUNTED.match(quantity.unit or "") else TargetKind.TARGET
        if _DURATIONS.match(quantity.unit or ""):
            return None if scope.stance is Stance.RESULT or done else self._limited(target, words)
        if quantity.ratio or cue.done or done or scope.stance is Stance.RESULT:
            return (
                TargetKind.RESULT
                if cue.words or cue.stated or quantity.measure or quantity.ratio or _DOES.search(before)
                else None
            )
        if scope.stance is Stance.TASK and not binds(target, quantity, cue, words):
            return None
        return _KINDS[scope.stance]

    def _limited(self, target: Target, words: str) -> TargetKind | None:
        """A span of time binds only as a limit on something to be done ("tối đa … 05 năm phải …")."""
        limited = target.operator is Operator.AT_MOST and _COMPLETES.search(words)
        return TargetKind.DEADLINE if limited else None

    def _standing(self, standing: Standing, clause: Clause, scope: Scope) -> Target | None:
        if scope.stance in (Stance.RULE, Stance.RESULT):
            return None
        if scope.stance is Stance.TASK and not (standing.operator is Operator.RANK and standing.maintained):
            return None
        at = Span(standing.span.start, standing.span.start)
        figure = _Figure(Quantity(at, (), None, True), None, clause.start, clause.end)
        year, period = self._when(figure, clause, scope)
        whole = plain_words(self.text, standing.indicator.start, standing.indicator.end)
        indicator = plain_words(_BEFORE_YEAR.split(whole, maxsplit=1)[0], 0, len(whole))
        return Target(
            span=Span(clause.start, clause.end),
            kind=_KINDS[scope.stance],
            indicator=indicator,
            operator=standing.operator,
            values=standing.values,
            unit=standing.unit,
            value_span=standing.span,
            trend=Trend.MAINTAIN if standing.maintained else None,
            year=year,
            period=period,
            field=field_of(indicator, scope.headings),
            scope=scope.years,
            path=scope.path,
        )

    def _deadline(self, clause: Clause, scope: Scope) -> list[Target]:
        """A clause of a list of targets that names no figure but a day ("trước ngày 15/5/2025")."""
        words = self.text[clause.start : clause.end]
        moved = _MOVED.search(words)
        if moved is None and (scope.stance is not Stance.TARGET or not _COMPLETES.search(words)):
            return []
        offset = clause.start + (moved.end() if moved else 0)
        deadline = find_deadline(self.text[offset : clause.end])
        if deadline is None:
            return []
        span = Span(offset + deadline.span.start, offset + deadline.span.end)
        start = clause.start + (moved.start("what") if moved else 0)
        end = clause.start + moved.start("from") if moved else span.start
        indicator = plain_words(self.text, without_lead(self.text, start, end), end)
        return [
            Target(
                span=Span(clause.start, clause.end),
                kind=TargetKind.DEADLINE,
                indicator=indicator,
                operator=Operator.AT_MOST,
                values=(),
                unit=None,
                value_span=span,
                year=deadline.due.year if deadline.due else scope.year,
                due=deadline.words,
                field=field_of(indicator, scope.headings),
                scope=scope.years,
                path=scope.path,
            )
        ]


def _is_year(quantity: Quantity) -> bool:
    """A year without its word ("đến năm 2025 và 2030") is no figure."""
    value = quantity.values[0]
    return quantity.unit is None and len(quantity.values) == 1 and 1900 <= value <= 2100
