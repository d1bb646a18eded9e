"""Changed batches, unbalanced classes, gradients, and looking inside a training."""
import csv
import json

from support import CliTest, main, write_idx_folder


class TrainingFlags(CliTest):
    def model(self, *args):
        return (self.train(*args) / "model.safetensors").read_bytes()

    def unbalanced(self):
        """150 rows of iris without 30 of the last class, and the whole as the test part."""
        rows = list(csv.reader((self.folder / "my.csv").read_text().splitlines()))
        self.write("few.csv", "\n".join(",".join(row) for row in rows[:121]) + "\n")
        return ["--data", "few.csv", "--test", "my.csv", "--validation", 0]


class Batches(TrainingFlags):
    def test_each_change_trains_another_model_and_repeats(self):
        write_idx_folder(self.folder / "images")
        plain = self.model("--data", "images", "--name", "plain")
        for change in (["--flip", "horizontal"], ["--shift", 1], ["--noise", 0.1], ["--mixup", 0.4]):
            with self.subTest(change=change):
                first = self.model("--data", "images", *change)
                self.assertNotEqual(first, plain)
                self.assertEqual(first, self.model("--data", "images", *change))

    def test_mixup_of_numbers_and_of_one_score(self):
        self.train("--data", "moons", "--model", "logistic", "--mixup", 1)
        self.write("line.csv", "x,y\n" + "".join(f"{i},{2 * i + 0.5}\n" for i in range(100)))
        self.train("--data", "line.csv", "--task", "regression", "--mixup", 1, "--noise", 0.05)

    def test_what_does_not_fit(self):
        write_idx_folder(self.folder / "images")
        for flag, value in (("--flip", "both"), ("--shift", 1)):
            self.refused(2, [flag, "shape [4]", "expected images"], "train", "--data", "iris", flag, value)
        self.refused(2, ["shift = 4 pixels", "4 × 4", "1 to 3"], "train", "--data", "images", "--shift", 4)
        self.refused(2, ["--mixup", "'hinge'", "cross_entropy"], "train", "--data", "iris", "--loss", "hinge", "--mixup", 1)
        self.refused(2, ["'horizontl'", "did you mean 'horizontal'?"], "train", "--data", "images", "--flip", "horizontl")


class Classes(TrainingFlags):
    def test_balanced_is_the_inverse_of_the_counts(self):
        data = self.unbalanced()
        balanced = self.model(*data, "--class-weights", "balanced")
        self.assertEqual(balanced, self.model(*data, "--class-weights", "0.8,0.8,2"))  # 120 / (3 × 50, 50, 20)
        self.assertNotEqual(balanced, self.model(*data))

    def test_sampling_and_smoothing_train_another_model(self):
        data = self.unbalanced()
        models = [self.model(*data, *flags) for flags in ([], ["--balanced-sampling"], ["--label-smoothing", 0.1])]
        self.assertEqual(len(set(models)), 3)

    def test_what_does_not_fit(self):
        self.refused(2, ["2 numbers", "expected 3"], "train", "--data", "iris", "--class-weights", "1,2")
        self.refused(2, ["'x'", "expected balanced"], "train", "--data", "iris", "--class-weights", "1,x,2")
        self.refused(2, ["'0'", "greater than 0"], "train", "--data", "iris", "--class-weights", "0,1,1")
        self.write("line.csv", "x,y\n" + "".join(f"{i},{2 * i + 0.5}\n" for i in range(100)))
        for flags in (["--class-weights", "balanced"], ["--balanced-sampling"], ["--label-smoothing", 0.1]):
            self.refused(2, [flags[0], "regression"], "train", "--data", "line.csv", "--task", "regression", *flags)


class Gradients(TrainingFlags):
    def test_each_trains_another_model(self):
        digits = ["--data", "digits", "--optimizer", "sgd:weight_decay=0.1"]
        models = [self.model(*digits, *flags) for flags in (
            [], ["--clip-norm", 0.1], ["--clip-value", 0.001], ["--accumulate", 4], ["--weight-decay-on", "weights"])]
        self.assertEqual(len(set(models)), 5)
        self.assertEqual(self.model(*digits, "--deterministic"), models[0])

    def test_ranges(self):
        for flag, value in (("--clip-norm", 0), ("--clip-value", -1), ("--accumulate", 0),
                            ("--noise", -1), ("--mixup", 0), ("--shift", 0), ("--label-smoothing", 1),
                            ("--profile-steps", 0)):
            with self.subTest(flag=flag):
                self.refused(2, [str(value), "expected"], "train", "--data", "iris", f"{flag}={value}")
        self.refused(2, ["'biases'", "all, weights"], "train", "--data", "iris", "--weight-decay-on", "biases")


class Inside(TrainingFlags):
    def test_looking_changes_nothing(self):
        plain = self.model("--data", "digits", "--hidden", "32,16", "--dropout", 0.1)
        for flags in (["--layer-statistics"], ["--profile"]):
            self.assertEqual(plain, self.model("--data", "digits", "--hidden", "32,16", "--dropout", 0.1, *flags))

    def test_layer_statistics(self):
        result = self.gradus("train", "--data", "digits", "--epochs", 2, "--no-figures", "--layer-statistics",
                             "--hidden", ",".join(["16"] * 8), "--activation", "sigmoid")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("layer 2 (sigmoid)", result.stderr)
        self.assertIn("vanishing", result.stderr)
        self.assertNotIn("layer 2", result.stdout)
        run = next((self.folder / "runs").iterdir())
        document = json.loads((run / "statistics.json").read_text())
        self.assertEqual([epoch["epoch"] for epoch in document["epochs"]], [1, 2])
        self.assertTrue(any("vanishing" in finding for finding in document["findings"]))
        linear, sigmoid = document["epochs"][1]["layers"][:2]
        self.assertEqual(set(linear), {"name", "units", "mean", "std", "gradient", "change"})
        self.assertEqual(set(sigmoid), {"name", "units", "mean", "std", "dead", "flat"})

    def test_profile(self):
        result = self.gradus("train", "--data", "digits", "--epochs", 2, "--no-figures", "--profile", "--profile-steps", 20,
                             "--engine", "eager")
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("profile of 20 steps", "forward", "backward", "everything else", "memory:", "trace.json"):
            self.assertIn(text, result.stderr)
        self.assertNotIn("kineto", result.stderr.lower())
        self.assertNotIn("USDT", result.stderr)
        run = next((self.folder / "runs").iterdir())
        profile = json.loads((run / "profile.json").read_text())
        self.assertEqual(profile["steps"], 20)
        self.assertAlmostEqual(sum(part["seconds"] for part in profile["parts"]), profile["seconds"], places=6)
        self.assertGreater(profile["peak_resident_bytes"], 10_000_000)
        events = json.loads((run / "trace.json").read_text())["traceEvents"]
        names = [event.get("name") for event in events]
        self.assertEqual(names.count("step"), 20)
        self.assertEqual(names.count("backward"), 20)
        self.assertFalse([path for path in run.iterdir() if "partial" in path.name])

    def test_steps_without_a_profile(self):
        self.refused(2, ["--profile-steps 20", "add --profile"], "train", "--data", "iris", "--profile-steps", 20)


if __name__ == "__main__":
    main()
