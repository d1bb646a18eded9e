/// A piece of work that a device can repeat without being told its operations again.
#pragma once
#include <torch/types.h>

#include <functional>
#include <memory>

namespace gradus::engine {

class StepRecording {
 public:
  using Work = std::function<void()>;
  virtual ~StepRecording() = default;

  /// Runs `work`, so that LibTorch has set up what it needs when `work` is captured. Throws what
  /// `work` throws, and `c10::Error` where it waits for the device, which a recording cannot.
  virtual void rehearse(const Work& work) = 0;
  /// Captures the operations of `work` without running them, in place of what was captured before.
  /// Throws what `work` throws, and `c10::Error` for what cannot be captured; the device can be
  /// used after that.
  virtual void capture(const Work& work) = 0;
  /// Runs what was captured, on the memory that it was captured with.
  virtual void replay() = 0;
};

/// By a CUDA graph on this card; null where gradus was built without them.
std::unique_ptr<StepRecording> make_cuda_recording(torch::Device device);

}  // namespace gradus::engine
