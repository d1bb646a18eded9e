"""What the commands do when all is well."""
import csv
import io
import json
import os
import pathlib
import signal
import subprocess
import time

from support import GRADUS, CliTest, main, write_idx_folder


class Train(CliTest):
    def test_own_csv_with_nothing_else_said(self):
        result = self.gradus("train", "--data", "my.csv", "--target", "species", "--model", "mlp", "--json", "--no-figures")
        self.assertEqual(result.returncode, 0, result.stderr)
        metrics = json.loads(result.stdout)
        self.assertEqual(metrics["schema_version"], 1)
        self.assertGreater(metrics["test"]["metrics"]["accuracy"], 0.85)
        self.assertEqual([c["name"] for c in metrics["test"]["classes"]], ["setosa", "versicolor", "virginica"])
        self.assertEqual(sum(map(sum, metrics["test"]["confusion"])), metrics["examples"]["test"])

    def test_run_folder_is_complete(self):
        run = self.train("--data", "digits", "--name", "mine")
        self.assertTrue(run.name.endswith("-mine"))
        names = {path.name for path in run.iterdir()}
        self.assertLessEqual({"model.safetensors", "standardization.safetensors", "manifest.json", "history.csv",
                              "metrics.json", "command.txt"}, names)
        rows = list(csv.DictReader(io.StringIO((run / "history.csv").read_text())))
        self.assertEqual([row["epoch"] for row in rows], ["1", "2", "3"])
        self.assertIn("gradus train", (run / "command.txt").read_text())
        self.assertFalse([name for name in names if "tmp" in name])

    def test_figures(self):
        result = self.gradus("train", "--data", "digits", "--epochs", 2)
        self.assertEqual(result.returncode, 0, result.stderr)
        if "gnuplot is not installed" in result.stderr:
            self.skipTest("no gnuplot")
        figures = next((self.folder / "runs").iterdir()) / "figures"
        names = {path.name for path in figures.iterdir()}
        for stem in ("training_curves", "confusion_matrix", "first_layer_weights", "confident_mistakes"):
            self.assertLessEqual({f"{stem}.png", f"{stem}.svg"}, names)

    def test_same_seed_same_model(self):
        first = self.train("--data", "moons", "--seed", 3, "--name", "a")
        second = self.train("--data", "moons", "--seed", 3, "--name", "b")
        other = self.train("--data", "moons", "--seed", 4, "--name", "c")
        model = lambda run: (run / "model.safetensors").read_bytes()
        self.assertEqual(model(first), model(second))
        self.assertNotEqual(model(first), model(other))

    def test_every_model_and_optimizer(self):
        for arguments in (["--model", "softmax"], ["--model", "softmax", "--optimizer", "lbfgs:strong_wolfe=true"], ["--optimizer", "sgd:momentum=0.9,nesterov=true"],
                          ["--model", "mlp:hidden=8-8,activation=tanh,dropout=0.1,normalization=batch"], ["--hidden", "8,8"]):
            with self.subTest(arguments=arguments):
                self.train("--data", "iris", *arguments)
        for model in ("perceptron", "logistic"):
            self.train("--data", "moons", "--model", model)

    def test_regression_in_the_targets_own_units(self):
        rows = "".join(f"{i},{i % 7},{1000 * i + 5}\n" for i in range(200))
        self.write("prices.csv", "size,rooms,price\n" + rows)
        result = self.gradus("train", "--data", "prices.csv", "--task", "regression", "--json", "--no-figures", "--epochs", 100)
        self.assertEqual(result.returncode, 0, result.stderr)
        test = json.loads(result.stdout)["test"]
        self.assertGreater(test["metrics"]["r2"], 0.95)
        self.assertGreater(test["metrics"]["mae"], 1)  # in units of 1000 a size, not of standard deviations

    def test_quiet_and_plain(self):
        result = self.gradus("train", "--data", "iris", "--epochs", 2, "--no-figures", "--quiet")
        self.assertEqual(result.stderr, "")
        self.assertIn("accuracy", result.stdout)
        plain = self.gradus("train", "--data", "iris", "--epochs", 2, "--no-figures", env={"NO_COLOR": "1", "LC_ALL": "C"})
        self.assertNotIn("\x1b", plain.stderr + plain.stdout)
        self.assertNotIn("\r", plain.stderr)
        self.assertTrue(plain.stdout.isascii())

    def test_init_from_continues(self):
        run = self.train("--data", "iris")
        self.train("--data", "iris", "--init-from", run)

    def test_init_from_float64(self):
        run = self.train("--data", "iris", "--precision", "float64")
        for flags in ([], ["--precision", "float64"]):
            self.train("--data", "iris", "--init-from", run, *flags)


class Interrupted(CliTest):
    def interrupted(self, signal_number, repeat=1):
        process = subprocess.Popen([GRADUS, "train", "--data", "digits", "--epochs", "100000", "--no-figures"], cwd=self.folder,
                                   stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("epoch"):
                break
        for _ in range(repeat):
            process.send_signal(signal_number)
        start = time.monotonic()
        _, stderr = process.communicate(timeout=20)
        return process.returncode, stderr, time.monotonic() - start

    def test_ctrl_c_saves_and_says_how_to_go_on(self):
        code, stderr, seconds = self.interrupted(signal.SIGINT)
        self.assertEqual(code, 130, stderr)
        self.assertIn("gradus train --resume", stderr)
        self.assertLess(seconds, 5)
        run = next((self.folder / "runs").iterdir())
        self.assertEqual(self.gradus("evaluate", run).returncode, 0)

    def test_closed_pipe(self):
        process = subprocess.Popen([GRADUS, "train", "--data", "digits", "--epochs", "30", "--no-figures"], cwd=self.folder,
                                   stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("epoch"):
                break
        process.stderr.close()
        process.stdout.close()
        self.assertEqual(process.wait(timeout=20), 143)
        run = next((self.folder / "runs").iterdir())
        self.assertEqual(self.gradus("evaluate", run).returncode, 0)

    def test_sigterm(self):
        self.assertEqual(self.interrupted(signal.SIGTERM)[0], 143)


class Evaluate(CliTest):
    def test_the_same_figures_as_after_training(self):
        for data in ("digits", "my.csv"):
            with self.subTest(data=data):
                run = self.train("--data", data, "--name", pathlib.Path(data).stem)
                trained = json.loads((run / "metrics.json").read_text())["test"]
                for arguments in ([], ["--data", data]):
                    again = json.loads(self.gradus("evaluate", run, "--json", *arguments).stdout)
                    self.assertEqual(again["metrics"], trained["metrics"])
                    self.assertEqual(again["confusion"], trained["confusion"])

    def test_columns_in_another_order_and_fewer_classes(self):
        run = self.train("--data", "my.csv", "--seed", 1)
        rows = list(csv.reader((self.folder / "my.csv").read_text().splitlines()))
        turned = [row[::-1] for row in rows]
        self.write("turned.csv", "\n".join(",".join(row) for row in turned) + "\n")
        whole = json.loads(self.gradus("evaluate", run, "--json", "--part", "all").stdout)
        again = self.gradus("evaluate", run, "--json", "--data", "turned.csv", "--target", "species")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(json.loads(again.stdout)["confusion"], whole["confusion"])
        self.write("two.csv", "\n".join(",".join(row) for row in [rows[0], *rows[51:]]) + "\n")
        two = json.loads(self.gradus("evaluate", run, "--json", "--data", "two.csv").stdout)
        self.assertEqual(two["confusion"][1:], whole["confusion"][1:])
        self.assertEqual(sum(two["confusion"][0]), 0)


class Predict(CliTest):
    def test_csv_three_ways(self):
        run = self.train("--data", "my.csv")
        document = json.loads(self.gradus("predict", run, "my.csv", "--json").stdout)
        self.assertEqual(len(document["predictions"]), 150)
        for entry in document["predictions"]:
            self.assertAlmostEqual(sum(entry["probabilities"].values()), 1, places=5)
            self.assertEqual(entry["class"], max(entry["probabilities"], key=entry["probabilities"].get))
        table = self.gradus("predict", run, "my.csv").stdout
        self.assertIn("probability", table)
        rows = list(csv.DictReader(io.StringIO(self.gradus("predict", run, "my.csv", "--csv").stdout)))
        self.assertEqual([row["class"] for row in rows], [entry["class"] for entry in document["predictions"]])

    def test_idx_and_png_agree(self):
        write_idx_folder(self.folder / "squares")
        run = self.train("--data", "squares", "--epochs", 20)
        document = json.loads(self.gradus("predict", run, "squares/t10k-images-idx3-ubyte.gz", "--json").stdout)
        self.assertEqual([entry["class"] for entry in document["predictions"][:4]], ["0", "1", "0", "1"])
        self.write("bright.png", png(4, 200))
        image = json.loads(self.gradus("predict", run, "bright.png", "--json").stdout)["predictions"][0]
        for name, value in document["predictions"][1]["probabilities"].items():
            self.assertAlmostEqual(image["probabilities"][name], value, places=6)


def png(size, grey):
    """A grey PNG of one colour, written by the format's specification."""
    import struct
    import zlib
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([grey]) * size for _ in range(size))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Listings(CliTest):
    def test_models_and_datasets(self):
        models = json.loads(self.gradus("models", "--json").stdout)["models"]
        self.assertEqual([m["name"] for m in models], ["logistic", "mlp", "perceptron", "softmax"])
        self.assertIn("hidden", self.gradus("models", "mlp").stdout)
        names = {d["name"] for d in json.loads(self.gradus("datasets", "--json").stdout)["datasets"]}
        self.assertLessEqual({"iris", "digits", "fashion-mnist", "mnist", "moons", "spirals", "xor"}, names)
        self.assertIn("arms", self.gradus("datasets", "spirals").stdout)
        self.assertIn("setosa", self.gradus("datasets", "my.csv").stdout)

    def test_devices_version_and_help(self):
        devices = json.loads(self.gradus("devices", "--json").stdout)
        self.assertEqual(devices["devices"][0]["device"], "cpu")
        self.assertRegex(self.gradus("--version").stdout, r"^gradus \d+\.\d+\.\d+ \(LibTorch \d+\.\d+")
        for command in ("train", "evaluate", "predict", "models", "datasets", "devices"):
            result = self.gradus(command, "--help")
            self.assertEqual(result.returncode, 0)
            self.assertIn("Examples:", result.stdout)


if __name__ == "__main__":
    main()
