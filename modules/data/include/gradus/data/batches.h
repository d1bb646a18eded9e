/// One epoch's mini-batches.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/data/sampling.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace gradus::data {

/// The examples of one training step, B of them.
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
  /// The data's rows, unshuffled: [N, …].
  const torch::Tensor& inputs() const { return inputs_; }
  /// Their targets, unshuffled too.
  const torch::Tensor& targets() const { return targets_; }
  /// The order in which the batches take the rows: [N] int64 on their device; undefined without
  /// shuffling.
  const torch::Tensor& order() const { return order_; }
  /// Rows of every batch but perhaps the last.
  int64_t batch_size() const { return batch_size_; }
  /// N: rows of all batches together.
  int64_t examples() const { return examples_; }
  /// Batch `index`, from 0 to size()-1.
  Batch operator[](int64_t index) const;

  /// Makes a batch each time it is read. The `Batches` must outlive it.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;  ///< a batch is made, not stored
    using value_type = Batch;                           ///< what it reads
    using difference_type = std::ptrdiff_t;             ///< as the standard library asks
    using pointer = void;                               ///< none: there is no batch to point to
    using reference = Batch;                            ///< by value

    /// At batch `index`, from 0; at the end for `size()`.
    Iterator(const Batches* batches, int64_t index) : batches_(batches), index_(index) {}
    /// Makes the batch.
    Batch operator*() const { return (*batches_)[index_]; }
    /// Goes on to the next one.
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    /// Of two iterators over the same batches.
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const Batches* batches_;
    int64_t index_;
  };
  /// At the first batch.
  Iterator begin() const { return {this, 0}; }
  /// Behind the last one.
  Iterator end() const { return {this, size()}; }

 private:
  void draw_order(uint64_t seed, int64_t epoch, const Sampling& sampling);

  torch::Tensor inputs_, targets_;
  torch::Tensor order_;  // [N] int64 on the data's device; undefined without shuffling
  int64_t examples_, batch_size_;
};

}  // namespace gradus::data
