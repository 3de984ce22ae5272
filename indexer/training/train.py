"""Train the default static model: `python -m indexer.training.train TEXTS [--steps N] [--out FOLDER]`.

Contrastive learning (van den Oord et al. 2018, in-batch softmax) of one vector for each syllable and
frequent bigram; a text is the normalised sum of its vectors. Two cores, no accelerator.
"""

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from indexer.text.vocabulary import Ids, Vocabulary
from indexer.training import articles as texts
from indexer.training import pairs
from indexer.training.export import export

WORDS, PAIRS, DIMENSION = 12_000, 84_000, 256
TEMPERATURE = 0.05
# (source, kind of pair, share of the steps)
MIX = (
    ("phapdien", pairs.title_pair, 0.40),
    ("phapdien", pairs.span_pair, 0.22),
    ("statutes", pairs.title_pair, 0.08),
    ("statutes", pairs.span_pair, 0.05),
    ("viwiki", pairs.span_pair, 0.25),
)


def initial_vectors(vocabulary: Vocabulary, sources: dict[str, list[texts.Article]]) -> torch.Tensor:
    """Random directions as long as the inverse document frequency of their term."""
    seen = np.zeros(len(vocabulary))
    total = 0
    for articles in sources.values():
        for start in range(0, len(articles), 512):
            rows, offsets = vocabulary.rows_of([a.body[:400] for a in articles[start : start + 512]])
            for i in range(len(offsets) - 1):
                seen[np.unique(rows[offsets[i] : offsets[i + 1]])] += 1
            total += len(offsets) - 1
    idf = np.log((total + 1) / (seen + 1))
    noise = np.random.default_rng(7).standard_normal((len(vocabulary), DIMENSION))
    return torch.from_numpy((noise * (idf[:, None] / 60)).astype(np.float32))


class Model(torch.nn.Module):
    """Sum of the vectors of a bag, scaled to unit length."""

    def __init__(self, vocabulary: Vocabulary, vectors: torch.Tensor) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.table = torch.nn.EmbeddingBag.from_pretrained(vectors, freeze=False, mode="sum")

    def forward(self, sequences: list[Ids]) -> torch.Tensor:
        rows, offsets = self.vocabulary.rows_of(sequences)
        sums = self.table(torch.from_numpy(rows.astype(np.int64)), torch.from_numpy(offsets[:-1]))
        return torch.nn.functional.normalize(sums, dim=1)


def loss_of(questions: torch.Tensor, passages: torch.Tensor, groups: list[int]) -> torch.Tensor:
    """Symmetric in-batch softmax; members of one group (same title) are no negatives of each other."""
    scores = questions @ passages.T / TEMPERATURE
    group = torch.tensor(groups)
    same = (group[:, None] == group[None, :]) & ~torch.eye(len(groups), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(groups))
    there = torch.nn.functional.cross_entropy(scores, target)
    back = torch.nn.functional.cross_entropy(scores.T, target)
    return 0.75 * there + 0.25 * back


def train(
    vocabulary: Vocabulary, sources: dict[str, list[texts.Article]], steps: int, size: int, rate: float
) -> NDArray[np.float32]:
    """The trained table, shape (len(vocabulary), DIMENSION)."""
    torch.manual_seed(7)
    random = np.random.default_rng(7)
    model = Model(vocabulary, initial_vectors(vocabulary, sources))
    asking = pairs.Asking.of(vocabulary)
    optimiser = torch.optim.Adam(model.parameters(), lr=rate, betas=(0.9, 0.98), fused=True)
    shares = np.array([share for _, _, share in MIX])
    started, total = time.monotonic(), 0.0
    for step in range(steps):
        source, make, _ = MIX[int(random.choice(len(MIX), p=shares / shares.sum()))]
        run = 1 if step < steps * 0.25 or source == "viwiki" else int(random.choice([4, 8, 16, 32]))
        questions, passages, groups = pairs.batch(sources[source], make, asking, random, size=size, run=run)
        loss = loss_of(model(questions), model(passages), groups)
        warm = min(1.0, (step + 1) / 30)
        for group in optimiser.param_groups:
            group["lr"] = rate * warm * 0.5 * (1 + math.cos(math.pi * step / steps))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        total += loss.item()
        if step % 50 == 49:
            print(f"step {step + 1} loss {total / 50:.3f} {time.monotonic() - started:.0f} s", flush=True)
            total = 0.0
    table: NDArray[np.float32] = model.table.weight.detach().numpy()
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="folder with the training texts (*.txt.gz)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "model")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=5e-3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    started = time.monotonic()
    vocabulary, sources = texts.load(arguments.texts, WORDS, PAIRS)
    sources["statutes"] = sources.pop("phapluat_2026") + sources.pop("uts_vlc")
    print({name: len(found) for name, found in sources.items()}, f"{time.monotonic() - started:.0f} s")
    table = train(vocabulary, sources, arguments.steps, arguments.batch, arguments.rate)
    export(arguments.out, vocabulary, table)


if __name__ == "__main__":
    main()
