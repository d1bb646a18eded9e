"""scripts/package.sh, with a project of one empty file to pack."""
import os
import pathlib
import tarfile
import unittest

from skeleton import Skeleton

TORCH = os.environ.get("GRADUS_TEST_TORCH", "")
PROJECT = """
add_custom_target(gradus_installable COMMAND "${CMAKE_COMMAND}" -E touch "${PROJECT_BINARY_DIR}/built")
install(FILES "${PROJECT_BINARY_DIR}/built" DESTINATION .)
set(CPACK_PACKAGE_CONTACT "the tests <tests@localhost>")
set(CPACK_PACKAGE_FILE_NAME packed)
set(CPACK_VERBATIM_VARIABLES ON)
file(WRITE "${PROJECT_BINARY_DIR}/choice.cmake" [[
file(WRITE "${CPACK_PACKAGE_DIRECTORY}/bundle" "${GRADUS_BUNDLE_LIBTORCH}")
]])
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_BINARY_DIR}/choice.cmake")
include(CPack)
"""


@unittest.skipUnless(TORCH, "GRADUS_TEST_TORCH names no LibTorch")
@unittest.skipUnless((pathlib.Path(__file__).parents[2] / ".venv/bin/python").exists(), "no .venv here")
class PackageTest(unittest.TestCase):
    def setUp(self):
        self.skeleton = Skeleton()
        self.addCleanup(self.skeleton.close)

    def test_it_builds_packs_and_says_where(self):
        self.skeleton.write_cmake(PROJECT)
        output = self.skeleton.root / "the packages"
        answer = self.skeleton.run("package.sh", "--torch", TORCH, "--output", str(output))
        self.assertEqual(answer.returncode, 0, answer)
        self.assertIn(str(output / "packed.tar.gz"), answer.stdout.splitlines()[-1])
        with tarfile.open(output / "packed.tar.gz") as archive:
            self.assertIn("packed/built", archive.getnames())
        self.assertEqual((output / "bundle").read_text(), "OFF" if TORCH == "system" else "ON")
        self.assertFalse((output / "_CPack_Packages").exists())

    def test_a_failure_of_cpack_is_one_of_the_script(self):
        self.skeleton.write_cmake(PROJECT.replace('file(WRITE "${CPACK_PACKAGE', 'message(FATAL_ERROR "no")\nfile(WRITE "${CPACK_PACKAGE'))
        answer = self.skeleton.run("package.sh", "--torch", TORCH, "--output", str(self.skeleton.root / "none"))
        self.assertEqual(answer.returncode, 1, answer)
        self.assertIn("failed at: package", answer.stderr)
        self.assertEqual(list((self.skeleton.root / "none").iterdir()), [])

    def test_wrong_options_end_with_2_and_name_the_value(self):
        for arguments, text in ((["--bad"], "'--bad'"), (["--output"], "--output needs a value")):
            answer = self.skeleton.run("package.sh", *arguments)
            self.assertEqual(answer.returncode, 2, answer)
            self.assertIn(text, answer.stderr)


if __name__ == "__main__":
    unittest.main()
