"""The completion scripts, run by their shells."""
import os
import shutil
import subprocess

from support import GRADUS, CliTest, main


class Completion(CliTest):
    def bash(self, script, line, *words):
        """What bash offers for the last of the words, which are split as bash splits them."""
        program = (f"source {script}\nCOMP_WORDS=({' '.join(map(repr, words))})\nCOMP_CWORD={len(words) - 1}\n"
                   f"COMP_LINE={line!r}\nCOMP_POINT={len(line)}\n_gradus\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"")
        result = subprocess.run(["bash", "-c", program], cwd=self.folder, capture_output=True, text=True, timeout=20)
        self.assertEqual(result.stderr, "")
        return set(result.stdout.split())

    def test_bash(self):
        self.write("gradus.bash", self.gradus("completion", "bash").stdout)

        def offers(*words):
            return self.bash("gradus.bash", " ".join(words), *words)

        self.assertEqual(offers("gradus", "tr"), {"train"})
        self.assertLessEqual({"train", "evaluate", "demo", "sweep", "doctor", "completion"}, offers("gradus", ""))
        self.assertEqual(offers("gradus", "train", "--mod"), {"--model"})
        self.assertEqual(offers("gradus", "train", "--optimizer", "ad"), {"adam", "adamw", "adagrad"})
        self.assertEqual(offers("gradus", "train", "--optimizer", "=", "ad"), {"adam", "adamw", "adagrad"})
        self.assertEqual(offers("gradus", "train", "--optimizer", "="),
                         {"adagrad", "adam", "adamw", "lbfgs", "rmsprop", "sgd"})
        self.assertLessEqual({"iris", "digits"}, offers("gradus", "train", "--data", ""))
        self.assertIn("my.csv", offers("gradus", "train", "--data", "my"))
        self.assertIn("my.csv", offers("gradus", "train", "--config", "my"))
        self.assertEqual(offers("gradus", "models", "ml"), {"mlp"})
        self.assertEqual(offers("gradus", "demo", "ga"), {"gates"})
        self.assertIn("--quick", offers("gradus", "demo", "gates", "--q"))
        self.assertIn("--jobs", offers("gradus", "sweep", "--j"))
        self.assertEqual(offers("gradus", "completion", "f"), {"fish"})
        (self.folder / "runs").mkdir()
        self.assertEqual(offers("gradus", "evaluate", "ru"), {"runs"})

    def test_zsh_and_fish_take_their_scripts(self):
        for shell, check in (("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
            with self.subTest(shell=shell):
                text = self.gradus("completion", shell).stdout
                for word in ("train", "--optimizer" if shell == "zsh" else "-l optimizer", "adamw", "gates"):
                    self.assertIn(word, text)
                if shutil.which(shell) is None:
                    self.skipTest(f"no {shell} here")
                script = self.write(f"gradus.{shell}", text)
                result = subprocess.run([*check, script], capture_output=True, text=True, timeout=20)
                self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_fish_offers(self):
        if shutil.which("fish") is None:
            self.skipTest("no fish here")
        self.write("gradus.fish", self.gradus("completion", "fish").stdout)

        def offers(line):
            result = subprocess.run(["fish", "-c", f"source gradus.fish; complete -C {line!r}"], cwd=self.folder,
                                    capture_output=True, text=True, timeout=20, env={"HOME": str(self.folder),
                                                                                     "PATH": "/usr/bin:/bin"})
            return {entry.split("\t")[0] for entry in result.stdout.splitlines()}

        self.assertEqual(offers("gradus tr"), {"train"})
        self.assertEqual(offers("gradus train --mod"), {"--model"})
        self.assertEqual(offers("gradus train --optimizer ad"), {"adam", "adamw", "adagrad"})
        self.assertEqual(offers("gradus models ml"), {"mlp"})

    def test_a_closed_pipe_is_left_quietly(self):
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run([GRADUS, "completion", "bash"], stdout=writer, stderr=subprocess.PIPE, text=True)
        os.close(writer)
        self.assertEqual((result.returncode, result.stderr), (143, ""))

    def test_an_unknown_shell(self):
        self.refused(2, ["'bsh'", "did you mean 'bash'?"], "completion", "bsh")


if __name__ == "__main__":
    main()
