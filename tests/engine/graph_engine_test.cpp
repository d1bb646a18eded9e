// The graph engine without a GPU: a recording that runs the work again stands for the graph.
#include "graph_engine.h"

#include "engine_pair.h"

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;
namespace optim = torch::optim;

namespace {

struct Repeated : StepRecording {
  struct Counts {
    int captured = 0, replayed = 0;
  };
  explicit Repeated(Counts& counts_) : counts(counts_) {}
  void rehearse(const Work& work) override {
    for (int run = 0; run < 3; ++run) work();
  }
  void capture(const Work& work_) override {
    ++counts.captured;
    work = work_;
  }
  void replay() override {
    ++counts.replayed;
    work();
  }
  Counts& counts;
  Work work;
};

/// What fails on the device, as a synchronising model does.
struct Failing : StepRecording {
  void rehearse(const Work& work) override {
    work();
    TORCH_CHECK(false, "called a synchronizing CUDA operation");
  }
  void capture(const Work&) override {}
  void replay() override { FAIL("nothing was captured"); }
};

/// With `Repeated` in place of the graph.
struct Pair : EnginePair {
  Pair(const std::string& text, const std::string& loss, const OptimizerFactory& optimizer,
       Precision precision = Precision::kFloat32, bool apart = false)
      : EnginePair(text, loss, optimizer, torch::kCPU, precision, apart) {
    graph.choice.engine =
        make_graph_engine(graph.request(EngineKind::kGraph), std::make_unique<Repeated>(counts));
  }
  Repeated::Counts counts;
};

const std::string kText = "linear 3 8 | relu | linear 8 2";

}  // namespace

TEST_CASE("A replayed step equals eager's for every optimizer that can be recorded") {
  const std::vector<OptimizerFactory> factories = {
      plain_sgd(0.1),
      factory<optim::SGD>(optim::SGDOptions(0.1).momentum(0.9).nesterov(true).weight_decay(0.01)),
      factory<optim::Adam>(optim::AdamOptions(0.01).weight_decay(0.01)),
      factory<optim::AdamW>(optim::AdamWOptions(0.01)),
  };
  for (const auto& make : factories) {
    torch::manual_seed(3);
    Pair pair(kText, "cross_entropy", make);
    auto rows = random_rows(48, 3, 2, "cross_entropy", 16);
    for (int epoch = 0; epoch < 3; ++epoch) {
      rows.order = torch::randperm(48, torch::kInt64);
      pair.check_epoch(rows);
    }
    CHECK(pair.counts.captured == 1);
    CHECK(pair.counts.replayed == 9);
  }
}

TEST_CASE("Groups of the optimizer are replayed each by its own rule and rate") {
  const auto adamw = optim::AdamWOptions(0.02).weight_decay(0.3);
  const OptimizerFactory make = [&](const std::vector<Tensor>& flats) {
    return make_grouped<optim::AdamW>({flats[0]}, {flats[1]}, adamw);
  };
  torch::manual_seed(3);
  Pair pair(kText, "cross_entropy", make, Precision::kFloat32, /*apart=*/true);
  const auto rows = random_rows(50, 3, 2, "cross_entropy", 16);
  for (int epoch = 0; epoch < 3; ++epoch) {
    for (auto* const setup : {&pair.graph, &pair.eager}) {
      auto& options = setup->optimizer->param_groups()[1].options();
      options.set_lr(options.get_lr() * 0.7);
    }
    pair.check_epoch(rows);
  }
  CHECK(pair.counts.captured == 1);
  CHECK(pair.counts.replayed == 9);
}

TEST_CASE("A shorter last batch is eager's, and the count of steps goes on after it") {
  torch::manual_seed(3);
  Pair pair(kText, "cross_entropy", factory<optim::Adam>(optim::AdamOptions(0.05)));
  const auto rows = random_rows(50, 3, 2, "cross_entropy", 16);
  for (int epoch = 0; epoch < 3; ++epoch) pair.check_epoch(rows);
  CHECK(pair.counts.captured == 1);
  CHECK(pair.counts.replayed == 9);
}

TEST_CASE("Rehearsals leave running figures, random numbers and the optimizer as they were") {
  torch::manual_seed(3);
  Pair pair("linear 3 8 | batch_norm 8 | dropout 0.5 | linear 8 2", "cross_entropy",
            factory<optim::AdamW>(optim::AdamWOptions(0.01)));
  const auto rows = random_rows(32, 3, 2, "cross_entropy", 16);
  for (int epoch = 0; epoch < 2; ++epoch) pair.check_epoch(rows);
}

TEST_CASE("Another learning rate is taken over without a new recording, other options with one") {
  torch::manual_seed(3);
  Pair pair(kText, "cross_entropy", factory<optim::Adam>(optim::AdamOptions(0.01)));
  const auto rows = random_rows(32, 3, 2, "cross_entropy", 16);
  const auto change = [&](auto set) {
    for (auto* setup : {&pair.graph, &pair.eager})
      set(static_cast<optim::AdamOptions&>(setup->optimizer->param_groups().front().options()));
  };
  pair.check_epoch(rows);
  change([](optim::AdamOptions& options) { options.lr(0.1); });
  pair.check_epoch(rows);
  CHECK(pair.counts.captured == 1);
  change([](optim::AdamOptions& options) { options.weight_decay(0.1); });
  pair.check_epoch(rows);
  CHECK(pair.counts.captured == 2);
}

TEST_CASE("Other rows or another batch size are recorded anew, and batches come in any order") {
  torch::manual_seed(3);
  Pair pair(kText, "cross_entropy", factory<optim::SGD>(optim::SGDOptions(0.1).momentum(0.9)));
  pair.check_epoch(random_rows(48, 3, 2, "cross_entropy", 16));
  auto rows = random_rows(40, 3, 2, "cross_entropy", 8);
  pair.check_epoch(rows);
  rows.batch_size = 20;
  pair.check_epoch(rows);
  CHECK(pair.counts.captured == 3);
  for (const int64_t index : {1, 0, 1}) {
    CHECK(pair.graph.choice.engine->step(index).loss.item<double>() ==
          Approx(pair.eager.choice.engine->step(index).loss.item<double>()).epsilon(1e-5));
  }
}

TEST_CASE("Bytes are divided by 255, and numbers to be met are rows like the inputs") {
  torch::manual_seed(3);
  Pair pair("linear 3 8 | tanh | linear 8 2", "mse", plain_sgd(0.1));
  auto rows = random_rows(32, 3, 2, "mse", 16);
  rows.inputs = torch::randint(256, {32, 3}, torch::kUInt8);
  pair.check_epoch(rows);
  CHECK(pair.counts.replayed == 2);
}

TEST_CASE("In bfloat16 the weights stay float32 and follow eager's") {
  torch::manual_seed(3);
  Pair pair(kText, "cross_entropy", factory<optim::Adam>(optim::AdamOptions(0.01)),
            Precision::kBFloat16);
  const auto rows = random_rows(48, 3, 2, "cross_entropy", 16);
  for (int epoch = 0; epoch < 2; ++epoch) pair.check_epoch(rows);
  CHECK(pair.graph.network->parameters().front().scalar_type() == torch::kFloat32);
}

TEST_CASE("What cannot be captured is trained by eager from where it stood, which says why") {
  torch::manual_seed(3);
  Pair pair(kText, "cross_entropy", factory<optim::Adam>(optim::AdamOptions(0.01)));
  pair.graph.choice.engine =
      make_graph_engine(pair.graph.request(EngineKind::kGraph), std::make_unique<Failing>());
  const auto& engine = *pair.graph.choice.engine;
  CHECK(engine.name() == "graph");
  CHECK(engine.fallback_reason().empty());
  pair.check_epoch(random_rows(48, 3, 2, "cross_entropy", 16));
  CHECK(engine.name() == "eager");
  CHECK(engine.fallback_reason() ==
        "the step cannot be captured: called a synchronizing CUDA operation");
}

TEST_CASE("Where there is no graph, eager says why") {
  Setup setup(make_layers(kText), "cross_entropy", plain_sgd(0.1));
  const auto choice = make_engine(setup.request(EngineKind::kGraph));
  CHECK(choice.engine->name() == "eager");
  CHECK(choice.reason == "CUDA graphs are for CUDA devices, not for cpu");

  Setup other(make_layers(kText), "cross_entropy",
              factory<optim::RMSprop>(optim::RMSpropOptions()));
  auto request = other.request(EngineKind::kGraph);
  request.device = torch::Device("cuda:0");
  CHECK_THAT(graph_refusal(request), ContainsSubstring("those of sgd, adam and adamw can"));
  auto clipped = setup.request(EngineKind::kGraph);
  clipped.device = torch::Device("cuda:0");
  clipped.gradients.clip_norm = 1;
  CHECK_THAT(graph_refusal(clipped), ContainsSubstring("gradients are accumulated or clipped"));
  Setup wide(make_layers(kText, torch::kFloat64), "cross_entropy", plain_sgd(0.1));
  auto in_float64 = wide.request(EngineKind::kGraph);
  in_float64.device = torch::Device("cuda:0");
  CHECK_THAT(graph_refusal(in_float64), ContainsSubstring("not all of type float32"));
}
