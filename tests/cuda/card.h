/// Tests of a card end here where there is none.
#pragma once
#include <torch/cuda.h>

#include <cstdio>

/// Says that the test is skipped where there is none.
inline bool has_card() {
  if (torch::cuda::device_count() > 0) return true;
  std::puts("SKIPPED: no CUDA card");
  return false;
}
