/// How good probabilities are, beyond which class is the largest.
#pragma once
#include "gradus/metrics/scored_examples.h"

namespace gradus::metrics {

/// Mean of -log of the true class's probability, in nats; computed from the logits, so that it
/// is finite for extreme ones. NaN without examples.
double log_loss(const ScoredExamples& examples);

/// Mean squared distance of the probabilities from what happened (Brier, 1950), as scikit-learn's
/// `brier_score_loss`: of two classes, of the probability of class 1; of more, summed over the
/// classes. NaN without examples.
double brier_score(const ScoredExamples& examples);

/// Each example's part in the Brier score, N.
std::vector<double> brier_scores(const ScoredExamples& examples);

}  // namespace gradus::metrics
