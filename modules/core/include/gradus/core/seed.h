/// Reproducible randomness: every random choice is a function of the user's seed.
#pragma once
#include <ATen/core/Generator.h>
#include <c10/core/Device.h>

#include <cstdint>

namespace gradus {

/// Seeds LibTorch's generators on every device (`torch::manual_seed`): weights, dropout.
void seed_everything(uint64_t seed);

/// A generator of its own for `stream`, so that one consumer's draws (the order of epoch 3,
/// say) never shift another's. Streams of one seed are decorrelated by SplitMix64 (Steele, Lea and
/// Flood, 2014).
/// The CPU and CUDA devices draw other numbers from the same seed; other devices have none.
at::Generator make_generator(uint64_t seed, uint64_t stream, c10::Device device = c10::kCPU);

}  // namespace gradus
