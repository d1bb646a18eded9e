"""Writes the arrays that all peers read: standardised data, first weights, the examples' order."""

import gzip
import json
import subprocess

import numpy


def read_idx(path, header):
    with gzip.open(path) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def fashion(folder):
    """Fashion-MNIST's pixels with mean 0 and deviation 1 over the training set."""
    arrays = {}
    for part, prefix in (("", "train"), ("test_", "t10k")):
        pixels = read_idx(folder / f"{prefix}-images-idx3-ubyte.gz", 16)
        arrays[f"{part}inputs"] = pixels.reshape(-1, 784).astype(numpy.float32)
        arrays[f"{part}labels"] = read_idx(folder / f"{prefix}-labels-idx1-ubyte.gz", 8)
    mean, deviation = arrays["inputs"].mean(), arrays["inputs"].std()
    for name in ("inputs", "test_inputs"):
        arrays[name] = (arrays[name] - mean) / deviation
    return arrays


def moons(rows):
    """Two half circles that reach into each other."""
    random = numpy.random.default_rng(0)
    labels = random.integers(0, 2, rows)
    angle = random.uniform(0, numpy.pi, rows)
    x = numpy.where(labels == 0, numpy.cos(angle), 1 - numpy.cos(angle))
    y = numpy.where(labels == 0, numpy.sin(angle), 0.5 - numpy.sin(angle))
    inputs = numpy.stack([x, y], 1) + random.normal(0, 0.2, (rows, 2))
    return {"inputs": inputs, "labels": labels, "test_inputs": inputs, "test_labels": labels}


def weights(layers):
    """As PyTorch's linear layers start: uniform in ±1/√inputs, weights [out, in] and biases."""
    random = numpy.random.default_rng(0)
    return numpy.concatenate([random.uniform(-1, 1, size) / numpy.sqrt(inputs)
                              for inputs, outputs in zip(layers, layers[1:])
                              for size in (inputs * outputs, outputs)])


class Arrays:
    """Prepares a folder for each work, and reads the data once."""

    def __init__(self, root, fashion_folder, gradus_peer):
        self.root, self.fashion_folder, self.gradus_peer = root, fashion_folder, gradus_peer
        self.read = {}

    def data(self, work):
        name = work["data"]
        if name not in self.read:
            self.read[name] = moons(work["rows"]) if name == "moons" else fashion(self.fashion_folder)
        return self.read[name]

    def prepare(self, name, work):
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        for array, values in self.data(work).items():
            kind = numpy.float32 if array.endswith("inputs") else numpy.int64
            if not array.startswith("test_") and work["kind"] == "train":
                values = values[:work["rows"]]
            if array.startswith("test_"):
                values = values[:work.get("test_rows", len(values))]
            numpy.ascontiguousarray(values, kind).tofile(folder / f"{array}.bin")
        weights(work["layers"]).astype(numpy.float32).tofile(folder / "weights.bin")
        subprocess.run([self.gradus_peer, "order", str(work["rows"]), str(work["epochs"]),
                        folder / "order.bin"], check=True)
        (folder / "work.json").write_text(json.dumps(work))
        return folder
