"""The README's commands do what it says: every `gradus …` line of its bash blocks runs."""
import re
import shlex

from support import SOURCE, CliTest, main, write_pictures


def commands(readme):
    for block in re.findall(r"```bash\n(.*?)```", (SOURCE / readme).read_text(), re.S):
        for line in block.splitlines():
            if line.startswith("gradus "):
                yield line


class Readme(CliTest):
    def run_all(self, readme):
        lines = list(commands(readme))
        self.assertGreater(len(lines), 3)
        run = self.train("--data", "my.csv", "--target", "species")
        write_pictures(self.folder / "photos", channels=3, sizes=((40, 30), (32, 50)))
        fashion = "fashion-mnist" in self.gradus("datasets").stdout and \
            self.gradus("datasets", "fashion-mnist").returncode == 0
        for line in lines:
            with self.subTest(line=line):
                if not fashion and "fashion-mnist" in line:
                    continue
                words = [re.sub(r"^RUN\b", str(run), word) for word in shlex.split(line, comments=True)[1:]]
                words = ["cpu" if before == "--device" else word for before, word in zip([""] + words, words)]
                if words[0] == "train":
                    words += ["--epochs", "1", "--no-figures"] if "--epochs" not in words else ["--no-figures"]
                if words[0] == "demo" and len(words) > 1:
                    words += ["--quick", "--no-figures"]
                result = self.gradus(*words)
                self.assertEqual(result.returncode, 0, f"{line}\n{result.stderr}")

    def test_english(self):
        self.run_all("README.md")

    def test_the_model_is_the_compiled_example(self):
        example = (SOURCE / "docs/examples/own_model/own_model.cpp").read_text()
        for readme in ("README.md", "README.zh-CN.md"):
            blocks = re.findall(r"```cpp\n(.*?)```", (SOURCE / readme).read_text(), re.S)
            self.assertTrue(blocks)
            for block in blocks:
                self.assertIn(block, example)

    def test_the_course_table_has_every_topic_with_its_picture(self):
        names = [line.split()[1] for line in self.gradus("demo", "--lang", "en").stdout.splitlines()[2:]]
        self.assertGreater(len(names), 20)
        for readme in ("README.md", "README.zh-CN.md"):
            rows = re.findall(r"\| `gradus demo (\w+)` \| <img src=\"([^\"]+)\"", (SOURCE / readme).read_text())
            self.assertEqual([name for name, _ in rows], names)
            for _, picture in rows:
                self.assertTrue((SOURCE / picture).is_file(), picture)

    def test_chinese_has_the_same_commands(self):
        self.assertEqual(list(commands("README.md")), list(commands("README.zh-CN.md")))


if __name__ == "__main__":
    main()
