"""The static model as a sentence-transformers module: `SentenceTransformer("indexer/model")` finds it
through modules.json. The only code outside the training that imports torch."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch

from indexer.embedding import StaticModel


def _input_module() -> Any:
    try:
        return import_module("sentence_transformers.base.modules").InputModule
    except ModuleNotFoundError:  # sentence-transformers 5
        return import_module("sentence_transformers.models").InputModule


class TermBag(_input_module()):  # type: ignore[misc]
    """Normalised sum of the dequantised vectors of the known syllables and bigrams of a text."""

    save_in_root = True

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = Path(folder)
        model = StaticModel(self._folder)
        self._vocabulary = model.vocabulary
        self.tokenizer = None
        weights = model.rows.astype(np.float32) * model.scales[:, None]
        self.table = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(weights), mode="sum")

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Rows of all texts, and where each text's bag starts in them."""
        rows, offsets = self._vocabulary.bags([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.from_numpy(rows.astype(np.int64)),
            "offsets": torch.from_numpy(offsets[:-1]),
        }

    def tokenize(self, texts: list[str], **_: Any) -> dict[str, Any]:
        """`preprocess` under its name before sentence-transformers 6."""
        return self.preprocess(texts)

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds `sentence_embedding`, shape (texts, dimension)."""
        sums = self.table(features["input_ids"], features["offsets"])
        features["sentence_embedding"] = torch.nn.functional.normalize(sums, dim=1)
        return features

    @property
    def max_seq_length(self) -> float:
        return float("inf")

    def get_embedding_dimension(self) -> int:
        return int(self.table.embedding_dim)

    def get_sentence_embedding_dimension(self) -> int:
        """`get_embedding_dimension` under its older name."""
        return self.get_embedding_dimension()

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Copy the model's files."""
        for name in ("config.json", "vocabulary.txt", "model.safetensors"):
            Path(output_path, name).write_bytes((self._folder / name).read_bytes())

    @classmethod
    def load(cls, model_name_or_path: str, **_: Any) -> "TermBag":
        """The module of a model folder on this machine."""
        return cls(model_name_or_path)
