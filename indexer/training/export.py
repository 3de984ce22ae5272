"""Write a trained table as the model folder that `indexer.embedding.StaticEmbedder` reads."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from indexer.text.analysis import ANALYSIS_VERSION
from indexer.text.vocabulary import Vocabulary

MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "indexer.training.module.TermBag"},
]


def quantise(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """int8 rows and the scale of each: `rows * scales[:, None]` is `table` to within half a step."""
    scales = np.maximum(np.abs(table).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(table / scales[:, None]).astype(np.int8), scales


def export(folder: Path, vocabulary: Vocabulary, table: NDArray[np.float32]) -> None:
    """Write weights, vocabulary and configuration; an existing README.md stays."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(table)
    tensors: dict[str, NDArray[Any]] = {"embeddings": rows, "scales": scales, "pairs": vocabulary.pairs}
    (folder / "model.safetensors").write_bytes(save(tensors))
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary.words) + "\n", encoding="utf-8")
    config = {
        "fingerprint": hashlib.sha256(rows.tobytes() + vocabulary.pairs.tobytes()).hexdigest()[:12],
        "dimension": table.shape[1],
        "analysis_version": ANALYSIS_VERSION,
        "words": len(vocabulary.words),
        "pairs": len(vocabulary.pairs),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "modules.json").write_text(json.dumps(MODULES, indent=2) + "\n", encoding="utf-8")
    sentence = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps(sentence, indent=2) + "\n", encoding="utf-8"
    )
