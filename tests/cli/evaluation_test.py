"""What evaluate says beyond scores: intervals, calibration, mistakes, residuals, figures."""
import json

from support import CliTest, main

CLASS_METRICS = {"accuracy", "macro_f1", "roc_auc", "average_precision", "log_loss", "brier_score", "ece"}


class Evaluation(CliTest):
    def evaluate(self, run, *args):
        result = self.gradus("evaluate", run, "--json", *args)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout), result.stderr

    def prices(self):
        rows = "".join(f"{i},{i % 7},{1000 * i + 50 * (i * i % 13)}\n" for i in range(200))
        self.write("prices.csv", "size,rooms,price\n" + rows)
        return self.train("--data", "prices.csv", "--task", "regression", "--epochs", 60)

    def test_intervals_hold_the_value_and_widen_with_confidence(self):
        run = self.train("--data", "digits", "--epochs", 2)
        wide, _ = self.evaluate(run, "--confidence", 0.99)
        narrow, _ = self.evaluate(run, "--confidence", 0.8, "--bootstrap", 300)
        self.assertEqual(set(wide["metrics"]), CLASS_METRICS)
        self.assertEqual((narrow["intervals"]["confidence"], narrow["intervals"]["resamples"]), (0.8, 300))
        for name, value in wide["metrics"].items():
            low, high = wide["intervals"]["metrics"][name]
            self.assertLess(low, high)
            if name != "ece":  # resampling only adds to a mean of absolute values
                self.assertTrue(low <= value <= high, name)
            inner = narrow["intervals"]["metrics"][name]
            self.assertLess(inner[1] - inner[0], high - low)
        self.assertNotIn("intervals", self.evaluate(run, "--bootstrap", 0)[0])
        self.assertEqual(wide, self.evaluate(run, "--confidence", 0.99)[0])

    def test_calibration_is_fitted_on_the_validation_part(self):
        run = self.train("--data", "digits", "--epochs", 3)
        document, notes = self.evaluate(run)
        calibration = document["calibration"]
        temperature = calibration["temperature"]
        self.assertEqual(temperature["fitted_on"], "validation")
        self.assertEqual(temperature["examples"], json.loads((run / "metrics.json").read_text())["examples"]["validation"])
        self.assertGreater(temperature["value"], 0)
        self.assertEqual(calibration["ece"], document["metrics"]["ece"])
        self.assertEqual(sum(bin["count"] for bin in calibration["bins"]), document["examples"])
        self.assertEqual(notes, "")
        self.assertEqual(json.loads((run / "metrics.json").read_text())["test"], {
            key: value for key, value in document.items() if key not in ("schema_version", "run", "data")})
        self.assertIn("not on these", self.gradus("evaluate", run).stdout)

    def test_without_a_part_to_fit_on_it_says_so(self):
        run = self.train("--data", "iris", "--validation", 0)
        document, notes = self.evaluate(run)
        self.assertNotIn("temperature", document["calibration"])
        self.assertIn("no validation part", notes)
        run = self.train("--data", "iris", "--epochs", 50, "--name", "right")
        document, notes = self.evaluate(run)  # all 12 validation examples are right
        self.assertNotIn("temperature", document["calibration"])
        self.assertIn("none is best", notes)
        run = self.train("--data", "iris", "--name", "b")
        self.assertIn("among the measured examples", self.evaluate(run, "--part", "validation")[1])
        self.assertIn("among the measured examples", self.evaluate(run, "--part", "all")[1])

    def test_data_that_changed_since_the_training(self):
        run = self.train("--data", "my.csv")
        before, _ = self.evaluate(run)
        own = self.folder / "my.csv"
        header, *rows = own.read_text().splitlines()
        own.write_text("\n".join([header, *reversed(rows)]) + "\n")
        self.refused(4, ["test part of 'my.csv'", "data.json", "--data my.csv --part all"], "evaluate", run)
        self.refused(4, "train part of 'my.csv'", "evaluate", run, "--part", "train")
        self.assertEqual(self.evaluate(run, "--data", "my.csv", "--part", "all")[0]["examples"], len(rows))
        self.write("other.csv", "\n".join([header, *rows]) + "\n")  # no temperature from rows that were trained on
        document, notes = self.evaluate(run, "--data", "other.csv")
        self.assertNotIn("temperature", document["calibration"])
        self.assertIn("validation part of 'my.csv'", notes)
        own.write_text("\n".join([header, *rows]) + "\n")
        self.assertEqual(self.evaluate(run)[0], before)

    def test_mistakes_are_wrong_and_surest_first(self):
        run = self.train("--data", "digits", "--epochs", 1)
        document, _ = self.evaluate(run, "--mistakes", 12)
        mistakes = document["mistakes"]
        self.assertEqual(len(mistakes), 12)
        self.assertEqual([m["probability"] for m in mistakes], sorted((m["probability"] for m in mistakes), reverse=True))
        self.assertTrue(all(m["true"] != m["predicted"] for m in mistakes))
        self.assertEqual(self.evaluate(run)[0]["mistakes"], mistakes[:5])
        self.assertEqual(self.evaluate(run, "--mistakes", 0)[0]["mistakes"], [])
        text = self.gradus("evaluate", run).stdout
        for word in ("95 % from", "AUC", "support", "confusion matrix", "calibration: ECE", "most confident mistakes"):
            self.assertIn(word, text)

    def test_residuals_of_regression(self):
        run = self.prices()
        document, notes = self.evaluate(run)
        (residuals,) = document["residuals"]
        self.assertEqual(residuals["name"], "price")
        self.assertAlmostEqual(residuals["rmse"], document["metrics"]["rmse"], delta=1e-4 * residuals["rmse"])
        self.assertLess(residuals["quantiles"]["0.05"], residuals["quantiles"]["0.95"])
        self.assertAlmostEqual(residuals["std"] ** 2 + residuals["mean"] ** 2, residuals["rmse"] ** 2, delta=1e-6 * residuals["rmse"] ** 2)
        self.assertNotIn("calibration", document)
        self.assertEqual(notes, "")
        self.assertIn("explained variance", self.gradus("evaluate", run).stdout)
        self.assertEqual(set(self.evaluate(run, "--metrics", "max_error,explained_variance")[0]["metrics"]),
                         {"max_error", "explained_variance"})

    def test_figures(self):
        run = self.train("--data", "digits", "--epochs", 1)
        result = self.gradus("evaluate", run, "--figures", "figs", "--json")
        if "gnuplot is not installed" in result.stderr:
            self.assertEqual(result.returncode, 1)
            self.skipTest("no gnuplot")
        stems = {"confusion_matrix", "roc_and_precision_recall", "reliability", "confident_mistakes"}
        self.assertEqual({path.name for path in (self.folder / "figs").iterdir()},
                         {f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")})
        self.assertEqual(set(json.loads(result.stdout)["figures"]), {f"figs/{stem}.png" for stem in stems})
        self.gradus("evaluate", self.prices(), "--figures", "prices")
        self.assertLessEqual({"predictions.png", "residuals.png"}, {path.name for path in (self.folder / "prices").iterdir()})

    def test_metrics_by_name_while_training(self):
        run = self.train("--data", "moons", "--metrics", "roc_auc,weighted_f1,log_loss,balanced_accuracy")
        header = (run / "history.csv").read_text().splitlines()[0]
        self.assertIn("roc_auc", header)
        self.assertIn("balanced_accuracy", header)

    def test_refusals(self):
        run = self.train("--data", "iris")
        for flag, value in (("--confidence", "2"), ("--confidence", "0.2"), ("--confidence", "x"), ("--bootstrap", "-1"),
                            ("--bootstrap", "1.5"), ("--mistakes", "x"), ("--mistakes", "-1")):
            with self.subTest(flag=flag, value=value):
                self.refused(2, [value, "expected"], "evaluate", run, f"{flag}={value}")
        self.refused(2, ["mse", "classification"], "evaluate", run, "--metrics", "mse")
        self.refused(2, ["unknown metric 'roc_acu'", "did you mean 'roc_auc'?"], "evaluate", run, "--metrics", "roc_acu")
        self.write("taken", "x")
        result = self.gradus("evaluate", run, "--figures", "taken")
        self.assertEqual(result.returncode, 1)
        self.assertIn("taken", result.stderr)
        self.assertEqual(result.stdout, "")


if __name__ == "__main__":
    main()
