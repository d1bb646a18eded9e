#include "gradus/core/device.h"

#include "cuda_driver.h"
#include "gradus/core/error.h"
#include "gradus/core/torch_compat.h"

#include <ATen/Context.h>
#include <ATen/Version.h>
#include <torch/cuda.h>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <fstream>

namespace gradus {
namespace {

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "CPU";
}

int64_t physical_memory_bytes() {
  return static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) *
         static_cast<int64_t>(sysconf(_SC_PAGE_SIZE));
}

std::string available_names() {
  std::vector<std::string> names;
  for (const auto& info : list_devices()) names.push_back(info.device.str());
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Why there is no CUDA device: the build, the driver or the card.
std::string why_no_cuda() {
  if (!at::globalContext().hasCUDA() && !at::detail::getCUDAHooks().hasCUDA()) {
    const bool cuda_build = at::show_config().find("USE_CUDA=ON") != std::string::npos ||
                            at::show_config().find("USE_CUDA=1") != std::string::npos;
    if (!cuda_build) return "this LibTorch is a CPU build (install a CUDA build of torch)";
  }
  if (!std::ifstream("/proc/driver/nvidia/version")) return "no NVIDIA driver is loaded";
  return "the driver sees no NVIDIA card that this LibTorch can use";
}

c10::Device select_cuda(std::string_view request, int64_t index) {
  const auto count = static_cast<int64_t>(torch::cuda::device_count());
  if (count == 0) {
    throw DeviceError("device '{}' is not available: {}. Available: {}", request, why_no_cuda(),
                      available_names());
  }
  if (index >= count) {
    throw DeviceError(
        "device '{}' is not available: there are {} CUDA cards, numbered from 0. Available: {}",
        request, count, available_names());
  }
  return {c10::kCUDA, static_cast<c10::DeviceIndex>(index)};
}

c10::Device select_other(std::string_view request, c10::DeviceType type, bool present) {
  if (!present) {
    throw DeviceError(
        "device '{}' is not available: this LibTorch has no {} support, or the machine none. "
        "Available: {}",
        request, request, available_names());
  }
  return {type, 0};
}

c10::Device select_auto() {
  if (torch::cuda::device_count() > 0) return {c10::kCUDA, 0};
  if (at::hasXPU()) return {c10::kXPU, 0};
  if (at::hasMPS()) return {c10::kMPS, 0};
  return c10::kCPU;
}

}  // namespace

c10::Device select_device(std::string_view request) {
  if (request == "cpu") return c10::kCPU;
  if (request == "auto") return select_auto();
  if (request == "cuda") return select_cuda(request, 0);
  if (request == "mps") return select_other(request, c10::kMPS, at::hasMPS());
  if (request == "xpu") return select_other(request, c10::kXPU, at::hasXPU());
  constexpr std::string_view kCudaPrefix = "cuda:";
  if (request.starts_with(kCudaPrefix)) {
    const auto digits = request.substr(kCudaPrefix.size());
    const bool number = !digits.empty() && digits.size() <= 3 &&
                        digits.find_first_not_of("0123456789") == digits.npos;
    if (number) return select_cuda(request, std::stoll(std::string(digits)));
  }
  throw DeviceError(
      "device '{}' is unknown: expected cpu, cuda, cuda:N, mps, xpu or auto. Available: {}",
      request, available_names());
}

std::vector<DeviceInfo> list_devices() {
  std::vector<DeviceInfo> devices = {{c10::kCPU, cpu_name(), physical_memory_bytes()}};
  const auto cards = static_cast<int>(torch::cuda::device_count());
  for (int i = 0; i < cards; ++i) {
    const auto card = cuda_card(i).value_or(CudaCard{fmt::format("CUDA card {}", i), 0});
    devices.push_back(
        {{c10::kCUDA, static_cast<c10::DeviceIndex>(i)}, card.name, card.memory_bytes});
  }
  if (at::hasXPU()) devices.push_back({{c10::kXPU, 0}, "Intel GPU", 0});
  if (at::hasMPS()) devices.push_back({{c10::kMPS, 0}, "Apple GPU", physical_memory_bytes()});
  return devices;
}

std::string cpu_capability() {
  return at::get_cpu_capability();
}

std::string libtorch_version() {
  return fmt::format("{}.{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR, TORCH_VERSION_PATCH);
}

}  // namespace gradus
