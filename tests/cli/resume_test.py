"""Going on with a training, repeating one, and cross-validation, from outside."""
import json
import os
import resource
import shutil
import signal
import subprocess

from kill_test import history, tensors
from support import GRADUS, CliTest, main

SLOW = ("--data", "digits", "--hidden", "64", "--no-figures", "--epochs", 60, "--threads", 1)


class Resume(CliTest):
    def run_of(self, name):
        return next((self.folder / "runs").glob(f"*-{name}"))

    def checkpoints(self, run):
        return sorted(p.name for p in (run / "checkpoints").glob("epoch-*"))

    def end(self, run):
        last = run / "checkpoints" / self.checkpoints(run)[-1]
        return tensors(last / "training.safetensors"), tensors(run / "model.safetensors"), history(run)

    def interrupt(self, *arguments):
        """Trains until the third epoch is told, then Ctrl-C."""
        process = subprocess.Popen([GRADUS, "train", *map(str, arguments)], cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        epochs = 0
        for line in process.stderr:
            epochs += line.startswith("epoch")
            if epochs == 3:
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read()
        process.stderr.close()
        return process.wait(20), rest

    def test_after_ctrl_c_to_the_bit(self):
        # By epochs: "auto" goes by the clock, and with it which best state could be copied.
        arguments = (*SLOW, "--checkpoint-every", 1)
        self.assertEqual(self.gradus("train", *arguments, "--name", "whole").returncode, 0)
        code, rest = self.interrupt(*arguments, "--name", "stopped")
        self.assertEqual(code, 130, rest)
        run = self.run_of("stopped")
        self.assertIn(f"gradus train --resume runs/{run.name}", rest)
        result = self.gradus("train", "--resume", run)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.end(run), self.end(self.run_of("whole")))
        self.assertFalse(json.loads((run / "metrics.json").read_text())["interrupted"])

    def test_more_epochs_are_those_of_one_training(self):
        for name, epochs in (("short", 4), ("long", 9)):
            result = self.gradus("train", "--data", "iris", "--no-figures", "--ema", 0.9, "--epochs", epochs, "--name", name)
            self.assertEqual(result.returncode, 0, result.stderr)
        result = self.gradus("train", "--resume", self.run_of("short"), "--epochs", 9, "--json")
        self.assertEqual(json.loads(result.stdout)["epochs"], 9)
        short, long = self.end(self.run_of("short")), self.end(self.run_of("long"))
        for end in (short, long):
            end[0].pop("options")  # one of them says that figures were drawn
        self.assertEqual(short[1:], long[1:])

    def test_the_configuration_repeats_the_run(self):
        first = self.train("--data", "digits", "--hidden", "16", "--optimizer", "sgd:momentum=0.9,nesterov=true",
                           "--metrics", "accuracy,top3", "--schedule", "cosine", "--name", "first")
        result = self.gradus("train", "--config", first / "config.toml", "--name", "second")
        self.assertEqual(result.returncode, 0, result.stderr)
        second = self.run_of("second")
        self.assertEqual((first / "model.safetensors").read_bytes(), (second / "model.safetensors").read_bytes())
        self.assertEqual(history(first), history(second))
        self.assertEqual((first / "config.toml").read_text(), (second / "config.toml").read_text())

    def test_a_damaged_checkpoint_offers_the_one_before(self):
        run = self.train("--data", "iris", "--epochs", 4, "--checkpoint-every", 1, "--keep", 3)
        last, before = self.checkpoints(run)[-1], self.checkpoints(run)[-2]
        damaged = run / "checkpoints" / last / "training.safetensors"
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"\x55")
        self.refused(5, [last, "altered", f"checkpoints/{before}' is whole"], "train", "--resume", run, "--epochs", 6)
        result = self.gradus("train", "--resume", run / "checkpoints" / before, "--epochs", 6)
        self.assertEqual(result.returncode, 0, result.stderr)
        whole = self.train("--data", "iris", "--epochs", 6, "--name", "whole")
        self.assertEqual(history(run), history(whole))

    def test_newer_states_go_only_when_an_older_one_goes_on(self):
        run = self.train("--data", "iris", "--epochs", 4, "--checkpoint-every", 1, "--keep", 4)
        names = self.checkpoints(run)
        for name in (names[0], "best"):
            self.refused(3, "cuda:77", "train", "--resume", run / "checkpoints" / name, "--device", "cuda:77")
            self.assertEqual(self.checkpoints(run), names)
        result = self.gradus("train", "--resume", run / "checkpoints" / "best", "--epochs", 6)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(self.checkpoints(run)[-1].startswith("epoch-0000006"))

    def test_a_run_of_float64_is_measured(self):
        run = self.train("--data", "iris", "--precision", "float64")
        result = self.gradus("evaluate", run, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        loss = json.loads((run / "metrics.json").read_text())["test"]["loss"]
        self.assertAlmostEqual(json.loads(result.stdout)["loss"], loss)

    def test_truncated_foreign_and_missing_files(self):
        run = self.train("--data", "iris", "--checkpoint-every", 1, "--keep", 1)
        folder = run / "checkpoints" / self.checkpoints(run)[-1]
        data = (folder / "model.safetensors").read_bytes()
        for content, message in ((data[:-9], "bytes, its manifest says"), (b"PK\x03\x04" + data[4:], "altered")):
            (folder / "model.safetensors").write_bytes(content)
            self.refused(5, message, "train", "--resume", run)
        (folder / "model.safetensors").unlink()
        self.refused(5, "model.safetensors", "train", "--resume", run)

    def test_other_data_are_refused(self):
        run = self.train("--data", "my.csv", "--target", "species")
        text = (self.folder / "my.csv").read_text()
        (self.folder / "my.csv").write_text(text.replace("5.1,3.5", "5.2,3.5", 1))
        self.refused(4, "not those that the run began with", "train", "--resume", run, "--epochs", 5)

    def test_what_would_be_another_training_is_refused(self):
        run = self.train("--data", "iris")
        self.refused(2, ["--lr cannot be changed", "--init-from"], "train", "--resume", run, "--lr", 0.5)
        self.refused(5, "there is no such folder", "train", "--resume", "runs/none")
        self.refused(5, "config.toml", "train", "--resume", self.folder)
        self.refused(5, "checkpoint 'epoch-9'", "train", "--resume", run / "checkpoints" / "epoch-9")
        for bad in ("0", "-1", "5parsecs", "nan", "1e99s", ""):
            self.refused(2, "--checkpoint-every", "train", "--data", "iris", "--checkpoint-every", bad)

    def test_one_writer_at_a_time(self):
        process = subprocess.Popen([GRADUS, "train", *map(str, SLOW), "--epochs", "100000"], cwd=self.folder,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("epoch"):
                break
        run = next((self.folder / "runs").iterdir())
        self.refused(1, "is being written by another process", "train", "--resume", run)
        process.kill()
        process.communicate()

    def test_full_disk_keeps_the_last_good_checkpoint(self):
        run = self.train("--data", "digits", "--hidden", 64)
        before = {p: p.read_bytes() for p in (run / "checkpoints").rglob("*") if p.is_file()}

        def full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        result = subprocess.run([GRADUS, "train", "--resume", run, "--epochs", "6"], cwd=self.folder, preexec_fn=full,
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, 1, result.stderr)
        lines = [line for line in result.stderr.splitlines() if line.startswith("gradus: ")]
        self.assertEqual(len(lines), 1, result.stderr)
        self.assertIn("cannot write", lines[0])
        self.assertEqual({p: p.read_bytes() for p in (run / "checkpoints").rglob("*") if p.is_file()}, before)
        self.assertEqual(self.gradus("train", "--resume", run, "--epochs", 6).returncode, 0)

    def test_read_only_folder(self):
        run = self.train("--data", "iris")
        os.chmod(self.folder, 0o755)
        os.chmod(run, 0o555)
        self.addCleanup(os.chmod, run, 0o755)

        def somebody():  # root may write everywhere
            if os.geteuid() == 0:
                os.setuid(65534)

        result = subprocess.run([GRADUS, "train", "--resume", run, "--epochs", "5"], cwd=self.folder,
                                preexec_fn=somebody, capture_output=True, text=True)
        self.assertEqual(result.returncode, 1, result.stderr)
        lines = [line for line in result.stderr.splitlines() if line.startswith("gradus: ")]
        self.assertEqual(len(lines), 1, result.stderr)
        self.assertIn("Permission denied", lines[0])

    def test_another_engine_goes_on(self):
        run = self.train("--data", "digits", "--engine", "fused")
        result = self.gradus("train", "--resume", run, "--epochs", 5, "--engine", "eager", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual((document["engine"], document["epochs"]), ("eager", 5))

    def test_killed_before_the_first_checkpoint(self):
        run = self.train("--data", "iris", "--name", "one")
        early = self.folder / "runs" / "early"
        early.mkdir()
        shutil.copy(run / "config.toml", early)
        self.assertEqual(self.gradus("train", "--resume", early).returncode, 0)
        self.assertEqual((early / "model.safetensors").read_bytes(), (run / "model.safetensors").read_bytes())


    def test_the_best_holds_the_weights_that_were_measured(self):
        run = self.train("--data", "digits", "--ema", 0.9, "--checkpoint-every", 1)
        best = json.loads((run / "checkpoints" / "best.json").read_text())
        result = self.gradus("evaluate", run / "checkpoints" / "best", "--part", "validation", "--json")
        self.assertAlmostEqual(json.loads(result.stdout)["loss"], best["value"], places=6)
        again = self.gradus("train", "--resume", run / "checkpoints" / "best", "--epochs", 6)
        self.assertEqual(again.returncode, 0, again.stderr)
        whole = self.train("--data", "digits", "--ema", 0.9, "--epochs", 6, "--name", "whole")
        self.assertEqual(history(run), history(whole))

    def test_layer_statistics_go_on_within_an_epoch(self):
        slow = (*SLOW, "--layer-statistics")
        self.assertEqual(self.gradus("train", *slow, "--name", "whole").returncode, 0)
        self.assertEqual(self.interrupt(*slow, "--name", "stopped")[0], 130)
        run = self.run_of("stopped")
        self.assertEqual(self.gradus("train", "--resume", run).returncode, 0)
        self.assertEqual((run / "statistics.json").read_text(), (self.run_of("whole") / "statistics.json").read_text())

    def test_a_file_may_say_how_to_go_on(self):
        run = self.train("--data", "iris")
        self.write("more.toml", "epochs = 5\n")
        result = self.gradus("train", "--resume", run, "--config", "more.toml", "--json")
        self.assertEqual(json.loads(result.stdout)["epochs"], 5)
        self.write("other.toml", "lr = 0.5\n")
        self.refused(2, "--lr cannot be changed", "train", "--resume", run, "--config", "other.toml")
        self.refused(2, "the run has 5 epochs already", "train", "--resume", run, "--epochs", 4)
        self.assertIn("epochs = 5", (run / "config.toml").read_text())

    def test_without_its_checkpoints_a_run_stays_as_it_is(self):
        run = self.train("--data", "iris")
        shutil.rmtree(run / "checkpoints")
        model = (run / "model.safetensors").read_bytes()
        self.refused(5, "holds nothing to go on from", "train", "--resume", run, "--epochs", 5)
        self.assertEqual((run / "model.safetensors").read_bytes(), model)

    def test_a_training_that_has_not_ended_says_how_to_use_it(self):
        run = self.train("--data", "iris")
        (run / "manifest.json").unlink()
        self.refused(5, ["has not ended", "checkpoints/last"], "evaluate", run)
        self.assertEqual(self.gradus("evaluate", run / "checkpoints" / "last").returncode, 0)


class CrossValidation(CliTest):
    def test_every_example_once(self):
        result = self.gradus("train", "--data", "my.csv", "--target", "species", "--folds", 5, "--epochs", 20, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual([fold["examples"] for fold in document["folds"]], [30] * 5)
        self.assertEqual(sum(sum(row) for row in document["pooled"]["confusion"]), 150)
        accuracies = [fold["metrics"]["accuracy"] for fold in document["folds"]]
        self.assertAlmostEqual(document["mean"]["accuracy"], sum(accuracies) / 5)
        run = next((self.folder / "runs").iterdir())
        self.assertEqual(json.loads((run / "cross_validation.json").read_text()), document)
        self.refused(2, "is a cross-validation", "train", "--resume", run)
        self.refused(5, "is a cross-validation", "evaluate", run)
        again = self.gradus("train", "--config", run / "config.toml", "--json")
        self.assertEqual(json.loads(again.stdout)["folds"], document["folds"])

    def test_refusals(self):
        self.refused(2, "--folds", "train", "--data", "iris", "--folds", 1)
        self.refused(2, "151", "train", "--data", "iris", "--folds", 151)
        self.refused(2, ["--folds", "--log-csv"], "train", "--data", "iris", "--folds", 3, "--log-csv", "x.csv")
        self.assertFalse((self.folder / "runs").exists())


if __name__ == "__main__":
    main()
