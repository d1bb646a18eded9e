"""The .deb and the .tar.gz that cpack makes, unpacked elsewhere."""
import os
import re
import shutil
import subprocess
import sys
import tarfile
import unittest

from outside import BUILD, CMAKE, CPACK, SOURCE, PackageTest, documented

NO_BUNDLE = os.environ["GRADUS_NO_BUNDLE"]
SYSTEM = NO_BUNDLE.startswith("LibTorch is the system's")
HAVE_DEB = all(shutil.which(program) for program in ("dpkg", "dpkg-deb", "dpkg-shlibdeps"))


def torch_folder():
    """Where the headers of the LibTorch that gradus was built with are."""
    return re.search(r"^LibTorch_INCLUDE_DIR:PATH=(.*)/include$", (BUILD / "CMakeCache.txt").read_text(), re.M).group(1)


def pack(folder, bundle, kinds):
    return subprocess.run([CPACK, "--config", BUILD / "CPackConfig.cmake", "-B", folder, "-G", kinds,
                           "-D", f"GRADUS_BUNDLE_LIBTORCH={bundle}"], capture_output=True, text=True, timeout=600)


class Refusals(PackageTest):
    def refused(self, bundle):
        result = pack(self.folder / "refused", bundle, "TGZ")
        self.assertNotEqual(result.returncode, 0, result.stdout)
        self.assertEqual(list(self.folder.rglob("*.tar.gz")), [])
        return " ".join((result.stdout + result.stderr).split())

    @unittest.skipIf(SYSTEM, "such a package depends on the system's LibTorch")
    def test_a_package_for_this_machine_alone(self):
        said = self.refused("OFF")
        self.assertIn(NO_BUNDLE or "GRADUS_BUNDLE_LIBTORCH=ON", said)

    @unittest.skipUnless(NO_BUNDLE, "this LibTorch can be brought along")
    def test_a_libtorch_that_cannot_be_brought_along(self):
        self.assertIn(NO_BUNDLE, self.refused("ON"))


@unittest.skipIf(NO_BUNDLE and not SYSTEM, NO_BUNDLE)
class Archives(PackageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        packages = cls.folder / "packages"
        result = pack(packages, "OFF" if SYSTEM else "ON", "DEB;TGZ" if HAVE_DEB else "TGZ")
        if result.returncode != 0:
            sys.exit(f"cpack failed:\n{result.stdout}\n{result.stderr}")
        shutil.rmtree(packages / "_CPack_Packages")
        cls.archive = next(packages.glob("*.tar.gz"))
        cls.deb = next(packages.glob("*.deb"), None)

    def check_libraries(self, program):
        """LibTorch and Arrow are those beside the program, whatever was there when it was built."""
        if SYSTEM:
            return
        found = re.findall(r"(lib(?:torch\w*|c10|arrow\w*|parquet)\.\S+) => (\S.*) \(", self.call("ldd", program).stdout)
        self.assertGreaterEqual({name.split(".")[0] for name, _ in found}, {"libtorch", "libtorch_cpu", "libc10"})
        for _, path in found:
            self.assertTrue(os.path.realpath(path).startswith(os.path.realpath(self.folder)), path)

    def check_training(self, tree):
        gradus = tree / "bin/gradus"
        self.check_libraries(gradus)
        run = self.folder / "runs"
        self.assertIn("accuracy", self.call(gradus, "train", "--data", "iris", "--epochs", 2, "--no-figures",
                                            "--output", run).stdout)

    @unittest.skipUnless(HAVE_DEB, "no dpkg-dev here")
    def test_the_deb_works_in_another_folder(self):
        self.call("dpkg-deb", "-x", self.deb, self.folder / "unpacked")
        os.rename(self.folder / "unpacked", self.folder / "moved")
        tree = self.folder / "moved/usr"
        self.check_training(tree)
        # A user's compiler need not be the one that gradus was built with.
        build, _ = self.configure(documented("cmake"), tree, compiler=shutil.which("g++") or os.environ["CXX"])
        self.call(CMAKE, "--build", build, "--target", "mine")
        self.check_own_model(build / "mine")
        self.check_libraries(build / "mine")
        if not SYSTEM:
            for path in (build / "CMakeCache.txt", tree / "bin/gradus"):
                for match in re.findall(rb"[^\0\n:=]*/lib/libtorch[^\0\n]*", path.read_bytes()):
                    self.assertIn(bytes(self.folder), match)
            for path in tree.rglob("*.cmake"):
                for folder in (SOURCE, BUILD, torch_folder()):
                    self.assertNotIn(f'"{folder}', path.read_text(), f"{path} tells where it was made")

    @unittest.skipUnless(HAVE_DEB, "no dpkg-dev here")
    def test_the_deb_says_what_it_is_and_needs(self):
        def field(name):
            return self.call("dpkg-deb", "-f", self.deb, name).stdout.strip()

        self.assertEqual(field("Package"), "gradus")
        self.assertEqual(field("Architecture"), self.call("dpkg", "--print-architecture").stdout.strip())
        self.assertEqual(field("Section"), "science")
        self.assertRegex(field("Maintainer"), r"^.+ <.+@.+>$")
        self.assertRegex(field("Depends"), r"\blibc6 \(>= .*\blibstdc\+\+6 ")
        self.assertEqual("libtorch" in field("Depends"), SYSTEM)

    def test_the_archive_holds_the_same_and_runs(self):
        with tarfile.open(self.archive) as archive:
            names = {name.partition("/")[2] for name in archive.getnames() if not archive.getmember(name).isdir()}
        self.assertLessEqual({"bin/gradus", "include/gradus/core/error.h", "lib/libgradus_main.a",
                              "lib/cmake/gradus/gradusConfig.cmake", "share/man/man1/gradus-train.1",
                              "share/doc/gradus/copyright"}, names)
        if self.deb:
            self.assertEqual(self.in_deb(), names)
        self.call("tar", "-xf", self.archive, "-C", self.folder)
        self.check_training(self.folder / self.archive.name.removesuffix(".tar.gz"))

    def in_deb(self):
        """The names in the .deb, those that Debian wants otherwise as in the archive."""
        listing = self.call("dpkg-deb", "-c", self.deb).stdout.splitlines()
        names = {re.sub(r"^.* \./usr/", "", line) for line in listing if not line.endswith("/")}
        names.remove("share/doc/gradus/changelog.gz")
        return {re.sub(r"^(share/man/.*)\.gz$", r"\1", name).replace("vendor-completions/_", "site-functions/_")
                for name in names}


if __name__ == "__main__":
    unittest.main(verbosity=1)
