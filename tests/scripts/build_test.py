"""The small functions in scripts/lib that others rely on."""
import os
import subprocess
import unittest

from skeleton import PROJECT


def shell(commands):
    """Standard output and exit code of COMMANDS with the library's functions."""
    lines = [f". '{PROJECT}/scripts/lib/{part}.sh'" for part in ("common", "build", "carry")]
    answer = subprocess.run(["bash", "-uc", "\n".join([*lines, commands])], capture_output=True, text=True,
                            timeout=30)
    return answer.stdout.strip(), answer.returncode


class BuildTest(unittest.TestCase):
    def test_memory_bounds_the_jobs(self):
        for megabytes, jobs in ((0, 1), (1499, 1), (3100, 2), (7600, 5), (900000, 64)):
            self.assertEqual(shell(f"available_memory_mb() {{ echo {megabytes}; }}; nproc() {{ echo 64; }}; build_jobs"),
                             (str(jobs), 0))

    def test_cores_bound_the_jobs(self):
        self.assertEqual(shell("available_memory_mb() { echo 900000; }; nproc() { echo 3; }; build_jobs"), ("3", 0))

    def test_available_memory_is_a_number(self):
        self.assertRegex(shell("available_memory_mb")[0], "^[0-9]+$")

    def test_versions_are_compared_as_numbers(self):
        for version, minimum, newer in (("2.6.0", "2.6", True), ("2.10.1+cpu", "2.6", True), ("2.5.9", "2.6", False),
                                        ("3.0", "2.6", True), ("1.13", "2.6", False), ("3.25.1", "3.25", True),
                                        ("2.6.0+dfsg-7", "2.6", True), ("2.7.0a0+git", "2.6", True)):
            self.assertEqual(shell(f"at_least '{version}' {minimum}")[1] == 0, newer, version)

    def test_every_pinned_source_has_an_address_and_a_checksum(self):
        lines = shell("pinned_sources")[0].splitlines()
        self.assertGreaterEqual(len(lines), 6)
        for line in lines:
            self.assertRegex(line, r"^\w+ https://\S+ [0-9a-f]{64}$")


if __name__ == "__main__":
    unittest.main()
