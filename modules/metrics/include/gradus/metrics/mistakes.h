/// The errors worth looking at: wrong labels, hard examples, and what the model never learned.
#pragma once
#include "gradus/metrics/scored_examples.h"

namespace gradus::metrics {

/// A wrongly classified example.
struct Mistake {
  int64_t example;     ///< row of the data, from 0
  int64_t truth,       ///< its class
      predicted;       ///< the class it was taken for
  double probability;  ///< of the predicted class
};

/// The wrongly classified examples of which the model was surest, at most `count`, surest first; of
/// the same probability in the data's order.
std::vector<Mistake> confident_mistakes(const ScoredExamples& examples, int64_t count);

}  // namespace gradus::metrics
