// Writes the files that exports_read_test.py reads; run by it alone.
#include "export_cases.h"
#include "gradus/checkpoint/safetensors.h"
#include "gradus/interop/onnx.h"
#include "gradus/interop/python_program.h"
#include "gradus/interop/state_dict.h"
#include "gradus/interop/torchscript.h"
#include "temporary_folder.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

#include "catch.h"

using gradus::interop::Format;
using gradus::interop::Network;
using gradus::test::write_bytes;
using nlohmann::json;

namespace {

// float64 holds every number of every type here.
json values_of(const torch::Tensor& tensor) {
  const auto numbers = tensor.to(torch::kFloat64).contiguous();
  const auto* data = numbers.const_data_ptr<double>();
  return {{"shape", tensor.sizes().vec()},
          {"type", torch::toString(tensor.scalar_type())},
          {"values", std::vector<double>(data, data + numbers.numel())}};
}

json description(const ExportCase& example) {
  const auto& network = example.network;
  json state = json::array();
  for (const auto& [name, tensor] : network.state)
    state.push_back({{"name", name}, {"tensor", values_of(tensor)}});
  return {{"name", example.name},
          {"model", network.model},
          {"inputs", values_of(example.inputs)},
          {"expected", values_of(example.expected)},
          {"state", state},
          {"buffers", network.buffers},
          {"is_classifier", network.is_classifier},
          {"has_python_module", has_python_module(network)},
          {"class_names", network.class_names},
          {"target_names", network.target_names}};
}

gradus::checkpoint::TensorMap standardization_of(const Network& network) {
  gradus::checkpoint::TensorMap tensors = {{"input_mean", network.input_mean},
                                           {"input_std", network.input_std}};
  if (network.target_mean.defined()) {
    tensors["target_mean"] = network.target_mean;
    tensors["target_std"] = network.target_std;
  }
  return tensors;
}

/// A folder as app/cli/src/export.cpp writes it.
void write_folder(const std::filesystem::path& folder, const Network& network, Format format) {
  std::filesystem::create_directory(folder);
  const auto standardization = standardization_of(network);
  const auto write = [&](const std::string& name, const gradus::interop::NamedTensors& tensors) {
    write_bytes(folder / name,
                format == Format::kSafetensors
                    ? gradus::checkpoint::to_safetensors({tensors.begin(), tensors.end()})
                    : gradus::interop::to_state_dict(tensors));
  };
  write(file_name(format), network.state);
  write(*standardization_file_name(format), {standardization.begin(), standardization.end()});
  write_bytes(folder / "predict.py", python_program(network, format));
}

}  // namespace

TEST_CASE("Exported networks are written for Python to read", "[.exports]") {
  const char* folder = std::getenv("GRADUS_EXPORTS_FOLDER");
  REQUIRE(folder != nullptr);
  const std::filesystem::path path = folder;
  json cases = json::array();
  for (const auto& example : export_cases()) {
    INFO(example.name);
    REQUIRE(example.network.layers);
    const auto file = std::to_string(cases.size());
    write_bytes(path / (file + ".ts"), to_torchscript(example.network));
    write_bytes(path / (file + ".onnx"), to_onnx(example.network));
    write_folder(path / (file + ".safetensors"), example.network, Format::kSafetensors);
    write_folder(path / (file + ".state-dict"), example.network, Format::kStateDict);
    cases.push_back(description(example));
  }
  write_bytes(path / "cases.json", cases.dump());
}
