#include "gradus/core/error.h"
#include "module_match.h"
#include "name_match.h"
#include "stack_check.h"
#include "tensor_group.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::interop {
namespace {

using Groups = std::vector<TensorGroup>;
/// Places in `Groups`.
using Places = std::vector<size_t>;

std::vector<std::string> signatures_of(const Groups& groups) {
  std::vector<std::string> signatures;
  for (const auto& group : groups) signatures.push_back(group.signature);
  return signatures;
}

std::map<std::string, Places> places_by_signature(const Groups& groups) {
  std::map<std::string, Places> places;
  for (size_t i = 0; i < groups.size(); ++i) places[groups[i].signature].push_back(i);
  return places;
}

bool are_numbered(const Groups& groups, const Places& places) {
  const auto text = without_numbers(groups[places.front()].module);
  return std::ranges::all_of(places,
                             [&](size_t i) { return without_numbers(groups[i].module) == text; });
}

/// Those of `theirs` that could be exchanged, in the order in which they are used: that of their
/// numbers, which must not contradict the file's own, or the file's own, where all of it is in the
/// model's order.
Places ordered(const Groups& theirs, const Places& places, bool in_order, bool same_sequence) {
  auto by_number = places;
  std::ranges::sort(by_number, [&](size_t a, size_t b) {
    return natural_less(theirs[a].module, theirs[b].module);
  });
  const bool numbered = are_numbered(theirs, places);
  const bool is_clear = numbered ? !in_order || by_number == places : in_order && same_sequence;
  if (places.size() == 1 || is_clear) return numbered ? by_number : places;
  const auto& first = theirs[places[0]].module;
  const auto& second = theirs[places[1]].module;
  throw CheckpointError(
      "'{}' and '{}' keep tensors of the same shapes, and {} which comes first: say it, as in "
      "--map {}=layers.0",
      first, second,
      numbered ? "the file's order and their numbers disagree" : "nothing in the file tells",
      first);
}

/// Numbers in all names tell the order of use: it has to be the model's.
void check_order(const Groups& theirs, bool same_sequence) {
  Places all(theirs.size());
  for (size_t i = 0; i < all.size(); ++i) all[i] = i;
  if (theirs.size() < 2 || same_sequence || !are_numbered(theirs, all)) return;
  std::vector<std::string> texts;
  for (const auto& group : theirs)
    texts.push_back(fmt::format("{}: {}", group.module, group.signature));
  throw CheckpointError(
      "by the numbers in their names, the layers stand in another order than the model's, where a "
      "normalisation follows a linear layer and precedes the activation ({}): if the numbers mean "
      "something else, say each layer's place, as in --map {}=layers.0",
      fmt::join(texts, "; "), theirs.back().module);
}

Places all_by_number(const Groups& groups) {
  Places places(groups.size());
  for (size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::ranges::sort(
      places, [&](size_t a, size_t b) { return natural_less(groups[a].module, groups[b].module); });
  return places;
}

std::string rule_of(const std::map<std::string, Places>& places, bool file_order) {
  if (file_order) return "by shapes, in the order of the file";
  const bool unique =
      std::ranges::all_of(places, [](const auto& item) { return item.second.size() == 1; });
  return unique ? "by shapes" : "by shapes, in the order of the numbers in the names";
}

/// A stack is looked at in the order of its numbers, whatever that of the file.
Groups in_number_order(const Groups& groups) {
  Groups result;
  for (const size_t i : all_by_number(groups)) result.push_back(groups[i]);
  return result;
}

}  // namespace

std::optional<NameMatch> match_by_structure(const NamedTensors& theirs, const NamedTensors& ours,
                                            bool in_order) {
  const auto their_groups = group_tensors(theirs), our_groups = group_tensors(ours);
  const auto their_places = places_by_signature(their_groups);
  const auto our_places = places_by_signature(our_groups);
  const auto count_of = [](const auto& item) { return std::pair(item.first, item.second.size()); };
  if (!std::ranges::equal(their_places, our_places, {}, count_of, count_of)) return std::nullopt;
  const bool same_sequence = signatures_of(their_groups) == signatures_of(our_groups);
  const auto stack = in_number_order(their_groups);
  check_order(stack, signatures_of(stack) == signatures_of(our_groups));
  NameMatch result{{}, rule_of(their_places, in_order && same_sequence)};
  Places taken(our_groups.size());
  for (const auto& [signature, places] : their_places) {
    const auto order = ordered(their_groups, places, in_order, same_sequence);
    for (size_t i = 0; i < order.size(); ++i) taken[our_places.at(signature)[i]] = order[i];
  }
  check_stacks(their_groups, our_groups, taken);
  for (size_t i = 0; i < taken.size(); ++i)
    add_module(result.matches, their_groups[taken[i]], our_groups[i]);
  add_counters(result.matches, theirs, ours);
  return result;
}

}  // namespace gradus::interop
