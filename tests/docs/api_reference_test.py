"""The API reference: Doxygen has a text for every public symbol, and would say so if it had not."""
import html
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SOURCE = pathlib.Path(__file__).parents[2]

HEADER = """/// What the file is for.
#pragma once
namespace gradus {{

/// An enumeration.
enum class Kind {{
  kFirst,   ///< the first
  kSecond,  {value}
}};

/// A structure, as LibTorch's options are.
struct Options {{
  TORCH_ARG(int, width) = 3;  {option}
  int height = 0;             {member}

 private:
  int hidden_ = 0;
}};

}}  // namespace gradus
"""
TEXTS = {"value": "///< the second", "option": "///< above 0", "member": "///< above 0 too"}


def enum_values_without_text(xml: pathlib.Path) -> list[str]:
    """Before 1.9.8 Doxygen itself does not look at them."""
    found = set()
    for file in xml.glob("*.xml"):
        for enum in ElementTree.parse(file).iter("memberdef"):
            if enum.get("kind") != "enum" or enum.get("prot") == "private":
                continue
            where = enum.find("location")
            for value in enum.iter("enumvalue"):
                texts = (value.find("briefdescription"), value.find("detaileddescription"))
                if not any("".join(text.itertext()).strip() for text in texts):
                    found.add(f"{where.get('file')}:{where.get('line')}: {value.findtext('name')}")
    return sorted(found)


def dead_links(pages: pathlib.Path) -> list[str]:
    """Links to files that are not there."""
    found = set()
    for page in pages.glob("*.html"):
        for address in re.findall(r'href="([^"#]+)', page.read_text()):
            address = html.unescape(address)
            if not re.match("[a-z]+:", address) and not (pages / address).exists():
                found.add(f"{page.name}: {address}")
    return sorted(found)


class ApiReferenceTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gradus api ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def doxygen(self, *settings: str) -> subprocess.CompletedProcess:
        """The project's configuration; what is set here comes later and so wins."""
        config = self.folder / "Doxyfile"
        output = [f'OUTPUT_DIRECTORY = "{self.folder}/out"', "GENERATE_XML = YES"]
        config.write_text("\n".join([pathlib.Path(os.environ["DOXYFILE"]).read_text(), *output, *settings]))
        (self.folder / "out").mkdir(exist_ok=True)
        return subprocess.run([os.environ["DOXYGEN"], str(config)], cwd=SOURCE, capture_output=True, text=True,
                              check=False)

    def document(self, **without: str) -> subprocess.CompletedProcess:
        header = self.folder / "tiny.h"
        header.write_text(HEADER.format(**{**TEXTS, **without}))
        return self.doxygen(f'INPUT = "{header}" docs/api/namespaces.dox', "USE_MDFILE_AS_MAINPAGE =")

    def test_every_public_symbol_has_a_text(self):
        answer = self.doxygen()
        self.assertEqual((answer.stderr, answer.returncode), ("", 0))
        self.assertEqual(enum_values_without_text(self.folder / "out" / "xml"), [])
        self.assertEqual(dead_links(self.folder / "out"), [])
        pages = {page.name for page in (self.folder / "out").glob("*.html")}
        self.assertLessEqual({"index.html", "classgradus_1_1models_1_1Mlp.html",
                              "structgradus_1_1models_1_1MlpOptions.html"}, pages)

    def test_a_header_with_all_texts_passes(self):
        answer = self.document()
        self.assertEqual((answer.stderr, answer.returncode), ("", 0))
        self.assertEqual(enum_values_without_text(self.folder / "out" / "xml"), [])
        page = (self.folder / "out" / "tiny_8h.html").read_text()
        self.assertIn("What the file is for.", page)

    def test_a_member_or_an_option_without_a_text_is_caught_on_its_line(self):
        for part, name in (("member", "height"), ("option", "width")):
            answer = self.document(**{part: ""})
            self.assertNotEqual(answer.returncode, 0)
            line = next(i for i, text in enumerate(HEADER.split("\n"), 1) if name in text)
            self.assertRegex(answer.stderr, rf"tiny\.h:{line}: .*{name}.* is not documented")

    def test_an_enum_value_without_a_text_is_caught(self):
        self.document(value="")
        found = enum_values_without_text(self.folder / "out" / "xml")
        self.assertEqual([text.rsplit(" ", 1)[1] for text in found], ["kSecond"])


if __name__ == "__main__":
    unittest.main()
