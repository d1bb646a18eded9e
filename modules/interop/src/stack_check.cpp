#include "stack_check.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <string>

namespace gradus::interop {
namespace {

/// `body` and `2` of `body.2`.
using Path = std::vector<std::string>;

Path path_of(const std::string& module) {
  Path path;
  size_t begin = 0;
  for (auto dot = module.find('.'); dot != std::string::npos; dot = module.find('.', begin)) {
    path.push_back(module.substr(begin, dot - begin));
    begin = dot + 1;
  }
  path.push_back(module.substr(begin));
  return path;
}

/// Whether the module is a layer of its own, and not what stands behind one.
bool is_matrix(const TensorGroup& group) {
  const auto weight = group.find("weight");
  return weight.defined() && weight.dim() == 2;
}

/// The place in a stack, or -1: `2`, not `fc2`.
int64_t place_of(const std::string& part) {
  return part.find_first_not_of("0123456789") == std::string::npos ? last_number(part) : -1;
}

size_t shared_parts(const Path& a, const Path& b) {
  const auto differ = std::ranges::mismatch(a, b);
  return static_cast<size_t>(differ.in1 - a.begin());
}

/// How far `b` is behind `a` where their names differ in a number first; 1 where they tell nothing.
int64_t distance(const Path& a, const Path& b) {
  const auto shared = shared_parts(a, b);
  if (shared == a.size() || shared == b.size()) return 1;
  if (without_numbers(a[shared]) != without_numbers(b[shared])) return 1;
  const auto from = last_number(a[shared]), to = last_number(b[shared]);
  if (from < 0 || to < 0) return 1;
  return to - from;
}

/// Whether a stack that `b` is in, and `a` is not, has something before all that keeps tensors.
bool begins_without_tensors(const std::vector<Path>& all, const Path& a, const Path& b) {
  for (size_t i = shared_parts(a, b); i < b.size(); ++i) {
    const auto place = place_of(b[i]);
    if (place <= 0) continue;
    const bool is_first = std::ranges::none_of(all, [&](const Path& other) {
      if (shared_parts(other, b) != i || other.size() == i) return false;
      const auto before = place_of(other[i]);
      return before >= 0 && before < place;
    });
    if (is_first) return true;
  }
  return false;
}

}  // namespace

void check_stacks(const std::vector<TensorGroup>& theirs, const std::vector<TensorGroup>& ours,
                  const std::vector<size_t>& places) {
  std::vector<Path> paths;
  for (const auto& group : theirs) paths.push_back(path_of(group.module));
  for (size_t i = 1; i < ours.size(); ++i) {
    // A linear layer follows an activation in the model too.
    if (is_matrix(ours[i]) || last_number(ours[i].module) - last_number(ours[i - 1].module) != 1)
      continue;
    const auto &before = theirs[places[i - 1]].module, &behind = theirs[places[i]].module;
    const auto &a = paths[places[i - 1]], &b = paths[places[i]];
    const auto between = distance(a, b);
    if (between < 0) {
      throw CheckpointError(
          "'{0}' stands before '{1}', where the model has it directly behind: if it is used so, "
          "say it: --map {0}={2}",
          behind, before, ours[i].module);
    }
    if (between > 1 || begins_without_tensors(paths, a, b)) {
      throw CheckpointError(
          "something stands between '{0}' and '{1}', where the model has nothing: an activation "
          "there would make another network of it. If it is none, say so: --map {1}={2}",
          before, behind, ours[i].module);
    }
  }
}

}  // namespace gradus::interop
