"""A project outside of gradus: the texts of docs/package.md, in a folder of its own."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["GRADUS_BUILD"])
CMAKE, CPACK = os.environ["CMAKE"], os.environ["CPACK"]
# What a shell of the developer's may say of where libraries are must not help.
ENVIRONMENT = {key: value for key, value in os.environ.items()
               if key not in ("LD_LIBRARY_PATH", "CMAKE_PREFIX_PATH", "Torch_DIR", "CXX")}


def documented(language):
    """The first text in this language in docs/package.md."""
    text = (SOURCE / "docs/package.md").read_text(encoding="utf-8")
    return re.search(rf"```{language}\n(.*?)```", text, re.S).group(1)


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gradus package "))  # a blank in every path
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)

    def call(self, *command, code=0):
        result = subprocess.run([str(word) for word in command], cwd=self.folder, env=ENVIRONMENT, timeout=600,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        self.assertEqual(result.returncode, code, f"{command}\n{result.stdout}\n{result.stderr}")
        return result

    def configure(self, cmakelists, prefix, *options, code=0, name="outside", compiler=os.environ["CXX"]):
        """Configures a project of this text against the tree in `prefix`; it is in self.folder / name."""
        project = self.folder / name
        project.mkdir(exist_ok=True)
        (project / "CMakeLists.txt").write_text(cmakelists, encoding="utf-8")
        (project / "loop.cpp").write_text(documented("cpp"), encoding="utf-8")
        shutil.copy(SOURCE / "docs/examples/own_model/own_model.cpp", project)
        result = self.call(CMAKE, "-S", project, "-B", project / "build", "-G", os.environ["GENERATOR"],
                           "-D", f"CMAKE_MAKE_PROGRAM={os.environ['MAKE_PROGRAM']}",
                           "-D", f"CMAKE_CXX_COMPILER={compiler}", "-D", f"CMAKE_PREFIX_PATH={prefix}",
                           *options, code=code)
        return project / "build", " ".join(result.stderr.split())  # CMake wraps its messages

    def check_own_model(self, program):
        """A program with gradus::main and a model of its own has the whole command line with it."""
        self.assertIn("residual", self.call(program, "models").stdout)
        trained = self.call(program, "train", "--data", "iris", "--model", "residual", "--epochs", 2, "--no-figures",
                            "--output", self.folder / "runs of its own")
        self.assertIn("accuracy", trained.stdout)
