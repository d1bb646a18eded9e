#include "gradus/engine/step_engine.h"

#include "eager_engine.h"
#include "fused_engine.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <algorithm>

namespace gradus::engine {
namespace {

const std::vector<std::pair<std::string, EngineKind>>& kinds() {
  static const std::vector<std::pair<std::string, EngineKind>> kKinds = {
      {"auto", EngineKind::kAuto}, {"eager", EngineKind::kEager}, {"fused", EngineKind::kFused}};
  return kKinds;
}

const std::vector<std::pair<std::string, Precision>>& precisions() {
  static const std::vector<std::pair<std::string, Precision>> kPrecisions = {
      {"float32", Precision::kFloat32}, {"bfloat16", Precision::kBFloat16}};
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
  if (request.kind == EngineKind::kEager) return {make_eager_engine(request), "asked for"};
  std::string reason;
  if (const auto plan = plan_fused(request, reason)) return {make_fused_engine(request, *plan), {}};
  return {make_eager_engine(request), reason};
}

}  // namespace gradus::engine
