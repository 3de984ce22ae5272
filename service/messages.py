"""The Vietnamese sentence of every error code and of every reason for not answering.

Each sentence says what is wrong and, after it, what the person can do. Placeholders name facts of
the error; a fact that the error does not carry is written as "không rõ".
"""

from collections.abc import Mapping

from corpus.errors import VankienError

UNKNOWN_FACT = "không rõ"
LONGEST_FACT = 200  # code points of a fact that a sentence repeats

QUESTIONS = {
    "empty_question": "Xin nhập nội dung cần tìm.",
    "long_question": "Câu hỏi quá dài. Xin rút gọn còn tối đa {limit} ký tự.",
    "binary_question": (
        "Câu hỏi có ký tự điều khiển hoặc dữ liệu không phải là văn bản. Xin gõ lại bằng chữ thông thường."
    ),
    "bad_filter": "Giá trị lọc “{value}” không hợp lệ. Xin chọn lại trong danh sách.",
    "unknown_choice": "“{value}” không có trong danh mục. Các giá trị có thể chọn: {known}.",
    "bad_page": "Số trang “{value}” không hợp lệ. Xin nhập một số nguyên từ 1 trở lên.",
    "bad_passage": "Vị trí {value} không nằm trong văn bản này. Xin kiểm tra lại vị trí của đoạn văn.",
    "bad_request": "Yêu cầu không đúng định dạng. Xin kiểm tra lại.",
}

DOCUMENTS = {
    "empty_file": "Tệp rỗng, không có nội dung. Xin kiểm tra lại tệp gốc.",
    "no_text": (
        "Tệp không có lớp văn bản (có thể là bản chụp). Xin nhận dạng chữ (OCR) trước khi đưa vào kho."
    ),
    "encrypted": "Tệp được bảo vệ bằng mật khẩu. Xin gỡ mật khẩu rồi lập chỉ mục lại.",
    "broken": "Tệp bị hỏng, không đọc được. Xin mở thử bằng phần mềm gốc và lưu lại.",
    "wrong_format": "Nội dung tệp không đúng với phần mở rộng của tên tệp. Xin kiểm tra lại định dạng.",
    "no_permission": "Không có quyền đọc tệp hoặc thư mục. Xin cấp quyền đọc rồi lập chỉ mục lại.",
    "too_large": "Tệp quá lớn, vượt giới hạn cho phép. Xin tách tệp thành nhiều phần.",
    "unsupported": (
        "Định dạng tệp chưa được hỗ trợ. Các định dạng đọc được: .txt, .md, .html, .docx, .pdf, "
        ".jsonl, .jsonl.zst."
    ),
    "unknown_encoding": "Không xác định được bảng mã của tệp. Xin lưu lại tệp theo bảng mã UTF-8.",
    "secret": (
        "Văn bản có dấu chỉ độ mật nên bị từ chối; hệ thống không lưu nội dung. "
        "Chỉ đưa vào kho văn bản không thuộc bí mật nhà nước."
    ),
    "bad_record": "Một dòng của tập hợp không đúng cấu trúc {{_id, title, text, meta}}. Xin sửa dòng đó.",
    "missing": "Không tìm thấy tệp hoặc thư mục. Xin kiểm tra lại đường dẫn.",
    "worker_died": (
        "Một tiến trình đọc tệp bị dừng đột ngột (có thể do thiếu bộ nhớ). Chỉ mục cũ vẫn dùng được; "
        "xin chạy lại, hoặc đặt VANKIEN_WORKERS=1."
    ),
    "disk_full": "Ổ đĩa đã đầy. Xin giải phóng dung lượng rồi lập chỉ mục lại; chỉ mục cũ vẫn dùng được.",
}

SERVICE = {
    "no_index": "Kho văn bản chưa được lập chỉ mục. Xin báo quản trị viên chạy lệnh “vankien index”.",
    "index_mismatch": (
        "Chỉ mục được tạo bởi phiên bản khác của phần mềm. "
        "Xin báo quản trị viên chạy lại lệnh “vankien index”."
    ),
    "engine_down": "Kho tìm kiếm đang gián đoạn. Xin thử lại sau ít phút.",
    "catalogue_down": "Kho văn bản đang gián đoạn. Xin thử lại sau ít phút.",
    "catalogue_settings": (
        "Địa chỉ cơ sở dữ liệu không hợp lệ ({detail}). Xin kiểm tra các biến VANKIEN_CATALOGUE_*."
    ),
    "engine_refused": (
        "Bộ máy tìm kiếm từ chối ghi một đoạn văn bản ({detail}). Kho đang dùng không thay đổi; "
        "xin báo quản trị viên."
    ),
    "elastic_settings": (
        "Cấu hình kết nối Elasticsearch không hợp lệ ({detail}). Xin kiểm tra các biến VANKIEN_ELASTIC_*."
    ),
    "plain_password": (
        "Mật khẩu hoặc khóa Elasticsearch sẽ đi qua mạng không mã hóa nên bị từ chối. "
        "Xin dùng địa chỉ https, hoặc đặt VANKIEN_ELASTIC_PLAIN=true nếu đường truyền đã được bảo vệ."
    ),
    "no_elasticsearch": (
        "Kết nối Elasticsearch cần gói elasticsearch. Xin cài đặt: pip install “vankien[cluster]”."
    ),
    "migration_incomplete": (
        "Việc chuyển kho chưa trọn vẹn (mới có {documents} văn bản) nên kho mới chưa được dùng. "
        "Xin chạy lại lệnh “vankien migrate”."
    ),
    "no_previous": "Không còn bản chỉ mục nào trước bản đang dùng để quay lại.",
    "no_model": (
        "Không mở được mô hình nhúng tại “{path}”. Xin báo quản trị viên kiểm tra cấu hình VANKIEN_EMBEDDER."
    ),
    "model_mismatch": (
        "Mô hình nhúng không khớp với phiên bản phần mềm. Xin báo quản trị viên cài lại mô hình."
    ),
    "no_sentence_transformers": (
        "Mô hình nhúng đã cấu hình cần gói sentence-transformers. Xin báo quản trị viên cài đặt gói này."
    ),
    "unknown_document": "Không có văn bản này trong kho.",
    "index_locked": (
        "Một tiến trình khác đang lập chỉ mục tại “{data}”. Xin chờ tiến trình đó kết thúc rồi chạy lại, "
        "hoặc thêm “--wait” để lệnh tự chờ."
    ),
    "nothing_found": "Không tìm thấy trong kho văn bản.",
    "path_missing": "Không tìm thấy đường dẫn “{path}”. Xin kiểm tra lại.",
    "bad_file": "Tệp “{path}” không đúng cấu trúc ({detail}). Xin kiểm tra lại.",
    "few_judged_questions": (
        "Chỉ có {found} câu hỏi được chấm, cần ít nhất {needed} câu. Không có gì thay đổi; xin bổ sung câu hỏi."
    ),
    "bad_tuning": (
        "Tệp điều chỉnh xếp hạng không dùng được ({detail}) nên bị bỏ qua. "
        "Xin chạy lại “vankien tune” hoặc “vankien tune --off”."
    ),
    "no_judged_question": "Không có câu hỏi nào được chấm. Xin kiểm tra mã câu hỏi ở hai tệp.",
    "port_taken": "Địa chỉ {host}, cổng {port} đang được chương trình khác sử dụng. Xin chọn cổng khác.",
    "original_missing": "Không có tệp gốc riêng của văn bản này tại nơi đã lập chỉ mục.",
    "original_changed": (
        "Tệp gốc đã thay đổi sau khi lập chỉ mục nên không được cung cấp tại đây. "
        "Nội dung đã lập chỉ mục vẫn xem được trên trang văn bản."
    ),
    "not_found": "Không có trang này. Xin kiểm tra lại địa chỉ hoặc trở về trang tìm kiếm.",
    "method_not_allowed": "Cách gọi này không được hỗ trợ tại địa chỉ đang dùng.",
    "body_too_large": "Yêu cầu quá lớn (tối đa 64 kB). Xin rút gọn nội dung.",
    "unsupported_media_type": "Xin gửi dữ liệu dạng JSON (Content-Type: application/json).",
    "internal": (
        "Hệ thống gặp lỗi ngoài dự kiến khi xử lý yêu cầu. Lỗi đã được ghi lại; "
        "xin thử lại, nếu vẫn lỗi xin báo quản trị viên."
    ),
}

ERRORS: dict[str, str] = QUESTIONS | DOCUMENTS | SERVICE

REASONS: dict[str, str] = {
    "no_match": "Không có văn bản nào trong kho chứa các nội dung được hỏi.",
    "no_evidence": "Các đoạn tìm được không trực tiếp trả lời câu hỏi.",
    "other_number": "Kho văn bản không có văn bản mang số, ký hiệu được hỏi.",
    "other_year": "Các đoạn tìm được nói về thời gian khác với thời gian được hỏi.",
    "other_place": "Các đoạn tìm được nói về địa phương khác với địa phương được hỏi.",
    "other_issuer": "Các đoạn tìm được là của cơ quan ban hành khác với cơ quan được hỏi.",
    "no_relation": "Không văn bản nào trong kho nêu quan hệ được hỏi với văn bản này.",
    "cited_only": "Kho chỉ có văn bản dẫn chiếu văn bản được hỏi, không có toàn văn của văn bản đó.",
    "no_provision": "Văn bản được hỏi không có điều, khoản, điểm hoặc mục này.",
    "no_value": "Các đoạn tìm được không nêu con số, thời hạn hoặc tên được hỏi.",
}
SENTENCES: Mapping[str, str] = ERRORS | REASONS
ANY_REASON = "Các đoạn tìm được không đủ căn cứ để trả lời câu hỏi."


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return UNKNOWN_FACT


def sentence(error: VankienError) -> str:
    """The sentence of an error or a reason; a code without one gets the sentence of `internal`."""
    template = SENTENCES.get(error.code, ERRORS["internal"])
    return template.format_map(_Facts({name: _short(value) for name, value in error.facts.items()}))


def reason(code: str) -> str:
    """Why a question was not answered; an unknown code gets the general reason."""
    return REASONS.get(code, ANY_REASON)


def _short(value: object) -> str:
    if isinstance(value, int):
        return grouped_number(value)
    text = str(value)
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"


def grouped_number(value: int) -> str:
    """12.345: thousands are grouped by a dot in Vietnamese."""
    return f"{value:,}".replace(",", ".")
