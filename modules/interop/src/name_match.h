// Ways to match the names of a file to those of a model.
#pragma once
#include "gradus/interop/network.h"

#include <map>
#include <optional>
#include <string>

namespace gradus::interop {

/// The file's names by the model's.
using Matches = std::map<std::string, std::string>;

struct NameMatch {
  Matches matches;
  std::string rule;
};

/// Whether all of the file's tensors have a place, and all of the model's but counters are filled.
bool is_complete(const Matches& matches, const NamedTensors& theirs, const NamedTensors& ours);

/// By equal names after leaving out and adding what they all begin with: the way that matches most.
NameMatch match_by_name(const NamedTensors& theirs, const NamedTensors& ours);

/// By modules of equal tensors; nothing where these are not the same on both sides. Throws
/// `CheckpointError` for an order that is unknown, or not the model's.
std::optional<NameMatch> match_by_structure(const NamedTensors& theirs, const NamedTensors& ours,
                                            bool in_order);

}  // namespace gradus::interop
