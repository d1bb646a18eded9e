#include "tensor_group.h"

#include "gradus/core/settings.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>

namespace gradus::interop {
namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// The digits from `at` on, without leading zeros; moves `at` behind them. Compared by length and
/// text, so that no number is too large.
std::string_view take_number(std::string_view text, size_t& at) {
  const auto begin = std::min(text.find_first_not_of('0', at), text.size());
  at = begin;
  while (at < text.size() && is_digit(text[at])) ++at;
  return text.substr(begin, at - begin);
}

std::string signature_of(const NamedTensors& tensors) {
  std::vector<std::string> texts;
  for (const auto& [name, tensor] : tensors)
    texts.push_back(fmt::format("{} {}", name, shape_text(tensor.sizes().vec())));
  std::ranges::sort(texts);
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

torch::Tensor TensorGroup::find(std::string_view leaf) const {
  for (const auto& [name, tensor] : tensors) {
    if (name == leaf) return tensor;
  }
  return {};
}

std::string module_of(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

std::string leaf_of(const std::string& name) {
  return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

bool is_counter(const std::string& name) {
  return leaf_of(name) == kCounter;
}

std::string shape_text(const std::vector<int64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

std::vector<TensorGroup> group_tensors(const NamedTensors& tensors) {
  std::vector<TensorGroup> groups;
  std::map<std::string, size_t> place;
  for (const auto& [name, tensor] : tensors) {
    if (is_counter(name)) continue;
    const auto module = module_of(name);
    const auto [found, is_new] = place.emplace(module, groups.size());
    if (is_new) groups.push_back({module, {}, {}});
    groups[found->second].tensors.emplace_back(leaf_of(name), tensor);
  }
  for (auto& group : groups) group.signature = signature_of(group.tensors);
  return groups;
}

bool natural_less(const std::string& a, const std::string& b) {
  size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto x = take_number(a, i), y = take_number(b, j);
      if (x != y) return x.size() != y.size() ? x.size() < y.size() : x < y;
    } else if (a[i] != b[j]) {
      return a[i] < b[j];
    } else {
      ++i, ++j;
    }
  }
  // Equal so far: what is left decides, and last the zeros before a number.
  return a.size() - i != b.size() - j ? a.size() - i < b.size() - j : a < b;
}

std::string without_numbers(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (!is_digit(c)) {
      text += c;
    } else if (!text.ends_with('#')) {
      text += '#';
    }
  }
  return text;
}

int64_t last_number(const std::string& name) {
  const auto begin = name.find_last_not_of("0123456789") + 1;
  int64_t number = 0;
  return parse_integer(std::string_view(name).substr(begin), number) ? number : -1;
}

}  // namespace gradus::interop
