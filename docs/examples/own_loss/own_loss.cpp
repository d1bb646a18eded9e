// A loss of one's own, in one file: the focal loss (Lin et al., 2017), to which examples that the
// model is sure of hardly count.
// Every training then takes it: `own_loss train --data digits --loss focal:gamma=2`.
#include "gradus/training/loss_registry.h"

namespace {

using gradus::training::LossOutputs;

/// Mean of -(1 - p)^gamma log p, p the probability of the true class.
gradus::training::LossFunction make_focal(const gradus::Settings& settings,
                                          const gradus::training::LossOptions&) {
  const double gamma =
      settings.real("gamma", 2, {0, 10}, "how little sure examples count; 0: cross_entropy");
  return [gamma](const torch::Tensor& logits, const torch::Tensor& targets) {
    const auto log_p = logits.log_softmax(1).gather(1, targets.unsqueeze(1));
    // Never quite 0, where powers below 1 have no slope.
    const auto doubt = (-log_p.expm1()).clamp_min(1e-12);
    return -(doubt.pow(gamma) * log_p).mean();
  };
}

GRADUS_REGISTER_LOSS("focal", make_focal,
                     {.summary = "cross-entropy in which sure examples hardly count",
                      .outputs = LossOutputs::kSeveral});

}  // namespace
