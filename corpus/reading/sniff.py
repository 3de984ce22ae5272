"""What a file is by its first bytes, whatever its name says."""

import re

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x7fELF", "binary"),
)
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|h[1-6]|table|span|br|article|section|meta|title|ul|ol)\b", re.I
)
_HEAD = 4096


def kind_of(data: bytes) -> str:
    """ "pdf", "word", "ole", "zip", "html", "fragment" (has HTML tags), "text" or another format's name.

    "text" only says that no other format was recognised: decoding decides whether it is one.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return "word" if kind == "zip" and b"word/" in data else kind
    plain = head.replace(b"\x00", b"")  # UTF-16 markup reads the same without its zero bytes
    if _HTML_START.match(plain.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")):
        return "html"
    return "fragment" if _HTML_TAG.search(data) else "text"
