#include "mlp_diagram.h"

#include "gradus/core/seed.h"

#include <torch/nn/modules/linear.h>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

models::Mlp network(const std::string& activation) {
  seed_everything(0);
  return models::Mlp(models::MlpOptions(3, 2).hidden({5, 4}).activation(activation));
}

}  // namespace

TEST_CASE("The parts of a network are read from its modules") {
  const auto parts = parts_of(network("tanh"));
  CHECK(parts.widths == std::vector<int64_t>{3, 5, 4, 2});
  CHECK(parts.activations == 2);
  CHECK(parts.parameters == 4 * 5 + 6 * 4 + 5 * 2);
  CHECK(parts.learned_slopes == 0);
  CHECK(parts_of(network("prelu")).learned_slopes == 2);
  CHECK(parts_of(network("identity")).activations == 0);
}

TEST_CASE("The diagram shows the network's own weights") {
  const auto model = network("tanh");
  const auto diagram = mlp_diagram(model);
  REQUIRE(diagram.layers.size() == 4);
  CHECK(diagram.layers[1].nodes.size() == 5);
  CHECK(diagram.layers[0].nodes[2] == report::Text("x₃"));
  const auto* first = model->layers->children().front()->as<torch::nn::LinearImpl>();
  CHECK(diagram.connections[0].weights[4][2] == Approx(first->weight[4][2].item<double>()));
  CHECK(diagram.connections[0].biases[4] == Approx(first->bias[4].item<double>()));
  for (const auto language : {report::Language::kEnglish, report::Language::kChinese}) {
    CHECK_FALSE(report::network_diagram(diagram, language).commands.empty());
  }
}

TEST_CASE("Values can stand in the nodes") {
  const auto diagram = mlp_diagram(
      network("tanh"), {{1, 2, 3}, {0.1, 0.2, 0.3, 0.4, 0.5}, {0.5, 0.5, 0.5, 0.5}, {-1, 0.25}});
  CHECK(diagram.layers[3].nodes[1] == report::Text("0.25"));
}
