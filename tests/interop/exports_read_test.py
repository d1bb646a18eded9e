"""PyTorch, safetensors, onnx and onnxruntime read what the interop module exports, and compute what gradus predicts. Runs the test binary that
it is given, with the folder to write to in its environment."""
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import numpy as np

SKIPPED = 77
try:
    import onnx
    import onnxruntime
    import safetensors  # noqa: F401
    import torch
except ImportError as error:
    print(f"skipped: {error}; scripts/setup.sh --dev installs what opens exports")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)

WRITER = sys.argv.pop(1)
TOLERANCE = 1e-5
TYPES = {"Byte": np.uint8, "Float": np.float32, "Double": np.float64, "Long": np.int64}


def array(stored):
    return np.array(stored["values"], dtype=TYPES[stored["type"]]).reshape(stored["shape"])


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        subprocess.run([WRITER, "[.exports]"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "GRADUS_EXPORTS_FOLDER": str(cls.folder)})
        cls.cases = json.loads((cls.folder / "cases.json").read_text())

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def largest_difference(self, form, predictor, has=lambda case: True):
        """Over all networks that `has` takes; `predictor` gives each one's function from an array to an array."""
        worst = (0, "")
        cases = [(number, case) for number, case in enumerate(self.cases) if has(case)]
        for number, case in cases:
            with self.subTest(case["name"]):
                predict = predictor(self.folder / f"{number}.{form}", case)
                inputs, expected = array(case["inputs"]), array(case["expected"])
                # The second time, TorchScript runs what it optimised by what it saw the first time.
                for rows in (slice(None), slice(None), slice(1), slice(0)):
                    found = predict(inputs[rows])
                    self.assertEqual(found.shape, expected[rows].shape)
                    difference = np.abs(found - expected[rows]) / np.maximum(1, np.abs(expected[rows]))
                    self.assertFalse(np.isnan(difference).any())
                    worst = max(worst, (difference.max(initial=0), case["name"]))
                    self.assertLess(difference.max(initial=0), TOLERANCE)
        print(f"{form}: {len(cases)} networks, largest difference {worst[0]:.2g} ({worst[1]})")

    def program(self, folder):
        """The folder's predict.py as a module."""
        spec = importlib.util.spec_from_file_location(f"predict_{folder.name}", folder / "predict.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def test_programs_for_tensors_compute_what_gradus_predicts(self):
        def predictor(folder, case):
            module = self.program(folder)
            return lambda inputs: module.predict(inputs).numpy()

        for form in ("safetensors", "state-dict"):
            self.largest_difference(form, predictor, lambda case: case["has_python_module"])

    def test_only_what_torch_nn_cannot_build_needs_a_class_of_the_user(self):
        without = [(number, case["name"]) for number, case in enumerate(self.cases) if not case["has_python_module"]]
        self.assertEqual([name for _, name in without], ["odd names"])
        for form in ("safetensors", "state-dict"):
            with self.assertRaises(NotImplementedError):
                self.program(self.folder / f"{without[0][0]}.{form}").load()

    def test_torchscript_computes_what_gradus_predicts(self):
        def predictor(file, case):
            module = torch.jit.load(str(file))
            self.assertFalse(module.training)

            def predict(inputs):
                with torch.no_grad():
                    outputs = module(torch.from_numpy(inputs))
                    module.train()
                    self.assertTrue(torch.equal(outputs, module(torch.from_numpy(inputs))))
                    module.eval()
                return outputs.numpy()

            return predict

        self.largest_difference("ts", predictor)

    def test_torchscript_has_the_modules_own_state(self):
        for number, case in enumerate(self.cases):
            with self.subTest(case["name"]):
                module = torch.jit.load(str(self.folder / f"{number}.ts"))
                state = module.state_dict()
                self.assertEqual(list(state), [item["name"] for item in case["state"]])
                for item in case["state"]:
                    expected = torch.from_numpy(array(item["tensor"]))
                    self.assertEqual(state[item["name"]].dtype, expected.dtype)
                    self.assertTrue(torch.equal(state[item["name"]], expected))
                self.assertEqual({name for name, _ in module.named_buffers()}, set(case["buffers"]))

    def test_torchscript_refuses_rows_of_another_width(self):
        for number, case in enumerate(self.cases[:2]):
            module = torch.jit.load(str(self.folder / f"{number}.ts"))
            with self.assertRaisesRegex(Exception, "expected examples of 5 numbers"):
                module(torch.zeros(3, 1))

    def test_torchscript_takes_other_number_types_and_becomes_float64(self):
        for number, case in enumerate(self.cases):
            with self.subTest(case["name"]), torch.no_grad():
                module = torch.jit.load(str(self.folder / f"{number}.ts"))
                whole = torch.arange(2 * array(case["inputs"])[0].size).reshape(2, *case["inputs"]["shape"][1:]) % 7
                self.assertTrue(torch.equal(module(whole), module(whole.float())))
                self.assertEqual(module.double()(whole).dtype, torch.float64)

    def test_onnx_computes_what_gradus_predicts(self):
        def predictor(file, case):
            session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
            output = "probabilities" if case["is_classifier"] else "values"
            self.assertEqual([item.name for item in session.get_outputs()], [output])

            def predict(inputs):
                values = inputs.astype(np.float32) / 255 if inputs.dtype == np.uint8 else inputs
                return session.run([output], {"inputs": values})[0]

            return predict

        self.largest_difference("onnx", predictor)

    def test_onnx_passes_the_full_check_and_keeps_tensors_and_names(self):
        for number, case in enumerate(self.cases):
            with self.subTest(case["name"]):
                model = onnx.load(self.folder / f"{number}.onnx")
                onnx.checker.check_model(model, full_check=True)
                self.assertEqual((model.producer_name, model.ir_version, model.graph.name), ("gradus", 9, case["model"]))
                self.check_tensors(model, case)
                names = "class_names" if case["is_classifier"] else "target_names"
                metadata = {item.key: json.loads(item.value) for item in model.metadata_props}
                self.assertEqual(metadata[names], case[names])
                sizes = model.graph.input[0].type.tensor_type.shape.dim
                self.assertEqual(sizes[0].dim_param, "N")
                self.assertEqual([size.dim_value for size in sizes][1:], case["inputs"]["shape"][1:])

    def check_tensors(self, model, case):
        tensors = {item.name: onnx.numpy_helper.to_array(item) for item in model.graph.initializer}
        state = {item["name"]: array(item["tensor"]) for item in case["state"]}
        used = set(tensors) & set(state)
        self.assertTrue({name for name in state if name.endswith("weight") and not name.startswith("again")} <= used)
        for name in used:
            np.testing.assert_array_equal(tensors[name], state[name].astype(np.float32))


if __name__ == "__main__":
    unittest.main(verbosity=2)
