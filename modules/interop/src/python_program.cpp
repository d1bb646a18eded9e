#include "gradus/interop/python_program.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "layer_names.h"
#include "python_network.h"
#include "python_reading.h"
#include "python_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::interop {
namespace {

/// What differs between the programs.
struct FormatText {
  const char* name;
  const char* file;
  const char* standardization;  ///< null where the model standardises by itself
  const char* needs;
  const char* imports;
  const char* load;  ///< how the file's tensors, or the network itself, are read
};

constexpr FormatText kFormats[] = {
    {"safetensors", "model.safetensors", "standardization.safetensors", "torch and safetensors",
     "import torch\nfrom safetensors.torch import load_file\nfrom torch import nn\n",
     "load_file(FOLDER / \"$file\")"},
    {"state-dict", "model.pt", "standardization.pt", "torch",
     "import torch\nfrom torch import nn\n", "torch.load(FOLDER / \"$file\", weights_only=True)"},
    {"torchscript", "model.ts", nullptr, "torch", "import torch\n",
     "torch.jit.load(str(FOLDER / \"$file\"))"},
    {"onnx", "model.onnx", nullptr, "numpy and onnxruntime", "import numpy\nimport onnxruntime\n",
     "onnxruntime.InferenceSession(str(FOLDER / \"$file\"), providers=[\"CPUExecutionProvider\"])"},
};

const FormatText& text_of(Format format) {
  return kFormats[static_cast<size_t>(format)];
}

constexpr const char* kHeader =
    R"("""Predicts with a network that gradus trained: $model, $in numbers to $out.

    python predict.py FILE

prints what `gradus predict RUN FILE --csv` prints, for a $kinds.
In Python, predict(examples) takes [N, $shape] and returns $results [N, $width].
Needs $needs.
"""
import csv
import functools
import math
import pathlib
import sys

$imports
FOLDER = pathlib.Path(__file__).resolve().parent
$features$columns

)";

// --- load and predict ---

constexpr const char* kLoadTensors = R"(

@functools.cache
def load():
    """The network, and what its inputs$and_targets are standardised by."""
    network = Network()$double
    network.load_state_dict($load_model, strict=True)
    return network.eval(), $load_standardization


@torch.inference_mode()
def predict(examples):
    network, by = load()
    x = torch.as_tensor(examples).reshape(len(examples), $in)$scale
    z = network($standardised)
    return $answer


)";

constexpr const char* kLoadScript = R"(@functools.cache
def load():
    return $load_model


@torch.inference_mode()
def predict(examples):
    x = torch.as_tensor(examples).reshape(len(examples), $in)$scale
    return load()(x)


)";

constexpr const char* kLoadGraph = R"(@functools.cache
def load():
    return $load_model


def predict(examples):
    x = numpy.asarray(examples).reshape(len(examples), $shape)$scale
    return load().run(None, {"inputs": x})[0]


)";

constexpr const char* kMain = R"(def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python predict.py FILE")
    try:
        names, inputs = read(sys.argv[1])
        results = predict(inputs).tolist()
    except (csv.Error, ImportError, OSError, RuntimeError, TypeError, ValueError) as error:
        sys.exit(f"predict.py: {error}")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["example", $header])
    for name, values in zip(names, results):
        out.writerow([name, $class*(f"{value:.9g}" for value in values)])


if __name__ == "__main__":
    main()
)";

bool is_image(const Network& network) {
  return network.input_shape.size() > 1;
}

int64_t width_of(const Network& network) {
  return network.is_classifier ? std::max<int64_t>(network.out_features, 2) : network.out_features;
}

/// The names that `gradus predict` gives the columns.
std::vector<std::string> column_names(const Network& network) {
  auto names = network.is_classifier ? network.class_names : network.target_names;
  const auto width = static_cast<size_t>(width_of(network));
  while (names.size() < width) names.push_back(fmt::format("value{}", names.size() + 1));
  names.resize(width);
  return names;
}

const char* columns_name(const Network& network) {
  return network.is_classifier ? "CLASSES" : "TARGETS";
}

std::string shape_text(const Network& network) {
  return fmt::format("{}", fmt::join(network.input_shape, ", "));
}

std::string result_text(const Network& network) {
  const auto width = width_of(network);
  const char* what = network.is_classifier ? "classes" : width == 1 ? "value" : "values";
  return fmt::format("{} {}", width, what);
}

std::string header(const Network& network, const FormatText& format) {
  const auto& features = network.feature_names;
  return fill_in(kHeader,
                 {{"model", python_literal(network.model)},
                  {"in", std::to_string(network.in_features)},
                  {"out", result_text(network)},
                  {"kinds", takes_pictures(network) ? ".csv, .npy or picture" : ".csv or .npy"},
                  {"shape", shape_text(network)},
                  {"width", std::to_string(width_of(network))},
                  {"results", network.is_classifier ? "probabilities" : "values"},
                  {"needs", format.needs},
                  {"imports", format.imports},
                  {"features", features.empty() ? "" : python_list("FEATURES", features)},
                  {"columns", python_list(columns_name(network), column_names(network))}});
}

/// Bytes are pixels where examples are pictures, and numbers as any others in a table.
std::string scaling(const Network& network, Format format) {
  const bool graph = format == Format::kOnnx;
  const std::string real = graph ? ".astype(numpy.float32)" : ".float()";
  if (!is_image(network)) return real;
  return fmt::format("\n    x = x{0} / 255 if x.dtype == {1}.uint8 else x{0}", real,
                     graph ? "numpy" : "torch");
}

/// A model of two classes may return one score.
std::string probabilities(const Network& network) {
  const std::string each = "z.softmax(1)";
  const std::string both = "torch.cat([(-z).sigmoid(), z.sigmoid()], 1)";
  if (width_of(network) > 2) return each;
  if (!network.layers) return both + " if z.shape[1] == 1 else " + each;
  return layer_outputs(network) == 1 ? both : each;
}

std::string answer(const Network& network) {
  if (network.is_classifier) return probabilities(network);
  return network.target_mean.defined() ? "z * by[\"target_std\"] + by[\"target_mean\"]" : "z";
}

std::string load_and_predict(const Network& network, Format format) {
  const auto& text = text_of(format);
  const auto loading = [&](const char* file) { return fill_in(text.load, {{"file", file}}); };
  std::map<std::string, std::string> values = {{"load_model", loading(text.file)},
                                               {"in", std::to_string(network.in_features)},
                                               {"shape", shape_text(network)},
                                               {"scale", scaling(network, format)}};
  if (format == Format::kOnnx) return fill_in(kLoadGraph, values);
  if (format == Format::kTorchScript) return fill_in(kLoadScript, values);
  const bool real64 = network.type == torch::kFloat64;
  values["load_standardization"] = loading(text.standardization);
  values["and_targets"] = network.target_mean.defined() ? " and targets" : "";
  values["double"] = real64 ? ".double()" : "";
  const std::string standardised = "(x - by[\"input_mean\"]) / by[\"input_std\"]";
  values["standardised"] = real64 ? "(" + standardised + ").double()" : standardised;
  values["answer"] = answer(network);
  return python_network(network) + fill_in(kLoadTensors, values);
}

std::string main_part(const Network& network) {
  if (!network.is_classifier) return fill_in(kMain, {{"header", "*TARGETS"}, {"class", ""}});
  return fill_in(kMain, {{"header", "\"class\", *CLASSES"},
                         {"class", "CLASSES[values.index(max(values))], "}});
}

}  // namespace

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& format : kFormats) all.emplace_back(format.name);
    return all;
  }();
  return names;
}

Format parse_format(const std::string& name) {
  const auto& names = format_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end())
    throw UsageError("{}", unknown_name_message("export format", name, names));
  return static_cast<Format>(found - names.begin());
}

std::string file_name(Format format) {
  return text_of(format).file;
}

std::optional<std::string> standardization_file_name(Format format) {
  const auto* name = text_of(format).standardization;
  return name == nullptr ? std::nullopt : std::optional<std::string>(name);
}

std::string python_program(const Network& network, Format format) {
  return header(network, text_of(format)) + load_and_predict(network, format) +
         python_reading(network, format == Format::kOnnx) + main_part(network);
}

}  // namespace gradus::interop
