#include "autograd_graph.h"

#include "stage.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/accumulate_grad.h>

#include <fmt/ranges.h>

#include <set>

namespace gradus::demos {
namespace {

using torch::autograd::AccumulateGrad;
using torch::autograd::Node;

// No-break spaces, since HTML would draw several blanks as one.
constexpr const char* kBlank = "\u00A0\u00A0\u00A0";
constexpr const char* kLine = "│\u00A0\u00A0";

class Walk {
 public:
  Walk(const std::vector<std::string>& names, const std::vector<torch::Tensor>& tensors)
      : names_(names), tensors_(tensors) {}

  /// `lines` are those of the nodes above; `branch` leads to this one.
  void visit(Node& node, const std::string& lines, const std::string& branch) {
    nodes_.push_back({branch, short_name(node), gradient_shape(node), tensor(node)});
    if (!seen_.insert(&node).second) return;
    std::vector<Node*> next;
    for (const auto& edge : node.next_edges()) {
      if (edge.is_valid()) next.push_back(edge.function.get());
    }
    for (size_t i = 0; i < next.size(); ++i) {
      const bool last = i + 1 == next.size();
      visit(*next[i], lines + (last ? kBlank : kLine), lines + (last ? "└─\u00A0" : "├─\u00A0"));
    }
  }

  std::vector<GraphNode> take_nodes() { return std::move(nodes_); }

 private:
  static std::string short_name(const Node& node) {
    const auto name = node.name();
    const auto colon = name.rfind(':');
    return colon == std::string::npos ? name : name.substr(colon + 1);
  }

  static std::vector<int64_t> gradient_shape(const Node& node) {
    if (node.num_inputs() == 0) return {};
    std::vector<int64_t> shape;
    for (const auto& size : node.input_metadata(0).shape_as_dim_vector()) {
      shape.push_back(size.expect_int());
    }
    return shape;
  }

  std::string tensor(const Node& node) const {
    const auto* leaf = dynamic_cast<const AccumulateGrad*>(&node);
    for (size_t i = 0; i < names_.size(); ++i) {
      const auto& tensor = tensors_[i];
      if (leaf ? tensor.is_same(leaf->variable) : tensor.grad_fn().get() == &node) return names_[i];
    }
    return {};
  }

  const std::vector<std::string>& names_;
  const std::vector<torch::Tensor>& tensors_;
  std::set<const Node*> seen_;
  std::vector<GraphNode> nodes_;
};

}  // namespace

std::vector<GraphNode> autograd_graph(const torch::Tensor& loss,
                                      const std::vector<std::string>& names,
                                      const std::vector<torch::Tensor>& tensors) {
  Walk walk(names, tensors);
  if (loss.grad_fn()) walk.visit(*loss.grad_fn(), "", "");
  return walk.take_nodes();
}

void show(Stage& stage, const std::vector<GraphNode>& graph) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto& node : graph) {
    rows.push_back({node.branch + node.name,
                    node.tensor.empty() ? report::Text("") : report::Text("∂L/∂" + node.tensor),
                    fmt::format("[{}]", fmt::join(node.gradient_shape, ", "))});
  }
  stage.table({"The graph that autograd recorded, from the loss L back to the parameters",
               "自动求导记录的计算图：从损失 L 回到参数"},
              {{"node", "节点"}, {"gradient that arrives", "到达的梯度"}, {"shape", "形状"}}, rows);
}

}  // namespace gradus::demos
