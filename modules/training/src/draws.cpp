#include "draws.h"

#include "gradus/core/seed.h"

namespace gradus::training {
namespace {

/// The three numbers side by side: no two steps of a training share a stream, nor do they take one
/// from other consumers, whose streams leave the uppermost byte 0 or begin it with 0xB0.
uint64_t stream(DrawnBy transform, int64_t epoch, int64_t step) {
  constexpr int kStepBits = 36, kEpochBits = 20;
  return (static_cast<uint64_t>(transform) << (kStepBits + kEpochBits)) |
         (static_cast<uint64_t>(epoch) << kStepBits) | static_cast<uint64_t>(step);
}

}  // namespace

Draws::Draws(uint64_t seed, DrawnBy transform, int64_t epoch, int64_t step, torch::Device device)
    : device_(device),
      // Another kind of device than these two has no generator that we can count on.
      drawn_on_(device.is_cuda() ? device : torch::Device(torch::kCPU)),
      host_(make_generator(seed, stream(transform, epoch, step))),
      generator_(drawn_on_.is_cpu()
                     ? host_
                     : make_generator(seed, stream(transform, epoch, step), drawn_on_)) {
}

torch::Tensor Draws::uniform(int64_t count) {
  return torch::rand({count}, generator_, torch::TensorOptions(drawn_on_)).to(device_);
}

torch::Tensor Draws::normal_like(const torch::Tensor& like) {
  const auto options = torch::TensorOptions(drawn_on_).dtype(like.scalar_type());
  return torch::randn(like.sizes(), generator_, options).to(device_);
}

torch::Tensor Draws::integers(int64_t low, int64_t high, int64_t count) {
  const auto options = torch::TensorOptions(drawn_on_).dtype(torch::kInt64);
  return torch::randint(low, high + 1, {count}, generator_, options).to(device_);
}

torch::Tensor Draws::permutation(int64_t count) {
  const auto options = torch::TensorOptions(drawn_on_).dtype(torch::kInt64);
  return torch::randperm(count, generator_, options).to(device_);
}

double Draws::beta(double alpha) {
  // With two components Dirichlet's distribution is Beta's. In float32 small alphas would
  // underflow.
  return at::_sample_dirichlet(torch::full({2}, alpha, torch::kFloat64), host_)[0].item<double>();
}

}  // namespace gradus::training
