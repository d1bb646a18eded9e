"""Learning-rate schedules, early stopping and averaged weights from the command line, and lr-find."""
import csv
import io
import json

from support import CliTest, main


class Callbacks(CliTest):
    def history(self, run):
        return list(csv.DictReader(io.StringIO((run / "history.csv").read_text())))

    def test_schedule_changes_the_rate(self):
        run = self.train("--data", "iris", "--lr", 0.1, "--schedule", "step:every=1,factor=0.5")
        self.assertEqual([float(row["learning_rate"]) for row in self.history(run)], [0.1, 0.05, 0.025])
        rising = self.train("--data", "iris", "--lr", 0.1, "--warmup", 15, "--batch-size", 16)
        rates = [float(row["learning_rate"]) for row in self.history(rising)]
        self.assertLess(rates[0], rates[1])
        self.assertEqual(rates[2], 0.1)
        for name in ("cosine:final=0.1", "one-cycle", "polynomial:power=2", "exponential", "multi-step:at=1-2",
                     "plateau:patience=0", "constant"):
            with self.subTest(schedule=name):
                self.train("--data", "iris", "--schedule", name)

    def test_early_stopping_ends_early_with_the_best_weights(self):
        run = self.train("--data", "moons:noise=0.4", "--lr", 0.1, "--epochs", 200, "--early-stopping", 3)
        losses = [float(row["validation_loss"]) for row in self.history(run)]
        self.assertLess(len(losses), 200)
        self.assertEqual(losses.index(min(losses)), len(losses) - 4)
        result = self.gradus("evaluate", run, "--part", "validation", "--json")
        self.assertAlmostEqual(json.loads(result.stdout)["loss"], min(losses), places=5)

    def test_early_stopping_by_a_metric(self):
        self.train("--data", "iris", "--early-stopping", 1, "--monitor", "accuracy", "--min-change", 0.5)
        self.train("--data", "iris", "--early-stopping", 1, "--monitor", "train_loss", "--validation", 0, "--no-restore-best")

    def test_averaged_weights_are_what_is_kept(self):
        plain = self.train("--data", "iris", "--name", "plain")
        averaged = self.train("--data", "iris", "--name", "averaged", "--ema", 0.9)
        model = lambda run: (run / "model.safetensors").read_bytes()
        self.assertNotEqual(model(plain), model(averaged))
        loss = [[float(row["train_loss"]) for row in self.history(run)] for run in (plain, averaged)]
        self.assertEqual(*loss)  # the steps are the same

    def test_refusals(self):
        for message, *arguments in (
                ("unknown schedule 'cosin': did you mean 'cosine'?", "--schedule", "cosin"),
                ("final=2: expected a number from 0 to 1", "--schedule", "cosine:final=2"),
                ("did you mean 'final'?", "--schedule", "cosine:finl=0"),
                ("at=none: expected ascending numbers", "--schedule", "multi-step"),
                ("--warmup=-1", "--warmup", "-1"),
                ("warm-up of its own", "--schedule", "one-cycle", "--warmup", 5),
                ("a warm-up of 100000 steps: expected fewer than", "--warmup", 100000),
                ("--early-stopping=0", "--early-stopping", 0),
                ("--min-change=-1", "--early-stopping", 2, "--min-change", "-1"),
                ("give --early-stopping N as well", "--monitor", "accuracy"),
                ("unknown value to monitor 'acuracy': did you mean 'accuracy'?", "--early-stopping", 2, "--monitor", "acuracy"),
                ("needs a validation part", "--early-stopping", 2, "--validation", 0),
                ("--ema=1", "--ema", 1),
                ("--ema=x", "--ema", "x")):
            with self.subTest(arguments=arguments):
                self.refused(2, message, "train", "--data", "iris", "--quiet", *arguments)
                runs = self.folder / "runs"
                self.assertFalse(runs.exists() and list(runs.iterdir()))

    def test_divergence_says_the_way_out(self):
        rows = "".join(f"{i}e30,{i}e34\n" for i in range(1, 50))
        self.write("huge.csv", "x,y\n" + rows)
        self.refused(6, ["diverged in epoch 1", "largest gradient", "--lr", "--clip-norm 1"], "train", "--data", "huge.csv",
                     "--task", "regression", "--no-standardize", "--quiet")


class LrFind(CliTest):
    def test_text_and_json(self):
        result = self.gradus("lr-find", "--data", "iris")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"suggested +--lr \d")
        self.assertEqual(list(self.folder.iterdir()), [self.folder / "my.csv"])  # nothing is left behind
        sweep = json.loads(self.gradus("lr-find", "--data", "iris", "--json", "--steps", 60, "--to", 1).stdout)
        self.assertLessEqual(len(sweep["steps"]), 60)
        self.assertEqual(sweep["steps"][0]["rate"], 1e-7)
        self.assertLessEqual(sweep["suggestion"], sweep["steps"][-1]["rate"])
        self.assertEqual(sweep["lowest_loss"], min(step["mean_loss"] for step in sweep["steps"][6:]))
        again = json.loads(self.gradus("lr-find", "--data", "iris", "--json", "--steps", 60, "--to", 1).stdout)
        self.assertEqual(sweep, again)

    def test_figure(self):
        result = self.gradus("lr-find", "--data", "iris", "--figure", "rates.png")
        self.assertEqual(result.returncode, 0, result.stderr)
        if "gnuplot is not installed" in result.stderr:
            self.skipTest("no gnuplot")
        self.assertEqual((self.folder / "rates.png").read_bytes()[:4], b"\x89PNG")
        self.assertIn("learning rate", (self.folder / "rates.svg").read_text())

    def test_refusals(self):
        for message, *arguments in (("--from=0", "--from", 0),
                                    ("expected a rate below --to", "--from", 1, "--to", 0.1),
                                    ("--steps=5", "--steps", 5),
                                    ("--smoothing=1", "--smoothing", 1),
                                    ("ends in .png", "--figure", "rates.pdf"),
                                    ("model 'mpl'", "--model", "mpl")):
            with self.subTest(arguments=arguments):
                self.refused(2, message, "lr-find", "--data", "iris", *arguments)
        self.refused(4, "nowhere.csv", "lr-find", "--data", "nowhere.csv")


if __name__ == "__main__":
    main()
