"""The course from outside: listing, one demo by both its names, languages, wrong input."""
import json
import os
import pathlib
import re
import subprocess

from support import GRADUS, SOURCE, CliTest, main

BINARIES = pathlib.Path(GRADUS).parent
HAN = re.compile("[\u4e00-\u9fff]")


def topics():
    """(number, name) of each source in app/demos, in course order."""
    files = sorted((SOURCE / "app/demos").glob("[0-9][0-9]_*.cpp"))
    return [(int(file.stem[:2]), file.stem[3:]) for file in files]


class Listing(CliTest):
    def test_lists_every_source_in_course_order(self):
        for language in ("en", "zh"):
            lines = self.gradus("demo", "--lang", language).stdout.splitlines()[2:]
            listed = [(int(line.split()[0]), line.split()[1]) for line in lines]
            self.assertEqual(listed, topics())
            self.assertEqual(all(HAN.search(line) for line in lines), language == "zh")

    def test_every_demo_is_a_program_and_a_command(self):
        for _, name in topics():
            self.assertTrue((BINARIES / f"demo_{name}").is_file(), name)
            self.assertEqual(self.gradus("demo", name, "--help").returncode, 0)


class OneDemo(CliTest):
    def test_both_ways_say_the_same(self):
        options = ["--quick", "--no-figures", "--lang", "en"]
        command = self.gradus("demo", "gates", *options)
        program = subprocess.run([BINARIES / "demo_gates", *options], cwd=self.folder, text=True,
                                 stdout=subprocess.PIPE, check=True)
        self.assertEqual(command.returncode, 0, command.stderr)
        self.assertEqual(command.stdout, program.stdout)

    def test_order_of_the_story(self):
        text = self.gradus("demo", "gates", "--quick", "--lang", "en").stdout
        places = [text.index(part) for part in ("Claim:", "Run:", "rule:", "Verdict:")]
        self.assertEqual(places, sorted(places))

    def test_figures_go_where_asked_and_scripts_are_kept(self):
        figures = self.gradus("demo", "perceptron", "--quick", "--output", "out", "--keep")
        self.assertEqual(figures.returncode, 0, figures.stderr)
        if "gnuplot is not installed" in figures.stdout or "未安装 gnuplot" in figures.stdout:
            self.skipTest("no gnuplot")
        for ending in ("png", "svg", "gp"):
            self.assertTrue((self.folder / "out" / f"forms.{ending}").is_file())

    def test_without_gnuplot_tables_and_verdict_are_there(self):
        result = self.gradus("demo", "perceptron", "--quick", "--lang", "en", env={"PATH": str(self.folder)})
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Verdict: holds with limits", result.stdout)
        self.assertIn("gnuplot is not installed", result.stdout)

    def test_language_follows_the_locale(self):
        environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}
        self.assertIn("结论：", self.gradus("demo", "perceptron", "--quick", "--no-figures", env=environment).stdout)

    def test_json(self):
        result = self.gradus("demo", "perceptron", "--quick", "--no-figures", "--json", "--lang", "zh")
        demo = json.loads(result.stdout)["demo"]
        self.assertEqual(demo["verdict"], "holds with limits")
        self.assertEqual([finding["verdict"] for finding in demo["findings"]], ["holds", "holds with limits"])
        self.assertTrue(HAN.search(demo["claim"]))

    def test_flags_change_the_numbers(self):
        changed = self.gradus("demo", "perceptron", "--inputs", "1000", "--no-figures", "--lang", "en")
        self.assertIn("1000 random rows", changed.stdout)


class WrongInput(CliTest):
    def test_unknown_demo(self):
        self.refused(2, ["unknown demo 'gatse'", "did you mean 'gates'?"], "demo", "gatse")

    def test_unknown_flag(self):
        self.refused(2, ["unknown option '--input'", "did you mean '--inputs'?"], "demo", "perceptron", "--input", "3")

    def test_values(self):
        self.refused(2, ["--inputs=0", "1 to"], "demo", "perceptron", "--inputs", "0")
        self.refused(2, ["--tie=2", "0 to 1"], "demo", "perceptron", "--tie", "2")
        self.refused(2, ["--weights=1", "2 numbers"], "demo", "perceptron", "--weights", "1")
        self.refused(2, ["--bias=nan", "a number"], "demo", "perceptron", "--bias", "nan")
        self.refused(2, ["--seed=-1", "at least 0"], "demo", "perceptron", "--seed", "-1")
        self.refused(2, ["unknown language 'de'", "en, zh"], "demo", "perceptron", "--lang", "de")

    def test_every_numeric_flag_refuses_text(self):
        for _, name in topics():
            help_text = self.gradus("demo", name, "--help").stdout
            flags = re.findall(r"(--[a-z-]+) VALUE.*?\[([^\]]*)\]", help_text, re.S)
            numeric = [flag for flag, default in flags if re.fullmatch(r"[-+.\de]+", default)]
            for flag in numeric:
                with self.subTest(demo=name, flag=flag):
                    self.refused(2, f"{flag}=x", "demo", name, flag, "x")

    def test_device(self):
        self.refused(3, "'gpu'", "demo", "perceptron", "--device", "gpu")

    def test_all_takes_no_name(self):
        self.refused(2, "--all runs every demo", "demo", "--all", "gates")

    def test_output_that_is_a_file(self):
        (self.folder / "taken").write_text("x")
        result = self.gradus("demo", "perceptron", "--quick", "--output", "taken")
        if "gnuplot is not installed" not in result.stdout:
            self.assertEqual(result.returncode, 1)
            self.assertEqual((self.folder / "taken").read_text(), "x")


if __name__ == "__main__":
    main()
