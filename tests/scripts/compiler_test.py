"""Which compiler a build gets."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from skeleton import PROJECT, Skeleton, write_program


class CompilerTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gradus compilers "))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "sed").symlink_to(shutil.which("sed"))
        self.root = self.folder / "the project"

    def shell(self, commands, **environment):
        """Standard output and exit code; of the system's programs there is sed alone."""
        begin = f"GRADUS_ROOT='{self.root}' LOG=/dev/null; . '{PROJECT}/scripts/lib/compiler.sh'"
        answer = subprocess.run([shutil.which("bash"), "-uc", f"{begin}\n{commands}"],
                                env={"PATH": str(self.folder), **environment}, capture_output=True, text=True,
                                timeout=30)
        self.assertEqual(answer.stderr, "")
        return answer.stdout.strip(), answer.returncode

    def provide(self, *names, version="1.0", compiles="exit 0"):
        for name in names:
            write_program(self.folder / name, f'[ "$1" = -dumpversion ] && echo {version} && exit\n{compiles}')

    def test_the_newest_clang_is_preferred(self):
        self.provide("c++", "g++", "clang++-14", "clang++-16", "clang++-19", "clang++")
        for preset in ("release", "debug"):
            self.assertEqual(self.shell(f"choose_compiler {preset}"), (str(self.folder / "clang++-19"), 0))

    def test_a_clang_that_finds_no_library_is_passed_over(self):
        self.provide("clang++-16")
        self.provide("clang++-19", compiles="exit 1")
        self.assertEqual(self.shell("choose_compiler release"), (str(self.folder / "clang++-16"), 0))

    def test_an_old_clang_or_none_leaves_the_choice_to_cmake(self):
        self.assertEqual(self.shell("choose_compiler release"), ("", 0))
        self.provide("clang++-14")
        for version, suits in (("14.0.6", False), ("15", False), ("16.0.6", True), ("20.1", True), ("", False)):
            self.provide("clang++", version=version)
            wanted = str(self.folder / "clang++") if suits else ""
            self.assertEqual(self.shell("choose_compiler release"), (wanted, 0), version)

    def test_the_other_presets_keep_the_default(self):
        self.provide("clang++-19")
        for preset in ("asan", "tsan", "bench", "cuda"):
            self.assertEqual(self.shell(f"choose_compiler {preset}"), ("", 0))

    def test_cxx_and_cc_have_the_last_word(self):
        self.provide("clang++-19")
        self.assertEqual(self.shell("choose_compiler release", CXX="g++"), ("", 0))
        self.assertEqual(self.shell("choose_compiler release", CC="gcc-13"), ("", 0))

    def test_a_folder_keeps_its_compiler_unless_cxx_names_another(self):
        self.provide("c++", "g++", "clang++-19")
        (self.folder / "the same as g++").symlink_to(self.folder / "g++")
        build = self.root / "build/release"
        build.mkdir(parents=True)

        def differs(**environment):
            return self.shell(f"differs_from_cxx '{build}'", **environment)[1] == 0

        self.assertFalse(differs(CXX="clang++-19"))  # not configured yet
        (build / "CMakeCache.txt").write_text(f"CMAKE_CXX_COMPILER:FILEPATH={self.folder}/g++\n")
        self.assertEqual(self.shell("choose_compiler release"), ("", 0))
        self.assertFalse(differs())
        self.assertTrue(differs(CXX="clang++-19"))
        for same in ("g++", "the same as g++", "no such compiler"):
            self.assertFalse(differs(CXX=same), same)


class SetupTest(unittest.TestCase):
    """What setup.sh makes of it. The project has no sources, so programs stand in for compilers."""
    TORCH = os.environ.get("GRADUS_TEST_TORCH", "")

    def setUp(self):
        if not self.TORCH or not (PROJECT / ".venv/bin/python").exists():
            self.skipTest("no LibTorch or no .venv here")
        self.skeleton = Skeleton()
        self.addCleanup(self.skeleton.close)
        self.programs = pathlib.Path(self.skeleton.environment["PATH"].split(":")[0])
        for name in ("clang++-25", "another"):
            write_program(self.programs / name, "exit 0")
        for name in ("CXX", "CC"):
            self.skeleton.environment.pop(name, None)

    def compiler_after_setup(self, *arguments):
        answer = self.skeleton.run("setup.sh", "--torch", self.TORCH, *arguments)
        self.assertEqual(answer.returncode, 0, answer)
        cache = (self.skeleton.root / "build/release/CMakeCache.txt").read_text()
        found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.M)
        return found and found[1]

    def test_a_new_folder_gets_clang_and_keeps_it_until_cxx_names_another(self):
        clang = str(self.programs / "clang++-25")
        self.assertEqual(self.compiler_after_setup(), clang)
        built = self.skeleton.root / "build/release/built"
        built.touch()
        self.skeleton.environment["CXX"] = "clang++-25"
        self.assertEqual(self.compiler_after_setup(), clang)
        self.assertTrue(built.exists())
        self.skeleton.environment["CXX"] = "another"
        self.assertNotEqual(self.compiler_after_setup(), clang)
        self.assertFalse(built.exists())


if __name__ == "__main__":
    unittest.main()
