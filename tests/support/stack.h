/// A Sequential that AnyModule can hold: LibTorch's own has a templated forward.
#pragma once
#include <torch/nn/modules/container/sequential.h>

struct StackImpl : torch::nn::SequentialImpl {
  torch::Tensor forward(torch::Tensor input) { return torch::nn::SequentialImpl::forward(input); }
};
TORCH_MODULE(Stack);
