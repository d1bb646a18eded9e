/// Training steps written out for stacks of layers.
#pragma once
#include "gradus/core/feed_forward.h"
#include "gradus/engine/step_engine.h"

#include <optional>

namespace gradus::engine {

/// The layers of a model that the fused engine covers.
struct FusedPlan {
  FeedForwardLayers layers;
  int64_t features = 0, outputs = 0;
};

/// Nothing, and the reason, where it does not cover what is asked for.
std::optional<FusedPlan> plan_fused(const EngineRequest& request, std::string& reason);

/// The same where the model is only to predict.
std::optional<FusedPlan> plan_prediction(const torch::nn::Module& model, std::string& reason);

std::unique_ptr<StepEngine> make_fused_engine(const EngineRequest& request, const FusedPlan& plan);

}  // namespace gradus::engine
