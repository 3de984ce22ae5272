"""The one door to the readers: chooses by extension, and checks that the bytes agree with the name."""

from collections.abc import Callable
from pathlib import Path

from corpus.errors import BadDocument
from corpus.reading.pdf import read_pdf
from corpus.reading.plain import read_plain
from corpus.reading.read_text import ReadText
from corpus.reading.sniff import kind_of
from corpus.reading.web import read_web
from corpus.reading.word import read_word

LARGEST_FILE = 100 * 1024 * 1024  # bytes

# extension -> (what the bytes must be, reader)
_READERS: dict[str, tuple[frozenset[str], Callable[[bytes], ReadText]]] = {
    ".txt": (frozenset(("text", "fragment")), read_plain),
    ".md": (frozenset(("text", "fragment")), read_plain),
    ".html": (frozenset(("html", "fragment")), read_web),
    ".htm": (frozenset(("html", "fragment")), read_web),
    ".docx": (frozenset(("word",)), read_word),
    ".pdf": (frozenset(("pdf",)), read_pdf),
}
FILE_EXTENSIONS = frozenset(_READERS)
# An encrypted Word file is an OLE container that holds this stream (name in UTF-16).
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, shown_path: str) -> ReadText:
    """Read one file. Raises BadDocument, always with the fact `path` = `shown_path`, and nothing else."""
    try:
        return _read(path)
    except BadDocument as error:
        raise BadDocument(error.code, **{**error.facts, "path": shown_path}) from error
    except (MemoryError, RecursionError) as error:
        raise BadDocument("too_large", path=shown_path) from error


def _read(path: Path) -> ReadText:
    extension = path.suffix.lower()
    if extension not in _READERS:
        raise BadDocument("unsupported", found=extension)
    expected, reader = _READERS[extension]
    data = _bytes(path)
    found = kind_of(data)
    if found not in expected:
        if extension == ".docx" and found == "ole" and _ENCRYPTED_PACKAGE in data:
            raise BadDocument("encrypted")
        raise BadDocument("wrong_format", expected=extension.removeprefix("."), found=found)
    return reader(data)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise BadDocument("unsupported" if path.exists() else "missing", found="")
        if path.stat().st_size > LARGEST_FILE:
            raise BadDocument("too_large", limit=LARGEST_FILE)
        data = path.read_bytes()
    except PermissionError as error:
        raise BadDocument("no_permission") from error
    except FileNotFoundError as error:
        raise BadDocument("missing") from error
    except (OSError, ValueError) as error:
        raise BadDocument("broken", detail=str(error)) from error
    if not data:
        raise BadDocument("empty_file")
    return data
