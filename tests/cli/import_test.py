"""gradus import: networks made in Python predict the same in gradus, to 1e-5, whatever their names, types and file format; what
does not fit is told and leaves nothing. Needs torch and safetensors."""
import csv
import io
import json
import os
import re
import subprocess
import sys

from support import IRIS, SOURCE, CliTest, main

SKIPPED = 77
try:
    import safetensors.torch
    import torch
    from torch import nn
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(SKIPPED)

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


class Networks(ImportTest):
    def test_every_activation(self):
        self.save(stack([4, 8, 3]).state_dict(), "state-dict")
        unknown = self.gradus("import", "net.pt", "--activation", "nosuch")
        self.assertEqual(unknown.returncode, 2, unknown.stderr)
        for name in ACTIVATIONS:
            self.assertIn(name, unknown.stderr)
        self.assertEqual(unknown.stderr.count(","), len(ACTIVATIONS) - 1, "an activation without a test: " + unknown.stderr)
        for i, (name, make) in enumerate(ACTIVATIONS.items()):
            with self.subTest(name):
                format = list(FORMATS)[i % 2]
                network = stack([4, 16, 8, 3], make)
                flags = [] if name == "prelu" else ["--activation", name]  # a slope is seen in the file
                run, document = self.take(self.save(network.state_dict(), format), *flags)
                self.assertEqual(document["model"]["settings"]["activation"], name)
                self.assertEqual(document["model"]["settings"]["hidden"], "16-8")
                self.check(network, run, format)

    def test_every_normalization_with_every_head(self):
        heads = {"logits": (3, "classification"), "one logit": (1, "classification"), "regression": (2, "regression")}
        for name, module in NORMALIZATIONS.items():
            for head, (outputs, task) in heads.items():
                for format in FORMATS:
                    if head != "logits" and (format == "safetensors") == (name == "batch"):
                        continue  # each head in both formats, not with each normalisation
                    with self.subTest(f"{name}, {head}, {format}"):
                        network = stack([5, 8, 6, outputs], nn.Tanh, module)
                        run, document = self.take(self.save(network.state_dict(), format), "--activation", "tanh", "--task", task)
                        self.assertEqual(document["model"]["settings"].get("normalization", "none"), name)
                        self.assertEqual(document["task"], task)
                        self.check(network, run, format, task)

    def test_linear_models(self):
        for outputs, task, model in ((3, "classification", "softmax"), (1, "classification", "logistic"), (2, "regression", "mlp")):
            for bias in (True, False):
                with self.subTest(f"{model}, bias {bias}"):
                    network = nn.Sequential(nn.Linear(4, outputs, bias))
                    run, document = self.take(self.save(network.state_dict(), "safetensors"), "--task", task)
                    self.assertEqual(document["model"]["name"], model)
                    self.assertEqual(document["notes"], [])
                    self.check(network, run, "safetensors", task)
        network = nn.Linear(4, 1)
        run, _ = self.take(self.save(network.state_dict(), "state-dict"), "--model", "perceptron", "--task", "classification")
        self.check(network, run, "state-dict")

    def test_types(self):
        for type, become in ((torch.float64, "float64"), (torch.bfloat16, "float32"), (torch.float16, "float32")):
            for format in FORMATS:
                with self.subTest(f"{type}, {format}"):
                    network = stack([4, 8, 3]).to(type)
                    run, document = self.take(self.save(network.state_dict(), format), "--activation", "relu")
                    self.assertEqual(document["precision"], become)
                    self.assertEqual(document["tensors"][0]["dtype"], str(type).removeprefix("torch."))
                    saved = safetensors.torch.load_file(run / "model.safetensors")
                    for (_, own), tensor in zip(sorted(saved.items()), [v for _, v in sorted(network.state_dict().items())]):
                        self.assertTrue(torch.equal(own, tensor.to(own.dtype)))
                    network = network if type == torch.float64 else network.float()
                    self.check(network, run, format)

    def test_without_bias(self):
        network = stack([4, 8, 3], bias=False)
        run, document = self.take(self.save(network.state_dict(), "state-dict"))
        self.assertEqual(document["model"]["settings"]["bias"], "false")
        self.check(network, run, "state-dict")


class Names(ImportTest):
    def test_wrappers(self):
        network = stack([4, 8, 3])
        wrapped = {"module.": nn.DataParallel(network), "_orig_mod.": torch.compile(network),
                   "module._orig_mod.": nn.DataParallel(torch.compile(network))}
        for prefix, module in wrapped.items():
            for format in FORMATS:
                with self.subTest(f"{prefix}, {format}"):
                    state = module.state_dict()
                    self.assertIn(prefix + "0.weight", state)
                    run, document = self.take(self.save(state, format))
                    self.assertEqual(document["matched"], f"by name, without '{prefix}', with 'layers.' before")
                    self.check(network, run, format)

    def test_names_of_ones_own(self):
        for format, names in (("state-dict", ["stem", "middle", "head"]), ("safetensors", ["fc1", "fc2", "out"]),
                              ("state-dict", ["fc1", "fc2", "fc3"])):
            for name, module in NORMALIZATIONS.items():
                if names[0] == "stem" and module:
                    continue  # nothing tells their order
                with self.subTest(f"{names}, {name}, {format}"):
                    network = lived_in(Named(names, [4, 8, 8, 3], module))
                    run, document = self.take(self.save(network.state_dict(), format), "--activation", "tanh")
                    self.assertIn("by shapes", document["matched"])
                    self.check(network, run, format)

    def test_more_than_nine_layers(self):
        network = lived_in(Named([f"fc{i}" for i in range(1, 13)], [4] + [6] * 11 + [3]))
        run, document = self.take(self.save(network.state_dict(), "safetensors"), "--activation", "tanh")
        self.assertEqual([t["file"] for t in document["tensors"] if t["model"] == "layers.2.weight"], ["fc2.weight"])
        self.check(network, run, "safetensors")

    def test_nothing_is_guessed(self):
        network = lived_in(Named(["zero", "one", "two", "end"], [4, 8, 8, 8, 3]))
        path = self.save(network.state_dict(), "safetensors")
        self.refused(5, ["'one' and 'two'", "--map one="], "import", path, "--activation", "tanh")
        run, document = self.take(path, "--activation", "tanh", "--map", "one=layers.2")
        self.assertIn("as given", document["matched"])
        self.check(network, run, "safetensors")
        swapped, _ = self.take(path, "--activation", "tanh", "--map", "two=layers.2")
        inputs = torch.randn(5, 4)
        self.assertFalse(torch.equal(self.predictions(run, inputs), self.predictions(swapped, inputs)))

    def test_normalization_behind_the_activation_is_no_network_of_ours(self):
        network = lived_in(nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 3)))
        self.refused(5, ["'0' and '2'", "--map 2=layers.1"], "import", self.save(network.state_dict(), "state-dict"))
        # A dropout there does nothing in use.
        network = lived_in(nn.Sequential(nn.Linear(4, 8), nn.Dropout(0), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3)))
        run, _ = self.take(self.save(network.state_dict(), "state-dict"), "--map", "2=layers.1")
        self.check(network, run, "state-dict")

    def test_a_checkpoint_of_dictionaries(self):
        network = stack([4, 8, 3])
        optimizer = torch.optim.Adam(network.parameters())
        network(torch.randn(8, 4)).sum().backward()
        optimizer.step()
        checkpoint = {"epoch": 3, "model": network.state_dict(), "optimizer": optimizer.state_dict(), "args": {"lr": 0.1}}
        torch.save(checkpoint, self.folder / "checkpoint.pt")
        run, _ = self.take("checkpoint.pt")
        self.check(network, run, "state-dict")
        torch.save({**checkpoint, "ema": stack([4, 8, 3]).state_dict()}, self.folder / "checkpoint.pt")
        run, _ = self.take("checkpoint.pt", "--key", "model")
        self.check(network, run, "state-dict")
        self.refused(5, ["model", "ema", "--key"], "import", "checkpoint.pt")
        self.refused(5, "modle", "import", "checkpoint.pt", "--key", "modle")

    def test_averaged_weights(self):
        network = stack([4, 8, 3])
        average = torch.optim.swa_utils.AveragedModel(network)
        average.update_parameters(network)
        path = self.save(average.state_dict(), "state-dict")
        result = self.gradus("import", path)
        self.assertEqual(result.returncode, 5)
        self.assertRegex(result.stdout, r"n_averaged.*unexpected")
        run, _ = self.take(path, "--map", "n_averaged=")
        self.check(network, run, "state-dict")

    def test_a_missing_count_of_batches(self):
        network = stack([4, 8, 3], nn.ReLU, nn.BatchNorm1d)
        state = {key: value for key, value in network.state_dict().items() if "num_batches" not in key}
        run, _ = self.take(self.save(state, "safetensors"))
        self.check(network, run, "safetensors")


class Facts(ImportTest):
    def test_names_of_a_data_set(self):
        network = stack([4, 8, 3])
        run, document = self.take(self.save(network.state_dict(), "state-dict"), "--data", "my.csv", "--target", "species")
        self.assertEqual(document["classes"], ["setosa", "versicolor", "virginica"])
        self.assertEqual(document["features"][0], "sepal_length_cm")
        result = self.gradus("evaluate", run, "--data", "my.csv", "--target", "species", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("names no data", result.stderr)  # so no temperature
        rows = list(csv.DictReader(IRIS.read_text().splitlines()))
        inputs = torch.tensor([[float(row[name]) for name in document["features"]] for row in rows])
        labels = torch.tensor([document["classes"].index(row["species"]) for row in rows])
        accuracy = (network(inputs).argmax(1) == labels).double().mean().item()
        self.assertAlmostEqual(json.loads(result.stdout)["metrics"]["accuracy"], accuracy, 6)

    def test_names_given(self):
        path = self.save(stack([4, 8, 2]).state_dict(), "state-dict")
        run, document = self.take(path, "--classes", "cat,dog", "--features", "a,b,c,d", "--name", "pets", "--output", "kept")
        self.assertEqual((document["classes"], document["features"]), (["cat", "dog"], ["a", "b", "c", "d"]))
        self.assertEqual(run.parent.name, "kept")
        self.assertTrue(run.name.endswith("-pets"))
        self.assertIn("cat", self.gradus("inspect", run).stdout)
        self.refused(2, ["--classes", "3"], "import", path, "--classes", "a,b,c")
        self.refused(2, ["--features", "2"], "import", path, "--features", "a,b")
        self.refused(4, ["classes", "3"], "import", path, "--data", "iris")
        self.refused(4, "numbers an example", "import", path, "--data", "digits")

    def test_pictures(self):
        network = stack([64, 8, 10])
        run, document = self.take(self.save(network.state_dict(), "safetensors"), "--data", "digits")
        self.assertEqual(document["input_shape"], [8, 8])
        self.assertEqual(self.gradus("evaluate", run, "--data", "digits").returncode, 0)

    def test_standardization(self):
        network = stack([4, 8, 2])
        mean, std = torch.randn(4).double(), torch.rand(4).double() + 0.5
        target_mean, target_std = torch.tensor([5.0, -3.0]), torch.tensor([2.0, 0.5])
        safetensors.torch.save_file({"input_mean": mean, "input_std": std, "target_mean": target_mean, "target_std": target_std},
                                    self.folder / "scale.safetensors")
        path = self.save(network.state_dict(), "state-dict")
        run, _ = self.take(path, "--task", "regression", "--standardization", "scale.safetensors")

        class Scaled(nn.Module):
            def __init__(self):
                super().__init__()
                self.inner = network

            def forward(self, x):
                return self.inner((x - mean.float()) / std.float()) * target_std + target_mean

        self.check(Scaled(), run, "state-dict", "regression")
        self.refused(5, "target_mean", "import", path, "--standardization", "scale.safetensors")
        safetensors.torch.save_file({"input_mean": torch.zeros(3), "input_std": torch.ones(3)}, self.folder / "small.safetensors")
        self.refused(5, ["input_mean", "4 inputs"], "import", path, "--standardization", "small.safetensors")

    def test_what_the_file_does_not_say_is_told(self):
        result = self.gradus("import", self.save(stack([4, 8, 3], nn.ReLU, nn.LayerNorm).state_dict(), "state-dict"))
        self.assertEqual(result.returncode, 0)
        for text in ("relu is taken", "logits of as many classes", "normalisation is taken to stand"):
            self.assertIn(text, result.stderr)
        for text in ("0.weight", "layers.0.weight", "[8, 4]", "fits", "by name, with 'layers.' before"):
            self.assertIn(text, result.stdout)
        self.refused(2, ["one output", "--task"], "import", self.save(stack([4, 8, 1]).state_dict(), "state-dict"))


class Uses(ImportTest):
    def imported(self):
        self.network = stack([4, 16, 3])
        path = self.save(self.network.state_dict(), "state-dict")
        return self.take(path, "--data", "iris", "--activation", "relu")[0]

    def test_what_a_run_is_used_for(self):
        run = self.imported()
        self.check(self.network, run, "state-dict")
        result = self.gradus("inspect", run, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["manifest"]["model"], "mlp")
        record = json.loads((run / "import.json").read_text())
        self.assertEqual(record["tensors"][0]["file"], "0.weight")
        self.assertIn("import", (run / "command.txt").read_text())
        self.refused(2, ["names no data", "--data"], "evaluate", run)
        self.refused(5, ["was imported", "--init-from"], "train", "--resume", run)
        self.refused(5, "was imported", "compare", run)
        trained = self.train("--data", "iris", "--hidden", 16)
        both = self.gradus("compare", run, trained)
        self.assertEqual(both.returncode, 0, both.stderr)
        self.assertIn("was imported", both.stderr)

    def test_a_training_from_it(self):
        run = self.imported()
        shared = ["train", "--data", "iris", "--hidden", 16, "--no-standardize", "--no-figures", "--epochs", 1, "--lr", 1e-12,
                  "--json"]
        result = self.gradus(*shared, "--init-from", run)
        self.assertEqual(result.returncode, 0, result.stderr)
        weights = safetensors.torch.load_file(self.folder / json.loads(result.stdout)["run"] / "model.safetensors")
        for name, tensor in self.network.state_dict().items():
            torch.testing.assert_close(weights["layers." + name], tensor, rtol=0, atol=1e-6)


class RoundTrip(ImportTest):
    def exported(self, run, format):
        result = self.gradus("export", run, "--format", format, "--output", f"exported-{format}")
        self.assertEqual(result.returncode, 0, result.stderr)
        return self.folder / f"exported-{format}"

    def equal(self, run, back):
        for name in ("model.safetensors", "standardization.safetensors"):
            before, after = (safetensors.torch.load_file(path / name) for path in (run, back))
            self.assertEqual(before.keys(), after.keys())
            for key, tensor in before.items():
                self.assertEqual(tensor.dtype, after[key].dtype)
                self.assertTrue(torch.equal(tensor, after[key]), key)
        first, second = (self.gradus("predict", path, IRIS, "--csv").stdout for path in (run, back))
        self.assertTrue(first)
        self.assertEqual(first, second)

    def test_bit_for_bit(self):
        for flags in (["--hidden", "8,8", "--model", "mlp:normalization=batch"], ["--model", "softmax"],
                      ["--hidden", "8", "--activation", "prelu", "--dropout", "0.2", "--precision", "float64"]):
            with self.subTest(flags):
                run = self.train("--data", "my.csv", "--target", "species", "--epochs", 1, *flags)
                folder = self.exported(run, "safetensors")
                back, document = self.take(folder / "model.safetensors")
                self.assertEqual(document["notes"], [])
                self.equal(run, back)
                before, after = (json.loads((path / "manifest.json").read_text()) for path in (run, back))
                for key in ("model", "settings", "task", "input_shape", "class_names", "feature_names", "loss", "data"):
                    self.assertEqual(before[key], after[key], key)
                self.assertEqual(self.gradus("evaluate", back).returncode, 0)

    def test_an_export_without_its_standardization(self):
        folder = self.exported(self.train("--data", "iris", "--epochs", 1), "safetensors")
        (folder / "standardization.safetensors").unlink()
        self.refused(5, "--standardization", "import", folder / "model.safetensors")

    def test_a_state_dict(self):
        run = self.train("--data", "my.csv", "--target", "species", "--hidden", 8, "--epochs", 1)
        folder = self.exported(run, "state-dict")
        back, document = self.take(folder / "model.pt", "--activation", "relu", "--data", "my.csv", "--target", "species",
                                   "--standardization", folder / "standardization.pt")
        self.assertEqual(document["matched"], "by name")
        self.equal(run, back)

    def test_metadata_is_not_trusted(self):
        folder = self.exported(self.train("--data", "iris", "--epochs", 1), "safetensors")
        path = folder / "model.safetensors"
        tensors = safetensors.torch.load_file(path)
        with safetensors.safe_open(path, "pt") as file:
            metadata = file.metadata()
        for key, value, message in (("version", "9", "version '9'"), ("settings", "[[[", "gradus.settings"),
                                    ("settings", "[" * 100_000, "gradus.settings"), ("input_shape", "[4,-1]", "input_shape"),
                                    ("input_shape", "[4294967296,4294967296]", "input_shape"), ("out_features", "0", "out_features"),
                                    ("task", "other", "task"), ("class_names", '["a"]', "1 names of 3"),
                                    ("data_options", "{}", "data_options"), ("model", "nosuch", "nosuch")):
            with self.subTest(f"{key} = {value[:20]}"):
                safetensors.torch.save_file(tensors, path, {**metadata, f"gradus.{key}": value})
                self.refused(5, message, "import", path)
        before = self.runs()
        self.assertEqual(len(before), 1)  # the training alone


class Guide(ImportTest):
    def test_the_example_of_the_guide(self):
        """docs/python.md: its Python runs, its commands do, and the tables are those that it shows."""
        section = (SOURCE / "docs/python.md").read_text().split("\n## Import\n")[1].split("\n## ")[0]
        blocks = re.findall(r"^```(\w*)\n(.*?)^```$", section, re.S | re.M)
        self.assertEqual([language for language, _ in blocks], ["python", "bash", "", ""])
        program, commands, taken_table, refused_table = [text for _, text in blocks]
        plain = {"LC_ALL": "C"}
        subprocess.run([sys.executable, "-B", "-c", program], cwd=self.folder, check=True)
        taken, predicted = commands.splitlines()
        result = self.gradus(*taken.split()[1:], env=plain)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, taken_table)
        run = next((self.folder / "runs").iterdir())
        result = self.gradus(*[run if word == "runs/*-net" else word for word in predicted.split()[1:]])
        self.assertRegex(result.stdout, r"new.csv:1 +first")
        self.assertRegex(result.stdout, r"new.csv:2 +third")
        command, _, table = refused_table.partition("\n")
        result = self.gradus(*command.split()[1:], env=plain)
        self.assertEqual(result.returncode, 5)
        self.assertTrue(result.stdout.startswith(table.removesuffix("…\n")), result.stdout)


class Refusals(ImportTest):
    def table(self, *args):
        """What --json says of an import that does not fit; nothing is left of it."""
        result = self.gradus("import", *args, "--json")
        self.assertEqual(result.returncode, 5, result.stdout + result.stderr)
        lines = [line for line in result.stderr.splitlines() if line.startswith("gradus: ")]
        self.assertEqual(len(lines), 1, result.stderr)
        self.assertEqual(self.runs(), [])
        document = json.loads(result.stdout)
        self.assertFalse(document["fits"])
        self.assertIsNone(document["run"])
        return lines[0], {t["file"] or t["model"]: t for t in document["tensors"]}

    def test_another_shape_is_told_with_both(self):
        path = self.save(stack([4, 8, 3]).state_dict(), "state-dict")
        line, tensors = self.table(path, "--model", "mlp", "--hidden", "16")
        self.assertIn("3 of another shape", line)
        self.assertEqual((tensors["0.weight"]["shape"], tensors["0.weight"]["model_shape"]), ([8, 4], [16, 4]))
        self.assertEqual(tensors["2.bias"]["misfit"], None)
        text = self.gradus("import", path, "--model", "mlp", "--hidden", "16").stdout
        self.assertRegex(text, r"0\.weight +\[8, 4\] +float32 +layers\.0\.weight +\[16, 4\] +of another shape")

    def test_missing_and_unexpected(self):
        state = stack([4, 8, 3]).state_dict()
        del state["2.bias"]
        line, tensors = self.table(self.save({**state, "extra.weight": torch.ones(2, 2, 2)}, "state-dict"))
        self.assertIn("1 missing, 1 unexpected", line)
        self.assertEqual(tensors["layers.2.bias"]["misfit"], "missing")
        self.assertEqual(tensors["extra.weight"]["misfit"], "unexpected")

    def test_numbers_that_predict_nothing(self):
        state = stack([4, 8, 3]).state_dict()
        state["0.bias"][3] = float("nan")
        state["2.weight"][0, 0] = float("inf")
        line, tensors = self.table(self.save(state, "safetensors"))
        self.assertIn("2 not finite", line)
        state = stack([4, 8, 3]).state_dict()
        state["0.bias"] = state["0.bias"].to(torch.int64)
        line, tensors = self.table(self.save(state, "safetensors"))
        self.assertIn("1 of another type", line)

    def test_other_networks(self):
        convolution = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(16, 3))
        line, tensors = self.table(self.save(convolution.state_dict(), "state-dict"))
        self.assertEqual(tensors["0.weight"]["misfit"], "unexpected")
        self.refused(5, "no tensor is a linear layer", "import", self.save(nn.Conv2d(1, 4, 3).state_dict(), "state-dict"))
        broken = {"a.weight": torch.ones(8, 4), "b.weight": torch.ones(3, 9)}
        self.refused(5, "follow each other in no order", "import", self.save(broken, "safetensors"))
        round_trip = {"down.weight": torch.ones(2, 4), "up.weight": torch.ones(4, 2)}
        self.refused(5, "more than one order", "import", self.save(round_trip, "safetensors"))

    def test_files_that_are_none(self):
        network = stack([4, 8, 3])
        good = self.save(network.state_dict(), "safetensors").read_bytes()
        torch_file = self.save(network.state_dict(), "state-dict").read_bytes()
        torch.save(network, self.folder / "module.pt")
        torch.jit.script(network).save(str(self.folder / "script.pt"))
        torch.save(network.state_dict(), self.folder / "old.pt", _use_new_zipfile_serialization=False)
        os.mkfifo(self.folder / "pipe.pt")
        cases = {"text.pt": b"weights\n" * 20, "empty.pt": b"", "cut.safetensors": good[:-5], "head.safetensors": good[:20],
                 "text.safetensors": b"weights, but in words", "cut.pt": torch_file[:-40], "zip.pt": torch_file[:300],
                 "nothing.safetensors": b"\x02\0\0\0\0\0\0\0{}"}
        for name, content in cases.items():
            self.write(name, content)
        for name in [*cases, "module.pt", "script.pt", "old.pt", "pipe.pt", "missing.pt", "."]:
            with self.subTest(name):
                self.refused(5, "", "import", name)
        self.assertEqual(self.runs(), [])

    def test_flags_that_do_not_fit(self):
        path = self.save(stack([4, 8, 3]).state_dict(), "safetensors")
        self.refused(2, "--key", "import", path, "--key", "model")
        self.refused(2, "--map", "import", path, "--map", "fc1")
        self.refused(2, "unknown tensor of the file 'fc1'", "import", path, "--map", "fc1=layers.0")
        self.refused(2, "nosuch", "import", path, "--map", "nosuch=")
        self.refused(2, "--target", "import", path, "--target", "species")
        self.refused(2, "--classes", "import", path, "--classes", "a,b,c", "--data", "iris")
        self.refused(2, "regression", "import", path, "--classes", "a,b,c", "--task", "regression")
        self.refused(2, "nosuch", "import", path, "--model", "nosuch")
        self.assertEqual(self.runs(), [])


if __name__ == "__main__":
    try:
        main()
    finally:
        for name, difference in LARGEST.items():
            print(f"largest difference to Python, {name}: {difference:.1e}", file=sys.stderr)
