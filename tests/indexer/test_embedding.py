"""The shipped model, read without torch and through sentence-transformers, and any other model."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.embedding import (
    DEFAULT_FOLDER,
    EmbedderUnavailable,
    SentenceTransformerEmbedder,
    StaticEmbedder,
    load_embedder,
)
from tests.needs import missing


def sentence_transformers() -> Any:
    try:
        return import_module("sentence_transformers")
    except ImportError:
        missing("sentence-transformers", "pip install 'sentence-transformers>=5,<6'")


MEGABYTE = 1_000_000
TEXTS = [
    "Bảo vệ môi trường, ứng phó với biến đổi khí hậu",
    "Tỷ lệ thu gom chất thải rắn sinh hoạt đạt 95% vào năm 2030",
    "Công tác cán bộ và xây dựng tổ chức đảng",
    "",
    "zzzz qqqq",
]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder()


def test_the_model_is_small_enough_to_ship() -> None:
    assert sum(file.stat().st_size for file in DEFAULT_FOLDER.rglob("*")) < 30 * MEGABYTE


def test_rows_are_unit_vectors_and_unknown_texts_give_zeros(embedder: StaticEmbedder) -> None:
    lengths = np.linalg.norm(embedder.embed_passages(TEXTS), axis=1)
    assert lengths == pytest.approx([1, 1, 1, 0, 0], abs=1e-5)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_a_paraphrase_is_nearer_than_another_subject(embedder: StaticEmbedder) -> None:
    question = embedder.embed_question("xử lý rác thải ở đô thị thế nào")
    scores = embedder.embed_passages(TEXTS[:3]) @ question
    assert scores.argmax() == 1


def test_spelling_variants_give_one_vector(embedder: StaticEmbedder) -> None:
    assert np.allclose(
        embedder.embed_question("Uỷ ban, hoà giải"), embedder.embed_question("ủy ban, hòa giải")
    )


@settings(deadline=None)
@given(st.text())
def test_any_string_has_a_finite_vector(text: str) -> None:
    assert np.isfinite(load_embedder().embed_question(text)).all()


def test_the_default_model_needs_no_torch() -> None:
    script = (
        "import sys; from indexer.embedding import load_embedder; load_embedder().embed_question('a b');"
        "sys.exit(bool({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_sentence_transformers_gives_the_same_vectors(embedder: StaticEmbedder) -> None:
    model = sentence_transformers().SentenceTransformer(str(DEFAULT_FOLDER), trust_remote_code=True)
    encoded = model.encode(TEXTS, show_progress_bar=False)
    assert np.abs(encoded - embedder.embed_passages(TEXTS)).max() < 1e-4


def test_a_saved_model_of_another_kind_is_used_with_its_prefixes(tmp_path: Path) -> None:
    library = sentence_transformers()
    modules = import_module("sentence_transformers.sentence_transformer.modules")
    words = ["query", "passage", "môi", "trường"]
    bag = modules.BoW(words, word_weights=dict.fromkeys(words, 1.0))
    library.SentenceTransformer(modules=[bag, modules.Normalize()]).save(str(tmp_path / "small"))
    other = load_embedder(str(tmp_path / "small"), question_prefix="query ", passage_prefix="passage ")
    assert isinstance(other, SentenceTransformerEmbedder)
    assert other.dimension == len(words)
    assert other.embed_question("môi")[words.index("query")] > 0
    assert other.embed_passages(["môi", "trường"])[:, words.index("passage")].min() > 0
    assert other.embed_passages([]).shape == (0, len(words))


@pytest.mark.parametrize("name", ["/nowhere/at/all", "no-such-owner/no-such-model"])
def test_a_missing_model_says_so(name: str) -> None:
    sentence_transformers()
    with pytest.raises(EmbedderUnavailable):
        load_embedder(name).embed_question("a")


def test_a_folder_made_with_another_analysis_is_refused(tmp_path: Path) -> None:
    for file in DEFAULT_FOLDER.iterdir():
        (tmp_path / file.name).symlink_to(file)
    config = (tmp_path / "config.json").read_text(encoding="utf-8")
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").write_text(config.replace('"analysis_version": ', '"analysis_version": 9'))
    with pytest.raises(EmbedderUnavailable, match="model_mismatch"):
        load_embedder(str(tmp_path))
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(EmbedderUnavailable, match="no_model"):
        load_embedder(str(tmp_path))
