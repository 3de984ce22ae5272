"""Words that are spoken in one part of the country (tiếng địa phương), as documents write them.

Only words whose sense their neighbours settle: "chi" is "gì" at the end of a question, never in "chi bộ".
"""

import re

_WRITTEN = tuple(
    (re.compile(rf"(?<!\w){spoken}(?!\w)", re.I), written)
    for spoken, written in (
        (
            r"(là|cái|món|làm|vì|có|gồm|(?:những|các) \w+|giấy(?: tờ)?|chuyện|việc|điều) chi"
            r"(?= *(?:rứa|vậy|hè|hỉ|hả|thế|đây|[?.,;]|$))",
            r"\1 gì",
        ),
        (r"(ở|đi|đến|tới|từ|về) mô(?! (?:hình|đun))", r"\1 đâu"),
        (r"(?<!quy )mô(?! (?:hình|đun|đất|phỏng|tả|tơ|phạm|tế|hôi))", "nào"),
        (r"(tại|vì|ra|làm) răng", r"\1 sao"),
        (r"(hôm|năm|tháng|ngày|cái|chỗ|bên) ni", r"\1 này"),
        (r"rứa", "vậy"),
        (r"nớ", "đó"),
        (r"chừ", "giờ"),
        (r"tui", "tôi"),
        (r"hông|hổng", "không"),
        (r"gởi", "gửi"),
        (r"kí", "ký"),
        (r"sanh", "sinh"),
        (r"nhứt", "nhất"),
        (r"bịnh", "bệnh"),
    )
)


def written(text: str) -> str:
    """The question in words that documents use; itself where none is of one part of the country only."""
    for spoken, word in _WRITTEN:
        text = spoken.sub(word, text)
    return text
