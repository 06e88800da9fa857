"""Cut the encoder to fewer inner units a layer: ``python -m training.narrow --weights A.pt --inner 1024 --out B.pt``.

In every layer the units stay that the losses would miss most: the square of activation times gradient (the estimate
of Molchanov et al., 2017, "Pruning convolutional neural networks"), summed over pieces of the training corpora.
``training.train --start B.pt`` then mends what the cut cost.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn

from training.examples import Batch, collate
from training.export import load_network
from training.losses import losses
from training.network import Layer, Network
from training.pretrained import load_tokenizer
from training.train import Plan, courses, timetable


def worth(network: Network, batches: list[Batch]) -> list[Tensor]:
    """What each inner unit of each layer is worth to the losses of ``batches``: (inner,) a layer."""
    layers = [layer for layer in network.encoder.layers if isinstance(layer, Layer)]
    found = [torch.zeros(layer.inner.out_features) for layer in layers]
    active: dict[int, Tensor] = {}

    def keep(i: int) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def hook(_: nn.Module, inputs: tuple[Tensor]) -> None:
            inputs[0].retain_grad()
            active[i] = inputs[0]

        return hook

    hooks = [layer.outer.register_forward_pre_hook(keep(i)) for i, layer in enumerate(layers)]
    for batch in batches:
        torch.stack(list(losses(network, batch).values())).sum().backward()
        for i, units in active.items():
            assert units.grad is not None
            found[i] += (units * units.grad).detach().square().sum((0, 1))
        network.zero_grad(set_to_none=True)
    for hook in hooks:
        hook.remove()
    return found


def narrowed(network: Network, kept: list[Tensor]) -> Network:
    """The network with only the inner units ``kept`` (as many in each layer)."""
    state = network.state_dict()
    for i, units in enumerate(kept):
        at = f"encoder.layers.{i}"
        state[f"{at}.inner.weight"] = state[f"{at}.inner.weight"][units]
        state[f"{at}.inner.bias"] = state[f"{at}.inner.bias"][units]
        state[f"{at}.outer.weight"] = state[f"{at}.outer.weight"][:, units]
    smaller = Network(replace(network.shape, inner=len(kept[0])), dropout=0.0)
    smaller.load_state_dict(state)
    return smaller


def main() -> None:
    """Weigh the units on some batches, cut, and write a checkpoint to start from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--inner", type=int, required=True, help="units that each layer keeps")
    parser.add_argument("--batches", type=int, default=40)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    network, relations = load_network(arguments.weights)
    plan = Plan()
    parts, _ = courses(arguments.data, load_tokenizer(), plan)
    feeds = {part.name: iter(part) for part in parts}
    order = islice(timetable(list(feeds), plan), arguments.batches)
    found = worth(network, [collate(next(feeds[name])) for name in order])
    kept = [units.topk(arguments.inner).indices.sort().values for units in found]
    for units, left in zip(found, kept, strict=True):
        print(f"kept {float(units[left].sum() / units.sum()):.4f} of the worth")
    smaller = narrowed(network, kept)
    torch.save({"network": smaller.state_dict(), "shape": asdict(smaller.shape), "relations": relations}, arguments.out)


if __name__ == "__main__":
    main()
