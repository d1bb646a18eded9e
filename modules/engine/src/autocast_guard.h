/// LibTorch's automatic rounding to bfloat16.
#pragma once
#include <ATen/autocast_mode.h>

namespace gradus::engine {

/// While it lives, operations on devices of `type` that gain from it compute in bfloat16.
class AutocastGuard {
 public:
  explicit AutocastGuard(c10::DeviceType type)
      : type_(type),
        enabled_before_(at::autocast::is_autocast_enabled(type)),
        dtype_before_(at::autocast::get_autocast_dtype(type)) {
    at::autocast::set_autocast_enabled(type_, true);
    at::autocast::set_autocast_dtype(type_, at::kBFloat16);
  }
  ~AutocastGuard() {
    // Rounded weights are kept for the pass; the next one has other weights.
    at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(type_, enabled_before_);
    at::autocast::set_autocast_dtype(type_, dtype_before_);
  }
  AutocastGuard(const AutocastGuard&) = delete;
  AutocastGuard& operator=(const AutocastGuard&) = delete;

 private:
  c10::DeviceType type_;
  bool enabled_before_;
  at::ScalarType dtype_before_;
};

}  // namespace gradus::engine
