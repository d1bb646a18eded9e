"""Which compiler a build gets."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from skeleton import PROJECT, write_program


class CompilerTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gradus compilers "))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "sed").symlink_to(shutil.which("sed"))

    def shell(self, commands, **environment):
        """Standard output and exit code; of the system's programs there is sed alone."""
        answer = subprocess.run([shutil.which("bash"), "-uc", f". '{PROJECT}/scripts/lib/compiler.sh'\n{commands}"],
                                env={"PATH": str(self.folder), **environment}, capture_output=True, text=True,
                                timeout=30)
        self.assertEqual(answer.stderr, "")
        return answer.stdout.strip(), answer.returncode

    def provide(self, *names, version="1.0"):
        for name in names:
            write_program(self.folder / name, f"echo {version}")

    def test_the_newest_clang_is_preferred(self):
        self.provide("c++", "g++", "clang++-14", "clang++-16", "clang++-19", "clang++")
        for preset in ("release", "debug", "bench"):
            self.assertEqual(self.shell(f"choose_compiler {preset}"), (str(self.folder / "clang++-19"), 0))

    def test_an_old_clang_or_none_leaves_the_choice_to_cmake(self):
        self.assertEqual(self.shell("choose_compiler release"), ("", 0))
        self.provide("clang++-14")
        for version, suits in (("14.0.6", False), ("15", False), ("16.0.6", True), ("20.1", True), ("", False)):
            self.provide("clang++", version=version)
            wanted = str(self.folder / "clang++") if suits else ""
            self.assertEqual(self.shell("choose_compiler release"), (wanted, 0), version)

    def test_the_sanitizers_and_the_card_keep_the_default(self):
        self.provide("clang++-19")
        for preset in ("asan", "tsan", "cuda"):
            self.assertEqual(self.shell(f"choose_compiler {preset}"), ("", 0))

    def test_cxx_has_the_last_word(self):
        self.provide("clang++-19")
        self.assertEqual(self.shell("choose_compiler release", CXX="g++"), ("", 0))

    def test_a_build_by_another_compiler_is_noticed(self):
        self.provide("c++", "g++", "clang++-19")
        build = self.folder / "a build"
        build.mkdir()

        def otherwise(compiler, **environment):
            return self.shell(f"was_built_otherwise '{build}' '{compiler}'", **environment)[1] == 0

        clang = str(self.folder / "clang++-19")
        self.assertFalse(otherwise(clang))  # not configured yet
        (build / "CMakeCache.txt").write_text(f"CMAKE_CXX_COMPILER:FILEPATH={self.folder}/c++\n")
        self.assertTrue(otherwise(clang))
        self.assertFalse(otherwise(""))
        self.assertTrue(otherwise("", CXX="g++"))
        self.assertFalse(otherwise("", CXX="no such compiler"))
        (build / "CMakeCache.txt").write_text(f"CMAKE_CXX_COMPILER:UNINITIALIZED={clang}\n")
        self.assertFalse(otherwise(clang))
        self.assertTrue(otherwise(""))


if __name__ == "__main__":
    unittest.main()
