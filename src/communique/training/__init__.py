"""Train the project's own entity model: gold to labelled words, network, training, export to ONNX."""
