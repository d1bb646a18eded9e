"""gradus import: networks made in Python predict the same in gradus, to 1e-5, whatever their names, types and file format; what
does not fit is told and leaves nothing."""
import json
import os
import resource
import subprocess
from collections import OrderedDict

from import_support import ACTIVATIONS, FORMATS, NORMALIZATIONS, ImportTest, Named, import_main, lived_in, stack
from support import GRADUS
import safetensors.torch
import torch
from torch import nn


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
                    self.assertEqual(document["notes"], ["inputs are taken as they are (no --standardization)"])
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

    def test_a_gap_in_one_stack_of_several(self):
        def layer():
            return nn.Linear(4, 8)
        norm, head = nn.BatchNorm1d, nn.Linear(8, 3)
        behind = {
            ("body.0", "body.2"): [("body", nn.Sequential(layer(), nn.ReLU(), norm(8))), ("head", head)],
            ("stem", "body.1"): [("stem", layer()), ("body", nn.Sequential(nn.ReLU(), norm(8))), ("head", head)],
            ("0", "1.1"): [("0", layer()), ("1", nn.Sequential(nn.ReLU(), norm(8))), ("2", head)],
            ("0.0", "2.0"): [("0", nn.Sequential(layer())), ("1", nn.ReLU()), ("2", nn.Sequential(norm(8))), ("3", head)],
            ("body.1", "body.0"): [("body", nn.Sequential(norm(8), nn.Linear(8, 8), nn.ReLU())), ("head", head)]}
        for (before, after), modules in behind.items():
            network = lived_in(nn.Sequential(OrderedDict(modules)))
            for format in FORMATS:
                with self.subTest(f"{before}, {after}, {format}"):
                    path = self.save(network.state_dict(), format)
                    self.refused(5, [f"'{before}'", f"'{after}'", f"--map {after}=layers.1"], "import", path)
        self.assertEqual(self.runs(), [])
        # Nothing stands between, though the names have numbers.
        fits = [[("body", nn.Sequential(layer(), norm(8), nn.ReLU())), ("head", head)],
                [("lins", nn.Sequential(layer())), ("norms", nn.Sequential(norm(8))), ("act", nn.ReLU()), ("head", head)],
                [("0", nn.Sequential(layer(), norm(8))), ("1", nn.ReLU()), ("2", head)],
                [("flat", nn.Flatten()), ("body", nn.Sequential(nn.Flatten(), layer(), norm(8), nn.ReLU())), ("head", head)]]
        for modules in fits:
            with self.subTest([name for name, _ in modules]):
                network = lived_in(nn.Sequential(OrderedDict(modules)))
                run, _ = self.take(self.save(network.state_dict(), "state-dict"))
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

    def test_more_than_the_memory(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        width = 30 << 20
        header = json.dumps({"0.weight": {"dtype": "F32", "shape": [256, width], "data_offsets": [0, 1024 * width]}}).encode()
        with open(self.folder / "long.safetensors", "wb") as file:
            file.write(len(header).to_bytes(8, "little") + header)
            file.truncate(8 + len(header) + 1024 * width)  # nothing is written: no disk is taken
        # Views of one record: what they take is more than the file.
        weight = torch.zeros(1 << 13, 1 << 13)
        torch.save({f"{i}.weight": weight for i in range(15)}, self.folder / "views.pt")
        for name, size in (("long.safetensors", "30720"), ("views.pt", "3840")):
            with self.subTest(name):
                result = subprocess.run([GRADUS, "import", name], cwd=self.folder, preexec_fn=limit, timeout=120,
                                        capture_output=True, text=True)
                self.assertEqual(result.returncode, 5, result.stderr)
                self.assertRegex(result.stderr, f"^gradus: .*{name}': its tensors take {size} MiB of memory, and [0-9]+ MiB are available")
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
    import_main()
