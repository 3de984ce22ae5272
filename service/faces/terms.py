"""Vietnamese names of relations, states, kinds of targets and reasons for a candidate."""

from corpus.identity import Candidate, Reason
from corpus.model import RelationKind, TargetKind
from service.order import Order
from service.relations import State

RELATIONS = {
    RelationKind.BASIS: "căn cứ",
    RelationKind.IMPLEMENTS: "thực hiện",
    RelationKind.CONCRETISES: "cụ thể hóa",
    RelationKind.AMENDS: "sửa đổi",
    RelationKind.SUPPLEMENTS: "bổ sung",
    RelationKind.REPLACES: "thay thế",
    RelationKind.ABOLISHES: "bãi bỏ",
    RelationKind.KEEPS: "nêu tiếp tục thực hiện",
    RelationKind.REPORTS: "báo cáo, sơ kết, đôn đốc việc thực hiện",
    RelationKind.CITES: "dẫn chiếu",
}
INVERSE = {
    RelationKind.BASIS: "là căn cứ của",
    RelationKind.IMPLEMENTS: "được thực hiện bởi",
    RelationKind.CONCRETISES: "được cụ thể hóa bởi",
    RelationKind.AMENDS: "được sửa đổi bởi",
    RelationKind.SUPPLEMENTS: "được bổ sung bởi",
    RelationKind.REPLACES: "được thay thế bởi",
    RelationKind.ABOLISHES: "bị bãi bỏ bởi",
    RelationKind.KEEPS: "được nêu tiếp tục thực hiện tại",
    RelationKind.REPORTS: "được báo cáo kết quả, đôn đốc tại",
    RelationKind.CITES: "được dẫn chiếu tại",
}
STATES = {
    State.DRAFT: "dự thảo",
    State.ABOLISHED: "đã bị bãi bỏ",
    State.REPLACED: "đã được thay thế",
    State.AMENDED: "đã được sửa đổi, bổ sung",
    State.KEPT: "được nêu là tiếp tục thực hiện",
    State.EFFECTIVE_FROM: "có hiệu lực từ ngày",
    State.UNKNOWN: "không rõ",
}
# As a person chooses among them: each stands alone, without the date or the document that belongs to it.
CHOSEN_STATES = STATES | {State.EFFECTIVE_FROM: "có nêu ngày có hiệu lực"}
ORDERS = {
    Order.RELEVANCE: "phù hợp nhất",
    Order.NEWEST: "mới nhất",
    Order.OLDEST: "cũ nhất",
    Order.NUMBER: "số, ký hiệu",
}
TARGETS = {
    TargetKind.TARGET: "chỉ tiêu",
    TargetKind.RESULT: "kết quả",
    TargetKind.COUNT: "số lượng chỉ tiêu, nhiệm vụ",
    TargetKind.VISION: "tầm nhìn",
    TargetKind.DEADLINE: "thời hạn",
}
REASONS = {
    Reason.NUMBER: "trùng số, ký hiệu",
    Reason.BARE_NUMBER: "trùng loại và số; dẫn chiếu không nêu ký hiệu đầy đủ",
    Reason.DATE: "trùng ngày ban hành",
    Reason.DATE_IN_TEXT: "trùng ngày ban hành nêu ở chỗ khác trong cùng văn bản",
    Reason.ISSUER: "trùng cơ quan ban hành",
    Reason.PLACE: "trùng địa phương của cơ quan ban hành",
    Reason.SAME_PROVINCE: "cùng địa phương với văn bản viện dẫn",
    Reason.TERM: "cùng nhiệm kỳ hoặc cùng năm với văn bản viện dẫn",
    Reason.DATED_NUMBER: "số có năm, do cơ quan trung ương ban hành",
    Reason.CONGRESS: "trùng đại hội",
    Reason.OTHER_DATE: "ngày ban hành khác",
    Reason.OTHER_ISSUER: "cơ quan ban hành khác",
    Reason.OTHER_PLACE: "địa phương khác",
    Reason.OTHER_TYPE: "loại văn bản khác",
    Reason.LATER: "ban hành sau văn bản viện dẫn",
    Reason.DRAFT: "là bản dự thảo",
}


def why(candidate: Candidate) -> str:
    """Why a document may, or may not, be the one that is meant, in one sentence."""
    words = ", ".join(REASONS[reason] for reason in candidate.reasons)
    against = ", ".join(REASONS[reason] for reason in candidate.against)
    return f"{words}; nhưng {against}" if against else words
