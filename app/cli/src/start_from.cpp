#include "start_from.h"

#include "gradus/checkpoint/module_state.h"
#include "gradus/core/error.h"
#include "saved_run.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::cli {
namespace {

using Names = std::vector<std::string>;

/// The first few, joined; long lists end in their number.
std::string names_text(const Names& names) {
  constexpr size_t kShown = 5;
  if (names.size() <= kShown) return fmt::format("{}", fmt::join(names, ", "));
  const Names first(names.begin(), names.begin() + kShown);
  return fmt::format("{}, … {} in all", fmt::join(first, ", "), names.size());
}

void check_names(const char* what, const Names& saved, const Names& now) {
  if (saved.empty() || now.empty() || saved == now) return;
  const auto [old_name, new_name] = std::ranges::mismatch(saved, now);
  const auto at = old_name - saved.begin();
  const auto name_of = [](const auto& place, const Names& names) {
    return place == names.end() ? std::string("missing") : "'" + *place + "'";
  };
  throw CheckpointError(
      "--init-from: {} {} of the saved model is {} and of the data {} ({}; against {}): expected "
      "the same names in the same order",
      what, at + 1, name_of(old_name, saved), name_of(new_name, now), names_text(saved),
      names_text(now));
}

/// Rounded or widened: a float64 run is no other model.
checkpoint::TensorMap in_types_of(const torch::nn::Module& model, checkpoint::TensorMap state) {
  for (const auto& [name, own] : checkpoint::state_of(model)) {
    const auto found = state.find(name);
    if (found != state.end() && found->second.is_floating_point())
      found->second = found->second.to(own.scalar_type());
  }
  return state;
}

}  // namespace

void start_from(const std::filesystem::path& folder, const data::Dataset& train,
                torch::nn::Module& model) {
  const auto saved = load_run(folder).saved;
  check_names("feature", saved.feature_names, train.feature_names);
  check_names("class", saved.class_names, train.class_names);
  checkpoint::load_state(model, in_types_of(model, saved.state));
}

}  // namespace gradus::cli
