"""Every error that a user can meet has a Vietnamese sentence."""

import re
from pathlib import Path

import pytest

from corpus.errors import BadDocument, BadQuestion, VankienError
from indexer.engine import EngineUnavailable
from service import messages

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r'raise [A-Z]\w+\(\s*"([a-z_]+)"')


def documented(error: type[VankienError]) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", error.__doc__ or "")) - {"code", "facts"}


def raised() -> set[str]:
    sources = [path for room in ("corpus", "indexer", "service") for path in (ROOT / room).rglob("*.py")]
    return {code for path in sources for code in RAISED.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize(
    "code",
    sorted(documented(BadDocument) | documented(BadQuestion) | documented(EngineUnavailable) | raised()),
)
def test_every_code_has_a_sentence(code: str) -> None:
    said = messages.sentence(VankienError(code))
    assert said != messages.ERRORS["internal"]
    assert said.endswith(".")
    assert code not in said


def test_facts_stand_in_the_sentence_letter_for_letter() -> None:
    said = messages.sentence(VankienError("path_missing", path="{0} & <b>"))
    assert "{0} & <b>" in said


def test_unknown_code_gets_the_honest_general_sentence() -> None:
    assert messages.sentence(VankienError("surprise")) == messages.ERRORS["internal"]
    assert messages.reason("surprise") == messages.ANY_REASON
