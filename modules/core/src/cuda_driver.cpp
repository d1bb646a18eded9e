#include "cuda_driver.h"

#include <dlfcn.h>

#include <array>
#include <cstddef>

namespace gradus {
namespace {

// From the CUDA driver API's reference; 0 is CUDA_SUCCESS.
using Init = int (*)(unsigned int flags);
using DeviceGet = int (*)(int* device, int ordinal);
using DeviceGetName = int (*)(char* name, int length, int device);
using DeviceTotalMem = int (*)(size_t* bytes, int device);

template <typename Function>
Function find(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

}  // namespace

std::optional<CudaCard> cuda_card(int index) {
  // Stays loaded: LibTorch uses it too.
  void* library = dlopen("libcuda.so.1", RTLD_NOW);
  if (library == nullptr) return std::nullopt;
  const auto init = find<Init>(library, "cuInit");
  const auto get = find<DeviceGet>(library, "cuDeviceGet");
  const auto get_name = find<DeviceGetName>(library, "cuDeviceGetName");
  const auto total_memory = find<DeviceTotalMem>(library, "cuDeviceTotalMem_v2");
  if (init == nullptr || get == nullptr || get_name == nullptr || total_memory == nullptr) {
    return std::nullopt;
  }
  int device = 0;
  std::array<char, 256> name{};
  size_t bytes = 0;
  const bool told = init(0) == 0 && get(&device, index) == 0 &&
                    get_name(name.data(), static_cast<int>(name.size()), device) == 0 &&
                    total_memory(&bytes, device) == 0;
  if (!told) return std::nullopt;
  return CudaCard{name.data(), static_cast<int64_t>(bytes)};
}

}  // namespace gradus
