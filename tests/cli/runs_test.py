"""gradus inspect and gradus compare: what they say of runs and files, and what they refuse."""
import csv
import io
import json
import math
import os
import shutil
import struct
import subprocess

from support import GRADUS, CliTest, main


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


class Logs(CliTest):
    def test_lines_an_epoch_and_event_files(self):
        run = self.train("--data", "digits", "--log-csv", "logs/a.csv", "--log-jsonl", "a.jsonl", "--tensorboard")
        self.assertEqual((self.folder / "logs/a.csv").read_text(), (run / "history.csv").read_text())
        lines = [json.loads(line) for line in (self.folder / "a.jsonl").read_text().splitlines()]
        rows = list(csv.DictReader(io.StringIO((run / "history.csv").read_text())))
        self.assertEqual([line["epoch"] for line in lines], [1, 2, 3])
        self.assertEqual([line["validation"]["loss"] for line in lines], [float(row["validation_loss"]) for row in rows])
        for part in ("", "train", "validation"):
            self.assertEqual(len(list((run / "tensorboard" / part).glob("events.out.tfevents.*"))), 1)

    def test_a_resumed_training_goes_on_in_its_logs(self):
        arguments = ["train", "--data", "digits", "--no-figures", "--epochs", "40", "--log-csv", "log.csv", "--tensorboard"]
        process = subprocess.Popen([GRADUS, *arguments], cwd=self.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("epoch"):
                break
        process.kill()
        process.communicate()
        run = next((self.folder / "runs").iterdir())
        result = self.gradus("train", "--resume", run)
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = list(csv.DictReader(io.StringIO((self.folder / "log.csv").read_text())))
        self.assertEqual([int(row["epoch"]) for row in rows], list(range(1, 41)))
        self.assertEqual((self.folder / "log.csv").read_text(), (run / "history.csv").read_text())

    def test_refusals(self):
        quick = ["train", "--data", "iris", "--epochs", "1", "--no-figures"]
        self.refused(2, "my.csv", *quick, "--log-csv", "my.csv")
        self.refused(1, "No space left", *quick, "--log-jsonl", "/dev/full")
        self.refused(2, "-1", *quick, "--tensorboard", "--tensorboard-histograms=-1")


class Inspect(CliTest):
    def inspect(self, path, code=0):
        result = self.gradus("inspect", path, "--json")
        self.assertEqual(result.returncode, code, result.stderr)
        return json.loads(result.stdout)

    def test_a_run(self):
        run = self.train("--data", "my.csv", "--target", "species", "--hidden", 8)
        document = self.inspect(run)
        self.assertEqual(document["manifest"]["model"], "mlp")
        self.assertEqual(document["manifest"]["class_names"], ["setosa", "versicolor", "virginica"])
        metrics = json.loads((run / "metrics.json").read_text())
        self.assertEqual(document["parameters"], metrics["model"]["parameters"])
        self.assertEqual(document["test"]["metrics"], metrics["test"]["metrics"])
        self.assertEqual(document["parameters"], sum(t["values"] for t in document["tensors"]))
        files = {file["name"]: file for file in document["files"]}
        for name in ("manifest.json", "model.safetensors", "standardization.safetensors"):
            self.assertTrue(files[name]["verified"])
            self.assertEqual(files[name]["bytes"], (run / name).stat().st_size)
        self.assertFalse(files["metrics.json"]["verified"])
        text = self.gradus("inspect", run).stdout
        for word in ("mlp", "setosa", "hidden=8", "accuracy", "3 epochs", "[8, 4]", "as in the manifest"):
            self.assertIn(word, text)

    def test_statistics_of_a_file(self):
        values = [0.0, 1.0, -2.0, math.nan, 4.0, 0.0, math.inf, 1.0]
        counts = [3, -1]
        self.write("w.safetensors", safetensors(
            {"w": {"dtype": "F32", "shape": [2, 4], "data_offsets": [0, 32]},
             "n": {"dtype": "I64", "shape": [2], "data_offsets": [32, 48]},
             "none": {"dtype": "F32", "shape": [0, 3], "data_offsets": [48, 48]},
             "__metadata__": {"made by": "hand"}}, struct.pack("<8f", *values) + struct.pack("<2q", *counts)))
        document = self.inspect("w.safetensors")
        self.assertEqual(document["metadata"], {"made by": "hand"})
        w, n, none = document["tensors"]
        finite = [v for v in values if math.isfinite(v)]
        mean = sum(finite) / len(finite)
        self.assertEqual((w["name"], w["dtype"], w["shape"]), ("w", "F32", [2, 4]))
        self.assertEqual((w["values"], w["zeros"], w["non_finite"]), (8, 2, 2))
        self.assertEqual((w["min"], w["max"]), (-2, 4))
        self.assertAlmostEqual(w["mean"], mean, 12)
        self.assertAlmostEqual(w["std"], math.sqrt(sum((v - mean)**2 for v in finite) / len(finite)), 12)
        self.assertEqual((n["min"], n["mean"], n["max"], n["std"]), (-1, 1, 3, 2))
        self.assertEqual((none["values"], none["min"], none["mean"]), (0, None, None))
        text = self.gradus("inspect", "w.safetensors").stdout
        for word in ("made by = hand", "I64", "[2, 4]", "25.0 %"):
            self.assertIn(word, text)

    def peak_memory(self, path):
        """Kilobytes that inspecting a file takes at most."""
        process = subprocess.Popen([GRADUS, "inspect", path, "--json"], cwd=self.folder, stdout=subprocess.PIPE)
        document = json.load(process.stdout)
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return usage.ru_maxrss, document

    def test_a_large_file_takes_little_memory(self):
        numbers = 40_000_000  # 160 MB of float32
        header = json.dumps({"big": {"dtype": "F32", "shape": [numbers], "data_offsets": [0, 4 * numbers]}}).encode()
        with open(self.folder / "big.safetensors", "wb") as file:
            file.write(safetensors(header))
            file.truncate(8 + len(header) + 4 * numbers)  # holes read as zeros
        self.write("small.safetensors", safetensors({"small": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, bytes(4)))
        plain, _ = self.peak_memory("small.safetensors")
        peak, document = self.peak_memory("big.safetensors")
        tensor = document["tensors"][0]
        self.assertEqual((tensor["values"], tensor["zeros"], tensor["max"]), (numbers, numbers, 0))
        self.assertLess(peak, plain + 50_000)

    def test_refusals(self):
        self.refused(5, "absent", "inspect", "absent")
        self.refused(5, ["my.csv", "header of"], "inspect", "my.csv")
        (self.folder / "plain").mkdir()
        self.refused(5, "manifest.json", "inspect", "plain")
        self.refused(2, "RUN|FILE is required", "inspect")
        self.write("hole.safetensors", safetensors({"w": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}, bytes(8)))
        self.refused(5, "a hole", "inspect", "hole.safetensors")
        self.write("huge.safetensors", safetensors({"w": {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]}}, bytes(8)))
        self.refused(5, "the file holds 8", "inspect", "huge.safetensors")

    def test_an_altered_run(self):
        run = self.train("--data", "iris")
        content = bytearray((run / "model.safetensors").read_bytes())
        content[-1] ^= 1
        (run / "model.safetensors").write_bytes(content)
        self.refused(5, ["model.safetensors", "altered"], "inspect", run)

    def test_a_broken_file_beside_the_model(self):
        run = self.train("--data", "iris")
        whole = {name: (run / name).read_text() for name in ("metrics.json", "history.csv")}
        for name, content, message in [("metrics.json", "{", "broken JSON"), ("metrics.json", "{}", "'model' is missing"),
                                       ("metrics.json", whole["metrics.json"].replace('"seconds": ', '"seconds": "x", "s": '),
                                        "'seconds' is no number"),
                                       ("history.csv", whole["history.csv"].replace("1,", "one,", 1), "line 2"),
                                       ("history.csv", "a,b\n", "expected 'epoch'")]:
            with self.subTest(name=name, message=message):
                (run / name).write_text(content)
                self.refused(5, [name, message], "inspect", run)
                (run / name).write_text(whole[name])

    def test_a_link_in_a_run_is_not_followed(self):
        run = self.train("--data", "iris")
        (run / "outside").symlink_to(self.folder / "my.csv")
        files = {file["name"]: file for file in self.inspect(run)["files"]}
        self.assertEqual((files["outside"]["link"], files["outside"]["bytes"]), (True, 0))
        shutil.move(run / "metrics.json", self.folder / "metrics.json")
        (run / "metrics.json").symlink_to(self.folder / "metrics.json")
        self.refused(5, "symbolic link", "inspect", run)


class Compare(CliTest):
    def setUp(self):
        super().setUp()
        self.a = self.train("--data", "iris", "--name", "a", "--lr", 0.1)
        self.b = self.train("--data", "iris", "--name", "b", "--lr", 0.001, "--hidden", 8)

    def compare(self, *arguments):
        result = self.gradus("compare", *arguments, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_numbers_are_those_of_the_runs(self):
        document = self.compare(self.a, self.b)
        self.assertEqual(document["skipped"], [])
        for run, folder in zip(document["runs"], (self.a, self.b)):
            metrics = json.loads((folder / "metrics.json").read_text())
            rows = list(csv.DictReader(io.StringIO((folder / "history.csv").read_text())))
            losses = [float(row["validation_loss"]) for row in rows]
            self.assertEqual(run["run"], str(folder))
            self.assertEqual(run["model"]["parameters"], metrics["model"]["parameters"])
            self.assertEqual(run["test"]["metrics"], metrics["test"]["metrics"])
            self.assertEqual(run["validation_loss"], losses[-1])
            self.assertEqual(run["best_validation_loss"], min(losses))
            self.assertEqual(run["best_epoch"], 1 + losses.index(min(losses)))
            self.assertNotIn("seed", run["differing_options"])
        self.assertEqual([run["differing_options"].get("lr") for run in document["runs"]], ["0.1", "0.001"])

    def test_a_folder_of_runs_sorted(self):
        document = self.compare("runs", "--sort", "test_loss")
        losses = [run["test"]["loss"] for run in document["runs"]]
        self.assertEqual(losses, sorted(losses))
        document = self.compare("runs", self.a, "--sort", "accuracy")
        accuracies = [run["test"]["metrics"]["accuracy"] for run in document["runs"]]
        self.assertEqual(len(accuracies), 2)  # each run once
        self.assertEqual(accuracies, sorted(accuracies, reverse=True))
        errors = [run["test"]["metrics"]["brier_score"] for run in self.compare("runs", "--sort", "brier_score")["runs"]]
        self.assertEqual(errors, sorted(errors))
        self.assertEqual([run["run"] for run in self.compare("runs", "--sort", "lr")["runs"]],
                         ["runs/" + self.b.name, "runs/" + self.a.name])

    def test_text(self):
        result = self.gradus("compare", "runs")
        self.assertEqual(result.returncode, 0, result.stderr)
        for word in ("lr", "parameters", "best validation loss", "macro f1"):
            self.assertIn(word, result.stdout)
        self.assertEqual([line.split()[0] for line in result.stdout.splitlines() if line.startswith(("a ", "b "))],
                         ["a", "b", "a", "b"])
        self.assertEqual(result.stderr, "")

    def test_figure(self):
        result = self.gradus("compare", "runs", "--figure", "losses.png")
        if "gnuplot is not installed" in result.stderr:
            self.skipTest("no gnuplot")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((self.folder / "losses.png").read_bytes().startswith(b"\x89PNG"))
        svg = (self.folder / "losses.svg").read_text()
        for word in ("training loss", "validation loss", ">a<", ">b<"):
            self.assertIn(word, svg)

    def test_broken_runs_are_named_and_left_out(self):
        model = self.a / "model.safetensors"
        model.write_bytes(model.read_bytes()[:-1])
        result = self.gradus("compare", "runs", "--json")
        self.assertEqual(result.returncode, 0)
        document = json.loads(result.stdout)
        self.assertEqual([run["run"] for run in document["runs"]], ["runs/" + self.b.name])
        self.assertEqual([run["run"] for run in document["skipped"]], ["runs/" + self.a.name])
        self.assertIn("left out: ", result.stderr)
        self.refused(5, ["no run to compare", "model.safetensors"], "compare", self.a)

    def test_refusals(self):
        self.refused(2, "RUN is required", "compare")
        self.refused(5, "nowhere", "compare", "nowhere")
        self.refused(2, ["unknown column 'acuracy'", "did you mean 'accuracy'?"], "compare", "runs", "--sort", "acuracy")
        self.refused(2, "ends in .png", "compare", "runs", "--figure", "losses.gif")


if __name__ == "__main__":
    main()
