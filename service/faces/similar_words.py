"""Why a document is listed as similar, in Vietnamese: the words of each ground."""

from corpus.model import RelationKind
from service.faces.terms import INVERSE, RELATIONS
from service.precedents import Ground, Tie
from service.similar import SimilarDocument

ALIKE = "nội dung gần nhau"


def ground_words(ground: Ground) -> str:
    """What a ground says of the document that is looked at ("văn bản này") and the one listed."""
    match ground.tie:
        case Tie.CITES:
            return f"được văn bản này dẫn chiếu (Điều {ground.article})"
        case Tie.CITED_BY:
            return "dẫn chiếu đến văn bản này" + (f" (Điều {ground.article})" if ground.article else "")
        case Tie.RELATION if ground.kind:
            # "Căn cứ" is a noun where the others are verbs.
            basis = ground.kind is RelationKind.BASIS
            return f"được văn bản này {'lấy làm căn cứ' if basis else RELATIONS[ground.kind]}"
        case Tie.RELATED_BY if ground.kind:
            return f"văn bản này {INVERSE[ground.kind]} văn bản đó"
        case Tie.SHARED:
            return f"cùng dựa trên văn bản {ground.above}"
        case _:
            return "cùng chủ đề"


def subject_words(item: SimilarDocument) -> str:
    """What is said of the subject; "" when a text states a tie and the subjects are not alike."""
    if item.shared:
        return "cùng nói về: " + "; ".join(item.shared)
    return "" if item.said else ALIKE
