#include "gradus/engine/step_engine.h"

#include "eager_engine.h"
#include "fused_engine.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

namespace gradus::engine {
namespace {

const std::vector<std::pair<std::string, EngineKind>>& kinds() {
  static const std::vector<std::pair<std::string, EngineKind>> kKinds = {
      {"auto", EngineKind::kAuto}, {"eager", EngineKind::kEager}, {"fused", EngineKind::kFused}};
  return kKinds;
}

}  // namespace

EngineKind parse_engine(const std::string& name) {
  for (const auto& [known, kind] : kinds())
    if (known == name) return kind;
  throw UsageError("{}", unknown_name_message("engine", name, engine_names()));
}

std::vector<std::string> engine_names() {
  std::vector<std::string> names;
  for (const auto& [name, kind] : kinds()) names.push_back(name);
  return names;
}

EngineChoice make_engine(const EngineRequest& request) {
  if (request.kind == EngineKind::kEager) return {make_eager_engine(request), "asked for"};
  std::string reason;
  if (const auto plan = plan_fused(request, reason)) return {make_fused_engine(request, *plan), {}};
  return {make_eager_engine(request), reason};
}

}  // namespace gradus::engine
