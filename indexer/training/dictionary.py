"""Makes the dictionary that documents are compressed with, from statute texts (free of copyright).

python -m indexer.training.dictionary ../shared/text/phapdien.txt.gz
"""

import gzip
import sys
from pathlib import Path

import zstandard

from corpus.model import Document
from corpus.structure import parse_sections
from indexer.document_codec import DICTIONARY, plain

SIZE = 64 * 1024  # bytes; 112 KiB saves 2 % more
EVERY = 12  # articles taken: one in so many


def train(texts: Path) -> bytes:
    """A zstandard dictionary over records like those the catalogue keeps."""
    articles = gzip.decompress(texts.read_bytes()).decode("utf-8").split("\n\n")
    samples: list[bytes | bytearray | memoryview] = []
    for article in articles[::EVERY]:
        title, _, text = article.partition("\n")
        document = Document(id="0" * 16, path="", title=title, text=text, sections=parse_sections(text))
        samples.append(plain(document))
    return zstandard.train_dictionary(SIZE, samples).as_bytes()


if __name__ == "__main__":
    DICTIONARY.write_bytes(train(Path(sys.argv[1])))
