"""A user's program with a data set, a loss, a metric and a callback of its own, each by flag; and the guide that
shows them."""
import csv
import json
import math
import os
import re
import subprocess

from support import SOURCE, CliTest, main


class OwnParts(CliTest):
    def own(self, *args, binary="OWN_PARTS_BINARY"):
        return subprocess.run([os.environ[binary], *map(str, args)], cwd=self.folder, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def done(self, *args):
        result = self.own(*args)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def trained(self, *args):
        """The document of a quick training on iris."""
        return json.loads(self.done("train", "--data", "iris", "--hidden", 8, "--no-figures", "--json", *args).stdout)

    def own_refused(self, code, messages, *args):
        result = self.own(*args)
        lines = [line for line in result.stderr.splitlines() if line.startswith("gradus: ")]
        self.assertEqual((result.returncode, len(lines)), (code, 1), result.stderr)
        for text in messages:
            self.assertIn(text, lines[0])

    def history(self, run):
        with open(self.folder / run / "history.csv", newline="") as file:
            return list(csv.DictReader(file))

    def test_all_are_listed(self):
        listed = {}
        for kind in ("losses", "metrics", "callbacks", "datasets"):
            listed[kind] = {part["name"]: part for part in json.loads(self.done(kind, "--json").stdout)[kind]}
            text = self.done(kind).stdout
            for name in listed[kind]:
                self.assertIn(f"{name} ", text)
        self.assertIn("libsvm", listed["datasets"])
        focal = listed["losses"]["focal"]
        self.assertEqual((focal["task"], focal["outputs"], focal["class_weights"]), ("classification", "several", False))
        self.assertEqual([(o["key"], o["default"]) for o in focal["options"]], [("gamma", "2")])
        self.assertEqual(listed["losses"]["bce"]["outputs"], "one")
        self.assertEqual(listed["losses"]["mse"]["task"], "regression")
        self.assertEqual(listed["metrics"]["matthews"]["better"], "higher")
        self.assertEqual((listed["metrics"]["mse"]["better"], listed["metrics"]["mse"]["task"]), ("lower", "regression"))
        self.assertEqual(listed["callbacks"]["growth"]["options"][0]["key"], "limit")
        completion = self.done("completion", "bash").stdout
        for name in ("focal", "matthews", "growth", "libsvm"):
            self.assertIn(name, completion)

    def test_the_loss_is_the_focal_loss(self):
        self.trained("--loss", "focal:gamma=2", "--epochs", 5, "--name", "focal", "--output", "o")
        run = next((self.folder / "o").iterdir())
        self.assertIn("loss = \"focal:gamma=2\"", (run / "config.toml").read_text())
        evaluation = json.loads(self.done("evaluate", run, "--data", "my.csv", "--target", "species", "--part", "all",
                                          "--bootstrap", 0, "--json").stdout)
        lines = list(csv.DictReader(self.done("predict", run, "my.csv", "--csv").stdout.splitlines()))
        with open(self.folder / "my.csv", newline="") as file:
            truth = [row["species"] for row in csv.DictReader(file)]
        chances = [next(float(line[key]) for key in line if key.endswith(species) and key != "species")
                   for line, species in zip(lines, truth)]
        focal = sum(-(1 - p) ** 2 * math.log(p) for p in chances) / len(chances)
        self.assertAlmostEqual(evaluation["loss"], focal, delta=1e-5)

    def test_without_focus_it_is_cross_entropy(self):
        options = ("--epochs", 4, "--engine", "eager")
        with_focus, without, plain = (self.history(self.trained("--loss", loss, *options)["run"])
                                      for loss in ("focal", "focal:gamma=0", "cross_entropy"))
        for row, other, truth in zip(with_focus, without, plain):
            self.assertAlmostEqual(float(other["train_loss"]), float(truth["train_loss"]), delta=1e-5)
            self.assertLess(float(row["train_loss"]), 0.7 * float(truth["train_loss"]))

    def test_the_eager_engine_takes_it_and_says_why(self):
        run = self.done("train", "--data", "iris", "--loss", "focal", "--epochs", 1, "--no-figures")
        self.assertIn("eager engine", run.stderr)
        self.assertIn("loss 'focal' is not one of ours", run.stderr)

    def test_what_does_not_fit_the_loss_is_refused(self):
        train = ("train", "--data", "iris", "--epochs", 1, "--no-figures", "--loss")
        self.own_refused(2, ["unknown loss 'focl'", "did you mean 'focal'?", "cross_entropy"], *train, "focl")
        self.own_refused(2, ["'gama'", "did you mean 'gamma'?"], *train, "focal:gama=1")
        self.own_refused(2, ["gamma=11", "0 to 10"], *train, "focal:gamma=11")
        self.own_refused(2, ["focal has no class weights: bce, cross_entropy have"], *train, "focal",
                         "--class-weights", "balanced")
        self.own_refused(2, ["focal has no label smoothing"], *train, "focal", "--label-smoothing", 0.1)
        self.own_refused(2, ["'focal'", "no mixed targets", "cross_entropy"], *train, "focal", "--mixup", 0.2)
        self.own_refused(2, ["does not fit a regression task: use mse"], "train", "--data", "function", "--loss", "focal")
        self.own_refused(2, ["'focal' does not fit a model with 1 output", "use bce"], "train", "--data", "xor",
                         "--model", "logistic", "--loss", "focal")

    def test_the_metric_is_matthews_correlation_everywhere(self):
        document = self.trained("--metrics", "accuracy,matthews", "--epochs", 6, "--early-stopping", 5, "--monitor",
                                "validation_matthews")
        test = document["test"]
        counts = test["confusion"]
        rows, columns = [sum(row) for row in counts], [sum(column) for column in zip(*counts)]
        n, right = sum(rows), sum(counts[k][k] for k in range(3))
        spread = (n * n - sum(c * c for c in columns)) * (n * n - sum(r * r for r in rows))
        matthews = (right * n - sum(r * c for r, c in zip(rows, columns))) / math.sqrt(spread)
        self.assertAlmostEqual(test["metrics"]["matthews"], matthews, places=12)
        low, high = test["intervals"]["metrics"]["matthews"]
        self.assertLess(low, high)
        self.assertTrue(low <= matthews <= high, test["intervals"])
        self.assertIn("validation_matthews", self.history(document["run"])[0])
        again = json.loads(self.done("evaluate", document["run"], "--metrics", "matthews", "--json").stdout)
        self.assertEqual(again["metrics"], {"matthews": test["metrics"]["matthews"]})
        self.assertIn("matthews", self.done("compare", document["run"], document["run"]).stdout)

    def test_the_metric_ranks_a_sweep_and_wrong_names_are_refused(self):
        result = self.done("sweep", "--data", "iris", "--vary", "loss=focal,cross_entropy", "--epochs", 2, "--metric",
                           "matthews", "--callback", "growth", "--output", "s", "--json")
        trials = json.loads(result.stdout)["trials"]
        self.assertEqual([trial["status"] for trial in trials], ["done", "done"])
        self.assertGreaterEqual(trials[0]["value"], trials[1]["value"])
        train = ("train", "--data", "iris", "--epochs", 1, "--no-figures", "--metrics")
        self.own_refused(2, ["unknown metric 'mathews'", "did you mean 'matthews'?"], *train, "mathews")
        self.own_refused(2, ["'matthews' does not fit a regression task"], "train", "--data", "function", "--metrics",
                         "matthews")

    def test_the_callback_stops_and_remembers_its_start(self):
        whole = self.trained("--callback", "growth:limit=2", "--lr", 0.01, "--epochs", 30)
        epochs = len(self.history(whole["run"]))
        self.assertTrue(3 < epochs < 30, epochs)
        config = (self.folder / whole["run"] / "config.toml").read_text()
        self.assertIn('callback = ["growth:limit=2"]', config)
        # Stopped by its epochs and gone on with, it measures from where the first training began.
        first = self.trained("--callback", "growth:limit=2", "--lr", 0.01, "--epochs", epochs - 1)
        resumed = json.loads(self.done("train", "--resume", first["run"], "--epochs", 30, "--json",
                                       "--no-figures").stdout)
        history = [[row["train_loss"], row["validation_loss"]] for row in self.history(resumed["run"])]
        self.assertEqual(history, [[row["train_loss"], row["validation_loss"]] for row in self.history(whole["run"])])

    def test_wrong_callbacks_are_refused(self):
        train = ("train", "--data", "iris", "--epochs", 1, "--no-figures", "--callback")
        self.own_refused(2, ["unknown callback 'grow'", "Known: growth"], *train, "grow")
        self.own_refused(2, ["'limt'", "did you mean 'limit'?"], *train, "growth:limt=3")
        self.own_refused(2, ["limit=0.5"], *train, "growth:limit=0.5")
        self.own_refused(2, ["two callbacks keep their state as 'growth'"], *train, "growth", "--callback", "growth")
        self.own_refused(2, ["unknown callback 'grow'"], "sweep", "--data", "iris", "--vary", "lr=0.1", *train[-1:],
                         "grow", "--output", "s")
        self.refused(2, ["callback 'growth'", "GRADUS_REGISTER_CALLBACK"], *train, "growth")

    def test_the_data_set_reads_its_file(self):
        lines = []
        with open(self.folder / "my.csv", newline="") as file:
            for row in csv.reader(file):
                if row[0][0].isdigit():
                    lines.append(" ".join([row[-1]] + [f"{i}:{x}" for i, x in enumerate(row[:-1], 1) if float(x)]))
        self.write("iris.txt", "\n".join(lines) + "\n")
        described = json.loads(self.done("datasets", "libsvm:file=iris.txt", "--json").stdout)
        self.assertEqual((described["examples"], described["input_shape"], len(described["classes"])), (150, [4], 3))
        self.assertIn("file ", self.done("datasets", "libsvm:file=iris.txt").stdout)
        same = [self.history(json.loads(self.done("train", "--data", data, "--epochs", 2, "--no-figures", "--json",
                                                  "--hidden", 8).stdout)["run"])
                for data in ("libsvm:file=iris.txt", "my.csv")]
        self.assertEqual(*([row["train_loss"] for row in history] for history in same))
        self.write("bad.txt", "a 1:2\nb 0:1\n")
        self.own_refused(4, ["bad.txt, line 2: '0:1': expected INDEX:VALUE"], "train", "--data", "libsvm:file=bad.txt")
        self.own_refused(4, ["no.txt"], "datasets", "libsvm:file=no.txt")

    def test_gradus_without_the_parts_says_so(self):
        run = self.trained("--loss", "focal", "--epochs", 1)["run"]
        self.refused(5, ["loss", "'focal'", "cross_entropy"], "evaluate", run)
        self.assertEqual(self.gradus("predict", run, "my.csv", "--csv").returncode, 0)
        self.assertEqual(json.loads(self.gradus("callbacks", "--json").stdout)["callbacks"], [])
        self.assertIn("GRADUS_REGISTER_CALLBACK", self.gradus("callbacks").stdout)

    def test_a_program_without_the_command_line_trains_with_them(self):
        result = self.own(binary="OWN_TRAINING_BINARY")
        self.assertEqual(result.returncode, 0, result.stderr)
        values = re.fullmatch(r"loss (\d\.\d+), matthews (\d\.\d+)\n", result.stdout)
        self.assertTrue(values, result.stdout)
        self.assertGreater(float(values[2]), 0.8)


class Guide(CliTest):
    def test_each_example_stands_in_the_guide_in_full(self):
        guide = (SOURCE / "docs/guide.md").read_text()
        blocks = re.findall(r"```cpp\n(.*?)```", guide, re.S)
        sources = [next((SOURCE / f"docs/examples/{name}").glob("*.cpp")).read_text()
                   for name in ("own_model", "own_data", "own_loss", "own_callback", "own_metric", "own_training")]
        self.assertEqual(blocks, sources)
        build = re.findall(r"```cmake\n(.*?)```", guide, re.S)
        self.assertEqual(build, [(SOURCE / "docs/examples/own_loss/CMakeLists.txt").read_text()])


if __name__ == "__main__":
    main()
