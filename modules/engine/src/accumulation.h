/// Batches whose gradients make one step of the optimizer together.
#pragma once
#include "gradus/engine/step_engine.h"

#include <algorithm>

namespace gradus::engine {

/// A batch's place among them. What it is alone: the first and the last, of weight 1.
struct Accumulation {
  bool first = true;
  bool last = true;
  /// What its mean gradient counts: its rows, or 1 where every batch is a step.
  double weight = 1;
  double total_weight = 1;  ///< of it and those before it
};

/// Found from the batch's index alone, so that a training may go on in the middle.
inline Accumulation accumulation_at(int64_t accumulate, int64_t index, const EpochRows& rows) {
  if (accumulate == 1) return {};
  const int64_t before = index % accumulate;
  const int64_t count = std::min(rows.batch_size, rows.inputs.size(0) - index * rows.batch_size);
  return {before == 0, before + 1 == accumulate || index + 1 == rows.steps(),
          static_cast<double>(count), static_cast<double>(before * rows.batch_size + count)};
}

}  // namespace gradus::engine
