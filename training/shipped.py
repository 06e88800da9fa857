"""The weights of a reader.onnx as a network again: whoever has lost a run's checkpoint goes on from what was shipped.

int8 weights come back as the nearest numbers that int8 holds; a few hundred steps mend what rounding cost.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from sayso.reading.encoder import unpacked
from training.export import HEADS
from training.network import DISTANCE_PACE, Network, Shape

Array = NDArray[np.float32]


def shipped(path: Path) -> tuple[Network, list[str]]:
    """The network that a reader.onnx was written from, and the names of its relations."""
    model = onnx.load(str(path))
    constants = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    scheme = json.loads({each.key: each.value for each in model.metadata_props}["scheme"])
    shape = Shape(relations=len(scheme["relations"]), inner=len(constants["l0.inner.bias"]))
    network = Network(shape, dropout=0.0)
    state = network.state_dict() | {
        name: torch.from_numpy(np.array(v)) for name, v in _state(constants, scheme).items()
    }
    network.load_state_dict(state)
    return network.eval(), list(scheme["relations"])


def _state(constants: dict[str, Array], scheme: dict[str, dict[str, object]]) -> dict[str, Array]:
    shape = Shape()
    found = {
        "encoder.words.weight": _real(constants, "words"),
        "encoder.positions.weight": constants["positions.weight"],
    }
    looks = constants["looks.weight"].reshape(5, 4, shape.width)
    # Only sums of a case and a gap are kept: the first gap counts as nothing, and each case holds its share.
    found |= {"encoder.cases.weight": looks[:, 0], "encoder.gaps.weight": looks[0] - looks[0, 0]}
    found |= _norm(constants, "encoder.norm", "embedded")
    for i in range(shape.layers):
        at = f"encoder.layers.{i}"
        for part in ("qkv", "out", "inner", "outer"):
            found[f"{at}.{part}.weight"] = _real(constants, f"l{i}.{part}").T
            found[f"{at}.{part}.bias"] = constants[f"l{i}.{part}.bias"]
        found |= _norm(constants, f"{at}.out_norm", f"l{i}.middle") | _norm(constants, f"{at}.outer_norm", f"l{i}.end")
    return found | _heads(constants, shape) | _joins(scheme)


def _real(constants: dict[str, Array], name: str) -> Array:
    if f"{name}.weight" in constants:
        return constants[f"{name}.weight"]
    return np.asarray(constants[f"{name}.q"].astype(np.float32) * constants[f"{name}.scale"], dtype=np.float32)


def _norm(constants: dict[str, Array], name: str, output: str) -> dict[str, Array]:
    gamma = constants[f"{output}.gamma"]
    return {f"{name}.weight": gamma / np.float32(len(gamma) ** 0.5), f"{name}.bias": constants[f"{output}.beta"]}


def _heads(constants: dict[str, Array], shape: Shape) -> dict[str, Array]:
    """The joint matrix taken apart; queries carry the scale of their scores."""
    edges = np.cumsum(constants["head_sizes"])[:-1]
    weights, biases = np.split(_real(constants, "heads"), edges, axis=1), np.split(constants["heads.bias"], edges)
    found: dict[str, Array] = {}
    for name, weight, bias in zip(HEADS, weights, biases, strict=True):
        scale = np.float32({"link_query": shape.link, "role_query": shape.role}.get(name, 1) ** 0.5)
        found |= {f"heads.{name}.weight": weight.T * scale, f"heads.{name}.bias": bias * scale}
    return found


def _joins(scheme: dict[str, dict[str, object]]) -> dict[str, Array]:
    """The small matrices that join scores."""
    pace = np.float32(DISTANCE_PACE)
    plain = {"chain.steps": "chain_steps", "chain.first": "chain_first", "relation.bias": "relation_bias"}
    paced = ("link_distance", "role_distance", "role_inside")
    found = {f"heads.{ours}": unpacked(scheme[theirs]) for ours, theirs in plain.items()}
    found |= {f"heads.{name}": unpacked(scheme[name]) / pace for name in paced}
    return found | {"heads.relation.weight": unpacked(scheme["relation_weight"]).T}
