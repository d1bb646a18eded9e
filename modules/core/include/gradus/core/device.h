/// Choosing where tensors live, by flag.
#pragma once
#include <c10/core/Device.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gradus {

/// A device that this process can use now.
struct DeviceInfo {
  c10::Device device;    ///< what `select_device` returns for it
  std::string name;      ///< processor or card
  int64_t memory_bytes;  ///< total; 0 where LibTorch does not tell
};

/// Turns `cpu | cuda | cuda:N | mps | xpu | auto` into a device. Only `auto` falls back (CUDA, then
/// XPU, then MPS, then the CPU). Throws `DeviceError` that says whether the build, the driver or
/// the card is missing and lists the devices there are.
c10::Device select_device(std::string_view request);

/// All devices that `select_device` accepts, the CPU first.
std::vector<DeviceInfo> list_devices();

/// The processor's SIMD level as LibTorch uses it ("AVX512", …).
std::string cpu_capability();

/// Version of the LibTorch that was compiled against, as "2.13.0".
std::string libtorch_version();

}  // namespace gradus
