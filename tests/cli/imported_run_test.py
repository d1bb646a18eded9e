"""What gradus import knows of a network beside its tensors, what its run is used for, and exports that come back as they were."""
import csv
import json
import re
import shutil
import subprocess
import sys

from import_support import ImportTest, import_main, stack
from support import IRIS, SOURCE
import numpy
import safetensors.torch
import torch
from torch import nn


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
        self.refused(5, ["scale.safetensors", "target_mean"], "import", path, "--standardization", "scale.safetensors")
        safetensors.torch.save_file({"input_mean": torch.zeros(3), "input_std": torch.ones(3)}, self.folder / "small.safetensors")
        self.refused(5, ["small.safetensors", "input_mean", "4 inputs"], "import", path, "--standardization", "small.safetensors")
        safetensors.torch.save_file({"input_mean": torch.zeros(4)}, self.folder / "half.safetensors")
        self.refused(5, ["half.safetensors", "input_std", "missing"], "import", path, "--standardization", "half.safetensors")

    def test_what_the_file_does_not_say_is_told(self):
        result = self.gradus("import", self.save(stack([4, 8, 3], nn.ReLU, nn.LayerNorm).state_dict(), "state-dict"))
        self.assertEqual(result.returncode, 0)
        for text in ("relu is taken", "logits of as many classes",
                     "layer normalisation is taken to stand before each activation, with eps 1e-5"):
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

    def equal(self, run, back, inputs=IRIS):
        for name in ("model.safetensors", "standardization.safetensors"):
            before, after = (safetensors.torch.load_file(path / name) for path in (run, back))
            self.assertEqual(before.keys(), after.keys())
            for key, tensor in before.items():
                self.assertEqual(tensor.dtype, after[key].dtype)
                self.assertTrue(torch.equal(tensor, after[key]), key)
        first, second = (self.gradus("predict", path, inputs, "--csv").stdout for path in (run, back))
        self.assertTrue(first)
        self.assertEqual(first, second)

    def back(self, run, inputs, *flags):
        """Exports the run, imports that, and compares both."""
        back, document = self.take(self.exported(run, "safetensors") / "model.safetensors", *flags)
        self.assertEqual(document["notes"], [])
        self.equal(run, back, inputs)
        before, after = (json.loads((path / "manifest.json").read_text()) for path in (run, back))
        for key in ("model", "settings", "task", "input_shape", "out_features", "class_names", "feature_names", "target_names",
                    "loss", "data"):
            self.assertEqual(before[key], after[key], key)
        return back

    def test_bit_for_bit(self):
        self.write("x.csv", "x\n0.3\n-0.9\n")
        self.write("xy.csv", "x1,x2\n0.3,1\n-0.9,2\n")
        numpy.save(self.folder / "pictures.npy", numpy.random.default_rng(7).random((5, 8, 8), numpy.float32))
        own = ["--data", "my.csv", "--target", "species"]
        for inputs, flags in ((IRIS, [*own, "--hidden", "8,8", "--model", "mlp:normalization=batch"]),
                              (IRIS, [*own, "--model", "softmax"]),
                              (IRIS, [*own, "--hidden", 8, "--activation", "prelu", "--dropout", 0.2, "--precision", "float64"]),
                              ("x.csv", ["--data", "function", "--hidden", 8]),
                              ("pictures.npy", ["--data", "digits", "--hidden", 8]),
                              ("xy.csv", ["--data", "moons", "--model", "logistic"])):
            with self.subTest(flags):
                run = self.train("--epochs", 1, *flags)
                scale = safetensors.torch.load_file(run / "standardization.safetensors")
                self.assertEqual("target_std" in scale, "function" in flags)
                self.assertEqual(self.gradus("evaluate", self.back(run, inputs)).returncode, 0)

    def test_one_logit_bit_for_bit(self):
        path = self.save(stack([4, 8, 1]).state_dict(), "state-dict")
        run, _ = self.take(path, "--classes", "no,yes", "--activation", "tanh")
        self.write("rows.csv", "a,b,c,d\n1,2,-3,4\n0.5,0,2,-1\n")
        self.back(run, "rows.csv")

    def test_an_export_says_its_task_itself(self):
        classes = self.exported(self.train("--data", "moons", "--model", "logistic", "--epochs", 1), "safetensors")
        file = classes / "model.safetensors"
        self.refused(2, ["--task regression", "classification"], "import", file, "--task", "regression")
        self.refused(4, ["regression", "classification"], "import", file, "--data", "function")
        run, _ = self.take(file, "--task", "classification", "--classes", "no,yes")
        self.assertEqual(json.loads((run / "manifest.json").read_text())["loss"], "bce")
        # Another model of the same tensors is trained by its own loss.
        run, _ = self.take(file, "--model", "perceptron")
        manifest = json.loads((run / "manifest.json").read_text())
        self.assertEqual((manifest["model"], manifest["loss"]), ("perceptron", "perceptron"))
        shutil.rmtree(classes)
        file = self.exported(self.train("--data", "function", "--hidden", 8, "--epochs", 1), "safetensors") / "model.safetensors"
        self.refused(2, ["--task classification", "regression"], "import", file, "--task", "classification")
        self.refused(2, ["--classes", "regression"], "import", file, "--classes", "no,yes")

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


if __name__ == "__main__":
    import_main()
