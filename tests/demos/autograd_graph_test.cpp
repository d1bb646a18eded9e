#include "autograd_graph.h"

#include <algorithm>

#include "catch.h"

using namespace gradus::demos;

TEST_CASE("The graph of a product is a tree that ends at its factors") {
  const auto a = torch::ones({2, 3}).requires_grad_(), b = torch::ones({3}).requires_grad_();
  const auto product = a * b;
  const auto loss = product.sum();
  const auto graph = autograd_graph(loss, {"loss", "product", "a", "b"}, {loss, product, a, b});
  REQUIRE(graph.size() == 4);
  CHECK(graph[0].name == "SumBackward0");
  CHECK(graph[0].tensor == "loss");
  CHECK(graph[0].gradient_shape.empty());
  CHECK(graph[1].name == "MulBackward0");
  CHECK(graph[1].tensor == "product");
  CHECK(graph[1].gradient_shape == std::vector<int64_t>{2, 3});
  CHECK(graph[2].name == "AccumulateGrad");
  CHECK(graph[2].tensor == "a");
  CHECK(graph[3].tensor == "b");
  CHECK(graph[3].gradient_shape == std::vector<int64_t>{3});
  CHECK(graph[1].branch == "└─\u00A0");
  CHECK(graph[2].branch == "\u00A0\u00A0\u00A0├─\u00A0");
  CHECK(graph[3].branch == "\u00A0\u00A0\u00A0└─\u00A0");
}

TEST_CASE("A node that is reached twice is walked through once") {
  const auto a = torch::ones({2}).requires_grad_();
  const auto shared = a.exp();
  const auto graph = autograd_graph((shared * shared).sum(), {"a"}, {a});
  CHECK(std::ranges::count(graph, "ExpBackward0", &GraphNode::name) == 2);
  CHECK(std::ranges::count(graph, "a", &GraphNode::tensor) == 1);
}

TEST_CASE("What does not come from parameters has no graph") {
  CHECK(autograd_graph(torch::ones({}), {}, {}).empty());
}
