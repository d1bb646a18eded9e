"""Sweeps: grid, random, halving; going on after an interruption; what fails is listed."""
import csv
import io
import json
import signal
import subprocess
import time

from support import GRADUS, CliTest, main

BASE = ["--data", "iris", "--model", "softmax", "--batch-size", 64]


class Sweep(CliTest):
    def sweep(self, *args, code=0):
        result = self.gradus("sweep", *BASE, "--json", *args)
        self.assertEqual(result.returncode, code, result.stderr)
        return json.loads(result.stdout) if code == 0 else result

    def test_a_grid_ranks_all_and_goes_on_where_it_was(self):
        args = ["--vary", "lr=0.001,0.1", "--vary", "seed=0,1", "--epochs", 2, "--output", "s"]
        document = self.sweep(*args)
        trials = document["trials"]
        self.assertEqual({(t["parameters"]["lr"], t["parameters"]["seed"]) for t in trials},
                         {("0.001", "0"), ("0.001", "1"), ("0.1", "0"), ("0.1", "1")})
        values = [t["value"] for t in trials]
        self.assertEqual(values, sorted(values))
        self.assertEqual(trials[0]["parameters"]["lr"], "0.1")
        for trial in trials:
            history = list(csv.DictReader(io.StringIO((self.folder / trial["run"] / "history.csv").read_text())))
            self.assertEqual((len(history), float(history[-1]["validation_loss"])), (2, trial["value"]))
        self.assertEqual(json.loads((self.folder / "s/sweep.json").read_text()), document)
        rows = list(csv.DictReader(io.StringIO((self.folder / "s/sweep.csv").read_text())))
        self.assertEqual([float(row["validation_loss"]) for row in rows], values)

        again = self.gradus("sweep", *BASE, *args)
        self.assertIn("4 of 4 trials were made before", again.stderr)
        self.assertEqual(json.loads((self.folder / "s/sweep.json").read_text()), document)
        lines = again.stdout.splitlines()
        self.assertEqual(lines[0].split()[:4], ["trial", "lr", "seed", "validation_loss"])
        self.refused(2, ["'s' holds another sweep", "vary"], "sweep", *BASE, "--vary", "lr=0.5", "--epochs", 2, "--output", "s")

    def test_a_failed_trial_is_listed_and_ends_nothing(self):
        document = self.sweep("--vary", "loss=mse,cross_entropy", "--vary", "optimizer=adam:beta1=0.8,beta2=0.9;sgd",
                              "--epochs", 1, "--metric", "macro_f1")
        status = [(t["status"], t["parameters"]["loss"]) for t in document["trials"]]
        self.assertEqual(status, [("done", "cross_entropy")] * 2 + [("failed", "mse")] * 2)
        self.assertIn("exit code 2: loss 'mse' does not fit", document["trials"][2]["reason"])
        self.assertEqual({t["parameters"]["optimizer"] for t in document["trials"]}, {"adam:beta1=0.8,beta2=0.9", "sgd"})
        self.assertFalse(document["lower_is_better"])
        self.assertGreaterEqual(document["trials"][0]["value"], document["trials"][1]["value"])
        result = self.refused_after_all("--vary", "loss=mse", "--output", "none")
        self.assertIn("every trial failed", result.stderr)

    def refused_after_all(self, *args):
        result = self.gradus("sweep", *BASE, *args)
        self.assertEqual(result.returncode, 1, result.stderr)
        return result

    def test_random_draws_by_the_seed(self):
        vary = ["--search", "random", "--trials", 3, "--epochs", 1, "--vary", "lr=log:1e-3:1e-1", "--vary", "batch-size=int:16:64"]
        args = ["sweep", "--data", "iris", "--model", "softmax", "--json", *vary]
        drawn = []
        for folder in ("a", "b"):
            result = self.gradus(*args, "--output", folder)
            self.assertEqual(result.returncode, 0, result.stderr)
            drawn.append(sorted(json.dumps(t["parameters"]) for t in json.loads(result.stdout)["trials"]))
        self.assertEqual(drawn[0], drawn[1])
        for text in drawn[0]:
            parameters = json.loads(text)
            self.assertTrue(1e-3 <= float(parameters["lr"]) <= 1e-1)
            self.assertTrue(16 <= int(parameters["batch-size"]) <= 64)

    def test_halving_promotes_the_best_third(self):
        document = self.sweep("--search", "halving", "--epochs", 9, "--vary", "lr=1e-5,1e-4,1e-3,1e-2,0.1,0.5")
        rungs = {rung: [t for t in document["trials"] if t["rung"] == rung] for rung in (0, 1)}
        self.assertEqual([len(rungs[0]), len(rungs[1]), len(document["trials"])], [6, 2, 8])
        self.assertEqual({t["epochs"] for t in rungs[0]}, {3})
        self.assertEqual({t["epochs"] for t in rungs[1]}, {9})
        best = sorted(rungs[0], key=lambda t: t["value"])[:2]
        self.assertEqual({t["trial"] for t in rungs[1]}, {t["trial"] for t in best})
        self.assertEqual(document["trials"][:2], rungs[1])
        best = rungs[1][0]  # it went on in its run, to the bit as one training does
        whole = self.train("--data", "iris", "--model", "softmax", "--batch-size", 64, "--threads", 1, "--lr",
                           best["parameters"]["lr"], "--epochs", 9)
        self.assertEqual(best["run"], rungs[0][[t["trial"] for t in rungs[0]].index(best["trial"])]["run"])
        self.assertEqual((self.folder / best["run"] / "model.safetensors").read_bytes(),
                         (whole / "model.safetensors").read_bytes())

    def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(self):
        args = ["sweep", "--data", "digits", "--model", "softmax", "--vary", "epochs=1,2,100000", "--jobs", "1",
                "--output", "s"]
        process = subprocess.Popen([GRADUS, *args], cwd=self.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
                                   text=True)
        for line in process.stderr:
            if line.startswith("2/3"):
                break
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, stderr = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130, stderr)
        self.assertLess(time.monotonic() - start, 8)
        self.assertIn("2 trials are kept in s; the same command goes on", stderr)
        kept = json.loads((self.folder / "s/sweep.json").read_text())["trials"]
        self.assertEqual({t["parameters"]["epochs"] for t in kept}, {"1", "2"})
        self.assertEqual(self.leftovers(), [])
        again = subprocess.Popen([GRADUS, *args], cwd=self.folder, stderr=subprocess.PIPE, text=True)
        self.assertIn("2 of 3 trials were made before", again.stderr.readline())
        self.refused(1, "another process", *args)
        again.send_signal(signal.SIGTERM)
        again.communicate(timeout=20)
        self.assertEqual(again.returncode, 143)

    def leftovers(self):
        """Trainings of this test that still run."""
        listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout.splitlines()
        return [line for line in listing if " train " in line and "--epochs 100000" in line and "trial-003" in line]

    def test_refused(self):
        for message, args in [("nothing to vary", []), ("did you mean 'lr'?", ["--vary", "lx=1"]),
                              ("expected KEY=VALUES", ["--vary", "lr"]), ("value is empty", ["--vary", "lr=1,,2"]),
                              ("a grid takes values", ["--vary", "lr=log:1e-3:1"]),
                              ("LOW below HIGH", ["--search", "random", "--vary", "lr=log:1:1e-3"]),
                              ("given twice", ["--vary", "lr=1", "--vary", "lr=2"]),
                              ("--lr is given, and varied", ["--vary", "lr=1", "--lr", "2"]),
                              ("needs --epochs", ["--search", "halving", "--vary", "lr=1,2"]),
                              ("for --search halving only", ["--vary", "lr=1", "--eta", "2"]),
                              ("a sweep needs a file", ["--vary", "lr=1", "--data", "-"]),
                              ("expected at most", ["--vary", "lr=1", "--jobs", "1024"])]:
            with self.subTest(message=message):
                self.refused(2, message, "sweep", *BASE, *args)


if __name__ == "__main__":
    main()
