/// Back-propagation (BP): how a network learns.
///
/// Shows:   the chain rule through a network of two layers, gradient by gradient, against autograd
///          and difference quotients; the graph that autograd recorded; the way down a loss
///          surface.
/// Command: gradus demo backpropagation     (try --activation relu, or --learning-rate 3)
/// See:     the same numbers three times; a graph that ends at the parameters; paths at right
/// angles
///          to the contours that always go down, unless the steps are too long.
#include "14_backpropagation.h"

#include "gradus/models/activation.h"
#include "side_by_side.h"
#include "stage.h"

#include <cmath>

namespace gradus::demos::backpropagation {

using report::decide;
using report::number;
using report::text;
using torch::Tensor;

Options read_options(const Settings& flags, bool quick) {
  Options options;
  options.hidden = flags.integer("--hidden", 4, {1, 1000}, "neurons of the hidden layer");
  options.activation = flags.choice("--activation", "tanh", slope_names(), "of the hidden layer");
  options.examples = flags.integer("--examples", 20, {2, 10'000}, "in a batch");
  options.networks = flags.integer("--networks", quick ? 3 : 20, {1, 1000}, "to draw and compare");
  options.learning_rate = flags.real("--learning-rate", 0.03, {1e-9, 1e6}, "of gradient descent");
  options.steps = flags.integer("--steps", quick ? 300 : 1000, {1, 100'000}, "of gradient descent");
  return options;
}

Forward forward(const TwoLayerNetwork& network, const Tensor& x, const Tensor& targets) {
  Forward pass;
  pass.z1 = torch::linear(x, network.w1, network.b1);
  pass.a1 = models::make_activation(network.activation).forward(pass.z1);
  pass.y = torch::linear(pass.a1, network.w2, network.b2);
  pass.loss = torch::mse_loss(pass.y, targets);
  return pass;
}

/// The chain rule, from the loss back to the first layer; each line needs only those above it.
Gradients backward(const TwoLayerNetwork& network, const Tensor& x, const Tensor& targets,
                   const Forward& pass) {
  Gradients d;
  d.y = 2 * (pass.y - targets) / double(targets.numel());  // L = mean of (y - t)²
  d.w2 = d.y.t().matmul(pass.a1);                          // y = a₁ W₂ᵀ + b₂
  d.b2 = d.y.sum(0);
  d.a1 = d.y.matmul(network.w2);
  d.z1 = d.a1 * slope_by_hand(network.activation, pass.z1, pass.a1);  // a₁ = f(z₁)
  d.w1 = d.z1.t().matmul(x);                                          // z₁ = x W₁ᵀ + b₁
  d.b1 = d.z1.sum(0);
  return d;
}

void compare(const Problem& problem, GradientChecks& checks) {
  const auto& [n, x, targets] = problem;
  const auto pass = forward(n, x, targets);
  const auto d = backward(n, x, targets, pass);
  const auto check = [&](const GradientCheck& name, const Tensor& by_hand, const Tensor& of) {
    checks.add(name, by_hand, of, [&] { return forward(n, x, targets).loss; }, pass.loss);
  };
  check({"∂L/∂y", "2 (y - t) / (N K)"}, d.y, pass.y);
  check({"∂L/∂W₂", "(∂L/∂y)ᵀ a₁"}, d.w2, n.w2);
  check({"∂L/∂b₂", "Σₙ ∂L/∂y"}, d.b2, n.b2);
  check({"∂L/∂a₁", "∂L/∂y W₂"}, d.a1, pass.a1);
  check({"∂L/∂z₁", "∂L/∂a₁ ⊙ f′(z₁)"}, d.z1, pass.z1);
  check({"∂L/∂W₁", "(∂L/∂z₁)ᵀ x"}, d.w1, n.w1);
  check({"∂L/∂b₁", "Σₙ ∂L/∂z₁"}, d.b1, n.b1);
}

LossFunction two_weights(const Options& options, uint64_t seed) {
  const auto x = torch::linspace(-2, 2, options.examples, torch::kFloat64).unsqueeze(1);
  const auto noise = seeded(seed, [&] { return 0.1 * torch::randn_like(x); });
  const auto targets = forward(two_weight_network(options.activation, 1.5, 1.5), x, x).y + noise;
  return [=, activation = options.activation](double w1, double w2) -> SurfacePoint {
    const auto network = two_weight_network(activation, w1, w2);
    const auto pass = forward(network, x, targets);
    const auto d = backward(network, x, targets, pass);
    return {pass.loss.item<double>(), d.w1.item<double>(), d.w2.item<double>()};
  };
}

Result measure(const Options& options, const Setup& setup) {
  GradientChecks checks;
  std::vector<GraphNode> graph;
  for (int64_t i = 0; i < options.networks; ++i) {
    const auto problem = draw_problem(options.activation, {3, options.hidden, 2, options.examples},
                                      setup, setup.seed + static_cast<uint64_t>(i));
    compare(problem, checks);
    if (i > 0) continue;
    const auto& n = problem.network;
    const auto pass = forward(n, problem.x, problem.targets);
    graph = autograd_graph(pass.loss, {"L", "y", "a₁", "z₁", "W₂", "b₂", "W₁", "b₁"},
                           {pass.loss, pass.y, pass.a1, pass.z1, n.w2, n.b2, n.w1, n.b1});
  }
  return {checks.checks(), graph,
          explore(two_weights(options, setup.seed), options.learning_rate, options.steps)};
}

std::vector<report::Finding> judge(const Result& result) {
  constexpr double kSame = 1e-6;
  const auto [autograd, quotients] = largest_differences(result.checks);
  const auto fall = measure_fall(result.descent.paths);
  return {
      {{"the chain rule by hand gives autograd's gradients",
        "手写链式法则与自动求导给出相同的梯度"},
       {"holds when no gradient differs by more than 1e-6 of its largest entry",
        "每个梯度相差都不超过其最大分量的 1e-6 则成立"},
       number("{:.1e}", autograd),
       decide(autograd <= kSame)},
      {{"they are the slopes of the loss", "这些梯度就是损失函数的斜率"},
       {"holds when no gradient differs from the difference quotients of the loss by more than "
        "1e-6 of its largest entry",
        "每个梯度与损失的差商之差都不超过其最大分量的 1e-6 则成立"},
       number("{:.1e}", quotients),
       decide(quotients <= kSame)},
      {{"steps against the gradient go downhill", "沿负梯度方向每走一步，损失都下降"},
       {"holds when no step of any path raises the loss; with limits when all paths end lower",
        "所有路径都没有一步使损失上升则成立；仅终点都更低则有条件成立"},
       fall.measured,
       decide(fall.rises == 0, fall.all_lower)},
  };
}

void run(Stage& stage, const Options& options) {
  stage.claim(
      {"Back-propagation is how a network learns: the chain rule carries the loss' gradient "
       "from the output back to every weight, and each weight steps against it.",
       "神经网络靠反向传播（BP）学习：链式法则把损失的梯度从输出逐层传回每个权重，"
       "权重再沿负梯度方向更新。"});
  stage.ran(
      text("{} networks 3–{}–2 with {}, {} examples each, float64; {} steps of gradient "
           "descent at rate {}",
           "{} 个 3–{}–2 网络（激活函数 {}），各 {} 个样本，float64；梯度下降 {} 步，学习率 {}",
           options.networks, options.hidden, options.activation, options.examples, options.steps,
           options.learning_rate));
  const auto result = measure(options, stage.setup());
  show(stage, result.checks);
  show(stage, result.graph);
  stage.figure("descent",
               {"The loss of y = w₂ f(w₁ x), and gradient descent from three starts",
                "y = w₂ f(w₁ x) 的损失，以及从三个起点出发的梯度下降"},
               descent_picture(result.descent));
  stage.findings(judge(result));
}

const bool registered = register_demo(
    {14,
     "backpropagation",
     {"Back-propagation", "反向传播（BP）"},
     {"The chain rule by hand against autograd, its graph, and the path down a loss surface",
      "手写链式法则与自动求导对照、计算图，以及损失曲面上的下降路径"}},
    read_options, run);

}  // namespace gradus::demos::backpropagation
