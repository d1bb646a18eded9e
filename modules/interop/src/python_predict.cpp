#include "python_predict.h"

#include "layer_names.h"
#include "python_format.h"
#include "python_network.h"
#include "python_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::interop {
namespace {

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

bool is_image(const Network& network) {
  return network.input_shape.size() > 1;
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

}  // namespace

int64_t width_of(const Network& network) {
  return network.is_classifier ? std::max<int64_t>(network.out_features, 2) : network.out_features;
}

std::string shape_text(const Network& network) {
  return fmt::format("{}", fmt::join(network.input_shape, ", "));
}

std::string python_predict(const Network& network, Format format) {
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

}  // namespace gradus::interop
