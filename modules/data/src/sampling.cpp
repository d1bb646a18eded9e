#include "gradus/data/sampling.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <algorithm>

namespace gradus::data {

std::vector<std::string> sampling_names() {
  return {"permutation", "balanced"};
}

SamplingKind parse_sampling(const std::string& name) {
  if (name == "permutation") return SamplingKind::kPermutation;
  if (name == "balanced") return SamplingKind::kBalanced;
  throw UsageError("{}", unknown_name_message("sampling", name, sampling_names()));
}

Sampling Sampling::by_weight(const torch::Tensor& weights) {
  if (weights.dim() != 1 || weights.numel() == 0) {
    throw UsageError("sampling weights have {} dimensions and {} values: expected one an example",
                     weights.dim(), weights.numel());
  }
  const auto values = weights.to(torch::kFloat64);
  const auto unusable = torch::logical_not(values >= 0).logical_or(values.isinf()).nonzero();
  if (unusable.numel() > 0) {
    const auto at = unusable[0].item<int64_t>();
    throw UsageError("the sampling weight of example {} is {}: expected a number from 0 up", at,
                     values[at].item<double>());
  }
  Sampling sampling;
  // Summed on the CPU: a card's sum may come out another in each run.
  const auto sums = values.cpu().cumsum(0);
  if (sums[-1].item<double>() == 0) throw UsageError("the sampling weights are all 0");
  sampling.cumulative_ = (sums / sums[-1]).to(weights.device());
  return sampling;
}

Sampling Sampling::of(SamplingKind kind, const Dataset& dataset) {
  if (kind == SamplingKind::kPermutation) return {};
  if (dataset.task != Task::kClassification) {
    throw UsageError("sampling 'balanced' needs classes: '{}' is a regression task", dataset.name);
  }
  const auto share = class_counts(dataset).to(torch::kFloat64).reciprocal();
  return by_weight(share.to(dataset.targets.device()).index_select(0, dataset.targets));
}

torch::Tensor Sampling::draw(int64_t examples, const at::Generator& generator) const {
  const auto device = generator.device();
  if (!with_replacement()) {
    return torch::randperm(examples, generator, torch::dtype(torch::kInt64).device(device));
  }
  if (cumulative_.size(0) != examples) {
    throw UsageError("sampling weights for {} examples: the data has {}", cumulative_.size(0),
                     examples);
  }
  // By inversion: torch::multinomial stops at 2^24 examples. The uniform numbers stay below 1, the
  // last sum is 1, and `right` never takes an example without weight.
  const auto uniform =
      torch::rand({examples}, generator, torch::dtype(torch::kFloat64).device(device));
  return torch::searchsorted(cumulative_.to(device), uniform, /*out_int32=*/false, /*right=*/true);
}

}  // namespace gradus::data
