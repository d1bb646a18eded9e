"""What an export's predict.py takes, and what it refuses, is what gradus predict does."""
import signal
import subprocess
import sys

from export_support import ExportTest
from support import main

import numpy as np


class Program(ExportTest):
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

    def test_a_reader_that_leaves_early_is_no_error(self):
        program = self.export(self.iris(), "safetensors") / "predict.py"
        self.write("long.csv", "1,2,3,4\n" * 20000)
        with subprocess.Popen([sys.executable, program, "long.csv"], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"")
            self.assertEqual(process.wait(60), -signal.SIGPIPE)

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


if __name__ == "__main__":
    main()
