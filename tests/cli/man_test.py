"""The manual pages: every command and every flag, in roff that formatters take without a warning."""
import re
import shutil
import subprocess

from support import CliTest, main


def plain(page):
    """What a page says, without roff's markup."""
    text = re.sub(r"\\f[BIR]", "", page)
    for escape, letter in ((r"\-", "-"), (r"\(aq", "'"), (r"\(dq", '"'), (r"\(ti", "~"), (r"\(ha", "^"), (r"\e", "\\")):
        text = text.replace(escape, letter)
    return re.sub(r"\\\[u([0-9A-F]{4,6})\]", lambda match: chr(int(match.group(1), 16)), text)


class Man(CliTest):
    def pages(self):
        self.assertEqual(self.gradus("man", "--output", "pages").returncode, 0)
        return {path.stem: path.read_text(encoding="ascii") for path in (self.folder / "pages").iterdir()}

    def commands(self, *path):
        """Those that the help lists."""
        text = self.gradus(*path, "--help").stdout
        names = re.findall(r"^  ([a-z_-]+) ", re.split("subcommands:|examples:", text, flags=re.I)[1], re.M)
        self.assertGreater(len(names), 5)
        return names

    def flags(self, *path):
        flags = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", self.gradus(*path, "--help").stdout.partition("Examples:")[0]))
        self.assertIn("--help", flags)
        return flags

    def test_every_command_and_every_flag_has_its_place(self):
        pages = self.pages()
        commands = self.commands()
        self.assertEqual(set(pages), {"gradus", *(f"gradus-{name}" for name in commands)})
        for name in commands:
            text = plain(pages[f"gradus-{name}"])
            self.assertLessEqual(self.flags(name), set(re.findall(r"--[a-z][a-z0-9-]*", text)), name)
            self.assertIn(f"gradus-{name}(1)", plain(pages["gradus"]))
        demos = plain(pages["gradus-demo"])
        for name in self.commands("demo"):
            self.assertIn(f"\n.SS {name}\n", demos)
            self.assertLessEqual(self.flags("demo", name), set(re.findall(r"--[a-z][a-z0-9-]*", demos)), name)

    def test_the_sections(self):
        for name, page in self.pages().items():
            sections = re.findall(r"^\.SH (.*)$", page, re.M)
            for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "FILES", "SEE ALSO"):
                self.assertEqual(sections.count(section), 1, (name, sections))
        train = self.gradus("man", "train").stdout
        self.assertEqual(self.pages()["gradus-train"], train)
        self.assertLessEqual({"Data", "Model", "Training", "Output"}, set(re.findall(r"^\.SS (.*)$", train, re.M)))
        self.assertIn("gradus train --data my.csv --target species", plain(train))

    def test_the_exit_codes_are_those_of_the_help(self):
        helped = self.gradus("--help").stdout.partition("Exit codes:")[2]
        section = self.gradus("man").stdout.partition(".SH EXIT STATUS")[2].partition(".SH FILES")[0]
        self.assertEqual(set(re.findall(r"^\\fB(\d+)\\fR$", section, re.M)), set(re.findall(r"(?:^|  )(\d+) ", helped, re.M)))

    def test_formatters_have_nothing_to_say(self):
        pages = self.pages()
        self.assertTrue(all(page.isascii() for page in pages.values()))
        if shutil.which("mandoc") is None:
            self.skipTest("no mandoc here")
        result = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", *sorted((self.folder / "pages").iterdir())],
                                capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_what_is_shown_is_what_was_meant(self):
        if shutil.which("mandoc") is None:
            self.skipTest("no mandoc here")
        (self.folder / "page.1").write_text(self.gradus("man", "train").stdout, encoding="ascii")
        shown = subprocess.run(["mandoc", "-T", "utf8", "page.1"], cwd=self.folder, capture_output=True, text=True,
                               timeout=60).stdout
        shown = " ".join(re.sub(".\b", "", shown).split())
        for line in ("NAME[:key=value,…]", "--lr RATE", "gradus train --data spirals:arms=3,noise=0.1"):
            self.assertIn(line, shown)

    def test_the_day_can_be_fixed(self):
        page = self.gradus("man", "models", env={"SOURCE_DATE_EPOCH": "86400"}).stdout
        self.assertIn(".TH GRADUS\\-MODELS 1 1970-01-02 ", page)

    def test_refusals(self):
        self.refused(2, ["'trian'", "did you mean 'train'?"], "man", "trian")
        self.refused(2, "leave out 'train'", "man", "train", "--output", "pages")
        self.write("taken", "")
        self.refused(1, "--output taken: cannot make the folder", "man", "--output", "taken")


if __name__ == "__main__":
    main()
