#include "import_report.h"

#include "gradus/report/table.h"
#include "import_check.h"
#include "wide_terminal.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace gradus::cli {
namespace {

using interop::MappedTensor;
using interop::Misfit;
using Json = nlohmann::ordered_json;

/// As PyTorch calls it in Python.
std::string type_name(torch::ScalarType type) {
  constexpr std::array<std::pair<torch::ScalarType, const char*>, 10> kNames = {
      {{torch::kFloat64, "float64"},
       {torch::kFloat32, "float32"},
       {torch::kFloat16, "float16"},
       {torch::kBFloat16, "bfloat16"},
       {torch::kInt64, "int64"},
       {torch::kInt32, "int32"},
       {torch::kInt16, "int16"},
       {torch::kInt8, "int8"},
       {torch::kUInt8, "uint8"},
       {torch::kBool, "bool"}}};
  const auto* found =
      std::ranges::find(kNames, type, &std::pair<torch::ScalarType, const char*>::first);
  return found == kNames.end() ? torch::toString(type) : found->second;
}

std::string shape_text(const std::vector<int64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

/// With what it becomes, where that is another.
std::string type_text(const MappedTensor& tensor) {
  const auto own = type_name(tensor.tensor.scalar_type());
  const bool is_converted =
      tensor.misfit == Misfit::kNone && tensor.type != tensor.tensor.scalar_type();
  return is_converted ? fmt::format("{} to {}", own, type_name(tensor.type)) : own;
}

/// What the file has not and needs not: a count of batches.
bool is_filled_in(const MappedTensor& tensor) {
  return !tensor.tensor.defined() && tensor.misfit == Misfit::kNone;
}

std::string fit_text(const MappedTensor& tensor) {
  if (is_filled_in(tensor)) return "0 is taken";
  if (is_transposed(tensor)) return "transposed";
  return tensor.misfit == Misfit::kNone ? "fits" : to_string(tensor.misfit);
}

Json tensor_json(const MappedTensor& tensor) {
  Json json = {{"file", nullptr},  {"shape", nullptr},       {"dtype", nullptr},
               {"model", nullptr}, {"model_shape", nullptr}, {"misfit", nullptr}};
  if (tensor.tensor.defined()) {
    json["file"] = tensor.theirs;
    json["shape"] = tensor.tensor.sizes().vec();
    json["dtype"] = type_name(tensor.tensor.scalar_type());
  }
  if (!tensor.ours.empty()) {
    json["model"] = tensor.ours;
    json["model_shape"] = tensor.shape;
  }
  if (tensor.misfit != Misfit::kNone) json["misfit"] = to_string(tensor.misfit);
  return json;
}

}  // namespace

std::string import_table(const interop::NameMap& map) {
  report::Table table({"in the file", "shape", "type", "in the model", "shape", "fit"});
  for (const auto& tensor : map.tensors) {
    const bool is_there = tensor.tensor.defined();
    table.add_row({is_there ? tensor.theirs : "-",
                   is_there ? shape_text(tensor.tensor.sizes().vec()) : "",
                   is_there ? type_text(tensor) : "", tensor.ours.empty() ? "-" : tensor.ours,
                   tensor.ours.empty() ? "" : shape_text(tensor.shape), fit_text(tensor)});
  }
  return table.to_string(wide_terminal());
}

nlohmann::ordered_json import_json(const ImportRequest& request, const ImportedNetwork& network,
                                   const interop::NameMap& map) {
  const auto& saved = network.saved;
  Json document = {{"schema_version", 1},
                   {"file", request.file.string()},
                   {"fits", map.fits()},
                   {"matched", map.rule},
                   {"model", {{"name", saved.model}, {"settings", saved.settings}}},
                   {"task", saved.task},
                   {"precision", type_name(map.type)},
                   {"input_shape", saved.input_shape},
                   {"outputs", saved.out_features},
                   {"classes", saved.class_names},
                   {"features", saved.feature_names},
                   {"targets", saved.target_names},
                   {"notes", network.notes},
                   {"tensors", Json::array()}};
  for (const auto& tensor : map.tensors) document["tensors"].push_back(tensor_json(tensor));
  return document;
}

}  // namespace gradus::cli
