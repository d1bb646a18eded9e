#include "function_fit.h"

#include "gradus/data/functions.h"
#include "gradus/data/load.h"
#include "side_by_side.h"

#include <torch/nn/modules/linear.h>
#include <torch/utils.h>

#include <cmath>

namespace gradus::demos {
namespace {

using report::Text;

constexpr int64_t kExamples = 256;
const Text kOutput = {"output", "输出"}, kSwitch = {"a neuron switches", "神经元在此切换"};

/// What the hidden neurons say at the places `x` [N]: [N, width].
torch::Tensor hidden_outputs(models::Mlp model, const torch::Tensor& x) {
  const auto layer = model->layers->begin();
  const auto sums = layer->forward(x.unsqueeze(1));
  return (layer + 1)->forward(sums);
}

}  // namespace

FunctionFit fit_function(const std::string& function, int64_t width, const std::string& activation,
                         Recipe recipe, const Setup& setup, uint64_t seed) {
  const auto data = data::load_data(
      fmt::format("function:kind={},noise=0,n={},test=1000,seed={}", function, kExamples, seed));
  auto model = seeded(seed, [&] {
    return models::Mlp(models::MlpOptions(1, 1)
                           .hidden({width})
                           .activation(activation)
                           .head(models::Head::kRegression));
  });
  recipe.loss = "mse";
  recipe.batch_size = kExamples;
  auto trainer = make_trainer(torch::nn::AnyModule(model), recipe, setup, seed);
  fit(trainer, data.train);
  const double error = std::sqrt(trainer.evaluate(*data.test).loss);
  model->to(torch::kCPU);
  return {error, neuron_switches(model), model};
}

std::vector<std::vector<double>> neuron_switches(const models::Mlp& model) {
  const torch::NoGradGuard no_gradient;
  const auto layer = model->layers->ptr<torch::nn::LinearImpl>(0);
  // Dense where the functions are, ever farther apart outside.
  const auto far = torch::logspace(0, 6, 601, 10, torch::kFloat64);
  const auto near = torch::linspace(-1, 1, 2001, torch::kFloat64).slice(0, 1, 2000);
  const auto places = torch::cat({-far.flip(0), near, far});
  const auto sums = layer->forward(places.to(layer->weight.options()).unsqueeze(1)).t();
  const auto at = to_vector(places);
  std::vector<std::vector<double>> switches;
  for (int64_t k = 0; k < sums.size(0); ++k) {
    const auto z = to_vector(sums[k]);
    auto& found = switches.emplace_back();
    for (size_t i = 1; i < z.size(); ++i) {
      if ((z[i - 1] > 0) == (z[i] > 0)) continue;
      found.push_back(at[i - 1] + (at[i] - at[i - 1]) * z[i - 1] / (z[i - 1] - z[i]));
    }
  }
  return switches;
}

std::vector<report::Panel> fit_panels(const std::string& function, const FunctionFit& fit) {
  constexpr double kFar = 3;  // how far the neurons are drawn
  const torch::NoGradGuard no_gradient;
  auto model = fit.model;
  const auto near = torch::linspace(-1, 1, 151), far = torch::linspace(-kFar, kFar, 151);
  report::Panel network{
      .title = report::text("{} trained neurons", "{} 个训练得到的神经元", fit.switches.size()),
      .x_label = "x",
      .y_label = kOutput};
  report::Panel neurons{.title = {"Each neuron splits the line in two", "每个神经元把直线分成两段"},
                        .x_label = "x",
                        .y_label = kOutput};
  network.x = report::Span{-1, 1};
  neurons.x = report::Span{-kFar, kFar};
  network.curves = {{.name = {"function", "函数"},
                     .x = to_vector(near),
                     .y = to_vector(data::function_values(function, near)),
                     .width = 5},
                    {.name = {"network", "网络"},
                     .x = to_vector(near),
                     .y = to_vector(model->forward(near.unsqueeze(1))),
                     .colour = 1}};
  report::Marks on_curve{.name = kSwitch, .x = {}, .y = {}, .colour = 7}, on_neurons = on_curve;
  const auto outputs = hidden_outputs(model, far);
  for (size_t k = 0; k < fit.switches.size(); ++k) {
    const auto neuron = static_cast<int64_t>(k);
    neurons.curves.push_back({.x = to_vector(far),
                              .y = to_vector(outputs.select(1, neuron)),
                              .colour = neuron % 7,
                              .width = 1.5});
    for (const double x : fit.switches[k]) {
      const auto at = torch::tensor({static_cast<float>(x)});
      if (std::abs(x) <= 1) {
        on_curve.x.push_back(x);
        on_curve.y.push_back(model->forward(at.unsqueeze(1)).item<double>());
      }
      if (std::abs(x) <= kFar) {
        on_neurons.x.push_back(x);
        on_neurons.y.push_back(hidden_outputs(model, at)[0][neuron].item<double>());
      }
    }
  }
  network.marks = {on_curve};
  neurons.marks = {on_neurons};
  return {network, neurons};
}

}  // namespace gradus::demos
