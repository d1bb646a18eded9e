"""The real TensorBoard reads what the report module wrote: a training of 6 epochs that was killed in epoch 5 and resumed from
a checkpoint of epoch 3. Runs the test binary that it is given, with the folder to write to in its environment."""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import numpy as np

SKIPPED = 77
try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins.hparams import metadata as hparams
except ImportError as error:
    print(f"skipped: {error}; scripts/setup.sh --dev installs tensorboard")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)

WRITER = sys.argv.pop(1)
ALL = {name: 0 for name in ("scalars", "histograms", "images", "tensors")}
# The model's only parameter, as fake_training.h has it.
WEIGHT = np.arange(8.0) - 3


class TensorBoardReads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.scratch.name)
        subprocess.run([WRITER, "[.tensorboard]"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "GRADUS_TENSORBOARD_FOLDER": str(folder)})
        cls.rows = list(csv.DictReader((folder / "history.csv").read_text().splitlines()))
        cls.board, cls.train, cls.validation = (cls.read(folder / "board" / part) for part in ("", "train", "validation"))

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @staticmethod
    def read(folder):
        accumulator = EventAccumulator(str(folder), size_guidance=ALL, purge_orphaned_data=True)
        accumulator.Reload()
        return accumulator

    def assert_scalars(self, accumulator, tag, column):
        events = accumulator.Scalars(tag)
        self.assertEqual([event.step for event in events], [1, 2, 3, 4, 5, 6], tag)
        expected = [float(np.float32(row[column])) for row in self.rows]
        self.assertEqual([event.value for event in events], expected, tag)

    def test_scalars_are_bit_equal_and_no_step_is_double(self):
        self.assertEqual(len(self.rows), 6)
        self.assertEqual(sorted(self.train.Tags()["scalars"]), ["accuracy", "examples_per_second", "learning_rate", "loss"])
        self.assert_scalars(self.train, "loss", "train_loss")
        self.assert_scalars(self.train, "accuracy", "train_accuracy")
        self.assert_scalars(self.train, "learning_rate", "learning_rate")
        self.assertEqual(sorted(self.validation.Tags()["scalars"]), ["accuracy", "loss"])
        self.assert_scalars(self.validation, "loss", "validation_loss")
        self.assert_scalars(self.validation, "accuracy", "validation_accuracy")

    def test_histograms(self):
        self.assertEqual(sorted(self.train.Tags()["histograms"]), ["gradients/weight", "weights/weight"])
        events = self.train.Histograms("weights/weight")
        self.assertEqual([event.step for event in events], [1, 2, 3, 4, 5, 6])
        for event in events:
            value = event.histogram_value
            self.assertEqual((value.min, value.max, value.num), (WEIGHT.min(), WEIGHT.max(), WEIGHT.size))
            self.assertEqual((value.sum, value.sum_squares), (WEIGHT.sum(), (WEIGHT**2).sum()))
            counts, edges = np.histogram(WEIGHT, bins=len(value.bucket))
            self.assertEqual(list(value.bucket), list(counts))
            np.testing.assert_allclose(value.bucket_limit, edges[1:], atol=1e-12)
        for event in self.train.Histograms("gradients/weight"):
            self.assertEqual(event.histogram_value.max, 0.25 * event.step)
            self.assertEqual(list(event.histogram_value.bucket), [8])

    def test_images_decode(self):
        import io
        from PIL import Image
        events = self.train.Images("first_layer")
        self.assertEqual([event.step for event in events], [1, 2, 3, 4, 5, 6])
        image = Image.open(io.BytesIO(events[-1].encoded_image_string))
        self.assertEqual(image.size, (events[-1].width, events[-1].height))
        self.assertEqual(image.size, (2 * 56 + 2, 56))
        pixels = np.asarray(image)
        self.assertEqual(pixels[55, 113].tolist(), [178, 24, 43])  # the largest weight, 4
        self.assertEqual(pixels[40, 40].tolist(), [255, 255, 255])  # the weight 0

    def test_text(self):
        content = self.board.SummaryMetadata("model").plugin_data
        self.assertEqual(content.plugin_name, "text")
        event = self.board.Tensors("model")[-1]
        self.assertEqual(event.tensor_proto.string_val[0].decode(), "| layer | shape |\n|---|---|\n| Linear | [N, 2] |\n")

    def test_hyper_parameters(self):
        content = self.board.SummaryMetadata(hparams.SESSION_START_INFO_TAG).plugin_data.content
        values = hparams.parse_session_start_info_plugin_data(content).hparams
        self.assertEqual(values["lr"].number_value, 0.125)
        self.assertEqual(values["activation"].string_value, "relu")
        self.assertEqual(values["hidden"].string_value, "256,128")
        end = hparams.parse_session_end_info_plugin_data(
            self.board.SummaryMetadata(hparams.SESSION_END_INFO_TAG).plugin_data.content)
        self.assertEqual(end.status, 1)
        self.assertGreater(end.end_time_secs, 1.7e9)


if __name__ == "__main__":
    unittest.main(verbosity=1)
