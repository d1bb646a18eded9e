#include "tensor_dictionary.h"

#include "gradus/core/utf8.h"
#include "refuse.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_set>

namespace gradus::interop {
namespace {

using Kind = PickleNode::Kind;

constexpr const char* kOutermost = ".";
constexpr int kMaxDepth = 32;
constexpr size_t kMaxName = 1024, kMaxCandidates = 1000;
// A dictionary may be in several others, which may be in several …: more ways than this are none.
constexpr uint64_t kMaxEntries = 1'000'000;

struct Candidate {
  std::string path;
  const PickleNode* dictionary;
  size_t tensors;
};

class Search {
 public:
  std::vector<Candidate> run(const PickleNode* root) {
    visit(root, "", 0);
    return std::move(found_);
  }

 private:
  void visit(const PickleNode* dictionary, const std::string& path, int depth) {
    if (depth > kMaxDepth) refuse("its dictionaries are nested more than {} deep", kMaxDepth);
    size_t tensors = 0;
    const auto place = found_.size();
    for (size_t i = 0; i < dictionary->items.size(); i += 2) {
      if (++entries_ > kMaxEntries)
        refuse("its dictionaries have more than {} entries", kMaxEntries);
      const auto* name = std::get_if<std::string_view>(&dictionary->items[i]);
      if (name == nullptr) continue;
      const auto& value = dictionary->items[i + 1];
      if (node_of(value, Kind::kTensor) != nullptr) ++tensors;
      if (const auto* inner = node_of(value, Kind::kDict)) {
        if (name->size() > kMaxName) refuse("a dictionary's name of {} bytes", name->size());
        visit(inner, path.empty() ? std::string(*name) : fmt::format("{}.{}", path, *name),
              depth + 1);
      }
    }
    if (tensors == 0) return;
    if (found_.size() == kMaxCandidates) {
      refuse("more than {} dictionaries of tensors", kMaxCandidates);
    }
    found_.insert(found_.begin() + static_cast<std::ptrdiff_t>(place),
                  {path.empty() ? kOutermost : path, dictionary, tensors});
  }

  std::vector<Candidate> found_;
  uint64_t entries_ = 0;
};

std::string listed(const std::vector<Candidate>& candidates) {
  constexpr size_t kMost = 10;
  std::vector<std::string> texts;
  for (size_t i = 0; i < std::min(candidates.size(), kMost); ++i) {
    texts.push_back(fmt::format("{} ({} tensor{})", shown(candidates[i].path),
                                candidates[i].tensors, candidates[i].tensors == 1 ? "" : "s"));
  }
  if (candidates.size() > kMost) texts.push_back(fmt::format("{} more", candidates.size() - kMost));
  return fmt::format("{}", fmt::join(texts, ", "));
}

const PickleNode* choose(const std::vector<Candidate>& candidates, const std::string& key) {
  if (candidates.empty()) {
    refuse(
        "no dictionary of tensors in it: expected what torch.save(model.state_dict(), FILE) "
        "writes");
  }
  if (!key.empty()) {
    const auto at = std::ranges::find(candidates, key, &Candidate::path);
    if (at != candidates.end()) return at->dictionary;
    refuse("no dictionary of tensors under the key {}: there is {}", shown(key),
           listed(candidates));
  }
  const auto* first = candidates.front().dictionary;
  if (std::ranges::all_of(candidates, [&](const auto& c) { return c.dictionary == first; })) {
    return first;
  }
  refuse("more than one dictionary of tensors: choose one of {} (--key)", listed(candidates));
}

}  // namespace

std::vector<PickledTensor> tensor_dictionary(const PickleValue& root, const std::string& key) {
  const auto* outermost = node_of(root, Kind::kDict);
  const auto* chosen =
      choose(outermost == nullptr ? std::vector<Candidate>() : Search().run(outermost), key);
  std::vector<PickledTensor> tensors;
  std::unordered_set<std::string_view> names;
  for (size_t i = 0; i < chosen->items.size(); i += 2) {
    const auto* tensor = node_of(chosen->items[i + 1], Kind::kTensor);
    if (tensor == nullptr) continue;
    const auto* name = std::get_if<std::string_view>(&chosen->items[i]);
    if (name == nullptr) refuse("a tensor lies under a key that is no text");
    if (!is_utf8(*name)) refuse("the tensor's name {} is no UTF-8", shown(*name));
    if (!names.insert(*name).second) refuse("tensor {} comes twice", shown(*name));
    tensors.push_back({std::string(*name), tensor});
  }
  return tensors;
}

}  // namespace gradus::interop
