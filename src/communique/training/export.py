"""Write a trained network as one ONNX graph with 8-bit weights, its tokenizer and its settings."""

import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from communique.training.data import LABELS
from communique.training.network import N_FEATURES, EntityNetwork, encoder_folder

__all__ = ["export", "quantise", "write_graph"]

INPUTS = ("pieces", "mask", "firsts", "features", "lengths")
DYNAMIC_AXES = {
    "pieces": {0: "windows", 1: "pieces"},
    "mask": {0: "windows", 1: "pieces"},
    "firsts": {0: "windows", 1: "words"},
    "features": {0: "windows", 1: "words"},
    "lengths": {0: "windows"},
    "scores": {0: "windows", 1: "words"},
}


def export(network: EntityNetwork, folder: Path, about: dict[str, object], *, keep_float: bool = False) -> None:
    """Write `model.onnx`, `tokenizer.json` and `config.json`.

    Parameters
    ----------
    network
        The trained network.
    folder
        Where to; made if missing.
    about
        What `config.json` is to say of the training, beside the labels.
    keep_float
        Also leave `model-float.onnx`, the graph before quantisation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = folder / "model-float.onnx" if keep_float else Path(scratch) / "plain.onnx"
        write_graph(network, plain)
        quantise(plain, folder / "model.onnx")
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    settings = {"labels": list(LABELS), **about}
    (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def quantise(plain: Path, path: Path) -> None:
    """Write a graph with 8-bit weights, of which 7 bits are used.

    With all 8, processors without the VNNI instructions would overflow and score otherwise than others.
    """
    with tempfile.TemporaryDirectory() as scratch:
        prepared = Path(scratch) / "prepared.onnx"
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def write_graph(network: EntityNetwork, path: Path) -> None:
    """Write the network's graph in 32-bit floats, windows, pieces and words of any number."""
    network.eval()
    example = (
        torch.tensor([[101, 2003, 2004, 102], [101, 2005, 102, 0]]),
        torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]]),
        torch.tensor([[1, 2], [1, 0]]),
        torch.zeros(2, 2, N_FEATURES),
        torch.tensor([2, 1]),
    )
    torch.onnx.export(
        network, example, path, input_names=list(INPUTS), output_names=["scores"],
        dynamic_axes=DYNAMIC_AXES, opset_version=17, dynamo=False,
    )  # fmt: skip
    onnx.checker.check_model(path)
