"""gradus import: files that look like another network than they are, and what is said of them."""
import os
import resource
import subprocess

from import_support import ImportTest, import_main, lived_in, stack
from support import GRADUS
import numpy
import safetensors.torch
import torch
from torch import nn

SCALE = {"input_mean": torch.tensor([1.0, 2.0, 3.0, 4.0]), "input_std": torch.full((4,), 2.0)}
AS_THEY_ARE = "inputs are taken as they are (no --standardization)"


class Scaled(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network((x - SCALE["input_mean"]) / SCALE["input_std"])


class Scale(ImportTest):
    def test_what_lies_beside_the_file_is_taken(self):
        network = stack([4, 8, 3])
        for format, ending in (("state-dict", "pt"), ("safetensors", "safetensors")):
            with self.subTest(format):
                path, beside = self.save(network.state_dict(), format), self.folder / f"standardization.{ending}"
                run, document = self.take(path)
                self.assertIn(AS_THEY_ARE, document["notes"])
                self.check(network, run, format)
                (torch.save if ending == "pt" else safetensors.torch.save_file)(SCALE, beside)
                run, document = self.take(path)
                self.assertNotIn(AS_THEY_ARE, document["notes"])
                self.assertTrue(any(beside.name in note for note in document["notes"]), document["notes"])
                self.check(Scaled(network), run, format)

    def test_the_model_of_a_run_is_not_all_of_it(self):
        path = self.save(stack([4, 8, 3]).state_dict(), "state-dict")
        run, _ = self.take(path)
        self.refused(5, ["only a part of it", f"gradus export {run}"], "import", run / "model.safetensors")
        self.assertEqual(len(self.runs()), 1)


class Lookalikes(ImportTest):
    def test_other_normalizations(self):
        others = {"GroupNorm": nn.GroupNorm(2, 8), "InstanceNorm1d": nn.InstanceNorm1d(8, affine=True),
                  "BatchNorm1d": nn.BatchNorm1d(8, track_running_stats=False)}
        for name, module in others.items():
            with self.subTest(name):
                network = nn.Sequential(nn.Linear(4, 8), module, nn.ReLU(), nn.Linear(8, 3))
                path = self.save(network.state_dict(), "state-dict")
                _, document = self.take(path)
                self.assertEqual(document["model"]["settings"]["normalization"], "layer")
                self.assertTrue(any(name in note and "layer normalisation is taken" in note for note in document["notes"]))
                _, document = self.take(path, "--model", "mlp:normalization=layer")
                self.assertFalse(any(name in note for note in document["notes"]))
        network = nn.Sequential(nn.Linear(4, 8), nn.InstanceNorm1d(8, affine=True, track_running_stats=True), nn.ReLU(), nn.Linear(8, 3))
        _, document = self.take(self.save(network.state_dict(), "state-dict"))
        self.assertTrue(any("InstanceNorm1d" in note for note in document["notes"]))

    def test_nothing_between_two_layers(self):
        network = lived_in(nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 3)))
        for wrapped in (network, nn.DataParallel(network)):
            path = self.save(wrapped.state_dict(), "safetensors")
            for flags in ([], ["--activation", "tanh"]):
                self.refused(5, ["nothing stands between", "--activation identity", "1=layers.2"], "import", path, *flags)
            run, _ = self.take(path, "--activation", "identity")
            self.check(network, run, "safetensors")
        normalized = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.Linear(8, 3))
        self.refused(5, "between '1' and '2'", "import", self.save(normalized.state_dict(), "state-dict"))

        class Functional(nn.Module):
            def forward(self, x):
                return network[1](torch.relu(network[0](x)))

            def parameters(self, recurse=True):
                return network.parameters()

        path = self.save(network.state_dict(), "safetensors")
        run, _ = self.take(path, "--map", "1=layers.2")
        self.check(Functional(), run, "safetensors")
        # A ModuleList is numbered without gaps, whatever its forward() does.
        path = self.save({"hidden." + name: tensor for name, tensor in network.state_dict().items()}, "safetensors")
        run, document = self.take(path)
        self.assertTrue(any("between 'hidden.0' and 'hidden.1'" in note for note in document["notes"]), document["notes"])
        self.check(Functional(), run, "safetensors")
        _, document = self.take(path, "--activation", "relu")
        self.assertFalse(any("between" in note for note in document["notes"]))

    def test_numbers_that_are_no_order(self):
        layers = {"fc3": nn.Linear(4, 6), "fc2": nn.Linear(6, 5), "fc1": nn.Linear(5, 3)}
        state = {f"{name}.{key}": tensor for name, layer in layers.items() for key, tensor in layer.state_dict().items()}
        lived_in(nn.Sequential(*layers.values()))
        path = self.save(state, "state-dict")
        self.refused(5, ["by the numbers in their names", "--map fc3=layers.0"], "import", path)
        run, _ = self.take(path, "--map", "fc3=layers.0", "--map", "fc2=layers.2", "--map", "fc1=layers.4")
        self.check(nn.Sequential(layers["fc3"], nn.ReLU(), layers["fc2"], nn.ReLU(), layers["fc1"]), run, "state-dict")

    def test_transposed_weights(self):
        state = stack([4, 8, 3]).state_dict()
        turned = {name: tensor.t().contiguous() if tensor.dim() == 2 else tensor for name, tensor in state.items()}
        for weights in (turned, {**state, "2.weight": turned["2.weight"]}):
            result = self.gradus("import", self.save(weights, "state-dict"))
            self.assertEqual(result.returncode, 5, result.stderr)
            self.assertRegex(result.stdout, r"2\.weight +\[8, 3\] +float32 +layers\.2\.weight +\[3, 8\] +transposed")
            self.assertRegex(result.stderr, r"'\d.weight' would fit transposed: save its \.t\(\)")

    def test_layers_that_gradus_has_not(self):
        recurrent = nn.Module()
        recurrent.lstm, recurrent.head = nn.LSTM(4, 8), nn.Linear(8, 3)
        convolution = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(16, 3))
        for network in (recurrent, convolution):
            result = self.gradus("import", self.save(network.state_dict(), "state-dict"))
            self.assertEqual(result.returncode, 5, result.stdout)
            self.assertIn("fully connected networks alone", result.stderr)


class Files(ImportTest):
    def test_torchscript_and_numpy_archives(self):
        network = stack([4, 8, 3])
        torch.jit.save(torch.jit.script(network), str(self.folder / "net.pt"))
        self.refused(5, ["a TorchScript archive", "state_dict()"], "import", "net.pt")
        arrays = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
        for save in (numpy.savez, numpy.savez_compressed):
            save(self.folder / "net.npz", **arrays)
            self.refused(5, ["a NumPy archive", "torch.from_numpy"], "import", "net.npz")
        # The advice is right.
        loaded = numpy.load(self.folder / "net.npz")
        torch.save({name: torch.from_numpy(array) for name, array in loaded.items()}, self.folder / "new.pt")
        run, _ = self.take("new.pt")
        self.check(network, run, "state-dict")

    def test_no_control_character_of_a_file_reaches_the_terminal(self):
        state = {"\x1b[31mred." + name: tensor for name, tensor in stack([4, 8, 3]).state_dict().items()}
        path = self.save(state, "safetensors")
        for flags in ([], ["--map", "red=layers.0"], ["--map", "\x1b[31mred="], ["--model", "mlp:hidden=16"]):
            result = self.gradus("import", path, *flags)
            self.assertTrue("[31mred" in result.stdout + result.stderr or result.returncode, flags)
            self.assertNotIn("\x1b", result.stdout + result.stderr)
        torch.save({"\x1b[31mred": state, "other": state}, self.folder / "net.pt")
        for flags in ([], ["--key", "\x1b[31mblue"]):
            self.assertNotIn("\x1b", self.gradus("import", "net.pt", *flags).stderr)

    def test_a_limit_of_file_sizes(self):
        path = self.save(stack([4, 64, 3]).state_dict(), "state-dict")
        run, _ = self.take(path)
        before = sorted(self.folder.rglob("*"))
        # Python gives SIGXFSZ back to what it starts.
        for args in (["export", run, "--format", "safetensors", "--output", "out"], ["import", path]):
            with self.subTest(args[0]):
                result = subprocess.run([GRADUS, *map(str, args)], cwd=self.folder, env={**os.environ, "OMP_NUM_THREADS": "1"},
                                        timeout=120, capture_output=True, text=True,
                                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)))
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn("File too large", result.stderr)
                self.assertEqual(sorted(self.folder.rglob("*")), before)

    def test_predictions_that_are_no_numbers(self):
        state = {name: tensor.double() for name, tensor in stack([4, 8, 3]).state_dict().items()}
        state["2.weight"] = torch.full_like(state["2.weight"], 1e300)
        state["0.weight"] = torch.full_like(state["0.weight"], 1e300)
        run, _ = self.take(self.save(state, "safetensors"))
        self.write("new.csv", "1,2,3,4\n5,6,7,8\n")
        result = self.gradus("predict", run, "new.csv", "--header", "no")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("2 of 2 predictions are no finite numbers", result.stderr)


class Flags(ImportTest):
    def test_names_twice(self):
        path = self.save(stack([4, 8, 3]).state_dict(), "state-dict")
        self.refused(2, ["--classes", "'a' twice"], "import", path, "--classes", "a,b,a")
        self.refused(2, ["--features", "'b' twice"], "import", path, "--features", "a,b,b,c")

    def test_the_shape_of_the_network_is_told_and_not_that_of_the_data(self):
        path = self.save(stack([4, 8, 10]).state_dict(), "state-dict")
        self.refused(4, "64 numbers an example (8 x 8), the model takes 4 (4)", "import", path, "--data", "digits")


if __name__ == "__main__":
    import_main()
