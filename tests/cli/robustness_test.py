"""What goes wrong around a command: streams that fail, signals that are ignored, bytes that are no text, empty values."""
import json
import signal
import subprocess

from support import GRADUS, CliTest, main

QUICK = ["train", "--data", "iris", "--model", "softmax", "--epochs", "1", "--no-figures", "--quiet"]


class Output(CliTest):
    """a result that cannot be written: 1, one line"""

    def test_a_full_disk_is_said(self):
        run = self.train("--data", "iris", "--model", "softmax")
        for command in (["evaluate", run, "--json"], ["models"], ["--help"], ["--version"], ["train", "--help"], QUICK):
            with self.subTest(command=command), open("/dev/full", "w") as full:
                result = subprocess.run([GRADUS, *map(str, command)], cwd=self.folder, stdout=full, stderr=subprocess.PIPE, text=True)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn("No space left", result.stderr)
                self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)

    def test_a_closed_stdout_is_said_and_no_file_takes_its_place(self):
        run = self.train("--data", "iris", "--model", "softmax")
        kept = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
        for command in (["evaluate", run, "--json"], ["--version"]):
            result = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", GRADUS, *map(str, command)], cwd=self.folder,
                                    stderr=subprocess.PIPE, text=True)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn("cannot write", result.stderr)
        self.assertEqual(kept, {path: path.read_bytes() for path in run.rglob("*") if path.is_file()})

    def test_a_closed_stderr_is_no_error(self):
        result = subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", GRADUS, "train", "--data", "iris", "--epochs", "1", "--no-figures"],
                                cwd=self.folder, stdout=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 0)
        self.assertIn("accuracy", result.stdout)


class Signals(CliTest):
    def test_what_was_ignored_from_the_start_stays_ignored(self):
        command = ["nohup", GRADUS, "train", "--data", "digits", "--epochs", "100000", "--no-figures"]
        process = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        next(line for line in process.stderr if line.startswith("epoch"))
        process.send_signal(signal.SIGHUP)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 143)


class Texts(CliTest):
    def test_bytes_that_are_no_text(self):
        for name in (b"a\xff", b"a\nb", b"a\x1b[31m", b"a\xc2\x9b31m"):
            with self.subTest(name=name):
                result = subprocess.run([GRADUS, *QUICK, "--name", name], cwd=self.folder, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(b"run name", result.stderr)
                self.assertTrue(result.stderr.isascii(), result.stderr)
                self.assertEqual(result.stderr.count(b"\n"), 1)
                self.assertNotIn(b"\x1b", result.stderr)
        self.assertFalse((self.folder / "runs").exists())
        for flags in ([b"--output", b"r\xff"], [b"--log-csv", b"l\xff.csv"]):
            result = subprocess.run([GRADUS, *QUICK, "--json", *flags], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(result.returncode, 0, result.stderr)
            json.loads(result.stdout)

    def test_control_characters_are_shown_not_sent(self):
        self.refused(2, r"\x1b[31mred\n", "train", "--data", "iris", "--model", "\x1b[31mred\nline")

    def test_names_in_chinese_stay_as_they_are(self):
        self.refused(2, "'模型'", "train", "--data", "iris", "--model", "模型")


class EmptyValues(CliTest):
    def test_refused(self):
        for flag in ("--schedule", "--metrics", "--name", "--log-csv", "--model", "--data", "--lr", "--output"):
            with self.subTest(flag=flag):
                self.refused(2, f"{flag} is empty: expected", "train", flag, "")
        self.refused(2, "--config is empty: expected FILE", "train", "--config", "")
        self.refused(2, "--schedule is empty", "train", "--config", self.write("c.toml", 'schedule = ""\n'))

    def test_lists_with_a_comma_too_many(self):
        for text in ("accuracy,", ",accuracy", "accuracy,,top3"):
            self.refused(2, f"'{text}'", *QUICK, "--metrics", text)

    def test_a_resolved_configuration_is_taken_again(self):
        run = self.train("--data", "iris", "--model", "softmax")
        self.train("--config", run / "config.toml")


class Files(CliTest):
    def test_logs_of_another_run_are_kept(self):
        kept = self.write("log.csv", "epoch,train_loss\n1,0.5\n")
        self.refused(2, ["--log-csv log.csv exists already", "remove it"], *QUICK, "--log-csv", "log.csv")
        self.assertEqual(kept.read_text(), "epoch,train_loss\n1,0.5\n")
        self.refused(2, "name one file", *QUICK, "--log-csv", "a", "--log-jsonl", "./a")
        self.assertFalse((self.folder / "runs").exists())

    def test_figures_of_lr_find(self):
        (self.folder / "f.png").mkdir()
        for name in ("/tmp", "rates", "f.png"):
            self.refused(2, "ends in .png", "lr-find", "--data", "iris", "--figure", name)

    def test_json_of_no_demo(self):
        self.refused(2, "give a NAME", "demo", "--json")


class Sweeps(CliTest):
    def test_refused_before_anything_is_made(self):
        sweep = ["sweep", "--data", "iris", "--epochs", 1, "--output", "s"]
        for message, *flags in (("--lr=x", "--vary", "lr=0.1,x"), ("'mpl'", "--vary", "model=mpl"),
                                ("'foo'", "--vary", "lr=0.1", "--metric", "foo"),
                                ("'--folds'", "--vary", "lr=0.1", "--folds", "3"),
                                ("'--log-csv'", "--vary", "lr=0.1", "--log-csv", "a.csv"),
                                ("'--log-jsonl'", "--vary", "lr=0.1", "--log-jsonl", "a"),
                                ("'--resume'", "--vary", "lr=0.1", "--resume", "a")):
            with self.subTest(flags=flags):
                self.refused(2, message, *sweep, *flags)
        self.assertFalse((self.folder / "s").exists())

    def test_runs_are_named_whole_and_compared(self):
        sweep = ["sweep", "--data", "iris", "--model", "softmax", "--epochs", 1, "--output", "a-rather-long-name-of-a-sweep-folder" * 2]
        result = self.gradus(*sweep, "--vary", "lr=0.1,0.2")
        self.assertEqual(result.returncode, 0, result.stderr)
        runs = [line.split("  ")[-1] for line in result.stdout.splitlines()[2:]]
        for run in runs:
            self.assertTrue((self.folder / run / "manifest.json").exists(), result.stdout)
        compared = json.loads(self.gradus("compare", sweep[-1], "--json").stdout)
        self.assertEqual((len(compared["runs"]), compared["skipped"]), (2, []))


if __name__ == "__main__":
    main()
