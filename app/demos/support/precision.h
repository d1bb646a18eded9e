/// In which numbers to measure where rounding would blur what is shown.
#pragma once
#include <torch/types.h>

namespace gradus::demos {

/// float64 where the device has it (Apple's GPU does not), else float32.
inline torch::ScalarType finest_type(torch::Device device) {
  return device.is_mps() ? torch::kFloat32 : torch::kFloat64;
}

}  // namespace gradus::demos
