/// What the profiler's events say of the steps.
#pragma once
#include "gradus/training/profile.h"

#include <torch/csrc/autograd/profiler_kineto.h>

namespace gradus::training {

/// The user scope that `Profile` opens around a step.
inline constexpr const char* kStepScope = "step";

ProfileFigures profile_figures(const std::vector<torch::autograd::profiler::KinetoEvent>& events);

}  // namespace gradus::training
