"""Words that are spoken in one part of the country (tiếng địa phương), as documents write them.

Only where their neighbours settle the sense: "chi" is "gì" at the end of a question, never in "chi bộ", and "mô" is
"nào" behind what is asked for, never in "quy mô" or "mô tả". What is written with a capital is a name.
"""

import re
from functools import partial

_END = r"(?= *(?:\?|$)| (?:rứa|hè|hỉ|hả|vậy)(?!\w))"
_WHICH = "ban|sở|phòng|xã|huyện|cơ quan|đơn vị|cơ sở|hội trường|chỗ|nơi|khi|bữa|ngày|người|văn bản|nghị quyết"
_WRITTEN = tuple(
    (re.compile(rf"(?<!\w){spoken}(?![\w-])", re.I), written)
    for spoken, written in (
        (rf"(là|cái|món|làm|vì|gồm|giấy(?: tờ)?|chuyện|điều) chi{_END}", r"\1 gì"),
        (rf"(ở|đi|đến|tới|từ|về) mô{_END}", r"\1 đâu"),
        (rf"({_WHICH}) mô(?:{_END}|(?= (?:theo|làm|phụ|chủ|lo|quản|ký|của)(?!\w)))", r"\1 nào"),
        (r"(tại|vì) răng(?! (?:giả|hàm|sữa))", r"\1 sao"),
        (r"(hôm|năm|tháng|ngày|cái|chỗ|bên) ni", r"\1 này"),
        (r"(ngày|năm|khai) sanh", r"\1 sinh"),
        (rf"(?<!lỗ )(?<!cửa )(?:hông|hổng)(?:{_END}|(?= (?:được|có|đạt|phải|biết|thấy)(?!\w)))", "không"),
        (r"rứa", "vậy"),
        (r"nớ", "đó"),
        (r"chừ", "giờ"),
        (r"tui", "tôi"),
        (r"gởi", "gửi"),
        (r"kí", "ký"),
        (r"nhứt", "nhất"),
        (r"bịnh", "bệnh"),
    )
)


def written(text: str) -> str:
    """The question in words that documents use; itself where none is of one part of the country only."""
    for spoken, word in _WRITTEN:
        text = spoken.sub(partial(_unless_a_name, word), text)
    return text


def _unless_a_name(word: str, found: re.Match[str]) -> str:
    if found.start() and found.group()[0].isupper():
        return found.group()
    said = found.expand(word)
    return said[:1].upper() + said[1:] if found.group()[0].isupper() else said
