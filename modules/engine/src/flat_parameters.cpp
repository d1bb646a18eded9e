#include "gradus/engine/flat_parameters.h"

#include <torch/utils.h>

#include <algorithm>
#include <set>

namespace gradus::engine {
namespace {

constexpr int64_t kAlignmentBytes = 64;

int64_t rounded_up(int64_t numbers, int64_t element_bytes) {
  const int64_t step = kAlignmentBytes / element_bytes;
  return (numbers + step - 1) / step * step;
}

bool is_vector(const torch::Tensor& parameter) {
  return parameter.dim() < 2;
}

/// A leaf of its own on a part of `memory`. A view would remember what it was cut from.
torch::Tensor part_of(const torch::Tensor& memory, int64_t begin, int64_t numbers) {
  return torch::empty({0}, memory.options()).set_(memory.storage(), begin, {numbers}, {1});
}

/// The trained ones, each once, by dtype in the order of their first.
std::vector<std::vector<torch::Tensor>> by_dtype(const std::vector<torch::Tensor>& parameters) {
  std::vector<std::vector<torch::Tensor>> types;
  std::set<const void*> seen;
  for (const auto& parameter : parameters) {
    if (!parameter.requires_grad() || !seen.insert(parameter.unsafeGetTensorImpl()).second)
      continue;
    auto type = std::ranges::find_if(types, [&](const auto& others) {
      return others.front().scalar_type() == parameter.scalar_type();
    });
    if (type == types.end()) type = types.emplace(types.end());
    type->push_back(parameter);
  }
  return types;
}

}  // namespace

FlatParameters::FlatParameters(const std::vector<torch::Tensor>& parameters, bool apart) {
  for (const auto& type : by_dtype(parameters)) add_groups(type, apart);
  adopt();
}

void FlatParameters::add_groups(const std::vector<torch::Tensor>& parameters, bool apart) {
  std::vector<Group> groups;
  int64_t end = 0;
  for (const bool vectors : {false, true}) {
    Group group;
    group.begin = end;
    for (const auto& parameter : parameters) {
      if ((apart && is_vector(parameter)) != vectors) continue;
      group.members.push_back({parameter, end - group.begin});
      end += rounded_up(parameter.numel(), parameter.element_size());
    }
    if (!group.members.empty()) groups.push_back(std::move(group));
  }
  const torch::NoGradGuard no_gradient;
  const auto options = parameters.front().options().requires_grad(false);
  const auto values = torch::zeros({end}, options), gradients = torch::zeros({end}, options);
  for (size_t g = 0; g < groups.size(); ++g) {
    auto& group = groups[g];
    const auto numbers = (g + 1 < groups.size() ? groups[g + 1].begin : end) - group.begin;
    group.flat = part_of(values, group.begin, numbers);
    group.flat.mutable_grad() = part_of(gradients, group.begin, numbers);
    group.flat.set_requires_grad(true);
    groups_.push_back(std::move(group));
  }
}

bool FlatParameters::all_vectors(const Group& group) {
  return std::ranges::all_of(group.members, is_vector, &Member::parameter);
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

std::vector<torch::Tensor> FlatParameters::flat_matrices() const {
  std::vector<torch::Tensor> flats;
  for (const auto& group : groups_)
    if (!all_vectors(group)) flats.push_back(group.flat);
  return flats;
}

std::vector<torch::Tensor> FlatParameters::flat_vectors() const {
  std::vector<torch::Tensor> flats;
  for (const auto& group : groups_)
    if (all_vectors(group)) flats.push_back(group.flat);
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
      if (member.parameter.is_same(parameter)) return group.begin + member.offset;
  }
  return -1;
}

bool FlatParameters::is_uniform() const {
  return !groups_.empty() && std::ranges::all_of(groups_, [&](const Group& group) {
    return group.flat.scalar_type() == groups_.front().flat.scalar_type();
  });
}

std::vector<std::pair<torch::Tensor, torch::Tensor>> FlatParameters::pieces(
    const torch::Tensor& flat, const torch::Tensor& values) const {
  std::vector<std::pair<torch::Tensor, torch::Tensor>> pieces;
  for (const auto& group : groups_) {
    if (!group.flat.is_same(flat)) continue;
    for (const auto& member : group.members)
      pieces.emplace_back(member.parameter, view(values, member));
  }
  return pieces;
}

}  // namespace gradus::engine
