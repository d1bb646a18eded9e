/// The multilayer perceptron: neurons combined into layers.
///
/// Shows:   a real network drawn with its weights, the same with the values of one example in its
///          nodes, and a summary of its layers, shapes and parameters.
/// Command: gradus demo mlp                 (try --hidden 8-8-8, --hidden none, or --activation
/// relu) See:     input, hidden and output layers; (n + 1) m numbers between n and m neurons; the
/// network
///          as a whole gives what its single neurons give one after the other.
#include "13_mlp.h"

#include "experiment.h"
#include "gradus/models/activation.h"
#include "numbers.h"
#include "side_by_side.h"
#include "stage.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::demos::mlp {

using report::decide;
using report::text;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.inputs = flags.integer("--inputs", 3, {1, 4096}, "numbers an example");
  options.hidden = flags.integers("--hidden", {5, 4}, {1, 4096},
                                  "widths of the hidden layers, as in 8-8-8, or none");
  options.outputs = flags.integer("--outputs", 2, {1, 4096}, "neurons of the output layer");
  options.activation = flags.text("--activation", "tanh", "of the hidden layers");
  options.rows = flags.integer("--rows", quick ? 20 : 200, {1, 100'000}, "examples to compare on");
  models::make_activation(options.activation);  // refuses unknown names before anything is printed
  return options;
}

models::Mlp make_network(const Options& options, const Setup& setup) {
  auto model = seeded(setup.seed, [&] {
    return models::Mlp(models::MlpOptions(options.inputs, options.outputs)
                           .hidden(options.hidden)
                           .activation(options.activation));
  });
  model->to(torch::kFloat64);
  if (!setup.device.is_mps()) model->to(setup.device);  // MPS has no float64
  return model;
}

std::vector<std::vector<double>> run_neurons(models::Mlp& model, std::vector<double> row) {
  const torch::NoGradGuard no_gradient;
  std::vector<std::vector<double>> values = {std::move(row)};
  for (auto& layer : *model->layers) {
    const auto* linear = layer.ptr()->as<torch::nn::LinearImpl>();
    if (linear == nullptr) {  // f, applied to the sums of the neurons before it
      for (double& value : values.back()) {
        const auto z = torch::full({1}, value, model->parameters().front().options());
        value = layer.forward(z).item<double>();
      }
      continue;
    }
    const auto weights = to_vector(linear->weight), biases = to_vector(linear->bias);
    const auto inputs = values.back();
    auto& outputs = values.emplace_back();
    for (size_t neuron = 0; neuron < biases.size(); ++neuron) {
      double sum = biases[neuron];
      for (size_t i = 0; i < inputs.size(); ++i) {
        sum += weights[neuron * inputs.size() + i] * inputs[i];
      }
      outputs.push_back(sum);
    }
  }
  return values;
}

double neuron_error(models::Mlp& model, int64_t rows, uint64_t seed) {
  const torch::NoGradGuard no_gradient;
  const auto options = model->parameters().front().options();
  const auto inputs =
      seeded(seed, [&] { return torch::randn({rows, model->options.inputs()}, torch::kFloat64); });
  double error = 0, largest = 0;
  for (int64_t i = 0; i < rows; ++i) {
    const auto whole = to_vector(model->forward(inputs.narrow(0, i, 1).to(options)));
    const auto single = run_neurons(model, to_vector(inputs[i])).back();
    error = std::max(error, largest_difference(single, whole));
    for (const double output : whole) largest = std::max(largest, std::abs(output));
  }
  return error / largest;
}

Result measure(const Options& options, const Setup& setup) {
  auto model = make_network(options, setup);
  return {parts_of(model), neuron_error(model, options.rows, setup.seed)};
}

std::vector<report::Finding> judge(const Result& result) {
  const auto& [widths, activations, parameters, learned_slopes] = result.parts;
  const int64_t hidden = std::ssize(widths) - 2;
  int64_t sum = 0;
  for (size_t i = 0; i + 1 < widths.size(); ++i) sum += (widths[i] + 1) * widths[i + 1];
  return {
      {{"it has an input layer, hidden layers and an output layer", "它有输入层、隐层和输出层"},
       {"holds with a hidden layer at least and an activation after each; with limits when some "
        "has "
        "no activation",
        "至少有一个隐层且每个隐层之后都有激活函数则成立；有隐层缺激活函数则有条件成立"},
       text("neurons by layer {}; {} activations", "各层神经元数 {}；激活函数 {} 个",
            fmt::format("{}", fmt::join(widths, "-")), activations),
       decide(hidden > 0 && activations == hidden, hidden > 0)},
      {{"between n and m neurons there are (n + 1) m parameters",
        "n 个神经元到 m 个神经元之间有 (n + 1) m 个参数"},
       {"holds when these add up to the model's parameters; with limits when only the activations' "
        "own come on top",
        "总和等于模型参数总数则成立；仅多出激活函数自身的参数则有条件成立"},
       text("{} parameters, the sum is {}", "共 {} 个参数，总和为 {}", parameters, sum),
       decide(parameters == sum, parameters == sum + learned_slopes)},
      {{"the network is its neurons, one after the other", "网络就是一个个神经元的组合"},
       {"holds when single neurons in plain loops give the same outputs to 1e-6",
        "用循环逐个计算神经元，输出相差不超过 1e-6 则成立"},
       text("largest relative difference {:.1e}", "最大相对差 {:.1e}", result.neuron_error),
       decide(result.neuron_error <= 1e-6)},
  };
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"Neurons combined into layers make a multilayer perceptron: an input layer, hidden "
       "layers and an output layer.",
       "把神经元组合成层，就得到多层感知器：输入层、隐层和输出层。"});
  const auto result = measure(options, stage.setup());
  stage.ran(text(
      "a network {} with {}, its weights as PyTorch starts them, float64; {} random examples",
      "{} 网络，激活函数 {}，权重为 PyTorch 的初始值，float64；{} 个随机样本",
      fmt::format("{}", fmt::join(result.parts.widths, "-")), options.activation, options.rows));
  auto model = make_network(options, stage.setup());
  show_summary(stage, model);
  stage.figure("network",
               {"The network: a circle a neuron, a line a weight", "网络：圆是神经元，线是权重"},
               mlp_diagram(model));
  const auto row = seeded(stage.setup().seed, [&] { return torch::randn({options.inputs}); });
  stage.figure("example",
               {"One example on its way: the outputs of all neurons",
                "一个样本的前向计算：每个神经元的输出"},
               mlp_diagram(model, run_neurons(model, to_vector(row))));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {13,
     "mlp",
     {"The multilayer perceptron", "多层感知器"},
     {"Neurons in layers: a network drawn, its shapes and parameters, and neuron by neuron",
      "神经元组成的层：画出网络，列出形状与参数，并逐个神经元计算"}},
    read_options, run);

}  // namespace gradus::demos::mlp
