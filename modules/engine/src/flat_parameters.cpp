#include "gradus/engine/flat_parameters.h"

#include <torch/utils.h>

#include <algorithm>

namespace gradus::engine {
namespace {

constexpr int64_t kAlignmentBytes = 64;

int64_t rounded_up(int64_t numbers, int64_t element_bytes) {
  const int64_t step = kAlignmentBytes / element_bytes;
  return (numbers + step - 1) / step * step;
}

}  // namespace

FlatParameters::FlatParameters(const std::vector<torch::Tensor>& parameters) {
  const torch::NoGradGuard no_gradient;
  std::vector<int64_t> lengths;
  for (const auto& parameter : parameters) {
    if (!parameter.requires_grad() || offset_of(parameter) >= 0) continue;
    auto group = std::ranges::find_if(groups_, [&](const Group& g) {
      return g.members.front().parameter.scalar_type() == parameter.scalar_type();
    });
    if (group == groups_.end()) {
      groups_.emplace_back();
      lengths.push_back(0);
      group = groups_.end() - 1;
    }
    auto& length = lengths[static_cast<size_t>(group - groups_.begin())];
    group->members.push_back({parameter, length});
    length += rounded_up(parameter.numel(), parameter.element_size());
  }
  for (size_t g = 0; g < groups_.size(); ++g) {
    auto& group = groups_[g];
    const auto options = group.members.front().parameter.options().requires_grad(false);
    group.flat = torch::zeros({lengths[g]}, options);
    group.flat.mutable_grad() = torch::zeros({lengths[g]}, options);
    group.flat.set_requires_grad(true);
  }
  adopt();
}

torch::Tensor FlatParameters::view(const torch::Tensor& flat, const Member& member) {
  return flat.narrow(0, member.offset, member.parameter.numel()).view(member.parameter.sizes());
}

void FlatParameters::adopt() {
  const torch::NoGradGuard no_gradient;
  for (auto& group : groups_) {
    for (auto& member : group.members) {
      const auto values = view(group.flat.detach(), member);
      if (!values.is_alias_of(member.parameter) ||
          values.const_data_ptr() != member.parameter.const_data_ptr()) {
        values.copy_(member.parameter.detach());
        member.parameter.set_data(values);
      }
      member.parameter.mutable_grad() = view(group.flat.grad(), member);
    }
  }
}

std::vector<torch::Tensor> FlatParameters::flats() const {
  std::vector<torch::Tensor> flats;
  for (const auto& group : groups_) flats.push_back(group.flat);
  return flats;
}

void FlatParameters::zero_gradients() {
  for (auto& group : groups_) group.flat.mutable_grad().zero_();
}

void FlatParameters::collect_gradients() {
  for (auto& group : groups_) {
    const auto* const begin = static_cast<const char*>(group.flat.grad().const_data_ptr());
    const auto bytes = group.flat.element_size();
    for (auto& member : group.members) {
      auto& gradient = member.parameter.mutable_grad();
      if (gradient.defined() && gradient.const_data_ptr() == begin + member.offset * bytes)
        continue;
      const torch::NoGradGuard no_gradient;
      auto own = view(group.flat.grad(), member);
      if (gradient.defined()) own.copy_(gradient);
      gradient = own;
    }
  }
}

int64_t FlatParameters::offset_of(const torch::Tensor& parameter) const {
  for (const auto& group : groups_) {
    for (const auto& member : group.members)
      if (member.parameter.is_same(parameter)) return member.offset;
  }
  return -1;
}

}  // namespace gradus::engine
