"""Texts become unit vectors: the protocol, the static default and any sentence-transformers model."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from corpus.errors import VankienError
from indexer.engine import Vector
from indexer.text.analysis import ANALYSIS_VERSION
from indexer.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_FOLDER = Path(__file__).with_name("model")
STATIC = "static"
_CHUNK = 256  # passages tokenised together: enough to hide numpy's overhead, small enough for the cache


class EmbedderUnavailable(VankienError):
    """A configured model cannot be used. Codes: `no_model`, `model_mismatch`, `no_sentence_transformers`."""


class Embedder(Protocol):
    """`name` and `dimension` are stored beside the index and must match when it is opened."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Unit rows, shape (len(texts), dimension), float32; a text without a known token gives zeros."""
        ...

    def embed_question(self, text: str) -> Vector:
        """Unit vector, shape (dimension,), float32."""
        ...


def unit_rows(vectors: Vector) -> Vector:
    """Rows of `vectors` divided by their length; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vector = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


class StaticModel:
    """The files of a static model: vocabulary, int8 rows and the scale of each."""

    def __init__(self, folder: Path) -> None:
        try:
            self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            words = (folder / "vocabulary.txt").read_text(encoding="utf-8").split()
            with safe_open(folder / "model.safetensors", framework="numpy") as file:
                self.rows: NDArray[np.int8] = file.get_tensor("embeddings")
                self.scales: NDArray[np.float32] = file.get_tensor("scales")
                self.vocabulary = Vocabulary(words, file.get_tensor("pairs"))
        except (OSError, ValueError, KeyError) as error:
            raise EmbedderUnavailable("no_model", path=str(folder), reason=str(error)) from error
        if self.config.get("analysis_version") != ANALYSIS_VERSION or len(self.vocabulary) != len(self.rows):
            raise EmbedderUnavailable("model_mismatch", path=str(folder), needed=ANALYSIS_VERSION)


class StaticEmbedder:
    """Normalised sum of one vector for each known syllable and bigram; numpy only."""

    def __init__(self, folder: Path = DEFAULT_FOLDER) -> None:
        model = StaticModel(folder)
        self._vocabulary, self._rows, self._scales = model.vocabulary, model.rows, model.scales
        self.name = f"{STATIC}:{model.config['fingerprint']}"
        self.dimension = int(self._rows.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Unit rows, shape (len(texts), dimension), float32; a text without a known token gives zeros."""
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _CHUNK):
            rows, offsets = self._vocabulary.bags(texts[start : start + _CHUNK])
            scales = self._scales[rows]
            for i in range(len(offsets) - 1):
                bag = slice(offsets[i], offsets[i + 1])
                sums[start + i] = scales[bag] @ self._rows[rows[bag]].astype(np.float32)
        return unit_rows(sums)

    def embed_question(self, text: str) -> Vector:
        """Unit vector, shape (dimension,), float32."""
        vector: Vector = self.embed_passages([text])[0]
        return vector


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by folder or hub name; imports torch when first used.

    `question_prefix` and `passage_prefix` are put before each text ("query: ", "passage: " for E5).
    Nothing is downloaded unless `download` is set.
    """

    def __init__(
        self, model: str, question_prefix: str = "", passage_prefix: str = "", download: bool = False
    ) -> None:
        self.name = f"sentence-transformers:{model}"
        self._path = model
        self._prefixes = (question_prefix, passage_prefix)
        self._download = download

    @cached_property
    def _model(self) -> "SentenceTransformer":
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - torch only on demand
        except ImportError as error:
            raise EmbedderUnavailable("no_sentence_transformers", model=self._path) from error
        try:
            model: SentenceTransformer = SentenceTransformer(
                self._path, device="cpu", local_files_only=not self._download
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise EmbedderUnavailable("no_model", path=self._path, reason=str(error)) from error
        return model

    @cached_property
    def dimension(self) -> int:
        """Length of a vector; reads the model."""
        return int(self.embed_question("a").shape[0])

    def _encode(self, texts: list[str]) -> Vector:
        encoded = self._model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
        return unit_rows(np.asarray(encoded, np.float32).reshape(len(texts), -1))

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Unit rows, shape (len(texts), dimension), float32."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return self._encode([self._prefixes[1] + text for text in texts])

    def embed_question(self, text: str) -> Vector:
        """Unit vector, shape (dimension,), float32."""
        vector: Vector = self._encode([self._prefixes[0] + text])[0]
        return vector


def load_embedder(name: str = STATIC, question_prefix: str = "", passage_prefix: str = "") -> Embedder:
    """The embedder a setting names: "static" for the shipped model, a folder with a static model, or a
    sentence-transformers model by folder or hub name.

    Raises EmbedderUnavailable when a static model cannot be read; another model is read at first use.
    """
    if name == STATIC:
        return StaticEmbedder()
    if (Path(name) / "vocabulary.txt").is_file():
        return StaticEmbedder(Path(name))
    return SentenceTransformerEmbedder(name, question_prefix, passage_prefix)
