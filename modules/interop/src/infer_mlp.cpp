#include "gradus/interop/infer_mlp.h"

#include "gradus/core/error.h"
#include "tensor_group.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace gradus::interop {
namespace {

/// Far more than anyone stacks; the search for an order takes no time that nobody has.
constexpr size_t kMaxMatrices = 1000;
constexpr int kMaxTries = 100'000;

/// A linear layer from `in` to `out` numbers.
struct Matrix {
  std::string module;
  int64_t in, out;
  bool bias;
};

/// Whether a row is an input's, as other programs keep it: the bias has as many numbers as there
/// are outputs. The network is found out then, and the tensor told not to fit.
bool is_transposed(const torch::Tensor& weight, const torch::Tensor& bias) {
  return bias.defined() && bias.dim() == 1 && bias.size(0) != weight.size(0) &&
         bias.size(0) == weight.size(1);
}

std::vector<Matrix> matrices_of(const std::vector<TensorGroup>& groups) {
  std::vector<Matrix> matrices;
  for (const auto& group : groups) {
    const auto weight = group.find("weight");
    if (!weight.defined() || weight.dim() != 2) continue;
    const auto bias = group.find("bias");
    const int outputs = is_transposed(weight, bias) ? 1 : 0;
    matrices.push_back(
        {group.module, weight.size(1 - outputs), weight.size(outputs), bias.defined()});
  }
  if (matrices.empty()) {
    throw CheckpointError(
        "no tensor is a linear layer's weight (a matrix whose name ends in .weight): expected the "
        "state_dict() of a fully connected network, as gradus has no others");
  }
  return matrices;
}

bool is_chain(const std::vector<Matrix>& matrices) {
  return std::ranges::adjacent_find(matrices, [](const Matrix& a, const Matrix& b) {
           return a.out != b.in;
         }) == matrices.end();
}

/// They differ in their numbers alone, as `fc1` and `fc2` do.
bool are_numbered(const std::vector<Matrix>& matrices) {
  return std::ranges::all_of(matrices, [&](const Matrix& matrix) {
    return without_numbers(matrix.module) == without_numbers(matrices.front().module);
  });
}

std::vector<int64_t> widths_of(const std::vector<Matrix>& chain) {
  std::vector<int64_t> widths = {chain.front().in};
  for (const auto& matrix : chain) widths.push_back(matrix.out);
  return widths;
}

/// Finds the ways to use each matrix once, one after the other; two ways are different where their
/// widths are.
class ChainSearch {
 public:
  explicit ChainSearch(const std::vector<Matrix>& matrices) : left_(matrices.size()) {
    for (const auto& matrix : matrices) ++next_[matrix.in][matrix.out];
  }
  /// At most two: more say nothing more. None as well where the search was too long.
  std::vector<std::vector<int64_t>> chains() {
    std::set<int64_t> starts;
    for (const auto& [width, unused] : next_) starts.insert(width);
    for (const auto start : starts) {
      widths_ = {start};
      visit(start);
    }
    return tries_ > kMaxTries ? std::vector<std::vector<int64_t>>() : found_;
  }

 private:
  void visit(int64_t width) {
    if (found_.size() > 1 || ++tries_ > kMaxTries) return;
    if (left_ == 0) {
      found_.push_back(widths_);
      return;
    }
    const auto edges = next_.find(width);
    if (edges == next_.end()) return;
    for (auto& [out, count] : edges->second) {
      if (count == 0) continue;
      --count, --left_, widths_.push_back(out);
      visit(out);
      ++count, ++left_, widths_.pop_back();
    }
  }

  std::map<int64_t, std::map<int64_t, int>> next_;  // matrices left, by what they take and give
  size_t left_;
  int tries_ = 0;
  std::vector<int64_t> widths_;
  std::vector<std::vector<int64_t>> found_;
};

std::string list_text(const std::vector<Matrix>& matrices) {
  constexpr size_t kShown = 6;
  std::vector<std::string> texts;
  for (const auto& matrix : matrices) {
    if (texts.size() == kShown) {
      texts.push_back(fmt::format("… {} in all", matrices.size()));
      break;
    }
    texts.push_back(fmt::format("{} from {} to {}", matrix.module, matrix.in, matrix.out));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// The numbers between the layers, the first and the last included.
std::vector<int64_t> chain_widths(const std::vector<Matrix>& matrices, bool in_order) {
  if (matrices.size() > kMaxMatrices) {
    throw CheckpointError("{} linear layers: expected at most {}", matrices.size(), kMaxMatrices);
  }
  const bool order_is_known = in_order || are_numbered(matrices);
  if (order_is_known && is_chain(matrices)) return widths_of(matrices);
  const auto chains = ChainSearch(matrices).chains();
  if (chains.size() == 1) return chains.front();
  throw CheckpointError(
      "the linear layers ({}) follow each other in {}: name the model, as in --model mlp --hidden "
      "256,128",
      list_text(matrices), chains.empty() ? "no order" : "more than one order");
}

/// A normalisation: one weight and one bias a feature.
bool is_normalization(const TensorGroup& group) {
  const auto weight = group.find("weight");
  return weight.defined() && weight.dim() == 1 && group.find("bias").defined();
}

}  // namespace

InferredMlp infer_mlp(const NamedTensors& tensors, bool in_order) {
  const auto groups = group_tensors(tensors);
  const auto matrices = matrices_of(groups);
  auto widths = chain_widths(matrices, in_order);
  InferredMlp mlp;
  mlp.sizes = {widths.front(), widths.back()};
  mlp.hidden.assign(widths.begin() + 1, widths.end() - 1);
  mlp.bias = std::ranges::any_of(matrices, &Matrix::bias);
  for (const auto& group : groups) {
    if (is_normalization(group)) {
      mlp.normalization = group.find("running_mean").defined() ? "batch" : "layer";
    } else if (const auto weight = group.find("weight"); weight.defined() && weight.numel() == 1) {
      mlp.prelu = mlp.prelu || weight.dim() == 1;
    }
  }
  return mlp;
}

OuterSizes outer_sizes(const NamedTensors& tensors) {
  const auto matrices = matrices_of(group_tensors(tensors));
  return {matrices.front().in, matrices.back().out};
}

}  // namespace gradus::interop
