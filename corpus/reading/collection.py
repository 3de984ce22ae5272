"""Collections (.jsonl, .jsonl.zst): one record {_id, title, text, meta} a line, streamed."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import zstandard

from corpus.errors import BadDocument
from corpus.reading.decode import refuse_unreadable
from corpus.reading.sniff import kind_of

LONGEST_LINE = 32 * 1024 * 1024  # bytes of one record, decompressed
_CHUNK = 1024 * 1024
_PACKED_CHUNK = 4 * 1024  # bytes decompressed at once: bounds what a bomb can unpack to (1:32,000)
_CONTEXT_KEYS = ("lawname", "law", "act", "demuc", "chuong", "chapter", "heading")
# The codification ends the name of an act with its date of force; the name stops before that.
_IN_FORCE = re.compile(r",\s*có hiệu lực thi hành.*", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One record, read; `context` is the act, division and chapter it stands under."""

    id: str
    title: str
    text: str
    context: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)


def raw_lines(path: Path) -> Iterator[bytes]:
    """Every line of the file, blank ones too, without its line end; an over-long line comes as b"\\xff".

    Raises BadDocument: `wrong_format` when the bytes are of another format, `broken` when the compressed
    stream is damaged or cut (after the lines before it), `no_permission` or `missing`.
    """
    try:
        with path.open("rb") as file:
            packed = path.suffix.lower() == ".zst"
            _refuse_other_format(file, packed)
            yield from _split(_unpacked(file) if packed else _blocks(file, _CHUNK))
    except zstandard.ZstdError as error:
        raise BadDocument("broken", detail=str(error)) from error
    except PermissionError as error:
        raise BadDocument("no_permission") from error
    except FileNotFoundError as error:
        raise BadDocument("missing") from error
    except OSError as error:
        raise BadDocument("broken", detail=error.strerror or str(error)) from error


def _refuse_other_format(file: IO[bytes], packed: bool) -> None:
    head = file.read(1024)
    file.seek(0)
    found = kind_of(head)
    if head and (found != "zst" if packed else found not in ("text", "fragment")):
        raise BadDocument("wrong_format", expected="zst" if packed else "jsonl", found=found)


def _blocks(file: IO[bytes], size: int) -> Iterator[bytes]:
    while block := file.read(size):
        yield block


def _unpacked(file: IO[bytes]) -> Iterator[bytes]:
    """Decompressed blocks of every frame; unlike a stream reader, it notices when the last frame is cut."""
    frame = zstandard.ZstdDecompressor().decompressobj()
    begun = False
    for block in _blocks(file, _PACKED_CHUNK):
        rest = block
        while rest:
            if frame.eof:
                frame, begun = zstandard.ZstdDecompressor().decompressobj(), False
            yield frame.decompress(rest)
            begun = True
            rest = frame.unused_data if frame.eof else b""
    if begun and not frame.eof:
        raise BadDocument("broken", detail="cut short")


def _split(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest, too_long = b"", False
    for chunk in blocks:
        *whole, tail = chunk.split(b"\n")
        if whole:
            yield b"\xff" if too_long else rest + whole[0]
            yield from whole[1:]
            rest, too_long = tail, False
        elif not too_long:
            rest += tail
        if len(rest) > LONGEST_LINE:
            rest, too_long = b"", True
    if rest or too_long:
        yield b"\xff" if too_long else rest


def parse_record(line: bytes) -> Record:
    """The record of one line. Raises BadDocument `bad_record` with what is wrong in `detail`."""
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadDocument("bad_record", detail="json") from error
    if not isinstance(values, dict):
        raise BadDocument("bad_record", detail="not_an_object")
    own = values.get("_id")
    if isinstance(own, bool) or not isinstance(own, (str, int)) or own == "":
        raise BadDocument("bad_record", detail="no_id")
    title, text, given = values.get("title") or "", values.get("text"), values.get("meta") or {}
    if not isinstance(text, str) or not isinstance(title, str) or not isinstance(given, dict):
        raise BadDocument("bad_record", detail="fields")
    meta = _meta(given)
    record = Record(_clean(str(own)), _clean(title).strip(), _clean(text), _context(meta), meta)
    try:
        refuse_unreadable(record.text)
    except BadDocument as error:
        raise BadDocument("bad_record", detail=error.code) from error
    return record


def _clean(text: str) -> str:
    if _SURROGATE.search(text):
        raise BadDocument("bad_record", detail="surrogate")
    return unicodedata.normalize("NFC", text)


def _meta(given: Mapping[str, object]) -> dict[str, str]:
    kept = {}
    for key, value in given.items():
        if isinstance(value, str):
            kept[_clean(key)] = _clean(value)
        elif value is not None:
            kept[_clean(key)] = _clean(json.dumps(value, ensure_ascii=False))
    return kept


def _context(meta: Mapping[str, str]) -> str:
    """The present headings from the act inwards, each once (an act's number is part of its name)."""
    parts: list[str] = []
    for key in _CONTEXT_KEYS:
        part = _IN_FORCE.sub("", meta.get(key, "")).strip()
        if part and not any(part in other for other in parts):
            parts.append(part)
    return " – ".join(parts)
