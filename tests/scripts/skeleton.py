"""A copy of the project's scripts in a folder of its own, and programs that stand in for the system's."""
import os
import pathlib
import shutil
import subprocess
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DATA_FILES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
              "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")


def write_program(path, text):
    path.write_text("#!/bin/sh\n" + text + "\n")
    path.chmod(0o755)


class Skeleton:
    """The scripts with an empty CMake project, in a path with blanks.

    Nothing is fetched: apt-get and sudo are programs that fail, the data sets are empty files in a
    cache of its own, and .venv is the project's.
    """

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="gradus set up ")
        base = pathlib.Path(self._folder.name)
        self.root = base / "the project"
        self.cache = base / "cache"
        programs = base / "programs"
        for folder in (self.root, programs, self.cache / "gradus" / "fashion-mnist"):
            folder.mkdir(parents=True)
        shutil.copytree(PROJECT / "scripts", self.root / "scripts")
        shutil.copy(PROJECT / "CMakePresets.json", self.root)
        self.write_cmake("")
        if (PROJECT / ".venv").exists():
            (self.root / ".venv").symlink_to((PROJECT / ".venv").resolve())
        for name in ("apt-get", "sudo"):
            write_program(programs / name, "exit 1")
        for name in DATA_FILES:
            (self.cache / "gradus" / "fashion-mnist" / name).touch()
        self.environment = {
            **os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(self.cache),
            "PIP_NO_INDEX": "1", "CI": "", "LANG": "C"}
        for name in ("Torch_DIR", "CMAKE_PREFIX_PATH"):
            self.environment.pop(name, None)

    def write_cmake(self, commands):
        (self.root / "CMakeLists.txt").write_text(
            f"cmake_minimum_required(VERSION 3.25)\nproject(skeleton LANGUAGES NONE)\n{commands}\n")

    def run(self, script, *arguments):
        """Runs scripts/SCRIPT from another folder, without a terminal."""
        return subprocess.run([self.root / "scripts" / script, *arguments], cwd="/", env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

    def close(self):
        self._folder.cleanup()
