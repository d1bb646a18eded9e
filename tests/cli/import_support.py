"""Networks made in Python as gradus import takes them, and what both predict. Needs torch and safetensors."""
import csv
import io
import json
import os
import sys

from support import CliTest, main

SKIPPED = 77
try:
    import safetensors.torch
    import torch
    from torch import nn
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)

torch.set_num_threads(1)
TOLERANCE = 1e-5
FORMATS = {"state-dict": "pt", "safetensors": "safetensors"}
LARGEST = {}


class Function(nn.Module):
    """What torch.nn has no module for."""

    def __init__(self, function):
        super().__init__()
        self.forward = function


ACTIVATIONS = {
    "sign": lambda: Function(torch.sign), "step": lambda: Function(lambda x: (x > 0).to(x.dtype)), "identity": nn.Identity,
    "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU, "prelu": lambda: nn.PReLU(init=0.3), "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU, "selu": nn.SELU, "gelu": nn.GELU, "silu": nn.SiLU, "softplus": nn.Softplus, "mish": nn.Mish,
    "hardtanh": nn.Hardtanh}
NORMALIZATIONS = {"none": None, "batch": nn.BatchNorm1d, "layer": nn.LayerNorm}


def stack(widths, activation=nn.ReLU, normalization=None, bias=True):
    """The network as one would write it: a Sequential with names 0, 2, …"""
    layers = []
    for inputs, outputs in zip(widths[:-2], widths[1:-1]):
        layers.append(nn.Linear(inputs, outputs, bias))
        layers += [normalization(outputs)] if normalization else []
        layers.append(activation())
    return lived_in(nn.Sequential(*layers, nn.Linear(*widths[-2:], bias)))


def lived_in(network):
    """Weights and running figures as a training leaves them, not those of the beginning, which say nearly the same of everything."""
    width = next(p for p in network.parameters() if p.dim() == 2).shape[1]
    for module in network.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=1.5 / module.in_features**0.5)
        if isinstance(module, (nn.BatchNorm1d, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    network.train()
    with torch.no_grad():
        for _ in range(5):
            network(2 * torch.randn(32, width) + 1)
    return network.eval()


class Named(nn.Module):
    """Layers under names of their own, each kind registered together, used in another order than they are made."""

    def __init__(self, names, widths, normalization=None):
        super().__init__()
        self.names = names
        for name, inputs, outputs in zip(names, widths, widths[1:]):
            self.add_module(name, nn.Linear(inputs, outputs))
        self.norms = [f"norm{i}" for i in range(1, len(names))] if normalization else []
        for name, width in zip(self.norms, widths[1:]):
            self.add_module(name, normalization(width))

    def forward(self, x):
        for i, name in enumerate(self.names):
            x = getattr(self, name)(x)
            if i + 1 < len(self.names):
                x = torch.tanh(getattr(self, self.norms[i])(x) if self.norms else x)
        return x


def answers(network, inputs, task="classification"):
    """What gradus predict prints for such a network."""
    with torch.no_grad():
        outputs = network(inputs)
    if task == "regression":
        return outputs
    if outputs.shape[1] == 1:
        return torch.cat([1 - outputs.sigmoid(), outputs.sigmoid()], 1)
    return outputs.softmax(1)


class ImportTest(CliTest):
    def setUp(self):
        super().setUp()
        torch.manual_seed(7)

    def save(self, state, format, name="net"):
        path = self.folder / f"{name}.{FORMATS[format]}"
        if format == "state-dict":
            torch.save(state, path)
        else:
            safetensors.torch.save_file({key: value.contiguous() for key, value in state.items()}, path)
        return path

    def take(self, file, *args):
        """Imports; returns the run folder and what --json says."""
        result = self.gradus("import", file, "--json", *args)
        self.assertEqual(result.returncode, 0, f"{args}\n{result.stdout}\n{result.stderr}")
        document = json.loads(result.stdout)
        return self.folder / document["run"], document

    def predictions(self, run, inputs):
        names = json.loads((run / "manifest.json").read_text())["feature_names"]
        with open(self.folder / "inputs.csv", "w") as file:
            writer = csv.writer(file)
            writer.writerow(names or [f"x{i}" for i in range(inputs.shape[1])])
            writer.writerows([[repr(value) for value in row] for row in inputs.tolist()])
        result = self.gradus("predict", run, "inputs.csv", "--csv")
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = list(csv.reader(io.StringIO(result.stdout)))
        first = rows[0].index("class") + 1 if "class" in rows[0] else 1
        return torch.tensor([[float(value) for value in row[first:]] for row in rows[1:]], dtype=torch.float64)

    def check(self, network, run, format, task="classification", reference=None):
        width = next(p for p in network.parameters() if p.dim() == 2).shape[1]
        inputs = torch.randn(20, width)
        reference = reference or network
        expected = answers(reference, inputs.to(next(reference.parameters()).dtype), task).double()
        found = self.predictions(run, inputs)
        self.assertEqual(found.shape, expected.shape)
        difference = (found - expected).abs().max().item()
        LARGEST[format] = max(LARGEST.get(format, 0), difference)
        self.assertLess(difference, TOLERANCE)
        self.assertGreater(expected.std(0).max().item(), 0.01, "a network that says the same of everything tests nothing")

    def runs(self):
        folder = self.folder / "runs"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def import_main():
    try:
        main()
    finally:
        for name, difference in LARGEST.items():
            print(f"largest difference to Python, {name}: {difference:.1e}", file=sys.stderr)
