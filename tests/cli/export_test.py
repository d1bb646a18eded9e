"""gradus export: in every format, predict.py alone in a folder repeats what gradus predict prints, to 1e-5; that each activation,
normalisation and head does is tests/interop/exports_read_test.py's part. Needs torch, safetensors, onnxruntime and Pillow."""
import contextlib
import csv
import importlib.util
import io
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

from support import GRADUS, CliTest, main, png, write_pictures

SKIPPED = 77
try:
    import numpy as np
    import onnxruntime  # noqa: F401
    import safetensors.torch
    import torch
    from PIL import Image  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}; scripts/setup.sh --dev installs what opens exports")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)

torch.set_num_threads(1)
FORMATS = {"safetensors": "model.safetensors", "state-dict": "model.pt", "torchscript": "model.ts", "onnx": "model.onnx"}
TENSORS = ("safetensors", "state-dict")
TOLERANCE = 1e-5  # of a probability; of a value, and relative to it above 1
LARGEST = dict.fromkeys(FORMATS, 0.0)


class Export(CliTest):
    kept = None  # of the run that most tests start from

    @classmethod
    def tearDownClass(cls):
        if cls.kept:
            cls.kept.cleanup()
        print("largest differences to gradus predict:", ", ".join(f"{name} {value:.1e}" for name, value in LARGEST.items()))

    def gradus(self, *args, **kwargs):
        return super().gradus(*args, env={"OMP_NUM_THREADS": "1"}, **kwargs)

    def iris(self):
        """A test's own copy of a run that is trained once."""
        run = self.folder / "runs" / "iris"
        if self.kept is None:
            Export.kept = tempfile.TemporaryDirectory()
            shutil.copytree(self.train("--data", "iris", "--hidden", 4), pathlib.Path(self.kept.name) / "iris")
        shutil.copytree(pathlib.Path(self.kept.name) / "iris", run)
        return run

    def export(self, run, form, *args):
        result = self.gradus("export", run, "--format", form, "--json", *args)
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        folder = self.folder / document["folder"]
        self.assertEqual({file["name"]: file["bytes"] for file in document["files"]},
                         {path.name: path.stat().st_size for path in folder.iterdir()})
        self.assertEqual(document["format"], form)
        return folder

    def load(self, folder):
        """The program as a module, from a folder where nothing else of the run is."""
        alone = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "alone"
        shutil.copytree(folder, alone)
        spec = importlib.util.spec_from_file_location(f"predict_{id(alone)}", alone / "predict.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def run_main(self, module, *args):
        """What the program prints, in the scratch folder."""
        output, old, arguments = io.StringIO(), os.getcwd(), sys.argv
        os.chdir(self.folder)
        sys.argv = ["predict.py", *map(str, args)]
        try:
            with contextlib.redirect_stdout(output):
                module.main()
        finally:
            os.chdir(old)
            sys.argv = arguments
        return output.getvalue()

    def compare(self, ours, theirs, form):
        ours, theirs = (list(csv.reader(io.StringIO(text))) for text in (ours, theirs))
        self.assertEqual(ours[0], theirs[0])
        self.assertEqual(len(ours), len(theirs))
        texts = 2 if "class" in theirs[0][:2] else 1
        for mine, other in zip(ours[1:], theirs[1:]):
            self.assertEqual(mine[:texts], other[:texts])
            for a, b in zip(map(float, mine[texts:]), map(float, other[texts:])):
                difference = abs(a - b) / max(1, abs(b))
                LARGEST[form] = max(LARGEST[form], difference)
                self.assertLessEqual(difference, TOLERANCE, form)

    def check(self, run, *files, formats=FORMATS):
        """Each format's program, for each file."""
        expected = {file: self.gradus("predict", run, file, "--csv") for file in files}
        for file, result in expected.items():
            self.assertEqual(result.returncode, 0, result.stderr)
        for form in formats:
            with self.subTest(format=form):
                module = self.load(self.export(run, form))
                for file in files:
                    self.compare(self.run_main(module, file), expected[file].stdout, form)
        return module

    def points(self, width, rows=40, scale=1.0):
        """A table without a header."""
        draw = random.Random(width)
        text = "\n".join(",".join(f"{scale * draw.gauss(0, 1):.4f}" for _ in range(width)) for _ in range(rows))
        return self.write(f"points{width}.csv", text + "\n").name

    # --- what is computed ---

    def test_a_table_with_batch_normalisation_as_a_user_runs_it(self):
        run = self.train("--data", "iris", "--model", "mlp:normalization=batch", "--hidden", "16,8", "--dropout", 0.2)
        expected = self.gradus("predict", run, "my.csv", "--csv").stdout
        for form, file in FORMATS.items():
            with self.subTest(format=form):
                folder = self.export(run, form)
                self.assertEqual(folder, run / "export" / form)
                alone = pathlib.Path(tempfile.mkdtemp()) / "alone"
                self.addCleanup(shutil.rmtree, alone.parent)
                shutil.copytree(folder, alone)
                shutil.copy(self.folder / "my.csv", alone)
                if form == "onnx":
                    result = subprocess.run([sys.executable, "-B", "predict.py", "my.csv"], cwd=alone, capture_output=True, text=True)
                    self.assertEqual(result.returncode, 0, result.stderr)
                    self.compare(result.stdout, expected, form)
                else:  # another Python that imports torch would take seconds
                    self.compare(self.run_main(self.load(folder), "my.csv"), expected, form)
                self.assertTrue((alone / file).exists())

    def test_columns_by_name_and_other_separators(self):
        run = self.iris()
        rows = [row.split(",") for row in (self.folder / "my.csv").read_text().splitlines()]
        text = "\n".join(";".join([f'"{row[4]}"', row[2], " " + row[1], row[0], row[3]]) for row in rows)
        self.write("mixed.csv", "\ufeff" + text + "\n\n")
        self.write("tabs.tsv", "\n".join("\t".join(row[:4]) for row in rows[1:]))
        self.check(run, "mixed.csv", "tabs.tsv", formats=TENSORS[:1])

    def test_a_name_that_is_a_number(self):
        draw = random.Random(2)
        rows = [[f"{draw.gauss(0, 1):.3f}" for _ in range(3)] + ["pq"[i % 2]] for i in range(40)]
        self.write("named.csv", "\n".join(map(",".join, [["a", "1e5", "b", "label"], *rows])))
        self.write("mixed.csv", "\n".join(",".join([row[2], row[0], row[1]]) for row in [["a", "1e5", "b"], *rows]))
        self.write("bare.csv", "\n".join(",".join(row[:3]) for row in rows))
        run = self.train("--data", "named.csv", "--header", "yes", "--target", "label", "--hidden", 4)
        module = self.load(self.export(run, "onnx"))
        self.assertEqual(module.FEATURES, ["a", "1e5", "b"])
        for file, header in (("mixed.csv", "yes"), ("bare.csv", "no")):
            expected = self.gradus("predict", run, file, "--header", header, "--csv")
            self.assertEqual(expected.returncode, 0, expected.stderr)
            self.compare(self.run_main(module, file), expected.stdout, "onnx")

    def test_one_output(self):
        run = self.train("--data", "or", "--model", "perceptron", "--validation", 0)
        module = self.check(run, self.points(2), formats=("torchscript",))
        for shape in ((2,), (), (1, 3)):
            with self.assertRaisesRegex(torch.jit.Error, "expected examples of 2 numbers"):
                module.load()(torch.zeros(shape))

    def test_values(self):
        run = self.train("--data", "function", "--model", "mlp", "--hidden", 16)
        np.save(self.folder / "column.npy", np.linspace(-1, 1, 21))
        self.check(run, self.points(1), "column.npy", formats=("state-dict",))

    def test_float64(self):
        run = self.train("--data", "iris", "--model", "mlp:normalization=batch", "--hidden", 8, "--precision", "float64")
        module = self.check(run, "my.csv", formats=("safetensors",))
        self.assertEqual(module.predict([[1, 2, 3, 4]]).dtype, torch.float64)

    def test_pictures(self):
        run = self.train("--data", "digits", "--model", "softmax")
        draw = np.random.default_rng(3)
        np.save(self.folder / "grey.npy", draw.integers(0, 256, (9, 8, 8), dtype=np.uint8))
        np.save(self.folder / "real.npy", draw.random((9, 1, 8, 8)))
        self.write("one.png", png(8, 8, 77))
        module = self.check(run, "grey.npy", "real.npy", "one.png", self.points(64), formats=("torchscript",))
        self.write("large.png", png(9, 8, 77))
        self.write("colour.png", png(8, 8, 77, channels=3))
        for name in ("large.png", "colour.png"):
            self.program_refuses(module, name, name, "expected L of (8, 8)")

    def test_colours(self):
        write_pictures(self.folder / "photos", channels=3)
        run = self.train("--data", "folder:photos", "--model", "mlp", "--hidden", 8)
        colours = np.random.default_rng(4).integers(0, 256, (5, 8, 8, 3), dtype=np.uint8)
        np.save(self.folder / "last.npy", colours)
        np.save(self.folder / "first.npy", np.moveaxis(colours, -1, 1))
        self.check(run, "photos/bright/1.png", "last.npy", "first.npy", formats=("onnx",))

    def test_a_checkpoint(self):
        run = self.train("--data", "iris", "--hidden", 8, "--checkpoint-every", 1)
        oldest = min((run / "checkpoints").glob("epoch-*"))
        for which in ("last", oldest.name):
            with self.subTest(checkpoint=which):
                path = run / "checkpoints" / which
                self.check(path, "my.csv", formats=("state-dict",))
                self.assertTrue((run / "export" / which / "state-dict/predict.py").exists())
        self.assertEqual({path.name for path in oldest.parent.iterdir()} - {"best.json"},
                         {path.name for path in oldest.parent.glob("epoch-*")})

    def test_names_of_any_text(self):
        labels = ['a "quoted" name', "two\nlines", "逗号，, 和 \\n", "😀"]
        names = ['f"1', "x\n2"]
        draw = random.Random(1)
        with open(self.folder / "odd.csv", "w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow([*names, "label"])
            for i in range(80):
                table.writerow([f"{draw.gauss(i % 4, 1):.3f}", f"{draw.gauss(0, 1):.3f}", labels[i % 4]])
        run = self.train("--data", "odd.csv", "--model", "mlp", "--hidden", 8)
        module = self.check(run, "odd.csv", formats=("onnx",))
        self.assertEqual(sorted(module.CLASSES), sorted(labels))

    # --- what Python opens ---

    def test_state_dicts_load_strictly(self):
        run = self.train("--data", "iris", "--model", "mlp:normalization=batch", "--hidden", "6,5")
        network = torch.nn.Module()
        network.layers = torch.nn.Sequential(
            torch.nn.Linear(4, 6), torch.nn.BatchNorm1d(6), torch.nn.ReLU(), torch.nn.Linear(6, 5), torch.nn.BatchNorm1d(5),
            torch.nn.ReLU(), torch.nn.Linear(5, 3))
        folders = [self.export(run, form) for form in TENSORS]
        tensors = safetensors.torch.load_file(folders[0] / "model.safetensors")
        state = torch.load(folders[1] / "model.pt", weights_only=True)
        network.load_state_dict(tensors, strict=True)
        network.load_state_dict(state, strict=True)
        self.assertEqual(list(state), list(network.state_dict()))  # in Python's order too
        for name, tensor in tensors.items():
            self.assertTrue(torch.equal(tensor, state[name]), name)
        with safetensors.safe_open(folders[0] / "model.safetensors", "pt") as file:
            metadata = file.metadata()
        self.assertEqual((metadata["format"], metadata["gradus.model"], metadata["gradus.task"]), ("pt", "mlp", "classification"))
        self.assertEqual(json.loads(metadata["gradus.settings"])["hidden"], "6-5")
        self.assertEqual(json.loads(metadata["gradus.input_shape"]), [4])
        self.assertEqual(json.loads(metadata["gradus.class_names"]), ["setosa", "versicolor", "virginica"])

    def test_an_own_model(self):
        def own(*args):
            return subprocess.run([os.environ["OWN_MODEL_BINARY"], *map(str, args)], cwd=self.folder, capture_output=True, text=True)

        trained = own("train", "--data", "iris", "--model", "residual:width=8", "--epochs", 2, "--no-figures", "--json")
        run = json.loads(trained.stdout)["run"]
        for form in TENSORS:
            result = own("export", run, "--format", form, "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue(json.loads(result.stdout)["needs_own_class"])
            self.assertIn("note: what 'residual' computes", result.stderr)
            module = self.load(self.folder / run / "export" / form)
            self.assertEqual(module.TENSORS["first.weight"], (8, 4))
            with self.assertRaisesRegex(NotImplementedError, "write the class Network"):
                module.load()
            self.program_refuses(module, "my.csv", "write the class Network")

            class Residual(torch.nn.Module):  # what the user writes
                def __init__(self):
                    super().__init__()
                    self.first, self.hidden, self.last = torch.nn.Linear(4, 8), torch.nn.Linear(8, 8), torch.nn.Linear(8, 3)

                def forward(self, x):
                    h = self.first(x)
                    return self.last(h + self.hidden(h).relu())

            module.Network = Residual
            self.compare(self.run_main(module, "my.csv"), own("predict", run, "my.csv", "--csv").stdout, form)
        for form in ("torchscript", "onnx"):
            result = own("export", run, "--format", form)
            self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (5, "", 1), result.stderr)
            self.assertFalse((self.folder / run / "export" / form).exists())

    def test_the_program_takes_the_numbers_that_gradus_takes(self):
        run = self.iris()
        module = self.load(self.export(run, "onnx"))
        taken, refused = ("1e3", "+1", "1.", ".5", " 1 ", "-0"), ("1_000", "infinity", "nan", "0x10", "١٢", "１２", "\u00a01", "1e", "")
        names = ",".join(module.FEATURES)
        self.write("new.csv", names + "\n" + "".join(f"1,2,3,{text}\n" for text in taken))
        self.compare(self.run_main(module, "new.csv"), self.gradus("predict", run, "new.csv", "--csv").stdout, "onnx")
        self.write("new.csv", names + "\n1,2,3,3.4028235e38\n")
        self.assertEqual(len(self.run_main(module, "new.csv").splitlines()), 2)
        for text in ("3.4028236e38", "-1e39"):
            self.write("new.csv", f"{names}\n1,2,3,{text}\n")
            self.refused(4, f"'{text}' is not a finite number of single precision", "predict", run, "new.csv")
            self.program_refuses(module, "new.csv", "row 1: not all are finite numbers of single precision")
        self.write("new.csv", f"{names},{module.FEATURES[1]}\n1,2,3,4,5\n")
        self.refused(4, f"the name '{module.FEATURES[1]}' is that of column 2 too", "predict", run, "new.csv")
        self.program_refuses(module, "new.csv", f"predict.py: new.csv: the header has {module.FEATURES[1]!r} more than once")
        for text in refused:
            with self.subTest(text):
                self.write("new.csv", f"{names}\n1,2,3,{text}\n")
                if not text.isascii() or "_" in text:  # what Python's float takes
                    self.refused(4, "new.csv: line 2", "predict", run, "new.csv")
                self.program_refuses(module, "new.csv", "row 1: not all are finite numbers")

    # --- refusals of the program ---

    def program_refuses(self, module, file, *messages):
        with self.assertRaises(SystemExit) as refused:
            self.run_main(module, file)
        for message in messages:
            self.assertIn(message, str(refused.exception.code))

    def test_what_the_program_refuses(self):
        module = self.load(self.export(self.iris(), "safetensors"))
        names = (self.folder / "my.csv").read_text().splitlines()[0]
        for content, *messages in [(names + "\n", "no rows"), ("", "no rows"), ("a,b\n1,2\n", "the column", "is missing"),
                                   ("1,2,3\n", "row 1 has 3 fields: expected 4"),
                                   (names + "\n1,2,3,4,x\n1,2,,4,x\n", "row 2: not all are finite numbers"),
                                   ("1,2,3,4\n1,2,3,inf\n", "row 2: not all are finite numbers")]:
            self.write("bad.csv", content)
            self.program_refuses(module, "bad.csv", "predict.py: bad.csv: ", *messages)
        self.program_refuses(module, "absent.csv", "No such file")
        self.program_refuses(module, "my.txt", "expected .csv, .tsv or .npy")
        for array, got in [(np.zeros((2, 5)), ", got [2, 5] float64"), (np.zeros(12), ", got [12] float64"),
                           (np.zeros(()), ", got [] float64"), (np.zeros((0, 4)), ", got [0, 4] float64"),
                           (np.zeros((3, 4), "c8"), ", got [3, 4] complex64"), (np.array([["1"] * 4]), ", got [1, 4] <U1"),
                           (np.array([[None] * 4]), ": Object arrays cannot be loaded")]:
            np.save(self.folder / "bad.npy", array)
            self.program_refuses(module, "bad.npy", f"predict.py: bad.npy: expected [N, 4] numbers{got}")
        self.write("bad.npy", "")
        self.program_refuses(module, "bad.npy", "predict.py: bad.npy: expected [N, 4] numbers: ")
        with self.assertRaises(RuntimeError):
            module.predict([[1.0]])

    # --- the folder ---

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
