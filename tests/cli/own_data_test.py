"""The user's own data from outside: folders of pictures, NumPy files, and parts from files of their own."""
import csv
import hashlib
import json
import os
import struct

from support import CliTest, chunk, main, png, write_pictures

QUICK = ["--epochs", "2", "--no-figures"]


def npy(kind, shape, values):
    """An array by NumPy's format 1.0."""
    header = f"{{'descr': '<{kind}', 'fortran_order': False, 'shape': {tuple(shape)}, }}\n".encode()
    code = {"f4": "f", "i8": "q", "u1": "B"}[kind]
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + struct.pack(f"<{len(values)}{code}", *values)


class Folder(CliTest):
    """--data folder:PATH"""

    def pictures(self, **kwargs):
        write_pictures(self.folder / "shots", **kwargs)
        return "folder:shots"

    def test_a_folder_trains_evaluates_and_predicts(self):
        data = self.pictures()
        run = self.train("--data", data, "--test-fraction", 0.25)
        self.assertIn("shots-mlp", run.name)
        evaluation = json.loads(self.gradus("evaluate", run, "--json").stdout)
        self.assertEqual([c["name"] for c in evaluation["classes"]], ["bright", "dark"])
        self.assertEqual(evaluation["examples"], 6)
        (self.folder / "new.png").write_bytes(png(8, 8, 25))
        answer = json.loads(self.gradus("predict", run, "new.png", "--json").stdout)
        self.assertEqual(answer["predictions"][0]["class"], "dark")

    def test_sizes_colours_and_the_same_way_of_resizing_later(self):
        data = self.pictures(channels=3, sizes=((9, 7), (20, 10), (8, 30)))
        self.refused(4, ["pixels (height × width)", "--image-size"], "train", "--data", data, *QUICK)
        run = self.train("--data", data, "--image-size", "6x4", "--image-fit", "crop")
        manifest = json.loads(self.gradus("evaluate", run, "--json").stdout)
        self.assertGreater(manifest["examples"], 0)
        (self.folder / "new.png").write_bytes(png(50, 40, 230, 3))
        answer = json.loads(self.gradus("predict", run, "new.png", "--json").stdout)
        self.assertEqual(answer["predictions"][0]["class"], "bright")
        self.refused(2, ["'6x'", "expected HEIGHTxWIDTH"], "train", "--data", data, "--image-size", "6x")
        self.refused(2, ["'zoom'", "crop"], "train", "--data", data, "--image-fit", "zoom")

    def test_a_picture_of_another_size_needs_a_word(self):
        run = self.train("--data", self.pictures())
        (self.folder / "new.png").write_bytes(png(50, 40, 230))
        self.refused(4, ["40 x 50", "8 x 8", "--image-fit"], "predict", run, "new.png")
        result = self.gradus("predict", run, "new.png", "--image-fit", "pad", "--csv")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_broken_files_are_an_error_or_listed_at_the_end(self):
        data = self.pictures()
        (self.folder / "shots/dark/broken.png").write_bytes(png(8, 8, 3)[:60])
        (self.folder / "shots/bright/text.png").write_text("hello")
        (self.folder / "shots/bright/huge.png").write_bytes(png(1, 1, 3).replace(
            chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0))))
        self.refused(4, ["3 of 27 pictures", "broken.png", "text.png: is no PNG", "60000 × 60000", "--skip-broken"],
                     "train", "--data", data, *QUICK)
        result = self.gradus("train", "--data", data, "--skip-broken", *QUICK)
        self.assertEqual(result.returncode, 0, result.stderr)
        tail = result.stderr[result.stderr.index("3 files left out:"):]
        for name in ("broken.png", "text.png", "huge.png"):
            self.assertIn(name, tail)

    def test_folders_that_are_no_classes(self):
        data = self.pictures()
        (self.folder / "shots/empty").mkdir()
        self.refused(4, "no pictures in this class folder", "train", "--data", data, *QUICK)
        (self.folder / "shots/empty").rmdir()
        os.symlink("..", self.folder / "shots/dark/up")
        self.refused(4, ["dark/up", "leads to"], "train", "--data", data, *QUICK)
        self.refused(4, "there is no such folder", "train", "--data", "folder:no", *QUICK)
        (self.folder / "one/only").mkdir(parents=True)
        self.refused(4, ["1 class folder ('only')", "at least two"], "train", "--data", "folder:one", *QUICK)

    def test_described_and_recorded(self):
        data = self.pictures()
        listing = json.loads(self.gradus("datasets", data, "--json").stdout)
        self.assertEqual((listing["examples"], listing["input_shape"]), (24, [8, 8]))
        run = self.train("--data", data)
        record = json.loads((run / "data.json").read_text())
        self.assertEqual(record["data"], data)
        self.assertEqual(len(record["files"]), 24)
        self.assertEqual(sum(part["examples"] for part in record["parts"]), 24)
        self.assertEqual(record["input"], {"shape": [8, 8], "type": "uint8"})
        self.assertTrue(all(len(file["sha256"]) == 64 for file in record["files"]))


class Arrays(CliTest):
    """--data npy:INPUTS,TARGETS"""

    def test_classes_and_values(self):
        rows = [(i % 2, i / 40) for i in range(40)]
        self.write("X.npy", npy("f4", [40, 2], [v for row in rows for v in row]))
        self.write("y.npy", npy("i8", [40], [i % 2 for i in range(40)]))
        self.write("v.npy", npy("f4", [40], [i / 40 for i in range(40)]))
        run = self.train("--data", "npy:X.npy")
        answer = json.loads(self.gradus("predict", run, "X.npy", "--json").stdout)
        self.assertEqual(len(answer["predictions"]), 40)
        run = self.train("--data", "npy:X.npy,v.npy")
        self.assertIn("mse", json.loads(self.gradus("evaluate", run, "--json").stdout)["metrics"])

    def test_refused(self):
        self.write("y.npy", npy("i8", [2], [0, 1]))
        self.write("X.npy", npy("f4", [2, 1], [0, 1])[:-1])
        self.refused(4, ["promises 8 bytes", "has 7"], "train", "--data", "npy:X.npy", *QUICK)
        self.write("X.npz", b"PK\3\4 and so on")
        self.refused(4, "an archive (.npz)", "train", "--data", "npy:X.npz", *QUICK)
        self.write("X.npy", npy("f4", [2, 1], [0, 1]).replace(b"'<f4'", b"'|O' "))
        self.refused(4, "pickled Python objects", "train", "--data", "X.npy", *QUICK)


class StandardInput(CliTest):
    """- for standard input"""

    def test_train_evaluate_predict(self):
        text = (self.folder / "my.csv").read_text()
        trained = self.gradus("train", "--data", "-", "--json", *QUICK, stdin=text)
        self.assertEqual(trained.returncode, 0, trained.stderr)
        run = self.folder / json.loads(trained.stdout)["run"]
        self.assertIn("stdin-mlp", run.name)
        record = json.loads((run / "data.json").read_text())["files"][0]
        self.assertEqual(record, {"path": "-", "size": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()})
        answers = [self.gradus("predict", run, name, "--csv", stdin=text).stdout.splitlines() for name in ("-", "my.csv")]
        self.assertEqual(len(answers[0]), 151)
        self.assertEqual([line.split(",", 1)[1] for line in answers[0]], [line.split(",", 1)[1] for line in answers[1]])
        evaluated = self.gradus("evaluate", run, "--data", "csv:-", "--json", stdin=text)
        self.assertEqual(json.loads(evaluated.stdout)["examples"], 150)

    def test_refused(self):
        self.refused(4, "standard input: the file is empty", "train", "--data", "-", *QUICK)
        result = self.gradus("train", "--data", "-", *QUICK, stdin="a,b\n1,2\n3\n")
        self.assertEqual(result.returncode, 4)
        self.assertIn("standard input", result.stderr)
        self.assertIn("line 3", result.stderr)


class PartsFromFiles(CliTest):
    """--test FILE and --validation FILE, columns matched by name"""

    def setUp(self):
        super().setUp()
        with open(self.folder / "my.csv", newline="") as file:
            self.header, *rows = list(csv.reader(file))
        self.train_rows, self.test_rows = rows[::2], rows[1::2]
        self.put("train.csv", self.header, self.train_rows)
        self.put("test.csv", self.header[::-1], [row[::-1] for row in self.test_rows[:20]])

    def put(self, name, header, rows):
        with open(self.folder / name, "w", newline="") as file:
            csv.writer(file).writerows([header, *rows])

    def test_parts(self):
        self.put("watch.csv", self.header, self.test_rows[20:30])
        result = self.gradus("train", "--data", "csv:train.csv", "--test", "test.csv", "--validation", "watch.csv",
                             "--json", *QUICK)
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual(document["examples"], {"train": 75, "validation": 10, "test": 20})
        again = json.loads(self.gradus("evaluate", document["run"], "--json").stdout)
        self.assertEqual(again["examples"], 20)
        self.assertEqual(again["loss"], document["test"]["loss"])

    def test_parts_that_do_not_fit(self):
        target = self.header[-1]
        self.put("other.csv", self.header, [row[:-1] + ["rose"] for row in self.test_rows[:3]])
        self.refused(4, "'rose'", "train", "--data", "train.csv", "--test", "other.csv", *QUICK)
        self.put("fewer.csv", self.header[1:], [row[1:] for row in self.test_rows[:3]])
        self.refused(4, [self.header[0], "missing"], "train", "--data", "train.csv", "--target", target, "--test",
                     "fewer.csv", *QUICK)
        self.refused(4, "there is no such file", "train", "--data", "train.csv", "--validation", "no.csv", *QUICK)
        self.refused(4, "the training data", "train", "--data", "train.csv", "--test", "digits", *QUICK)


if __name__ == "__main__":
    main()
