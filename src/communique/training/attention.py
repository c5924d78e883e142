"""Attention as one operator, so that a reader takes about two thirds of the time.

PyTorch writes attention as a dozen operators, each of which goes through memory: the weights of all pairs of pieces
are made, masked, normalised and read again. onnxruntime has one operator for all of it (`MultiHeadAttention`) that
keeps what it works on in the processor's cache (Dao et al. 2022, "FlashAttention"). It adds up in another order, so
that scores differ in the last digits, and by a step of the 8-bit scale where one lay between two.

    python -m communique.training.attention NAMES.ONNX --out NAMES.ONNX
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import GraphProto, ModelProto, NodeProto, helper

__all__ = ["fuse_attention", "main"]

DOMAIN = "com.microsoft"  # of onnxruntime's own operators
HEADS = 12


def fuse_attention(model: ModelProto, heads: int = HEADS) -> int:
    """Put one operator in the place of each attention of a graph, and return how many there were.

    The mask goes: a window goes through the model alone, without padding, so that it hides nothing. `mask` stays an
    input, which the graph does not read.

    Raises
    ------
    ValueError
        When what surrounds a softmax is no attention as `communique.training.network.Layer` computes it.
    """
    graph = model.graph
    giver = {output: node for node in graph.node for output in node.output}
    taker = {name: node for node in graph.node for name in node.input if node.op_type != "Shape"}
    softmaxes = [node for node in graph.node if node.op_type == "Softmax"]
    for softmax in softmaxes:
        weights = _before(giver, giver[softmax.input[0]].input[0], "MatMul")
        seen = taker[softmax.output[0]]
        whole = taker[taker[seen.output[0]].output[0]]
        if (seen.op_type, whole.op_type) != ("MatMul", "Reshape"):
            raise ValueError(f"{softmax.name} is not the softmax of an attention")
        sides = (weights.input[0], weights.input[1], seen.input[1])  # query, key and value, cut into heads
        inputs = [_before(giver, side, "Add").output[0] for side in sides]
        name = f"{softmax.name}/attention"
        fused = helper.make_node("MultiHeadAttention", inputs, whole.output[:1], name, domain=DOMAIN, num_heads=heads)
        at = list(graph.node).index(whole)
        graph.node.remove(whole)
        graph.node.insert(at, fused)
    _drop_unread(graph)
    if all(opset.domain != DOMAIN for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    return len(softmaxes)


def _before(giver: dict[str, NodeProto], value: str, operator: str) -> NodeProto:
    """Return the nearest operator of that kind on the way back from a value, along first inputs."""
    while giver[value].op_type != operator:
        value = giver[value].input[0]
        if value not in giver:
            raise ValueError(f"no {operator} comes before {value}")
    return giver[value]


def _drop_unread(graph: GraphProto) -> None:
    """Remove operators, and then weights, that nothing reads any more."""
    while True:
        read = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        unread = [node for node in graph.node if read.isdisjoint(node.output)]
        if not unread:
            break
        for node in unread:
            graph.node.remove(node)
    for weight in [weight for weight in graph.initializer if weight.name not in read]:
        graph.initializer.remove(weight)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a graph with its attention fused."""
    parser = argparse.ArgumentParser(description="Put one operator in the place of each attention of a graph.")
    parser.add_argument("graph", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=HEADS)
    args = parser.parse_args(arguments)
    model = onnx.load(args.graph)
    fuse_attention(model, args.heads)
    onnx.save(model, args.out)


if __name__ == "__main__":
    main()
