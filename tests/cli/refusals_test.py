"""What bad input gets: exit code and one clear line, row by row of the robustness table."""
import gzip

from support import CliTest, idx, main, write_idx_folder

QUICK = ["--epochs", "1", "--no-figures"]


class UnknownNames(CliTest):
    """unknown flag, model, data set, activation, key: 2; the nearest names first"""

    def test_flag(self):
        self.refused(2, ["unknown option '--epoch'", "did you mean '--epochs'?"], "train", "--epoch", "3")

    def test_command(self):
        self.refused(2, ["unknown command 'trian'", "did you mean 'train'?"], "trian")

    def test_no_command(self):
        self.refused(2, "no command given")

    def test_nothing_to_work_on(self):
        self.refused(2, "RUN is required", "evaluate")

    def test_model(self):
        self.refused(2, ["unknown model 'mpl'", "did you mean 'mlp'?", "softmax"], "train", "--data", "iris", "--model", "mpl")

    def test_data(self):
        self.refused(2, ["'iriss'", "did you mean 'iris'?"], "train", "--data", "iriss")

    def test_activation(self):
        self.refused(2, ["'rleu'", "'relu'"], "train", "--data", "iris", "--activation", "rleu")

    def test_keys(self):
        self.refused(2, ["'hiden'", "did you mean 'hidden'?"], "train", "--data", "iris", "--model", "mlp:hiden=3")
        self.refused(2, ["'arm'", "did you mean 'arms'?"], "train", "--data", "spirals:arm=3")
        self.refused(2, ["'momentm'", "momentum"], "train", "--data", "iris", "--optimizer", "sgd:momentm=0.9")

    def test_loss_metric_optimizer(self):
        self.refused(2, ["unknown loss 'mes'"], "train", "--data", "iris", "--loss", "mes")
        self.refused(2, ["unknown metric 'acuracy'"], "train", "--data", "iris", "--metrics", "acuracy")
        self.refused(2, ["unknown optimizer 'adamm'"], "train", "--data", "iris", "--optimizer", "adamm")

    def test_left_over_word(self):
        self.refused(2, "unexpected argument 'iris'", "train", "iris")


class Ranges(CliTest):
    """value out of range: 2; value, allowed range"""

    def test_values(self):
        for flag, value in [("--lr", "-1"), ("--lr", "nan"), ("--lr", "x"), ("--lr", "0"), ("--epochs", "0"),
                            ("--epochs", "1.5"), ("--batch-size", "1e9"), ("--batch-size", "-4"), ("--hidden", "0"),
                            ("--hidden", "a"), ("--seed", "-1"), ("--threads", "0"), ("--validation", "1"),
                            ("--test-fraction", "0"), ("--dropout", "1"), ("--dropout", "nan")]:
            with self.subTest(flag=flag, value=value):
                self.refused(2, [value, "expected"], "train", "--data", "iris", f"{flag}={value}")

    def test_a_loss_that_does_not_fit(self):
        self.refused(2, "does not fit", "train", "--data", "iris", "--loss", "mse")
        self.refused(2, "does not fit", "train", "--data", "iris", "--loss", "bce")

    def test_a_model_that_does_not_fit(self):
        self.refused(2, "softmax", "train", "--data", "iris", "--model", "logistic")

    def test_batch_normalisation_and_a_batch_of_one(self):
        self.refused(2, "batch normalisation", "train", "--data", "iris", "--model", "mlp:normalization=batch",
                     "--batch-size", "1")


class Devices(CliTest):
    """--device cuda without CUDA; cuda:7; gpu: 3; what is missing, what there is"""

    def test_unknown(self):
        self.refused(3, ["device 'gpu' is unknown", "Available: cpu"], "train", "--data", "iris", "--device", "gpu")

    def test_cuda_is_never_replaced_silently(self):
        listing = self.gradus("devices").stdout
        if "cuda" in listing:
            self.skipTest("this machine has CUDA")
        self.refused(3, ["device 'cuda' is not available"], "train", "--data", "iris", "--device", "cuda")
        self.refused(3, ["device 'cuda:7' is not available"], "train", "--data", "iris", "--device", "cuda:7")

    def test_auto_falls_back_and_says_so(self):
        result = self.gradus("train", "--data", "iris", "--device", "auto", *QUICK)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("device", result.stderr)


class Files(CliTest):
    """file missing, a folder, unreadable, empty: 4; path and reason"""

    def test_missing_folder_empty(self):
        self.refused(4, "nothing.csv", "train", "--data", "nothing.csv")
        (self.folder / "folder").mkdir()
        self.refused(4, "folder", "train", "--data", "folder/")
        self.write("empty.csv", "")
        self.refused(4, "empty.csv", "train", "--data", "empty.csv")


class Idx(CliTest):
    """IDX and gzip: 4; field, found, expected"""

    def test_counts_that_differ(self):
        folder = write_idx_folder(self.folder / "images")
        (folder / "train-labels-idx1-ubyte").write_bytes(idx([39], bytes(39)))
        self.refused(4, ["39", "40"], "train", "--data", "images")

    def test_bad_headers(self):
        for name, content in {"magic": b"\x01\x02\x08\x03" + bytes(40), "huge": idx([2**31 - 1, 2**31 - 1, 4], bytes(8)),
                              "truncated": idx([40, 4, 4], bytes(100)), "trailing": idx([40, 4, 4], bytes(40 * 16 + 1)),
                              "short": b"\x00\x00"}.items():
            with self.subTest(name=name):
                folder = write_idx_folder(self.folder / name)
                (folder / "train-images-idx3-ubyte.gz").unlink()
                (folder / "train-images-idx3-ubyte").write_bytes(content)
                self.refused(4, "train-images-idx3-ubyte", "train", "--data", name)

    def test_broken_gzip_and_a_bomb(self):
        whole = gzip.compress(idx([40, 4, 4], bytes(640)))
        for name, content in {"broken": whole[:12] + b"\xff\xff" + whole[14:], "truncated": whole[:-20],
                              "bomb": gzip.compress(idx([40, 4, 4], bytes(50_000_000)))}.items():
            with self.subTest(name=name):
                folder = write_idx_folder(self.folder / name)
                (folder / "train-images-idx3-ubyte.gz").write_bytes(content)
                self.refused(4, "train-images-idx3-ubyte.gz", "train", "--data", name)


class Csv(CliTest):
    """CSV: 4 with line and column, or accepted where that is right"""

    def bad(self, message, content, *args):
        self.write("bad.csv", content)
        self.refused(4, ["bad.csv", *([message] if isinstance(message, str) else message)], "train", "--data", "bad.csv", *args)

    def test_refused(self):
        good = "a,b,y\n1,2,x\n3,4,z\n"
        self.bad("4", good + "5,6\n")
        self.bad(["4", "b"], good + "5,,x\n")
        self.bad(["4", "b"], good + "5,word,x\n")
        self.bad(["line 4", "missing"], good + "5,nan,x\n")
        self.bad("inf", good + "5,inf,x\n")
        self.bad("a", "a,a,y\n1,2,x\n")
        self.bad("no rows", "a,b,y\n")
        self.bad("x", "a,b,y\n1,2,x\n3,4,x\n5,6,x\n")
        self.bad("UTF-8", b"a,b,y\n1,2,x\n3,4,\xff\xfe\n")
        self.bad("NUL", b"a,b,y\n1,2,x\n3,4,\x00\n")

    def test_unknown_target(self):
        self.refused(2, ["specie", "species"], "train", "--data", "my.csv", "--target", "specie")

    def test_bom_crlf_and_semicolons_are_accepted(self):
        text = (self.folder / "my.csv").read_text()
        self.write("windows.csv", b"\xef\xbb\xbf" + text.replace(",", ";").replace("\n", "\r\n").encode())
        run = self.train("--data", "windows.csv")
        self.assertIn("setosa", (run / "manifest.json").read_text())

    def test_missing_values_by_policy(self):
        text = (self.folder / "my.csv").read_text().splitlines()
        text[1] = "," + text[1].split(",", 1)[1]
        self.write("holes.csv", "\n".join(text) + "\n")
        self.refused(4, ["holes.csv", "--missing"], "train", "--data", "holes.csv")
        for policy in ("drop", "mean"):
            self.train("--data", "holes.csv", "--missing", policy)


class Models(CliTest):
    """checkpoint truncated, altered, foreign: 5; features or classes that differ: 4"""

    def test_not_a_run(self):
        self.refused(5, "nowhere", "evaluate", "nowhere")
        (self.folder / "plain").mkdir()
        self.refused(5, "plain", "evaluate", "plain")

    def test_altered(self):
        run = self.train("--data", "iris")
        model = run / "model.safetensors"
        content = bytearray(model.read_bytes())
        content[-1] ^= 1
        model.write_bytes(content)
        self.refused(5, "model.safetensors", "evaluate", run)
        model.write_bytes(content[:-8])
        self.refused(5, "model.safetensors", "predict", run, "my.csv")

    def test_features_and_classes_that_differ(self):
        run = self.train("--data", "iris")
        self.refused(4, ["64", "4"], "evaluate", run, "--data", "digits")
        self.write("new.csv", "sepal_length,sepal_width\n1,2\n")
        self.refused(4, "new.csv", "predict", run, "new.csv")
        self.refused(2, "--json", "predict", run, "my.csv", "--json", "--csv")

    def test_images(self):
        run = self.train("--data", "digits")
        self.write("fake.png", "this is text")
        self.refused(4, "fake.png", "predict", run, "fake.png")
        self.refused(4, ["5 columns", "expects 64", "no names"], "predict", run, "my.csv")
        self.refused(4, "absent.png", "predict", run, "absent.png")
        self.refused(4, "notes.txt", "predict", run, self.write("notes.txt", "hello").name)

    def test_weights_of_another_shape_to_start_from(self):
        run = self.train("--data", "iris")
        self.refused(5, "model", "train", "--data", "digits", "--init-from", run)

    def test_weights_of_other_features_or_classes_to_start_from(self):
        run = self.train("--data", "my.csv")
        header, *rows = (self.folder / "my.csv").read_text().splitlines()
        names = header.split(",")
        swapped = ",".join([names[1], names[0], *names[2:]])
        self.write("swapped.csv", "\n".join([swapped, *rows]) + "\n")
        self.refused(5, ["feature 1", f"'{names[0]}'", f"'{names[1]}'"], "train", "--data", "swapped.csv", "--init-from", run)
        self.write("renamed.csv", "\n".join([header, *rows]).replace("virginica", "alba") + "\n")
        self.refused(5, ["class 1", "alba", "virginica"], "train", "--data", "renamed.csv", "--init-from", run)

    def test_a_model_that_memory_cannot_hold(self):
        self.refused(2, ["65536-65536-65536", "GiB of memory", "available"], "train", "--data", "iris",
                     "--hidden", "65536,65536,65536")


class ReadingFlags(CliTest):
    """a flag about files beside data that are none: 2, and the flag"""

    def test_refused(self):
        for flag in (["--target", "species"], ["--task", "regression"], ["--image-size", 8], ["--skip-broken"]):
            self.refused(2, [flag[0], "'iris'", "no effect"], "train", "--data", "iris", *flag)
        run = self.train("--data", "iris", "--test", "my.csv", "--target", "species")
        self.assertEqual(self.gradus("evaluate", run).returncode, 0)
        self.write("again.toml", (run / "config.toml").read_text())
        self.train("--config", "again.toml", "--name", "again")


class NoGradient(CliTest):
    """a model whose outputs pass a step: 2; why, and what can be trained; nothing half-written"""

    def test_a_step(self):
        self.write("two.csv", "a,b,y\n" + "".join(f"{i},{-i},{'ab'[i % 2]}\n" for i in range(40)))
        for engine in ("auto", "eager"):
            self.refused(2, ["no gradient leads", "output=score"], "train", "--data", "two.csv", "--engine", engine,
                         "--model", "perceptron:output=step")
        runs = self.folder / "runs"
        self.assertFalse(runs.exists() and any(runs.iterdir()))


class Divergence(CliTest):
    """learning rate that makes the loss non-finite: 6; step, loss, gradient; nothing half-written"""

    def test_diverges(self):
        rows = "".join(f"{10.0 ** (30 + i % 8)},{i},{'ab'[i % 2]}\n" for i in range(60))
        self.write("wild.csv", "a,b,y\n" + rows)
        self.refused(6, ["diverged in epoch", "loss =", "largest gradient"], "train", "--data", "wild.csv", "--no-standardize",
                     "--optimizer", "sgd", "--lr", "1e6")
        result = self.refused(6, ["L-BFGS", "another optimizer"], "train", "--data", "wild.csv", "--no-standardize",
                              "--optimizer", "lbfgs:strong_wolfe=false", "--lr", "1e6")
        self.assertNotIn("--clip-norm", result.stderr)  # which L-BFGS refuses
        runs = self.folder / "runs"
        self.assertFalse(runs.exists() and any(runs.iterdir()))


class Output(CliTest):
    """disk full, read-only folder: 1; no temporary file left"""

    def test_a_file_in_the_way(self):
        self.write("taken", "x")
        self.refused(1, "taken", "train", "--data", "iris", "--output", "taken", *QUICK)

    def test_a_name_that_is_a_path(self):
        self.refused(2, "../up", "train", "--data", "iris", "--name", "../up", *QUICK)


if __name__ == "__main__":
    main()
