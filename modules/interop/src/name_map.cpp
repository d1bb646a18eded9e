#include "gradus/interop/name_map.h"

#include "given_match.h"
#include "gradus/core/error.h"
#include "module_match.h"
#include "name_match.h"
#include "tensor_group.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace gradus::interop {
namespace {

/// Far more than a network has; names are compared each with each.
constexpr size_t kMaxTensors = 10'000;

constexpr std::array<const char*, 6> kMisfits = {
    "", "missing", "unexpected", "of another shape", "of another type", "not finite"};

const torch::Tensor* find(const NamedTensors& tensors, const std::string& name) {
  const auto found = std::ranges::find(tensors, name, &NamedTensors::value_type::first);
  return found == tensors.end() ? nullptr : &found->second;
}

NamedTensors without(const NamedTensors& tensors, const auto& is_taken) {
  NamedTensors rest;
  for (const auto& item : tensors) {
    if (!is_taken(item.first)) rest.push_back(item);
  }
  return rest;
}

/// Pairs of equal shapes.
size_t fitting(const Matches& matches, const NamedTensors& theirs, const NamedTensors& ours) {
  return static_cast<size_t>(std::ranges::count_if(matches, [&](const auto& match) {
    return find(theirs, match.second)->sizes() == find(ours, match.first)->sizes();
  }));
}

NameMatch best_match(const NamedTensors& theirs, const NamedTensors& ours, bool in_order) {
  auto by_name = match_by_name(theirs, ours);
  if (is_complete(by_name.matches, theirs, ours)) return by_name;
  if (auto match = match_by_structure(theirs, ours, in_order)) return *match;
  // Nothing fits: the match that explains most is shown.
  auto aligned = align(theirs, ours);
  if (fitting(by_name.matches, theirs, ours) > fitting(aligned, theirs, ours)) return by_name;
  return {std::move(aligned), "by what is most alike"};
}

bool is_real(torch::ScalarType type) {
  return c10::isFloatingType(type) && c10::elementSize(type) > 1;
}

Misfit misfit_of(const torch::Tensor& theirs, const torch::Tensor& ours) {
  if (theirs.sizes() != ours.sizes()) return Misfit::kShape;
  const auto type = theirs.scalar_type();
  const bool whole = c10::isIntegralType(type, /*includeBool=*/false);
  if (ours.is_floating_point() ? !is_real(type) : !whole) return Misfit::kType;
  if (!torch::isfinite(theirs).all().item<bool>()) return Misfit::kNotFinite;
  return Misfit::kNone;
}

MappedTensor mapped(const std::string& ours, const torch::Tensor& own, const std::string& theirs,
                    const torch::Tensor& tensor) {
  return {theirs, ours, tensor, own.sizes().vec(), own.scalar_type(), misfit_of(tensor, own)};
}

NameMap make_map(const NamedTensors& theirs, const NamedTensors& ours, const Matches& matches) {
  NameMap map;
  std::set<std::string> used;
  for (const auto& [name, own] : ours) {
    const auto found = matches.find(name);
    if (found != matches.end()) {
      used.insert(found->second);
      map.tensors.push_back(mapped(name, own, found->second, *find(theirs, found->second)));
    } else {
      map.tensors.push_back({"",
                             name,
                             {},
                             own.sizes().vec(),
                             own.scalar_type(),
                             is_counter(name) ? Misfit::kNone : Misfit::kMissing});
    }
  }
  for (const auto& [name, tensor] : theirs) {
    if (!used.contains(name))
      map.tensors.push_back({name, "", tensor, {}, tensor.scalar_type(), Misfit::kUnexpected});
  }
  return map;
}

/// What is float64 somewhere is so everywhere: nothing is lost.
void set_types(NameMap& map) {
  const bool is_double = std::ranges::any_of(map.tensors, [](const auto& mapped) {
    return !mapped.ours.empty() && mapped.tensor.defined() &&
           mapped.tensor.scalar_type() == torch::kFloat64;
  });
  map.type = is_double ? torch::kFloat64 : torch::kFloat32;
  for (auto& mapped : map.tensors) {
    if (c10::isFloatingType(mapped.type)) mapped.type = map.type;
  }
}

}  // namespace

std::string to_string(Misfit misfit) {
  return kMisfits.at(static_cast<size_t>(misfit));
}

bool NameMap::fits() const {
  return std::ranges::all_of(tensors,
                             [](const auto& mapped) { return mapped.misfit == Misfit::kNone; });
}

std::string NameMap::misfits() const {
  std::vector<std::string> texts;
  for (size_t i = 1; i < kMisfits.size(); ++i) {
    const auto count = std::ranges::count(tensors, static_cast<Misfit>(i), &MappedTensor::misfit);
    if (count > 0) texts.push_back(fmt::format("{} {}", count, kMisfits.at(i)));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

checkpoint::TensorMap NameMap::state() const {
  checkpoint::TensorMap state;
  for (const auto& mapped : tensors) {
    state[mapped.ours] = mapped.tensor.defined() ? mapped.tensor.to(mapped.type).contiguous()
                                                 : torch::zeros(mapped.shape, mapped.type);
  }
  return state;
}

NameMap map_names(const NamedTensors& theirs, const NamedTensors& ours, bool in_order,
                  const GivenNames& given) {
  if (theirs.size() > kMaxTensors)
    throw CheckpointError("{} tensors: expected at most {}", theirs.size(), kMaxTensors);
  auto matches = given_matches(theirs, ours, given);
  std::set<std::string> taken;
  for (const auto& [own, their] : matches) taken.insert(their);
  const auto rest =
      best_match(without(theirs, [&](const auto& name) { return taken.contains(name); }),
                 without(ours, [&](const auto& name) { return matches.contains(name); }), in_order);
  const bool all_given = rest.matches.empty() && !given.empty();
  matches.insert(rest.matches.begin(), rest.matches.end());
  auto map = make_map(theirs, ours, matches);
  map.rule = all_given ? "as given" : given.empty() ? rest.rule : "as given, the rest " + rest.rule;
  set_types(map);
  return map;
}

}  // namespace gradus::interop
