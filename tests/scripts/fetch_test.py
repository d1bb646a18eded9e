"""scripts/lib/fetch.py: files come complete and checked, or not at all."""
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import unittest

from skeleton import PROJECT


class FetchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gradus fetch ")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.source = self.base / "source"
        self.source.mkdir()
        (self.source / "file.gz").write_bytes(b"the data")

    def fetch(self, checksum):
        (self.base / "list").write_text(f"{checksum}  file.gz\n")
        return subprocess.run(
            [sys.executable, PROJECT / "scripts/lib/fetch.py", self.source.as_uri(), self.base / "list",
             self.base / "target"], capture_output=True, text=True, timeout=30)

    def test_a_file_with_the_right_checksum_arrives(self):
        answer = self.fetch(hashlib.sha256(b"the data").hexdigest())
        self.assertEqual(answer.returncode, 0, answer)
        self.assertEqual((self.base / "target/file.gz").read_bytes(), b"the data")

    def test_a_wrong_checksum_leaves_nothing(self):
        answer = self.fetch("0" * 64)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("SHA-256", answer.stderr)
        self.assertEqual(list((self.base / "target").iterdir()), [])

    def test_a_missing_file_is_one_line(self):
        (self.source / "file.gz").unlink()
        answer = self.fetch("0" * 64)
        self.assertEqual(answer.returncode, 1)
        self.assertEqual(answer.stderr.count("\n"), 1)

    def test_a_file_that_is_there_is_not_fetched_again(self):
        checksum = hashlib.sha256(b"the data").hexdigest()
        self.fetch(checksum)
        (self.source / "file.gz").unlink()
        self.assertEqual(self.fetch(checksum).returncode, 0)

    def test_a_broken_file_is_replaced(self):
        checksum = hashlib.sha256(b"the data").hexdigest()
        self.fetch(checksum)
        (self.base / "target/file.gz").write_bytes(b"broken")
        self.assertEqual(self.fetch(checksum).returncode, 0)
        self.assertEqual((self.base / "target/file.gz").read_bytes(), b"the data")


if __name__ == "__main__":
    unittest.main()
