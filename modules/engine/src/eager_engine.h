/// Training steps by autograd.
#pragma once
#include "gradus/engine/step_engine.h"

namespace gradus::engine {

std::unique_ptr<StepEngine> make_eager_engine(const EngineRequest& request);

}  // namespace gradus::engine
