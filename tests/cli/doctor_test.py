"""What `gradus doctor` finds, and that it says what to do."""
import json
import os

from support import CliTest, main


class Doctor(CliTest):
    def checks(self, expected=0, **kwargs):
        result = self.gradus("doctor", "--json", **kwargs)
        self.assertEqual(result.returncode, expected, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual(document["ready"], expected == 0)
        return {check["name"]: check for check in document["checks"]}

    def test_this_machine_is_ready(self):
        checks = self.checks()
        self.assertLessEqual({"gradus", "LibTorch", "processor", "BLAS", "matrix product", "CUDA", "disk", "gnuplot",
                              "Chinese font", "Python", "fashion-mnist", "mnist"}, set(checks))
        self.assertEqual(checks["LibTorch"]["status"], "ok")
        self.assertRegex(checks["matrix product"]["found"], r"\d+ GFLOP/s on 1 thread")
        for check in checks.values():
            self.assertEqual(check["status"] == "ok", check["advice"] == "", check)

    def test_what_is_missing_is_named_with_what_to_do(self):
        checks = self.checks(env={"PATH": str(self.folder)})
        for name in ("gnuplot", "Chinese font", "Python"):
            self.assertEqual(checks[name]["status"], "warn")
            self.assertIn("install", checks[name]["advice"])

    def test_a_program_that_hangs_is_left(self):
        (self.folder / "gnuplot").write_text("#!/bin/sh\nexec sleep 60\n")
        (self.folder / "gnuplot").chmod(0o755)
        checks = self.checks(env={"PATH": f"{self.folder}:{os.environ['PATH']}"}, timeout=50)
        self.assertEqual((checks["gnuplot"]["status"], checks["gnuplot"]["found"]), ("warn", "does not answer"))

    def test_a_folder_that_cannot_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        self.folder.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        self.assertEqual(self.checks(expected=1)["disk"]["status"], "problem")

    def test_lines(self):
        lines = self.gradus("doctor").stdout.splitlines()
        self.assertTrue(all(line.split()[0] in ("ok", "warn", "problem", "do:") for line in lines), lines)


if __name__ == "__main__":
    main()
