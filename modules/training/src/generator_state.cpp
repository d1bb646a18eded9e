#include "generator_state.h"

#include "gradus/core/error.h"

#include <ATen/Context.h>

namespace gradus::training {
namespace {

std::string name_of(torch::Device device) {
  return "generator." + c10::DeviceTypeName(device.type(), /*lower_case=*/true);
}

at::Generator generator_of(torch::Device device) {
  return at::globalContext().defaultGenerator(device);
}

void load(const StateMap& state, torch::Device device) {
  const auto found = state.find(name_of(device));
  if (found == state.end()) return;
  auto generator = generator_of(device);
  try {
    generator.set_state(found->second);
  } catch (const c10::Error& error) {
    throw CheckpointError("the state of the {} generator is refused: {}", device.str(),
                          error.what_without_backtrace());
  }
}

}  // namespace

StateMap generator_state(torch::Device device) {
  StateMap state = {{name_of(torch::kCPU), generator_of(torch::kCPU).get_state()}};
  if (device.is_cuda()) state[name_of(device)] = generator_of(device).get_state();
  return state;
}

void load_generators(const StateMap& state, torch::Device device) {
  load(state, torch::kCPU);
  if (device.is_cuda()) load(state, device);
}

}  // namespace gradus::training
