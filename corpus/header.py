"""What the header block (phần đầu văn bản) of a document says of itself."""

import re
from collections.abc import Sequence
from datetime import date

from corpus.model import Header, Span

_NUMBER = re.compile(r"^[ \t]*Số\s*:?\s*(\d{1,5}(?:/\d{4})?\s*[-–/]\s*[^\s]+(?:\s*[-/]\s*[A-ZĐ][^\s]*)?)", re.MULTILINE)
_DATE = re.compile(r"(?:([^\n,]{2,40}),\s*)?ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_TYPE = re.compile(
    r"^[ \t]*(NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|KẾT LUẬN|QUY CHẾ|QUY ĐỊNH|THÔNG TRI|HƯỚNG DẪN|THÔNG BÁO|BÁO CÁO"
    r"|KẾ HOẠCH|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG)?|ĐỀ ÁN|PHƯƠNG ÁN|TỜ TRÌNH|BIÊN BẢN|GIẤY MỜI|NGHỊ ĐỊNH|THÔNG TƯ)[ \t]*$",
    re.MULTILINE,
)


def parse_header(text: str, furniture: Sequence[Span] = ()) -> Header:
    """The header of a document; every field the text does not state stays None."""
    head = text[:3000]
    number, dated, named = _NUMBER.search(head), _DATE.search(head), _TYPE.search(head)
    day = None
    if dated:
        try:
            day = date(int(dated[4]), int(dated[3]), int(dated[2]))
        except ValueError:
            day = None
    end = max((match.end() for match in (number, dated, named) if match and number), default=0)
    return Header(
        number=number[1].strip() if number else None,
        type=named[1].capitalize() if named and number else None,
        place=dated[1].strip() if dated and dated[1] and number else None,
        date=day if number else None,
        article_about=not number,
        end=end,
    )
