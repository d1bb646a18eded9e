"""scripts/setup.sh and the scripts that call it."""
import os
import pathlib
import re
import shutil
import time
import unittest

from skeleton import Skeleton

TORCH = os.environ.get("GRADUS_TEST_TORCH", "")


class SetupTest(unittest.TestCase):
    def setUp(self):
        self.skeleton = Skeleton()
        self.addCleanup(self.skeleton.close)

    def fake_torch(self, version):
        root = self.skeleton.root / "other torch"
        (root / "include/torch").mkdir(parents=True)
        (root / "lib").mkdir()
        (root / "include/torch/script.h").touch()
        (root / "lib/libtorch.so").touch()
        (root / "version.py").write_text(f"__version__ = '{version}'\n")
        return root

    def test_help_names_every_option(self):
        answer = self.skeleton.run("setup.sh", "--help")
        self.assertEqual(answer.returncode, 0)
        for option in ("--preset", "--torch", "--mnist", "--dev", "--no-install", "--help"):
            self.assertIn(option, answer.stdout)

    def test_the_other_scripts_have_help(self):
        for script in ("run.sh", "test.sh", "gpu_check.sh", "package.sh"):
            answer = self.skeleton.run(script, "--help")
            self.assertEqual((answer.returncode, answer.stderr), (0, ""))
            self.assertIn("usage: scripts/" + script, answer.stdout)

    def test_wrong_options_end_with_2_and_name_the_value(self):
        for arguments, text in ((["--bad"], "'--bad'"), (["--preset", "fast"], "'fast'"),
                                (["--preset"], "--preset needs a value"), (["stray"], "'stray'")):
            answer = self.skeleton.run("setup.sh", *arguments)
            self.assertEqual(answer.returncode, 2, answer)
            self.assertIn(text, answer.stderr)
            self.assertEqual(answer.stderr.count("\n"), 1)

    def test_no_install_reports_and_changes_nothing(self):
        before = sorted(self.skeleton.root.rglob("*"))
        answer = self.skeleton.run("setup.sh", "--no-install")
        self.assertIn(answer.returncode, (0, 1), answer)
        for part in ("cmake", "fmt", "LibTorch", "pyarrow"):
            self.assertIn(part, answer.stdout)
        self.assertEqual(sorted(self.skeleton.root.rglob("*")), before)

    def test_dev_looks_for_what_the_browser_tests_and_the_reference_need(self):
        for options, count in ((["--dev"], 1), ([], 0)):
            answer = self.skeleton.run("setup.sh", "--no-install", *options)
            self.assertIn(answer.returncode, (0, 1), answer)
            for part in ("chromium", "node", "npm", "doxygen", "shlibdeps", "mandoc", "playwright-core"):
                self.assertEqual(len(re.findall(f"^(?:ok|optional) +{part}", answer.stdout, re.M)), count, part)

    def test_ci_does_not_go_on_without_what_its_tests_need(self):
        lib = self.skeleton.root / "scripts/lib"
        sources = {name: (lib / name).read_text() for name in ("packages.sh", "python.sh")}
        wrong = {  # what is replaced: by what, and what it then says
            "packages.sh": ("have_doxygen() { have doxygen; }", "have_doxygen() { false; }", "failed at: packages", "doxygen is not installed"),
            "python.sh": ("(onnx==", "(onnx==0.0.", "failed at: python", "pip install onnx==0.0."),
        }
        for name, (old, new, *texts) in wrong.items():
            with self.subTest(name):
                for other, source in sources.items():
                    (lib / other).write_text(source.replace(*wrong["packages.sh"][:2]).replace("{ false; }", "{ true; }"))
                self.assertIn(old, sources[name])
                (lib / name).write_text(sources[name].replace(old, new))
                self.skeleton.environment["CI"] = "true"
                answer = self.skeleton.run("setup.sh", *(["--torch", TORCH] if TORCH else []))
                self.assertEqual(answer.returncode, 1, answer)
                for text in texts:
                    self.assertIn(text, answer.stderr)

    def test_a_folder_without_libtorch_is_refused(self):
        answer = self.skeleton.run("setup.sh", "--no-install", "--torch", "/nowhere/at all")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("/nowhere/at all", answer.stderr)
        self.assertIn("do:", answer.stderr)

    def test_an_old_libtorch_is_refused(self):
        answer = self.skeleton.run("setup.sh", "--no-install", "--torch", str(self.fake_torch("2.5.1+cpu")))
        self.assertEqual(answer.returncode, 1)
        self.assertIn("LibTorch 2.5.1+cpu", answer.stderr)
        self.assertIn("older than 2.6", answer.stderr)

    def test_libtorch_with_the_old_abi_is_refused(self):
        root = self.fake_torch("2.6.0+cu124")
        (root / "share/cmake/Torch").mkdir(parents=True)
        (root / "share/cmake/Torch/TorchConfig.cmake").write_text(
            'set(TORCH_CXX_FLAGS "-D_GLIBCXX_USE_CXX11_ABI=0")\n')
        answer = self.skeleton.run("setup.sh", "--no-install", "--torch", str(root))
        self.assertEqual(answer.returncode, 1)
        self.assertIn("old C++ ABI", answer.stderr)

    def test_two_digit_minor_versions_are_newer(self):
        answer = self.skeleton.run("setup.sh", "--no-install", "--torch", str(self.fake_torch("2.10.0a0+git1")))
        self.assertIn("LibTorch 2.10.0a0+git1 of --torch", answer.stdout)

    def test_gpu_check_without_a_card_ends_with_3(self):
        if shutil.which("nvidia-smi") or pathlib.Path("/proc/driver/nvidia/gpus").exists():
            self.skipTest("there is a card here")
        answer = self.skeleton.run("gpu_check.sh")
        self.assertEqual(answer.returncode, 3)
        self.assertIn("no NVIDIA card", answer.stderr)


@unittest.skipUnless(TORCH, "GRADUS_TEST_TORCH names no LibTorch")
@unittest.skipUnless((pathlib.Path(__file__).parents[2] / ".venv/bin/python").exists(), "no .venv here")
class ConfigureTest(unittest.TestCase):
    def setUp(self):
        self.skeleton = Skeleton()
        self.addCleanup(self.skeleton.close)

    def setup(self, *arguments):
        return self.skeleton.run("setup.sh", *arguments)

    def test_a_second_run_does_nothing_in_under_two_seconds(self):
        first = self.setup("--torch", TORCH)
        self.assertEqual(first.returncode, 0, first)
        self.assertTrue((self.skeleton.root / "build/release/build.ninja").exists())
        self.assertIn("cmake --preset release", (self.skeleton.root / "build/setup.log").read_text())
        start = time.monotonic()
        second = self.setup()
        self.assertLess(time.monotonic() - start, 2)
        self.assertEqual(second.returncode, 0)
        self.assertIn("nothing to do", second.stdout)
        self.assertEqual(second.stdout.count("\n"), 1)

    def test_a_changed_script_or_option_or_a_lost_build_is_set_up_again(self):
        self.setup("--torch", TORCH)
        self.assertIn("done", self.setup("--preset", "debug").stdout)
        with open(self.skeleton.root / "scripts/lib/torch.sh", "a") as script:
            script.write("# another line\n")
        self.assertIn("done", self.setup().stdout)
        self.assertIn("nothing to do", self.setup().stdout)
        (self.skeleton.root / "build/release/build.ninja").unlink()
        self.assertIn("done", self.setup().stdout)

    def test_a_failing_step_says_which_why_and_what_to_do(self):
        self.skeleton.write_cmake('message(FATAL_ERROR "the reason for it")')
        answer = self.setup("--torch", TORCH)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("failed at: cmake", answer.stderr)
        self.assertIn("why: the reason for it", answer.stderr)
        self.assertIn("do:", answer.stderr)
        self.assertIn("build/setup.log", answer.stderr)
        self.assertNotIn("nothing to do", self.setup().stdout)


if __name__ == "__main__":
    unittest.main()
