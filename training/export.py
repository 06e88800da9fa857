"""Weights to ONNX: ``python -m training.export --weights runs/NAME/final.pt --out src/sayso/reading/weights``.

The graph is laid down by hand from onnxruntime's fused operators, so that its file has the same bytes each time and
PyTorch's tracer is not needed. It reads one window at a time: then the ranges by which int8 activations are scaled
come from that window alone, and no window's answer depends on what was read beside it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.examples import UPOS
from training.network import DISTANCE_PACE, SPEECH_TAGS, Network, Shape
from training.passages import CLAIM_KINDS, CLAIM_ROLES, MENTION_KINDS
from training.pretrained import pretrained_folder

Array = NDArray[np.float32]
_CONTRIB = "com.microsoft"
# Heads whose outputs leave the graph, in the order in which they stand in one joint matrix.
HEADS = (
    "speech",
    "link_query",
    "link_key",
    "mentions",
    "breaks",
    "upos",
    "arc_head",
    "relation_dependent",
    "relation_head",
    "anchor",
    "role_query",
    "role_key",
    "arc_dependent",
)


# Seven bits a weight: two products of eight-bit numbers overflow the sixteen bits in which older processors (AVX2
# without VNNI) add them, and the same text must give the same answer on every desk.
MATRIX_TOP = 63


class _Graph:
    """Collects nodes and initialisers; ``quantised`` decides how a matrix is stored."""

    def __init__(self, weights: dict[str, Array], shape: Shape, quantised: bool) -> None:
        self.weights, self.shape, self.quantised = weights, shape, quantised
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        node = helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes)
        self.nodes.append(node)
        return output

    def matrix(self, x: str, name: str, weight: Array, bias: Array | None) -> str:
        """``x`` @ ``weight`` (in, out) + ``bias``."""
        if self.quantised:
            scale = np.maximum(np.abs(weight).max(0), 1e-8).astype(np.float32) / MATRIX_TOP
            whole = np.rint(weight / scale).astype(np.int8)
            inputs = [x, self.constant(f"{name}.q", whole), self.constant(f"{name}.scale", scale), ""]
            inputs += [self.constant(f"{name}.bias", bias)] if bias is not None else []
            return self.node("DynamicQuantizeMatMul", inputs, name, _CONTRIB)
        product = name if bias is None else f"{name}.product"
        self.node("MatMul", [x, self.constant(f"{name}.weight", weight)], product)
        return product if bias is None else self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def table(self, indices: str, name: str, weight: Array) -> str:
        """Rows of ``weight``; quantised, each row has a scale of its own."""
        if not self.quantised:
            return self.node("Gather", [self.constant(f"{name}.weight", weight), indices], name)
        scale = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-8).astype(np.float32) / 127
        whole = np.rint(weight / scale).astype(np.int8)
        rows = self.node("Gather", [self.constant(f"{name}.q", whole), indices], f"{name}.rows")
        scales = self.node("Gather", [self.constant(f"{name}.scale", scale), indices], f"{name}.scales")
        real = self.node("Cast", [rows], f"{name}.real", to=TensorProto.FLOAT)
        return self.node("Mul", [real, scales], name)

    def norm(self, x: str, skip: str, name: str, output: str) -> str:
        """Layer norm of ``x`` + ``skip``, from plain operators: onnxruntime's own norm goes number by number.

        The length of the centred row replaces the deviation; gamma makes up for the root of the width.
        """
        gamma = self.weights[f"{name}.weight"] * np.float32(self.shape.width**0.5)
        both = self.node("Add", [x, skip], f"{output}.sum")
        mean = self.node("ReduceMean", [both, "last_axis"], f"{output}.mean", keepdims=1)
        centred = self.node("Sub", [both, mean], f"{output}.centred")
        length = self.node("ReduceL2", [centred, "last_axis"], f"{output}.length", keepdims=1)
        unit = self.node("Div", [centred, length], f"{output}.unit")
        scaled = self.node("Mul", [unit, self.constant(f"{output}.gamma", gamma)], f"{output}.scaled")
        return self.node("Add", [scaled, self.constant(f"{output}.beta", self.weights[f"{name}.bias"])], output)

    def layer(self, x: str, i: int) -> str:
        """A layer on ``x``; behind the last one's attention only the pieces that answer go on."""
        at = f"encoder.layers.{i}"
        w = self.weights
        qkv = self.matrix(x, f"l{i}.qkv", w[f"{at}.qkv.weight"].T, w[f"{at}.qkv.bias"])
        parts = [f"l{i}.{part}" for part in "qkv"]
        self.nodes.append(helper.make_node("Split", [qkv], parts, name=f"l{i}.split", axis=2, num_outputs=3))
        seen = self.node("MultiHeadAttention", parts, f"l{i}.seen", _CONTRIB, num_heads=self.shape.attention_heads)
        if i == self.shape.layers - 1:
            seen = self.node("Gather", [seen, "answering"], f"l{i}.seen.kept", axis=1)
            x = self.node("Gather", [x, "answering"], f"l{i}.kept", axis=1)
        out = self.matrix(seen, f"l{i}.out", w[f"{at}.out.weight"].T, w[f"{at}.out.bias"])
        x = self.norm(out, x, f"{at}.out_norm", f"l{i}.middle")
        inner = self.matrix(x, f"l{i}.inner", w[f"{at}.inner.weight"].T, None)
        bias = self.constant(f"l{i}.inner.bias", w[f"{at}.inner.bias"])
        active = self.node("BiasGelu", [inner, bias], f"l{i}.active", _CONTRIB)
        outer = self.matrix(active, f"l{i}.outer", w[f"{at}.outer.weight"].T, w[f"{at}.outer.bias"])
        return self.norm(outer, x, f"{at}.outer_norm", f"l{i}.end")

    def embeddings(self) -> str:
        self.constant("last_axis", np.array([2], np.int64))
        words = self.table("ids", "words", self.weights["encoder.words.weight"])
        # Case and gap together have few values: one small table holds their sums.
        cases, gaps = self.weights["encoder.cases.weight"], self.weights["encoder.gaps.weight"]
        both = (cases[:, None, :] + gaps[None, :, :]).reshape(-1, self.shape.width)
        looks = self.node("Gather", [self.constant("looks.weight", both), "looks_index"], "looks")
        length = self.node("Shape", ["ids"], "length", start=1, end=2)
        zero, one = self.constant("zero", np.zeros(1, np.int64)), self.constant("first_axis", np.zeros(1, np.int64))
        places = self.constant("positions.weight", self.weights["encoder.positions.weight"])
        own = self.node("Slice", [places, zero, length, one], "positions")
        place = self.node("Add", [looks, own], "place")
        return self.norm(words, place, "encoder.norm", "embedded")

    def heads(self, x: str) -> list[onnx.ValueInfoProto]:
        """All heads in one matrix, then split. Query and dependent carry the scale of their scores."""
        weights, biases, sizes = [], [], []
        for name in HEADS:
            weight, bias = self.weights[f"heads.{name}.weight"], self.weights[f"heads.{name}.bias"]
            if name == "link_query":
                weight, bias = weight / self.shape.link**0.5, bias / self.shape.link**0.5
            if name == "role_query":
                weight, bias = weight / self.shape.role**0.5, bias / self.shape.role**0.5
            weights.append(weight.T)
            biases.append(bias)
            sizes.append(len(bias))
        joint = self.matrix(x, "heads", np.concatenate(weights, 1), np.concatenate(biases))
        split = self.constant("head_sizes", np.array(sizes, np.int64))
        outputs = [name if name != "arc_dependent" else "arc_dependent.raw" for name in HEADS]
        self.nodes.append(helper.make_node("Split", [joint, split], outputs, name="head_split", axis=2))
        active = self.node("Gelu", ["arc_dependent.raw"], "arc_dependent.active", _CONTRIB)
        scale = self.constant("arc_scale", np.array(self.shape.arc**-0.5, np.float32))
        self.node("Mul", [active, scale], "arc_dependent")
        return [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "m", size])
            for name, size in zip(HEADS, sizes, strict=True)
        ]


def build(network: Network, relations: list[str], quantised: bool) -> onnx.ModelProto:
    """The graph: inputs ids and looks_index (4 * case + gap), both (1, t), and answering (m,), the places of those that
    answer; outputs HEADS, each (1, m, size).
    """
    weights = {k: v.detach().numpy().astype(np.float32) for k, v in network.state_dict().items()}
    graph = _Graph(weights, network.shape, quantised)
    x = graph.embeddings()
    for i in range(network.shape.layers):
        x = graph.layer(x, i)
    outputs = graph.heads(x)
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, [1, "t"]) for n in ("ids", "looks_index")]
    inputs.append(helper.make_tensor_value_info("answering", TensorProto.INT64, ["m"]))
    body = helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.constants)
    model = helper.make_model(
        body, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_CONTRIB, 1)], ir_version=9
    )
    helper.set_model_props(model, {"scheme": json.dumps(_scheme(weights, relations), sort_keys=True)})
    return model


def _scheme(weights: dict[str, Array], relations: list[str]) -> dict[str, object]:
    """What decoding needs beside the scores: names of the labels and the small matrices that join scores."""
    return {
        "speech_tags": list(SPEECH_TAGS),
        "mention_kinds": list(MENTION_KINDS),
        "upos": list(UPOS),
        "relations": relations,
        "chain_steps": _packed(weights["heads.chain.steps"]),
        "link_distance": _packed(weights["heads.link_distance"] * np.float32(DISTANCE_PACE)),
        "chain_first": _packed(weights["heads.chain.first"]),
        "relation_weight": _packed(weights["heads.relation.weight"].T),
        "relation_bias": _packed(weights["heads.relation.bias"]),
        "claim_roles": list(CLAIM_ROLES),
        "claim_kinds": [[kind, list(names)] for kind, names in CLAIM_KINDS.items()],
        "role_distance": _packed(weights["heads.role_distance"] * np.float32(DISTANCE_PACE)),
        "role_inside": _packed(weights["heads.role_inside"] * np.float32(DISTANCE_PACE)),
    }


def _packed(values: Array) -> dict[str, object]:
    data = np.ascontiguousarray(values, dtype="<f4").tobytes()
    return {"shape": list(values.shape), "data": base64.b64encode(data).decode("ascii")}


def load_network(path: Path) -> tuple[Network, list[str]]:
    """The network of a checkpoint, ready to answer, and the names of its relations."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    network = Network(Shape(**state["shape"]), dropout=0.0)
    network.load_state_dict(state["network"])
    return network.eval(), state["relations"]


def main() -> None:
    """Write reader.onnx (int8) and tokenizer.json, and with ``--full`` reader-fp32.onnx, and print their hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/reading/weights"))
    parser.add_argument("--full", type=Path, help="also write the full-precision graph to this file")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    network, relations = load_network(arguments.weights)
    _write(build(network, relations, quantised=True), arguments.out / "reader.onnx")
    (arguments.out / "tokenizer.json").write_bytes((pretrained_folder() / "tokenizer.json").read_bytes())
    if arguments.full:
        _write(build(network, relations, quantised=False), arguments.full)


def _write(model: onnx.ModelProto, path: Path) -> None:
    onnx.checker.check_model(model)
    data = model.SerializeToString(deterministic=True)
    path.write_bytes(data)
    print(f"{path} {len(data) / 1e6:.1f} MB sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
