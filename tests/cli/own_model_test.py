"""A user's program has the whole command line with its own model in it."""
import json
import os
import subprocess

from support import CliTest, main


class OwnModel(CliTest):
    def own(self, *args):
        return subprocess.run([os.environ["OWN_MODEL_BINARY"], *map(str, args)], cwd=self.folder, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_it_is_listed_trained_saved_and_used(self):
        names = [model["name"] for model in json.loads(self.own("models", "--json").stdout)["models"]]
        self.assertEqual(names, ["logistic", "mlp", "perceptron", "residual", "softmax"])
        trained = self.own("train", "--data", "iris", "--model", "residual:width=32", "--no-figures", "--json")
        self.assertEqual(trained.returncode, 0, trained.stderr)
        metrics = json.loads(trained.stdout)
        self.assertGreater(metrics["test"]["metrics"]["accuracy"], 0.85)
        self.assertEqual(self.own("evaluate", metrics["run"]).returncode, 0)

    def test_gradus_without_the_model_says_so(self):
        run = json.loads(self.own("train", "--data", "iris", "--model", "residual", "--epochs", 1, "--no-figures",
                                  "--json").stdout)["run"]
        self.refused(5, ["residual", "mlp"], "evaluate", run)


if __name__ == "__main__":
    main()
