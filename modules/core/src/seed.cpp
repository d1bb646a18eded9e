#include "gradus/core/seed.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <torch/utils.h>

namespace gradus {
namespace {

uint64_t split_mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

void seed_everything(uint64_t seed) {
  torch::manual_seed(seed);
}

at::Generator make_generator(uint64_t seed, uint64_t stream, c10::Device device) {
  const auto own_seed = split_mix(split_mix(seed) ^ stream);
  if (device.is_cpu()) return at::detail::createCPUGenerator(own_seed);
  auto generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(own_seed);
  return generator;
}

}  // namespace gradus
