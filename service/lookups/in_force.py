"""From when a document has effect (hiệu lực): the sentence of its own that says so."""

from indexer.understood import Understood
from service.accents import accented_and_bare
from service.answer import Answer, cite, quoting
from service.lookups.described import OWN, meant_or_described
from service.lookups.related import whole_sentences
from service.lookups.shelf import Shelf
from service.question import Question

SURE = 0.9
_WHEN = r"(?:khi nào|bao giờ|(?:ngày|lúc|hôm|thời điểm) (?:tháng năm )?nào|ngày (?:mấy|bao nhiêu))"
_ASKED = (
    r"^(?P<words>.{4,160}?) (?:bắt đầu )?(?:có hiệu lực(?: thi hành)?|hiệu lực(?: thi hành)?|áp dụng|thi hành)"
    rf"(?: (?:kể )?(?:từ|vào))? {_WHEN}(?: (?:và|va) [^?]{{4,60}})?\W*$"
)
_ASKS = accented_and_bare(_ASKED)


def effect_answer(shelf: Shelf, question: Question) -> Answer | None:
    """Where the document asked about says when it takes effect; None for another question, or without a day."""
    found = _ASKS[question.folded].match(question.text.lower())
    if found is None:
        return None
    own = [one for one in question.references if one.span.start <= OWN and (one.type or one.normalised)]
    documents = meant_or_described(shelf, question, own[:1], found["words"])
    understood = Understood(shelf.index.catalogue)
    citations = [
        cite(document, whole_sentences(document, effect.span))
        for document in documents
        if (effect := understood.effect(document.id, shelf.access)) is not None
    ]
    return quoting(citations, SURE) if citations else None
