#include "gradus/engine/step_engine.h"

#include "clipping.h"
#include "eager_engine.h"
#include "fused_engine.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "graph_engine.h"

#include <torch/optim/lbfgs.h>

#include <algorithm>

namespace gradus::engine {
namespace {

const std::vector<std::pair<std::string, EngineKind>>& kinds() {
  static const std::vector<std::pair<std::string, EngineKind>> kKinds = {
      {"auto", EngineKind::kAuto},
      {"eager", EngineKind::kEager},
      {"fused", EngineKind::kFused},
      {"graph", EngineKind::kGraph}};
  return kKinds;
}

const std::vector<std::pair<std::string, Precision>>& precisions() {
  static const std::vector<std::pair<std::string, Precision>> kPrecisions = {
      {"float32", Precision::kFloat32},
      {"bfloat16", Precision::kBFloat16},
      {"float64", Precision::kFloat64}};
  return kPrecisions;
}

template <typename Value>
std::vector<std::string> names_of(const std::vector<std::pair<std::string, Value>>& known) {
  std::vector<std::string> names;
  for (const auto& [name, value] : known) names.push_back(name);
  return names;
}

template <typename Value>
Value find_named(const std::string& what, const std::string& name,
                 const std::vector<std::pair<std::string, Value>>& known) {
  for (const auto& [candidate, value] : known)
    if (candidate == name) return value;
  throw UsageError("{}", unknown_name_message(what, name, names_of(known)));
}

EngineChoice make_graph(const EngineRequest& request) {
  auto reason = graph_refusal(request);
  if (!reason.empty()) return {make_eager_engine(request), std::move(reason)};
  auto recording = make_cuda_recording(request.device);
  if (!recording) {
    return {
        make_eager_engine(request),
        "this build of gradus has no CUDA graphs: CMake found no CUDA headers for its LibTorch"};
  }
  return {make_graph_engine(request, std::move(recording)), {}};
}

/// LBFGS asks for the gradients of one batch as often as it likes.
void check_search(const EngineRequest& request) {
  const bool searches = dynamic_cast<const torch::optim::LBFGS*>(&request.optimizer) != nullptr;
  if (!searches || request.gradients.is_plain()) return;
  throw UsageError(
      "lbfgs searches along the gradients of each batch, which cannot be accumulated or clipped: "
      "leave that out, or choose another optimizer");
}

}  // namespace

EngineKind parse_engine(const std::string& name) {
  return find_named("engine", name, kinds());
}

std::vector<std::string> engine_names() {
  return names_of(kinds());
}

Precision parse_precision(const std::string& name) {
  return find_named("precision", name, precisions());
}

std::vector<std::string> precision_names() {
  return names_of(precisions());
}

const std::string& precision_name(Precision precision) {
  return std::ranges::find(precisions(), precision, &std::pair<std::string, Precision>::second)
      ->first;
}

EngineChoice make_engine(const EngineRequest& request) {
  check_rule(request.gradients);
  check_search(request);
  if (request.kind == EngineKind::kEager) return {make_eager_engine(request), "asked for"};
  const bool auto_graph = request.kind == EngineKind::kAuto && request.device.is_cuda();
  if (request.kind == EngineKind::kGraph || auto_graph) return make_graph(request);
  std::string reason;
  if (const auto plan = plan_fused(request, reason)) return {make_fused_engine(request, *plan), {}};
  return {make_eager_engine(request), reason};
}

}  // namespace gradus::engine
