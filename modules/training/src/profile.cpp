#include "gradus/training/profile.h"

#include "gradus/core/error.h"
#include "profile_figures.h"

#include <ATen/record_function.h>
#include <c10/util/Logging.h>
#include <torch/cuda.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>

namespace gradus::training {
namespace {

namespace profiler = torch::autograd::profiler;
namespace impl = torch::profiler::impl;

/// Steps that are let pass first: they take memory for the first time, and find their threads.
constexpr int64_t kWarmUp = 10;

/// Otherwise kineto tells stderr when it starts and stops.
void silence_kineto() {
  setenv("KINETO_LOG_LEVEL", "6", /*overwrite=*/0);
}

bool is_complete(const std::filesystem::path& trace) {
  std::ifstream file(trace, std::ios::binary | std::ios::ate);
  constexpr std::streamoff kTail = 16;
  if (!file || file.tellg() < kTail) return false;
  file.seekg(-kTail, std::ios::end);
  std::string tail((std::istreambuf_iterator<char>(file)), {});
  return tail.find_last_of('}') != std::string::npos;
}

/// While it lives LibTorch tells errors alone: it would warn of memory that was taken before.
class ErrorsOnly {
 public:
  ErrorsOnly() : before_(FLAGS_caffe2_log_level) {
    constexpr int kErrors = 2;
    FLAGS_caffe2_log_level = std::max(before_, kErrors);
  }
  ~ErrorsOnly() { FLAGS_caffe2_log_level = before_; }
  ErrorsOnly(const ErrorsOnly&) = delete;
  ErrorsOnly& operator=(const ErrorsOnly&) = delete;

 private:
  int before_;
};

}  // namespace

struct Profile::Recording {
  std::optional<ErrorsOnly> errors_only;
  std::optional<at::RecordFunction> step;  ///< the one under way
  int64_t steps = 0;
  bool runs = true;
  std::unique_ptr<profiler::ProfilerResult> result;

  void open_step() {
    step.emplace(at::RecordScope::USER_SCOPE);
    if (step->isActive()) step->before(kStepScope);
  }
};

Profile::Profile(torch::Device device, int64_t steps) : device_(device), wanted_(steps) {
  if (steps < 1 || steps > kMaxSteps)
    throw UsageError("profile of {} steps: expected 1 to {}", steps, kMaxSteps);
}

Profile::~Profile() {
  try {
    stop();                          // where an exception ended the training
  } catch (const std::exception&) {  // a destructor has nobody to tell
  }
}

int64_t Profile::step_interval() const {
  return done_ ? kAnyInterval : 1;
}

void Profile::on_fit_start(const FitStart& event) {
  const auto steps = (event.epochs - event.first_epoch + 1) * event.steps_per_epoch;
  skipped_ = std::min(kWarmUp, steps / 2);
}

void Profile::on_epoch_start(const EpochStart&) {
  if (!done_ && !recording_ && taken_ >= skipped_) start();
  if (!done_ && recording_) recording_->open_step();
}

void Profile::on_step_end(const StepEnd& event) {
  if (done_) return;
  ++taken_;
  if (recording_) {
    recording_->step.reset();
    if (++recording_->steps == wanted_) return stop();
  } else if (taken_ >= skipped_) {
    start();
  }
  if (recording_ && event.step < event.steps) recording_->open_step();
}

void Profile::on_epoch_end(const EpochEnd&) {
  if (recording_) recording_->step.reset();
}

void Profile::on_fit_end(const FitEnd&) {
  stop();
}

void Profile::start() {
  silence_kineto();
  const impl::ProfilerConfig config(impl::ProfilerState::KINETO, /*report_input_shapes=*/false,
                                    /*profile_memory=*/true);
  std::set<impl::ActivityType> activities = {impl::ActivityType::CPU};
  if (device_.is_cuda()) activities.insert(impl::ActivityType::CUDA);
  profiler::prepareProfiler(config, activities);
  profiler::enableProfiler(config, activities);
  recording_ = std::make_unique<Recording>();
  recording_->errors_only.emplace();
}

void Profile::stop() {
  done_ = true;
  if (!recording_ || !recording_->runs) return;
  recording_->runs = false;
  recording_->step.reset();
  if (device_.is_cuda()) torch::cuda::synchronize(device_.index());
  recording_->result = profiler::disableProfiler();
  recording_->errors_only.reset();
  figures_ = profile_figures(recording_->result->events());
}

bool Profile::save_trace(const std::filesystem::path& path) {
  if (!recording_ || !recording_->result) return false;
  const auto result = std::move(recording_->result);
  auto partial = path;
  partial += ".partial";
  std::error_code error;
  const auto refuse = [&] {
    std::filesystem::remove(partial, error);
    throw RunError("the profile's trace cannot be written to {}", path.string());
  };
  // Kineto says in its log alone that it could not write.
  if (!std::ofstream(partial)) refuse();
  try {
    result->save(partial.string());
  } catch (const c10::Error&) {
    std::filesystem::remove(partial, error);
    return false;  // built without kineto
  }
  if (!is_complete(partial)) refuse();
  std::filesystem::rename(partial, path, error);
  if (error) refuse();
  return true;
}

}  // namespace gradus::training
