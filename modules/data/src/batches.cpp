#include "gradus/data/batches.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "streams.h"

#include <algorithm>

namespace gradus::data {

Batches::Batches(const Dataset& dataset, int64_t batch_size, uint64_t seed, int64_t epoch,
                 bool shuffle)
    : inputs_(dataset.inputs),
      targets_(dataset.targets),
      examples_(dataset.size()),
      batch_size_(batch_size) {
  if (batch_size < 1) throw UsageError("batch size {}: expected at least 1", batch_size);
  // A batch larger than the data is the whole data; cut here so that no sum of sizes overflows.
  batch_size_ = std::min(batch_size, std::max<int64_t>(examples_, 1));
  if (shuffle) draw_order(seed, epoch, Sampling());
}

Batches::Batches(const Dataset& dataset, int64_t batch_size, uint64_t seed, int64_t epoch,
                 const Sampling& sampling)
    : Batches(dataset, batch_size, seed, epoch, false) {
  draw_order(seed, epoch, sampling);
}

void Batches::draw_order(uint64_t seed, int64_t epoch, const Sampling& sampling) {
  // Another kind of device than these two has no generator that we can count on.
  const auto drawn_on = inputs_.is_cuda() ? inputs_.device() : torch::Device(torch::kCPU);
  const auto generator =
      make_generator(seed, kOrderStream + static_cast<uint64_t>(epoch), drawn_on);
  order_ = sampling.draw(examples_, generator).to(inputs_.device());
}

Batch Batches::operator[](int64_t index) const {
  const auto begin = index * batch_size_;
  const auto count = std::min(batch_size_, examples_ - begin);
  const auto take = [&](const torch::Tensor& values) {
    if (!order_.defined()) return values.narrow(0, begin, count);
    return values.index_select(0, order_.narrow(0, begin, count));
  };
  auto inputs = take(inputs_);
  if (inputs.scalar_type() == torch::kUInt8) inputs = inputs.to(torch::kFloat32).div_(255);
  return {std::move(inputs), take(targets_)};
}

}  // namespace gradus::data
