// The least that a LibTorch program can take: it starts, makes one tensor, and ends. What gradus
// takes from its start to the first step is measured against it.
#include <torch/types.h>

int main() {
  return torch::ones({2, 2}).sum().item<int64_t>() == 4 ? 0 : 1;
}
