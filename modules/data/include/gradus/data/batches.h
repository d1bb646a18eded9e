/// One epoch's mini-batches.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/data/sampling.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace gradus::data {

struct Batch {
  torch::Tensor inputs;   ///< [B, ...] float32 (uint8 divided by 255)
  torch::Tensor targets;  ///< [B] int64 or [B, k] float32
};

/// The mini-batches of one epoch, made when asked for by one permutation and `index_select` on the
/// data's own device. The last one may be short. The order is a function of `seed`, `epoch` and the
/// kind of device, since a CUDA card draws it itself; without `shuffle` the batches are slices in
/// the data's own order, not copied. A `Sampling` with replacement takes some rows several times
/// and others not at all; the number of batches stays.
///
///     for (const auto& batch : Batches(train, 64, seed, epoch)) { … }
class Batches {
 public:
  /// Throws `UsageError` for a batch size below 1.
  Batches(const Dataset& dataset, int64_t batch_size, uint64_t seed, int64_t epoch,
          bool shuffle = true);
  /// In an order drawn by `sampling`, which must be for this data set.
  Batches(const Dataset& dataset, int64_t batch_size, uint64_t seed, int64_t epoch,
          const Sampling& sampling);

  /// Number of batches.
  int64_t size() const { return (examples_ + batch_size_ - 1) / batch_size_; }
  /// The data's rows, unshuffled, the size of all batches but the last, and the order in which the
  /// batches take the rows ([N] int64 on their device; undefined without shuffling).
  const torch::Tensor& inputs() const { return inputs_; }
  const torch::Tensor& targets() const { return targets_; }
  const torch::Tensor& order() const { return order_; }
  int64_t batch_size() const { return batch_size_; }
  int64_t examples() const { return examples_; }
  /// Batch `index`, from 0 to size()-1.
  Batch operator[](int64_t index) const;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Batch;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Batch;

    Iterator(const Batches* batches, int64_t index) : batches_(batches), index_(index) {}
    Batch operator*() const { return (*batches_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const Batches* batches_;
    int64_t index_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  void draw_order(uint64_t seed, int64_t epoch, const Sampling& sampling);

  torch::Tensor inputs_, targets_;
  torch::Tensor order_;  // [N] int64 on the data's device; undefined without shuffling
  int64_t examples_, batch_size_;
};

}  // namespace gradus::data
