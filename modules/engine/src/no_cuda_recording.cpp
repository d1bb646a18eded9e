#include "step_recording.h"

namespace gradus::engine {

std::unique_ptr<StepRecording> make_cuda_recording(torch::Device) {
  return nullptr;
}

}  // namespace gradus::engine
