/// Work on files beside the training, one piece after the other.
#pragma once
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace gradus::checkpoint {

/// A thread that does what it is given. `submit` and `finish` throw what the piece before threw.
class BackgroundWriter {
 public:
  BackgroundWriter() : thread_([this](const std::stop_token& stop) { run(stop); }) {}
  /// Waits for the piece under way; what it throws is lost, so call `finish` first.
  ~BackgroundWriter();
  BackgroundWriter(const BackgroundWriter&) = delete;
  BackgroundWriter& operator=(const BackgroundWriter&) = delete;

  /// Waits until the piece before is done, and leaves this one to the thread.
  void submit(std::function<void()> work);
  /// Waits until all is done.
  void finish();
  /// Whether a piece is under way.
  bool is_busy() const;
  /// Processor seconds that the pieces took.
  double processor_seconds() const;

 private:
  void run(const std::stop_token& stop);
  void wait(std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<std::function<void()>> work_;
  std::exception_ptr error_;
  double processor_seconds_ = 0;
  std::jthread thread_;  // the last, so that it begins when all else is there
};

}  // namespace gradus::checkpoint
