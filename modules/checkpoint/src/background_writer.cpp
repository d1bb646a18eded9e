#include "gradus/checkpoint/background_writer.h"

#include <ctime>
#include <utility>

namespace gradus::checkpoint {
namespace {

double thread_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

BackgroundWriter::~BackgroundWriter() {
  std::unique_lock lock(mutex_);
  wait(lock);
}

void BackgroundWriter::wait(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return !work_; });
}

void BackgroundWriter::submit(std::function<void()> work) {
  std::unique_lock lock(mutex_);
  wait(lock);
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  work_ = std::move(work);
  changed_.notify_all();
}

void BackgroundWriter::finish() {
  std::unique_lock lock(mutex_);
  wait(lock);
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

bool BackgroundWriter::is_busy() const {
  const std::lock_guard lock(mutex_);
  return work_.has_value();
}

double BackgroundWriter::processor_seconds() const {
  const std::lock_guard lock(mutex_);
  return processor_seconds_;
}

void BackgroundWriter::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return work_.has_value(); })) {
    const auto& work = *work_;
    lock.unlock();
    std::exception_ptr error;
    try {
      work();
    } catch (...) {
      error = std::current_exception();
    }
    const double seconds = thread_seconds();
    lock.lock();
    processor_seconds_ = seconds;
    if (error) error_ = error;
    work_.reset();
    changed_.notify_all();
  }
}

}  // namespace gradus::checkpoint
