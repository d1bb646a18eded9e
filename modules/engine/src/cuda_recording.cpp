#include "step_recording.h"

#include <ATen/Version.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/StreamGuard.h>
#include <torch/version.h>

namespace gradus::engine {
namespace {

/// Enough for what libraries set up or try out in the first runs, one more under watch.
constexpr int kRehearsals = 3;

/// While it lives, LibTorch throws where the host would wait for the device. A capture that meets
/// such a wait is ruined, and the errors that follow do not name the cause.
class NoWaiting {
 public:
  NoWaiting() : before_(c10::cuda::warning_state().get_sync_debug_mode()) {
    c10::cuda::warning_state().set_sync_debug_mode(c10::cuda::SyncDebugMode::L_ERROR);
  }
  ~NoWaiting() { c10::cuda::warning_state().set_sync_debug_mode(before_); }
  NoWaiting(const NoWaiting&) = delete;
  NoWaiting& operator=(const NoWaiting&) = delete;

 private:
  c10::cuda::SyncDebugMode before_;
};

class CudaRecording : public StepRecording {
 public:
  explicit CudaRecording(torch::Device device)
      : device_(device), stream_(c10::cuda::getStreamFromPool(false, device.index())) {}

  void rehearse(const Work& work) override {
    const AwaitedStream on_stream(*this);
    for (int run = 1; run < kRehearsals; ++run) work();
    const NoWaiting no_waiting;
    work();
  }

  void capture(const Work& work) override {
    const AwaitedStream on_stream(*this);
    graph_.reset();
    auto graph = std::make_unique<at::cuda::CUDAGraph>();
    // Other threads may go on with work of their own.
    graph->capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    try {
      work();
      graph->capture_end();
    } catch (...) {
      abandon(std::move(graph));
      throw;
    }
    graph_ = std::move(graph);
  }

  void replay() override { graph_->replay(); }

 private:
  /// A stream of its own is current while it lives: the default one cannot be captured. Before and
  /// after, all of the device's work is done.
  class AwaitedStream {
   public:
    explicit AwaitedStream(const CudaRecording& recording)
        : device_guard_(recording.device_), stream_guard_(wait(recording)) {}
    ~AwaitedStream() {
      try {
        c10::cuda::device_synchronize();
      } catch (const c10::Error&) {
        // A broken device says so again at the next operation, where it can be thrown.
      }
    }
    AwaitedStream(const AwaitedStream&) = delete;
    AwaitedStream& operator=(const AwaitedStream&) = delete;

   private:
    static c10::Stream wait(const CudaRecording& recording) {
      c10::cuda::device_synchronize();
      return recording.stream_.unwrap();
    }
    c10::DeviceGuard device_guard_;
    c10::StreamGuard stream_guard_;
  };

  /// Ends a capture that did not come to its end.
  static void abandon(std::unique_ptr<at::cuda::CUDAGraph> graph) {
    try {
      graph->capture_end();
    } catch (const c10::Error&) {
      // Only the first error tells what went wrong. LibTorch before 2.14 leaves its allocators
      // asking the graph which memory belongs to it, so that there it has to stay.
      constexpr bool kCleansUp = TORCH_VERSION_MAJOR > 2 || TORCH_VERSION_MINOR >= 14;
      if (!kCleansUp) static_cast<void>(graph.release());
    }
  }

  torch::Device device_;
  c10::cuda::CUDAStream stream_;
  std::unique_ptr<at::cuda::CUDAGraph> graph_;
};

}  // namespace

std::unique_ptr<StepRecording> make_cuda_recording(torch::Device device) {
  return std::make_unique<CudaRecording>(device);
}

}  // namespace gradus::engine
