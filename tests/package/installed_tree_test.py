"""cmake --install, and a project that builds on the tree."""
import re
import shutil
import subprocess
import unittest

from outside import BUILD, CMAKE, PackageTest, documented

PROJECT = "cmake_minimum_required(VERSION 3.25)\nproject(asking LANGUAGES CXX)\n{}\n"


class InstalledTree(PackageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prefix = cls.folder / "the tree"
        subprocess.run([CMAKE, "--install", BUILD, "--prefix", cls.prefix], check=True, stdout=subprocess.DEVNULL)

    def refused(self, request, *options):
        """What find_package says."""
        return self.configure(PROJECT.format(request), self.prefix, *options, code=1, name="refused")[1]

    def test_a_project_outside_builds_and_runs(self):
        build, _ = self.configure(documented("cmake"), self.prefix)
        self.call(CMAKE, "--build", build, "--parallel", 2)
        self.check_own_model(build / "mine")
        self.assertRegex(self.call(build / "loop").stdout, r"^accuracy 0\.9\d*\n$")

    def test_the_program_runs(self):
        self.assertIn("gradus 0.", self.call(self.prefix / "bin/gradus", "--version").stdout)

    def test_an_unknown_component_is_refused_with_those_known(self):
        said = self.refused("find_package(gradus REQUIRED COMPONENTS core modles)")
        self.assertIn("no component 'modles'", said)
        for name in ("core", "data", "models", "metrics", "engine", "checkpoint", "training", "report", "interop", "main"):
            self.assertRegex(said, rf"expected one of .*\b{name}\b")

    def test_an_optional_unknown_component_is_not_found(self):
        self.configure(PROJECT.format(
            "find_package(gradus REQUIRED COMPONENTS core OPTIONAL_COMPONENTS vision)\n"
            "if(gradus_vision_FOUND OR NOT gradus_core_FOUND OR NOT TARGET gradus::core)\n"
            "  message(FATAL_ERROR \"wrong\")\nendif()"), self.prefix, name="optional")

    def test_another_minor_version_is_refused(self):
        for version in ("0.0", "0.2", "1.0"):
            self.assertIn(f'compatible with requested version "{version}"',
                          self.refused(f"find_package(gradus {version} REQUIRED)"))

    def torch_of(self, name, version):
        """A folder that looks like a LibTorch of this version."""
        torch = self.folder / name
        header = torch / "include/torch/csrc/api/include/torch/version.h"
        header.parent.mkdir(parents=True)
        header.write_text("".join(f"#define TORCH_VERSION_{part} {number}\n" for part, number in
                                  zip(("MAJOR", "MINOR", "PATCH"), version.split("."))))
        (torch / "include/torch/script.h").touch()
        (torch / "lib").mkdir()
        (torch / "lib/libtorch.so").touch()
        return torch

    def fmt_below(self, folder, version):
        """A folder that looks like fmt's headers of this version."""
        (folder / "fmt").mkdir(parents=True)
        (folder / "fmt/format.h").touch()
        (folder / "fmt/base.h").write_text(f"#define FMT_VERSION {version}\n")

    def test_another_fmt_is_refused(self):
        built_with = re.search(r'gradus_torch_version "(\d+\.\d+\.\d+)',
                               next(self.prefix.rglob("gradusConfig.cmake")).read_text())[1]
        torch = self.torch_of("with another fmt", built_with)
        self.fmt_below(torch / "include", 70100)
        said = self.refused("find_package(gradus REQUIRED)", "-D", f"GRADUS_TORCH={torch}")
        self.assertRegex(said, r"was built with fmt \d+; what was found is fmt 70100 \(.*with another fmt/include\)")

    def test_an_fmt_of_the_users_own_is_not_in_the_way(self):
        self.fmt_below(self.folder / "own/include", 70100)
        self.configure(PROJECT.format("find_package(gradus REQUIRED)"), f"{self.folder / 'own'};{self.prefix}",
                       name="own_fmt")

    def test_another_libtorch_is_refused(self):
        torch = self.torch_of("another", "1.13.1")
        said = self.refused("find_package(gradus REQUIRED)", "-D", f"GRADUS_TORCH={torch}")
        self.assertIn("LibTorch 1.13.1", said)
        self.assertIn("was built with", said)
        self.assertIn("GRADUS_TORCH=DIR", said)

    def test_completions_are_where_the_shells_look_and_load(self):
        for shell, path in (("bash", "bash-completion/completions/gradus"), ("zsh", "zsh/site-functions/_gradus"),
                            ("fish", "fish/vendor_completions.d/gradus.fish")):
            with self.subTest(shell=shell):
                script = self.prefix / "share" / path
                self.assertIn("train", script.read_text(encoding="utf-8"))
                if shutil.which(shell) is None:
                    self.skipTest(f"no {shell} here")
                self.call(shell, "-n", script)

    def test_every_command_has_a_manual_page(self):
        helped = self.call(self.prefix / "bin/gradus", "--help").stdout
        commands = re.findall(r"^  ([a-z-]+) ", re.split("subcommands:|examples:", helped, flags=re.I)[1], re.M)
        pages = {path.name for path in (self.prefix / "share/man/man1").iterdir()}
        self.assertEqual(pages, {"gradus.1", *(f"gradus-{command}.1" for command in commands)})

    def test_licence_and_readme_come_along(self):
        for name in ("copyright", "README.md", "datasets.md"):
            self.assertTrue((self.prefix / "share/doc/gradus" / name).is_file(), name)

    def test_no_header_needs_what_is_not_installed(self):
        for header in (self.prefix / "include").rglob("*.h"):
            for name in re.findall(r'#include [<"]([^>"]+)[>"]', header.read_text(encoding="utf-8")):
                if name.startswith("gradus/"):
                    self.assertTrue((self.prefix / "include" / name).is_file(), f"{header}: {name}")
                else:
                    self.assertRegex(name, r"^(torch|ATen|c10|fmt)/|^\w+$", str(header))


if __name__ == "__main__":
    unittest.main(verbosity=1)
