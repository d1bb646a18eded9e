#include "gradus/models/initialization.h"

#include "choices.h"

#include <torch/nn/init.h>
#include <torch/nn/modules/linear.h>

#include <cmath>

namespace gradus::models {
namespace {

constexpr double kSmallDeviation = 0.01;

const Choices<Initialization> kChoices = {
    {"pytorch", Initialization::kPyTorch},
    {"xavier", Initialization::kXavier},
    {"he", Initialization::kHe},
    {"lecun", Initialization::kLeCun},
    {"small_normal", Initialization::kSmallNormal},
    {"zero", Initialization::kZero},
};

void initialize_weight(const torch::Tensor& weight, Initialization initialization) {
  namespace init = torch::nn::init;
  switch (initialization) {
    case Initialization::kPyTorch:
      break;
    case Initialization::kXavier:
      init::xavier_uniform_(weight);
      break;
    case Initialization::kHe:
      init::kaiming_normal_(weight, 0, torch::kFanIn, torch::kReLU);
      break;
    case Initialization::kLeCun:
      init::normal_(weight, 0, 1 / std::sqrt(static_cast<double>(weight.size(1))));
      break;
    case Initialization::kSmallNormal:
      init::normal_(weight, 0, kSmallDeviation);
      break;
    case Initialization::kZero:
      init::zeros_(weight);
      break;
  }
}

}  // namespace

const std::vector<std::string>& initialization_names() {
  static const auto names = choice_names(kChoices);
  return names;
}

std::string to_string(Initialization initialization) {
  return choice_name(kChoices, initialization);
}

Initialization parse_initialization(const std::string& name) {
  return parse_choice(kChoices, "initialization", name);
}

void initialize(torch::nn::Module& module, Initialization initialization) {
  // A root that lives on the stack has no shared pointer, so `modules()` must leave it out.
  auto draw = [initialization](torch::nn::Module& layer) {
    auto* linear = layer.as<torch::nn::Linear>();
    if (linear == nullptr) return;
    if (initialization == Initialization::kPyTorch) {
      linear->reset_parameters();
      return;
    }
    initialize_weight(linear->weight, initialization);
    if (linear->bias.defined()) torch::nn::init::zeros_(linear->bias);
  };
  draw(module);
  for (const auto& layer : module.modules(/*include_self=*/false)) draw(*layer);
}

}  // namespace gradus::models
