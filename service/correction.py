"""What a person meant to type: diacritics restored, keyboard leftovers decoded, misprints offered.

Words that are spoken in one part of the country are read as documents write them.
"""

from dataclasses import dataclass

from indexer.text.analysis import unigrams
from indexer.text.keyboard import telex, vni
from indexer.text.restore import is_syllable, restore
from service.dialect import written
from service.question import is_bare


@dataclass(frozen=True, slots=True)
class Correction:
    """`text` is another reading of the question; `sure` when the search uses it unless told otherwise."""

    text: str
    sure: bool


def correct(text: str) -> Correction | None:
    """How `text` should probably read; None when it reads best as typed.

    Sure only for words of one part of the country ("gởi", "ở mô") and keyboard leftovers ("nghij quyeets",
    "nghi5 quye6t1"). A question without any diacritic needs no correction, because it is searched without
    them; another wording of a question that has some is only offered, since it may be a name.
    """
    bare, leftovers = is_bare(unigrams(text)), _has_keyboard_leftovers(text)
    if bare and not leftovers:
        return None
    standard = text if bare else written(text)
    if standard != text and not leftovers:
        return Correction(standard, sure=True)
    readings = (reading for reading in restore(standard) if _keeps_symbols(standard, reading))
    best = next(readings, None)
    return None if best is None else Correction(best, leftovers)


def _has_keyboard_leftovers(text: str) -> bool:
    """True when some word is no Vietnamese syllable until its Telex or VNI keys are read."""
    for word in text.split():
        if word.isupper() and not text.isupper():
            continue  # "PAR INDEX": capitals among small letters are a name
        bare = word.strip('.,;:!?()"“”').lower()
        if not bare or is_syllable(bare) or not bare[0].isalpha():
            continue
        if any(decode(bare) != bare and is_syllable(decode(bare)) for decode in (telex, vni)):
            return True
    return False


def _keeps_symbols(text: str, reading: str) -> bool:
    """False when a reading changes a number or an abbreviation in capitals."""
    typed, read = text.split(), reading.split()
    if len(typed) != len(read):
        return False
    return all(
        left == right or not (any(c.isdigit() for c in right) or left.isupper())
        for left, right in zip(typed, read, strict=True)
    )
