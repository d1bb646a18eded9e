"""Configuration files: what flags set, they set; what is typed wins; what is wrong is said with its line."""
import json
import subprocess

from support import GRADUS, CliTest, main

QUICK = ["--epochs", "1", "--no-figures", "--json"]


class Config(CliTest):
    def trained(self, *args, **kwargs):
        result = self.gradus("train", *args, **kwargs)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_a_file_sets_flags_and_what_is_typed_wins(self):
        self.write("c.toml", 'data = "my.csv"\ntarget = "species"\nhidden = [8, 4]\nbatch-size = 7\nepochs = 2\n'
                             'figures = false\njson = true\nquiet = true\n')
        metrics = self.trained("--config", "c.toml")
        self.assertEqual(metrics["data"], "my.csv")
        self.assertEqual(metrics["model"]["settings"], {"hidden": "8-4"})
        self.assertEqual((metrics["batch_size"], metrics["epochs"]), (7, 2))
        typed = self.trained("--config", "c.toml", "--batch-size", 9, "--epochs=1", "--model", "mlp:hidden=5")
        self.assertEqual((typed["batch_size"], typed["epochs"]), (9, 1))
        self.assertEqual(typed["model"]["settings"], {"hidden": "5"})
        shown = self.gradus("train", "--config", "c.toml", "--no-json", "--no-quiet")
        self.assertIn("epoch", shown.stderr)
        self.assertTrue(shown.stdout.startswith("test:"), shown.stdout)

    def test_the_runs_own_repeats_it_exactly(self):
        run = self.train("--data", "my.csv", "--hidden", "8,4", "--seed", 5, "--lr", 0.01)
        again = self.folder / self.trained("--config", run / "config.toml", "--no-figures", "--json")["run"]
        self.assertNotEqual(run, again)
        for name in ("model.safetensors", "config.toml"):
            self.assertEqual((run / name).read_bytes(), (again / name).read_bytes(), name)
        self.trained("--config", run / "config.toml", "--hidden", 16, "--no-figures", "--json")

    def test_from_standard_input(self):
        result = subprocess.run([GRADUS, "train", "--config", "-", *QUICK], cwd=self.folder, text=True,
                                input='data = "iris"\nseed = 3\n', capture_output=True, timeout=120)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["seed"], 3)

    def test_other_commands_take_one_too(self):
        run = self.train("--data", "my.csv")
        self.write("e.toml", 'part = "all"\njson = true\n')
        self.assertEqual(json.loads(self.gradus("evaluate", run, "--config", "e.toml").stdout)["part"], "all")
        self.write("d.toml", "quick = true\nfigures = false\nlang = 'en'\ninputs = 100\n")
        demo = self.gradus("demo", "perceptron", "--config", "d.toml")
        typed = self.gradus("demo", "perceptron", "--quick", "--no-figures", "--lang", "en", "--inputs", 100)
        self.assertEqual((demo.returncode, demo.stdout.count("\n")), (0, typed.stdout.count("\n")), demo.stderr)
        self.write("s.toml", "data = 'iris'\nmodel = 'softmax'\nvary = ['lr=0.1,0.01']\nepochs = 1\njson = true\n")
        self.assertEqual(len(json.loads(self.gradus("sweep", "--config", "s.toml").stdout)["trials"]), 2)
        self.write("p.toml", "csv = true\n")
        self.assertTrue(self.gradus("predict", run, "my.csv", "--config", "p.toml").stdout.startswith("example,class"))

    def test_refused_with_the_line(self):
        for text, message in [("epochs = 1\nbatchsize = 2\n", ["line 2", "did you mean 'batch-size'?"]),
                              ("lr = true\n", ["line 1", "lr = true", "expected"]),
                              ("quiet = 1\n", ["quiet = 1", "true or false"]),
                              ("lr = \n", ["line 1"]),
                              ("[train]\nlr = 1\n", ["'train'"]),
                              (b"data = \"\xff\"\n", ["not UTF-8"]),
                              (b"lr = 1\n\x00", ["line 2", "control character"]),
                              ("# " + "x" * (1 << 20), ["more than"])]:
            with self.subTest(text=text[:30]):
                self.write("bad.toml", text)
                self.refused(2, ["bad.toml", *message], "train", "--config", "bad.toml")

    def test_values_are_checked_as_flags_are(self):
        self.write("c.toml", "epochs = 0\n")
        self.refused(2, ["epochs", "0", "expected"], "train", "--config", "c.toml")

    def test_no_file(self):
        self.refused(2, ["nowhere.toml", "No such file"], "train", "--config", "nowhere.toml")
        (self.folder / "folder").mkdir()
        self.refused(2, ["folder"], "train", "--config", "folder")


if __name__ == "__main__":
    main()
