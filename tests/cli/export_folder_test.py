"""The folder of an export: what is replaced, what is refused, and that nothing half-written is left."""
import os
import resource
import signal
import subprocess

from export_support import ExportTest
from support import GRADUS, main


class Folder(ExportTest):
    def files_of(self, folder):
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def test_an_export_is_replaced_and_anything_else_is_not(self):
        first = self.iris()
        second = self.train("--data", "iris", "--hidden", 5)
        self.export(first, "onnx", "--output", "out")
        (self.folder / "out/__pycache__").mkdir()
        (self.folder / ".out.999999999-new").mkdir()  # of an export that was killed
        self.export(second, "safetensors", "--output", "out")
        self.assertEqual({path.name for path in (self.folder / "out").iterdir()},
                         {"model.safetensors", "standardization.safetensors", "predict.py"})
        self.assertEqual([path.name for path in self.folder.glob(".*")], [])
        self.write("out/notes.txt", "mine")
        before = self.files_of(self.folder / "out")
        self.refused(2, ["'out' holds 'notes.txt'", "--output"], "export", first, "--output", "out")
        self.assertEqual(self.files_of(self.folder / "out"), before)
        (self.folder / "out/notes.txt").unlink()
        with open(self.folder / "out/predict.py", "a") as program:
            program.write("class Mine: pass\n")
        before = self.files_of(self.folder / "out")
        self.refused(2, ["'out/predict.py' was changed since its export", "--output"], "export", first, "--output", "out")
        self.assertEqual(self.files_of(self.folder / "out"), before)
        self.refused(2, "is no folder", "export", first, "--output", "my.csv")
        self.refused(2, "--output is empty", "export", first, "--output", "")
        empty = self.folder / "empty"
        empty.mkdir()
        result = subprocess.run([GRADUS, "export", first, "--output", "."], cwd=empty, capture_output=True, text=True)
        self.assertEqual((result.returncode, list(empty.iterdir())), (2, []), result.stderr)
        self.assertIn("is the current folder", result.stderr)
        self.export(first, "onnx", "--output", "empty")

    def test_a_run_with_an_export_is_still_a_run(self):
        run = self.iris()
        self.export(run, "onnx")
        for command in (["inspect"], ["evaluate"], ["compare"], ["train", "--epochs", 5, "--no-figures", "--resume"]):
            result = self.gradus(*command, run)
            self.assertEqual(result.returncode, 0, result.stderr)
        text = self.gradus("export", run).stdout
        for word in ("'mlp' as safetensors", "model.safetensors", "standardization.safetensors", "predict.py"):
            self.assertIn(word, text)

    def test_refusals_leave_nothing(self):
        run = self.train("--data", "digits", "--hidden", 64)
        before = self.files_of(self.folder)
        self.refused(2, ["unknown export format 'onxx'", "did you mean 'onnx'?", "state-dict"], "export", run, "--format", "onxx")
        self.refused(5, "no run folder", "export", "absent")
        self.refused(2, "RUN is required", "export")

        def full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

        def somebody():  # root may write everywhere
            if os.geteuid() == 0:
                os.setuid(65534)

        os.chmod(self.folder, 0o755)
        os.chmod(run, 0o555)
        self.addCleanup(os.chmod, run, 0o755)
        for limit, message in ((somebody, "cannot make the folder"), (full, "cannot write")):
            result = subprocess.run([GRADUS, "export", run], cwd=self.folder, preexec_fn=limit, capture_output=True, text=True)
            self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (1, "", 1), result.stderr)
            self.assertIn(message, result.stderr)
        self.assertEqual(self.files_of(self.folder), before)
        self.assertFalse((run / "export").exists())

    def test_an_altered_run(self):
        run = self.iris()
        content = bytearray((run / "model.safetensors").read_bytes())
        content[-1] ^= 1
        (run / "model.safetensors").write_bytes(content)
        self.refused(5, "altered", "export", run)
        self.assertFalse((run / "export").exists())


if __name__ == "__main__":
    main()
