"""Running the gradus binary in a scratch folder; standard library only."""
import gzip
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

GRADUS = os.environ.get("GRADUS_BINARY", "")
# A shell starts what it puts in the background with these ignored, which gradus respects.
for ignored in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(ignored, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)

SOURCE = pathlib.Path(__file__).resolve().parents[2]
IRIS = SOURCE / "modules/data/datasets/iris.csv"


class CliTest(unittest.TestCase):
    """A scratch folder a test, with iris.csv in it as my.csv."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gradus cli "))  # a blank in every path
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copy(IRIS, self.folder / "my.csv")

    def gradus(self, *args, env=None, timeout=120, stdin=""):
        environment = {**os.environ, "OMP_NUM_THREADS": "2", **(env or {})}
        return subprocess.run([GRADUS, *map(str, args)], cwd=self.folder, env=environment, timeout=timeout,
                              input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def train(self, *args):
        """A quick training; returns its run folder."""
        result = self.gradus("train", "--epochs", 3, "--no-figures", "--json", *args)
        self.assertEqual(result.returncode, 0, result.stderr)
        return self.folder / json.loads(result.stdout)["run"]

    def refused(self, code, message, *args, **kwargs):
        """The command fails with this code and one line on stderr that contains each message."""
        result = self.gradus(*args, **kwargs)
        messages = [message] if isinstance(message, str) else message
        lines = [line for line in result.stderr.splitlines() if line.startswith("gradus: ")]
        context = f"{args}\nstdout: {result.stdout}\nstderr: {result.stderr}"
        self.assertEqual(result.returncode, code, context)
        self.assertEqual(len(lines), 1, context)
        for text in messages:
            self.assertIn(text, lines[0], context)
        self.assertEqual(result.stdout, "", context)
        return result

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def idx(dims, payload, kind=8):
    return struct.pack(">BBBB", 0, 0, kind, len(dims)) + b"".join(struct.pack(">I", d) for d in dims) + payload


def write_idx_folder(folder, images=40, size=4, labels=None):
    """Bright and dark squares as an IDX folder; half of them the test part."""
    folder.mkdir()
    for part in ("train", "t10k"):
        pixels = b"".join(bytes([200 if i % 2 else 20]) * (size * size) for i in range(images))
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx([images, size, size], pixels)))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(
            idx([images], labels or bytes(i % 2 for i in range(images))))
    return folder


def chunk(kind, data):
    """A piece of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, value, channels=1):
    """A picture of one colour: a grey value, or that in red and its opposite in blue."""
    pixel = bytes([value]) if channels == 1 else bytes([value, 0, 255 - value])
    rows = (b"\0" + pixel * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0 if channels == 1 else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write_pictures(folder, channels=1, count=12, sizes=((8, 8),)):
    """Bright and dark pictures in class folders of these names."""
    for label, value in (("bright", 230), ("dark", 20)):
        (folder / label).mkdir(parents=True)
        for i in range(count):
            width, height = sizes[i % len(sizes)]
            (folder / label / f"{i}.png").write_bytes(png(width, height, value + i % 5, channels))
    return folder


def main():
    if not GRADUS:
        sys.exit("GRADUS_BINARY must name the gradus binary")
    unittest.main(verbosity=1)
