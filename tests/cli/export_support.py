"""Exports as a user runs them, against gradus predict. Needs torch, safetensors, onnxruntime and Pillow."""
import contextlib
import csv
import importlib.util
import io
import json
import os
import pathlib
import random
import shutil
import sys
import tempfile

from support import CliTest

SKIPPED = 77
try:
    import numpy  # noqa: F401
    import onnxruntime  # noqa: F401
    import safetensors.torch  # noqa: F401
    import torch
    from PIL import Image  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}; scripts/setup.sh --dev installs what opens exports")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)

torch.set_num_threads(1)
FORMATS = {"safetensors": "model.safetensors", "state-dict": "model.pt", "torchscript": "model.ts", "onnx": "model.onnx"}
TENSORS = ("safetensors", "state-dict")
TOLERANCE = 1e-5  # of a probability; of a value, and relative to it above 1
LARGEST = {}  # by format, of what was compared


class ExportTest(CliTest):
    kept = None  # of the run that most tests start from

    @classmethod
    def tearDownClass(cls):
        if cls.kept:
            cls.kept.cleanup()
        if LARGEST:
            print("largest differences to gradus predict:", ", ".join(f"{name} {value:.1e}" for name, value in LARGEST.items()))

    def gradus(self, *args, **kwargs):
        return super().gradus(*args, env={"OMP_NUM_THREADS": "1"}, **kwargs)

    def iris(self):
        """A test's own copy of a run that is trained once."""
        run = self.folder / "runs" / "iris"
        if self.kept is None:
            type(self).kept = tempfile.TemporaryDirectory()
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
                LARGEST[form] = max(LARGEST.get(form, 0), difference)
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

    def program_refuses(self, module, file, *messages):
        with self.assertRaises(SystemExit) as refused:
            self.run_main(module, file)
        for message in messages:
            self.assertIn(message, str(refused.exception.code))
