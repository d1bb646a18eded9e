"""gradus export: in every format, predict.py alone in a folder repeats what gradus predict prints, to 1e-5; that each activation,
normalisation and head does is tests/interop/exports_read_test.py's part."""
import csv
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from export_support import FORMATS, TENSORS, ExportTest
from support import main, png, write_pictures

import numpy as np
import safetensors.torch
import torch


class Export(ExportTest):
    def test_a_table_with_batch_normalisation_as_a_user_runs_it(self):
        run = self.train("--data", "iris", "--model", "mlp:normalization=batch", "--hidden", "16,8", "--dropout", 0.2)
        expected = self.gradus("predict", run, "my.csv", "--csv").stdout
        for form, file in FORMATS.items():
            with self.subTest(format=form):
                folder = self.export(run, form)
                self.assertEqual(folder, run / "export" / form)
                alone = pathlib.Path(tempfile.mkdtemp()) / "alone"
                self.addCleanup(shutil.rmtree, alone.parent)
                shutil.copytree(folder, alone)
                shutil.copy(self.folder / "my.csv", alone)
                if form == "onnx":
                    result = subprocess.run([sys.executable, "-B", "predict.py", "my.csv"], cwd=alone, capture_output=True, text=True)
                    self.assertEqual(result.returncode, 0, result.stderr)
                    self.compare(result.stdout, expected, form)
                else:  # another Python that imports torch would take seconds
                    self.compare(self.run_main(self.load(folder), "my.csv"), expected, form)
                self.assertTrue((alone / file).exists())

    def test_columns_by_name_and_other_separators(self):
        run = self.iris()
        rows = [row.split(",") for row in (self.folder / "my.csv").read_text().splitlines()]
        text = "\n".join(";".join([f'"{row[4]}"', row[2], " " + row[1], row[0], row[3]]) for row in rows)
        self.write("mixed.csv", "\ufeff" + text + "\n\n")
        self.write("tabs.tsv", "\n".join("\t".join(row[:4]) for row in rows[1:]))
        self.check(run, "mixed.csv", "tabs.tsv", formats=TENSORS[:1])

    def test_a_name_that_is_a_number(self):
        draw = random.Random(2)
        rows = [[f"{draw.gauss(0, 1):.3f}" for _ in range(3)] + ["pq"[i % 2]] for i in range(40)]
        self.write("named.csv", "\n".join(map(",".join, [["a", "1e5", "b", "label"], *rows])))
        self.write("mixed.csv", "\n".join(",".join([row[2], row[0], row[1]]) for row in [["a", "1e5", "b"], *rows]))
        self.write("bare.csv", "\n".join(",".join(row[:3]) for row in rows))
        run = self.train("--data", "named.csv", "--header", "yes", "--target", "label", "--hidden", 4)
        module = self.load(self.export(run, "onnx"))
        self.assertEqual(module.FEATURES, ["a", "1e5", "b"])
        for file, header in (("mixed.csv", "yes"), ("bare.csv", "no")):
            expected = self.gradus("predict", run, file, "--header", header, "--csv")
            self.assertEqual(expected.returncode, 0, expected.stderr)
            self.compare(self.run_main(module, file), expected.stdout, "onnx")

    def test_one_output(self):
        run = self.train("--data", "or", "--model", "perceptron", "--validation", 0)
        module = self.check(run, self.points(2), formats=("torchscript",))
        for shape in ((2,), (), (1, 3)):
            with self.assertRaisesRegex(torch.jit.Error, "expected examples of 2 numbers"):
                module.load()(torch.zeros(shape))

    def test_values(self):
        run = self.train("--data", "function", "--model", "mlp", "--hidden", 16)
        np.save(self.folder / "column.npy", np.linspace(-1, 1, 21))
        self.check(run, self.points(1), "column.npy", formats=("state-dict",))

    def test_float64(self):
        run = self.train("--data", "iris", "--model", "mlp:normalization=batch", "--hidden", 8, "--precision", "float64")
        module = self.check(run, "my.csv", formats=("safetensors",))
        self.assertEqual(module.predict([[1, 2, 3, 4]]).dtype, torch.float64)

    def test_pictures(self):
        run = self.train("--data", "digits", "--model", "softmax")
        draw = np.random.default_rng(3)
        np.save(self.folder / "grey.npy", draw.integers(0, 256, (9, 8, 8), dtype=np.uint8))
        np.save(self.folder / "real.npy", draw.random((9, 1, 8, 8)))
        self.write("one.png", png(8, 8, 77))
        module = self.check(run, "grey.npy", "real.npy", "one.png", self.points(64), formats=("torchscript",))
        self.write("large.png", png(9, 8, 77))
        self.write("colour.png", png(8, 8, 77, channels=3))
        for name in ("large.png", "colour.png"):
            self.program_refuses(module, name, name, "expected L of (8, 8)")

    def test_colours(self):
        write_pictures(self.folder / "photos", channels=3)
        run = self.train("--data", "folder:photos", "--model", "mlp", "--hidden", 8)
        colours = np.random.default_rng(4).integers(0, 256, (5, 8, 8, 3), dtype=np.uint8)
        np.save(self.folder / "last.npy", colours)
        np.save(self.folder / "first.npy", np.moveaxis(colours, -1, 1))
        self.check(run, "photos/bright/1.png", "last.npy", "first.npy", formats=("onnx",))

    def test_a_checkpoint(self):
        run = self.train("--data", "iris", "--hidden", 8, "--checkpoint-every", 1)
        oldest = min((run / "checkpoints").glob("epoch-*"))
        for which in ("last", oldest.name):
            with self.subTest(checkpoint=which):
                path = run / "checkpoints" / which
                self.check(path, "my.csv", formats=("state-dict",))
                self.assertTrue((run / "export" / which / "state-dict/predict.py").exists())
        self.assertEqual({path.name for path in oldest.parent.iterdir()} - {"best.json"},
                         {path.name for path in oldest.parent.glob("epoch-*")})

    def test_names_of_any_text(self):
        labels = ['a "quoted" name', "two\nlines", "逗号，, 和 \\n", "😀"]
        names = ['f"1', "x\n2"]
        draw = random.Random(1)
        with open(self.folder / "odd.csv", "w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow([*names, "label"])
            for i in range(80):
                table.writerow([f"{draw.gauss(i % 4, 1):.3f}", f"{draw.gauss(0, 1):.3f}", labels[i % 4]])
        run = self.train("--data", "odd.csv", "--model", "mlp", "--hidden", 8)
        module = self.check(run, "odd.csv", formats=("onnx",))
        self.assertEqual(sorted(module.CLASSES), sorted(labels))

    # --- what Python opens ---

    def test_state_dicts_load_strictly(self):
        run = self.train("--data", "iris", "--model", "mlp:normalization=batch", "--hidden", "6,5")
        network = torch.nn.Module()
        network.layers = torch.nn.Sequential(
            torch.nn.Linear(4, 6), torch.nn.BatchNorm1d(6), torch.nn.ReLU(), torch.nn.Linear(6, 5), torch.nn.BatchNorm1d(5),
            torch.nn.ReLU(), torch.nn.Linear(5, 3))
        folders = [self.export(run, form) for form in TENSORS]
        tensors = safetensors.torch.load_file(folders[0] / "model.safetensors")
        state = torch.load(folders[1] / "model.pt", weights_only=True)
        network.load_state_dict(tensors, strict=True)
        network.load_state_dict(state, strict=True)
        self.assertEqual(list(state), list(network.state_dict()))  # in Python's order too
        for name, tensor in tensors.items():
            self.assertTrue(torch.equal(tensor, state[name]), name)
        with safetensors.safe_open(folders[0] / "model.safetensors", "pt") as file:
            metadata = file.metadata()
        self.assertEqual((metadata["format"], metadata["gradus.model"], metadata["gradus.task"]), ("pt", "mlp", "classification"))
        self.assertEqual(json.loads(metadata["gradus.settings"])["hidden"], "6-5")
        self.assertEqual(json.loads(metadata["gradus.input_shape"]), [4])
        self.assertEqual(json.loads(metadata["gradus.class_names"]), ["setosa", "versicolor", "virginica"])

    def test_an_own_model(self):
        def own(*args):
            return subprocess.run([os.environ["OWN_MODEL_BINARY"], *map(str, args)], cwd=self.folder, capture_output=True, text=True)

        trained = own("train", "--data", "iris", "--model", "residual:width=8", "--epochs", 2, "--no-figures", "--json")
        run = json.loads(trained.stdout)["run"]
        for form in TENSORS:
            result = own("export", run, "--format", form, "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue(json.loads(result.stdout)["needs_own_class"])
            self.assertIn("note: what 'residual' computes", result.stderr)
            module = self.load(self.folder / run / "export" / form)
            self.assertEqual(module.TENSORS["first.weight"], (8, 4))
            with self.assertRaisesRegex(NotImplementedError, "write the class Network"):
                module.load()
            self.program_refuses(module, "my.csv", "write the class Network")

            class Residual(torch.nn.Module):  # what the user writes
                def __init__(self):
                    super().__init__()
                    self.first, self.hidden, self.last = torch.nn.Linear(4, 8), torch.nn.Linear(8, 8), torch.nn.Linear(8, 3)

                def forward(self, x):
                    h = self.first(x)
                    return self.last(h + self.hidden(h).relu())

            module.Network = Residual
            self.compare(self.run_main(module, "my.csv"), own("predict", run, "my.csv", "--csv").stdout, form)
        for form in ("torchscript", "onnx"):
            result = own("export", run, "--format", form)
            self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (5, "", 1), result.stderr)
            self.assertFalse((self.folder / run / "export" / form).exists())


if __name__ == "__main__":
    main()
