"""Train the reader's encoder: ``python -m training.train --data ../shared/data --out runs/NAME``.

Seeded and resumable: started again with the same arguments it goes on from the last checkpoint in ``--out``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from sayso.reading.encoder import Encoder
from training.augment import NameSwap, disturb, frequent_names
from training.bullets import read_bullets
from training.corpus import read_corpus
from training.examples import Batch, Example, Prepare, batches, collate, examples
from training.losses import losses
from training.network import Network, Shape
from training.passages import Passage
from training.polnear import read_polnear
from training.pretrained import load_tokenizer, pretrained_folder
from training.re3d import is_held_out, read_re3d
from training.shipped import shipped
from training.universal import OPEN_GUM_GENRES, read_treebank
from training.wire import wire_passages

# Shares of all pieces seen, which keep the small corpora from being learnt by heart.
SHARES = {
    "polnear": 0.46,
    "ewt": 0.28,
    "gum": 0.13,
    "re3d": 0.08,
    "bullets": 0.05,
    "wire": 0.06,
    "claims": 0.8,
    "quiet": 0.1,
}

WIRE_PASSAGES = 800
# Documents of the treebanks that tell of no war: the corpus has hardly a sentence about eggs or tickets.
QUIET = ("answers-", "reviews-", "email-", "GUM_voyage", "GUM_textbook")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides a run."""

    seed: int = 1
    steps: int = 2200
    # A run that is slower than planned cools down in time: progress is the larger of steps and minutes.
    minutes: float = 75.0
    pieces_per_batch: int = 3072
    speech_core: int = 190
    syntax_core: int = 190
    encoder_rate: float = 2.5e-4
    head_rate: float = 1.0e-3
    warm_up: float = 0.05
    decay: float = 0.01
    dropout: float = 0.1
    without: tuple[str, ...] = ()
    # Claims are few: one that starts from an encoder which has read the other corpora needs fewer rounds.
    start: str | None = None
    claims_share: float = SHARES["claims"]
    # Weights whose trees give the claims their anchors.
    trees: str = "src/sayso/reading/weights"


@dataclass(slots=True)
class Progress:
    """Where a run stands."""

    step: int = 0
    seconds: float = 0.0

    def share(self, plan: Plan) -> float:
        """From 0 to 1."""
        return min(1.0, max(self.step / plan.steps, self.seconds / 60 / plan.minutes))


class Course:
    """Endless batches of one corpus, the same for the same seed, epoch by epoch."""

    def __init__(
        self,
        name: str,
        passages: list[Passage],
        prepare: Prepare,
        core: int,
        tokenizer: Tokenizer,
        relations: dict[str, int],
        plan: Plan,
    ) -> None:
        self.name, self.passages, self.prepare, self.core = name, passages, prepare, core
        self.tokenizer, self.relations, self.plan = tokenizer, relations, plan

    def __iter__(self) -> Iterator[list[Example]]:
        epoch = 0
        while True:
            rng = random.Random(f"{self.plan.seed} {self.name} {epoch}")
            rows: list[Example] = []
            for passage in self.passages:
                rows += examples(self.prepare(passage, rng), self.tokenizer, self.relations, self.core, rng)
            yield from batches(rows, self.plan.pieces_per_batch, rng)
            epoch += 1


def relation_numbers(passages: list[Passage]) -> dict[str, int]:
    """Every relation that occurs, in the order of the alphabet."""
    names = {w.relation for p in passages for s in p.sentences or () for w in s}
    return {name: i for i, name in enumerate(sorted(names))}


def courses(data: Path, tokenizer: Tokenizer, plan: Plan) -> tuple[list[Course], dict[str, int]]:
    """The corpora under ``data``, each with its way to be disturbed."""
    polnear = read_polnear(data / "polnear" / "train")
    ewt = read_treebank(data / "ud" / "ewt" / "train.conllu")
    gum = read_treebank(data / "ud" / "gum" / "train.conllu", OPEN_GUM_GENRES)
    re3d = [p for p in read_re3d(data / "re3d") if not is_held_out(p.name)]
    bullets = read_bullets(data / "wikipedia_current_events" / "bullets.jsonl")
    # Without PolNeAR the corpus has to teach who speaks as well.
    claims = read_corpus(data, Encoder(Path(plan.trees), threads=2), speech="polnear" in plan.without)
    relations = relation_numbers(ewt + gum)
    pool = tuple(sorted(frequent_names([p.text for p in (*ewt, *gum, *re3d)], at_least=2)))
    swap = NameSwap(frequent_names([p.text for p in polnear], at_least=25), pool)
    swap_places = NameSwap(frequent_names([p.text for p in re3d], at_least=4), pool)

    def speech(passage: Passage, rng: random.Random) -> Passage:
        return disturb(swap(passage, rng) if rng.random() < 0.5 else passage, rng)

    def told(passage: Passage, rng: random.Random) -> Passage:
        return disturb(swap_places(passage, rng) if rng.random() < 0.3 else passage, rng, 0.6)

    def syntax(passage: Passage, rng: random.Random) -> Passage:
        return disturb(passage, rng, 0.3)

    def mentions(passage: Passage, rng: random.Random) -> Passage:
        return disturb(swap_places(passage, rng) if rng.random() < 0.5 else passage, rng, 0.6)

    parts: list[tuple[str, list[Passage], Prepare, int]] = [
        ("polnear", polnear, speech, plan.speech_core),
        ("ewt", ewt, syntax, plan.syntax_core),
        ("gum", gum, syntax, plan.syntax_core),
        ("re3d", re3d, mentions, plan.speech_core),
        ("bullets", bullets, mentions, plan.speech_core),
        ("claims", balanced(claims), told, plan.speech_core),
        ("quiet", [_quiet(p) for p in (*ewt, *gum) if p.name.startswith(QUIET)], syntax, plan.speech_core),
        ("wire", wire_passages(str(plan.seed), WIRE_PASSAGES), disturb, plan.speech_core),
    ]
    kept = [part for part in parts if part[0] not in plan.without]
    return [Course(*part, tokenizer, relations, plan) for part in kept], relations


def balanced(passages: list[Passage]) -> list[Passage]:
    """Passages of the smaller data sets several times over, so that each is read as the root of its size.

    Half of the corpus is of one war and of a dozen outlets, and a reader meets others.
    """
    sizes = Counter[str]()
    for passage in passages:
        sizes[passage.name.split("/")[0]] += len(passage.text)
    largest = max(sizes.values())
    times = {dataset: round((largest / size) ** 0.5) for dataset, size in sizes.items()}
    return [passage for passage in passages for _ in range(times[passage.name.split("/")[0]])]


def _quiet(passage: Passage) -> Passage:
    """The passage as a text that claims nothing."""
    return Passage(passage.name, passage.text, claims=())


def timetable(names: list[str], plan: Plan) -> Iterator[str]:
    """Which corpus each step takes; the same for the same seed."""
    rng = random.Random(f"{plan.seed} timetable")
    weights = [plan.claims_share if name == "claims" else SHARES[name] for name in names]
    while True:
        yield rng.choices(names, weights)[0]


def rate(share: float, plan: Plan) -> float:
    """The share of the full learning rate: up, then down on a cosine."""
    if share < plan.warm_up:
        return share / plan.warm_up
    return 0.5 + 0.5 * math.cos(math.pi * (share - plan.warm_up) / (1 - plan.warm_up))


def optimizer_of(network: Network, plan: Plan) -> torch.optim.AdamW:
    """Weights decay, biases and norms do not; heads learn faster than the encoder."""
    groups = []
    for module, peak in ((network.encoder, plan.encoder_rate), (network.heads, plan.head_rate)):
        for decays in (True, False):
            weights = [p for p in module.parameters() if p.requires_grad and (p.ndim > 1) == decays]
            groups.append({"params": weights, "peak": peak, "weight_decay": plan.decay if decays else 0.0})
    return torch.optim.AdamW(groups, lr=plan.encoder_rate, betas=(0.9, 0.98))


def save(path: Path, network: Network, optimizer: torch.optim.Optimizer | None, state: dict[str, object]) -> None:
    """Write a checkpoint whole or not at all."""
    content = {"network": network.state_dict(), "shape": asdict(network.shape), **state}
    if optimizer is not None:
        content["optimizer"] = optimizer.state_dict()
    torch.save(content, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def train(data: Path, out: Path, plan: Plan, checkpoint_minutes: float = 4.0) -> Path:
    """Run to the end of the plan and return the path of the final weights."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    tokenizer = load_tokenizer()
    parts, relations = courses(data, tokenizer, plan)
    start = started_from(Path(plan.start)) if plan.start else None
    inner = len(start["encoder.layers.0.inner.bias"]) if start else Shape().inner
    network = Network(Shape(relations=len(relations), inner=inner), plan.dropout)
    if start is None:
        network.encoder.load_pretrained(pretrained_folder())
    else:
        # Heads that the earlier weights lack start anew.
        network.load_state_dict(start, strict=False)
    optimizer = optimizer_of(network, plan)
    progress = Progress()
    running = out / "running.pt"
    if running.exists():
        state = torch.load(running, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        progress = Progress(state["step"], state["seconds"])
    state_of = {"relations": list(relations), "plan": asdict(plan)}
    feeds = {part.name: iter(part) for part in parts}
    order = timetable(list(feeds), plan)
    for _ in range(progress.step):
        next(feeds[next(order)])
    log, clock, saved = Log(out / "log.jsonl"), time.monotonic(), time.monotonic()
    while progress.share(plan) < 1.0:
        name = next(order)
        batch = collate(next(feeds[name]))
        torch.manual_seed(plan.seed * 1_000_003 + progress.step)
        terms = step(network, optimizer, batch, rate(progress.share(plan), plan))
        progress.step += 1
        now = time.monotonic()
        progress.seconds, clock = progress.seconds + now - clock, now
        log.add(progress, name, terms, int(batch.mask.sum()))
        if now - saved > checkpoint_minutes * 60:
            save(running, network, optimizer, {**state_of, **asdict(progress)})
            saved = now
    save(out / "final.pt", network, None, {**state_of, **asdict(progress)})
    return out / "final.pt"


def started_from(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a checkpoint, or of the reader.onnx that a run was shipped as."""
    if path.suffix == ".onnx":
        return shipped(path)[0].state_dict()
    state: dict[str, torch.Tensor] = torch.load(path, weights_only=True)["network"]
    return state


def step(network: Network, optimizer: torch.optim.Optimizer, batch: Batch, share: float) -> dict[str, float]:
    """One update at ``share`` of the full rates; returns the losses."""
    network.train()
    terms = losses(network, batch)
    torch.stack(list(terms.values())).sum().backward()
    torch.nn.utils.clip_grad_norm_([p for g in optimizer.param_groups for p in g["params"]], 1.0)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * share
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return {name: float(term.detach()) for name, term in terms.items()}


class Log:
    """Means of the losses, a line every so many steps."""

    def __init__(self, path: Path, every: int = 25) -> None:
        self.path, self.every = path, every
        self.sums: dict[str, list[float]] = {}
        self.pieces, self.since = 0, time.monotonic()

    def add(self, progress: Progress, name: str, terms: dict[str, float], pieces: int) -> None:
        """Count a step in, and write when it is time."""
        for term, value in terms.items():
            self.sums.setdefault(f"{name}.{term}", []).append(value)
        self.pieces += pieces
        if progress.step % self.every == 0:
            now = time.monotonic()
            line: dict[str, float] = {"step": progress.step, "minutes": round(progress.seconds / 60, 2)}
            line["pieces_per_s"] = round(self.pieces / (now - self.since))
            line |= {k: round(sum(v) / len(v), 4) for k, v in sorted(self.sums.items())}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            self.sums, self.pieces, self.since = {}, 0, now


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--minutes", type=float, default=Plan().minutes)
    parser.add_argument("--seed", type=int, default=Plan().seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without", nargs="*", default=[], help="corpora to leave out, e.g. polnear")
    parser.add_argument("--start", help="weights of an earlier run to go on from: final.pt or reader.onnx")
    parser.add_argument("--rate", type=float, default=Plan().encoder_rate, help="the encoder's highest learning rate")
    parser.add_argument("--claims-share", type=float, default=SHARES["claims"])
    parser.add_argument("--trees", default=Plan().trees, help="weights that draw the trees which anchor the claims")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    plan = Plan(
        seed=arguments.seed,
        steps=arguments.steps,
        minutes=arguments.minutes,
        encoder_rate=arguments.rate,
        without=tuple(arguments.without),
        start=arguments.start,
        claims_share=arguments.claims_share,
        trees=arguments.trees,
    )
    print(train(arguments.data, arguments.out, plan))


if __name__ == "__main__":
    main()
