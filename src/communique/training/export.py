"""Write trained networks as ONNX graphs with 8-bit weights, with the tokenizer and the settings."""

import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from communique.extraction.ties import N_RELATIVE
from communique.training.data import LABELS
from communique.training.network import N_FEATURES, Reader, TieHead, encoder_folder

__all__ = ["export_head", "export_reader", "quantise"]

# At run time one window is read at a time.
READER_AXES = {
    "pieces": {1: "pieces"},
    "firsts": {1: "words"},
    "features": {1: "words"},
    "scores": {1: "words"},
    "states": {1: "words"},
}
TIE_AXES = {
    "left": {0: "lefts"},
    "context": {0: "lefts"},
    "right": {0: "rights"},
    "owned": {0: "entities", 1: "rights"},
    "distance": {0: "lefts", 1: "rights"},
    "gap": {0: "lefts", 1: "rights"},
    "relative": {0: "lefts", 1: "entities"},
    "scores": {0: "lefts", 1: "entities"},
}


def export_reader(reader: Reader, folder: Path, about: dict[str, object]) -> None:
    """Write `names.onnx`, `tokenizer.json` and `config.json`.

    Parameters
    ----------
    reader
        The trained reader.
    folder
        Where to; made if missing.
    about
        What `config.json` is to say of the training, beside the labels.
    """
    folder.mkdir(parents=True, exist_ok=True)
    example = (
        torch.tensor([[101, 2003, 2004, 102]]),
        torch.tensor([[1, 2]]),
        torch.zeros(1, 2, N_FEATURES),
    )
    _write(reader, example, READER_AXES, ("scores", "states"), folder / "names.onnx")
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    settings = {"labels": list(LABELS), **about}
    (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def export_head(head: TieHead, path: Path) -> None:
    """Write the graph of the head of a relation."""
    _write(head, _tie_example(head), TIE_AXES, ("scores",), path)


def _write(
    network: nn.Module,
    example: tuple[Tensor, ...],
    axes: dict[str, dict[int, str]],
    outputs: tuple[str, ...],
    path: Path,
) -> None:
    """Write a network's graph in 8-bit weights, with the axes that may be of any length."""
    network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            network, example, plain, input_names=[name for name in axes if name not in outputs],
            output_names=list(outputs), dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        onnx.checker.check_model(plain)
        quantise(plain, path)


def _tie_example(head: TieHead) -> tuple[Tensor, ...]:
    width = head.query.in_features
    return (
        torch.zeros(3, width),
        torch.zeros(3, head.context.in_features),
        torch.zeros(4, width),
        torch.tensor([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]),
        torch.zeros(3, 4, dtype=torch.long),
        torch.zeros(3, 4),
        torch.zeros(3, 2, N_RELATIVE),
    )


def quantise(plain: Path, path: Path) -> None:
    """Write a graph with 8-bit weights, of which 7 bits are used.

    With all 8, processors without the VNNI instructions would overflow and score otherwise than others.
    """
    with tempfile.TemporaryDirectory() as scratch:
        prepared = Path(scratch) / "prepared.onnx"
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
