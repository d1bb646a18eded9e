#include "mlp_diagram.h"

#include "experiment.h"
#include "gradus/models/summary.h"

#include <torch/nn/modules/linear.h>

#include <algorithm>

namespace gradus::demos {
namespace {

using report::Text;
using report::text;

/// Layer `index` of `count`, the inputs being layer 0.
Text layer_name(size_t index, size_t count) {
  if (index == 0) return {"input layer", "输入层"};
  if (index + 1 == count) return {"output layer", "输出层"};
  return text("hidden layer {}", "隐层 {}", index);
}

std::string subscript(size_t number) {
  static const char* const kDigits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  std::string digits;
  for (const char digit : std::to_string(number)) digits += kDigits[digit - '0'];
  return digits;
}

std::vector<const torch::nn::LinearImpl*> linear_layers(const models::Mlp& model) {
  std::vector<const torch::nn::LinearImpl*> layers;
  for (const auto& layer : model->layers->children()) {
    if (const auto* linear = layer->as<torch::nn::LinearImpl>()) layers.push_back(linear);
  }
  return layers;
}

report::NetworkDiagram::Connection connection_of(const torch::nn::LinearImpl& linear) {
  report::NetworkDiagram::Connection connection;
  for (int64_t to = 0; to < linear.weight.size(0); ++to) {
    connection.weights.push_back(to_vector(linear.weight[to]));
  }
  if (linear.bias.defined()) connection.biases = to_vector(linear.bias);
  return connection;
}

}  // namespace

MlpParts parts_of(const models::Mlp& model) {
  MlpParts parts;
  parts.parameters = parts.learned_slopes = parameter_count(*model);
  for (const auto& layer : model->layers->children()) {
    if (const auto* linear = layer->as<torch::nn::LinearImpl>()) {
      if (parts.widths.empty()) parts.widths.push_back(linear->weight.size(1));
      parts.widths.push_back(linear->weight.size(0));
      parts.learned_slopes -= parameter_count(*linear);
    } else if (layer->as<torch::nn::IdentityImpl>() == nullptr) {
      ++parts.activations;
    }
  }
  return parts;
}

report::NetworkDiagram mlp_diagram(const models::Mlp& model,
                                   const std::vector<std::vector<double>>& values) {
  const auto linears = linear_layers(model);
  const size_t count = linears.size() + 1;
  report::NetworkDiagram diagram;
  for (size_t l = 0; l < count; ++l) {
    const auto width =
        static_cast<size_t>(l == 0 ? linears[0]->weight.size(1) : linears[l - 1]->weight.size(0));
    const char* letter = l == 0 ? "x" : l + 1 == count ? "y" : "h";
    std::vector<Text> nodes;
    for (size_t i = 0; i < width; ++i) {
      nodes.push_back(values.empty() ? letter + subscript(i + 1)
                                     : fmt::format("{:.2f}", values[l][i]));
    }
    diagram.layers.push_back({layer_name(l, count), std::move(nodes)});
    if (l > 0) diagram.connections.push_back(connection_of(*linears[l - 1]));
  }
  return diagram;
}

void show_summary(Stage& stage, const models::Mlp& model) {
  const auto inputs = model->options.inputs();
  const auto rows = models::summarize(*model, {inputs, model->options.outputs()});
  const auto is_linear = [](const models::SummaryRow& row) { return row.type == "Linear"; };
  const auto count = static_cast<size_t>(std::ranges::count_if(rows, is_linear)) + 1;
  std::vector<std::vector<Text>> table = {
      {layer_name(0, count), "", "", fmt::format("[N, {}]", inputs), "", "0"}};
  int64_t total = 0, width = inputs;
  size_t linears = 0;
  for (const auto& row : rows) {
    std::string sum;
    if (is_linear(row)) {
      ++linears;
      const int64_t next = row.parameters / (width + 1);
      sum = fmt::format("({} + 1) · {}", width, next);
      width = next;
    }
    total += row.parameters;
    table.push_back({is_linear(row) ? layer_name(linears, count) : Text{"activation", "激活函数"},
                     row.name, row.type, row.output_shape, sum, fmt::format("{}", row.parameters)});
  }
  table.push_back({{"total", "合计"}, "", "", "", "", fmt::format("{}", total)});
  stage.table({"Layers, what they return for N examples, and how many numbers they learn",
               "各层、对 N 个样本的输出形状与可学习参数"},
              {{"layer", "层"},
               {"name", "名称"},
               {"module", "模块"},
               {"output", "输出"},
               {"(n + 1) · m", "(n + 1) · m"},
               {"parameters", "参数量"}},
              table);
}

}  // namespace gradus::demos
