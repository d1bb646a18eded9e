/// What the NVIDIA driver tells of a card. LibTorch's C++ API gives neither name nor memory without
/// the CUDA toolkit's headers, which a user of the wheel does not have.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace gradus {

struct CudaCard {
  std::string name;
  int64_t memory_bytes;
};

/// Card `index` in the order of CUDA_VISIBLE_DEVICES, asked of libcuda.so.1 (the driver's own
/// library); nothing when there is none.
std::optional<CudaCard> cuda_card(int index);

}  // namespace gradus
