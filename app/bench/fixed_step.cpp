// A fixed number of training steps for scripts/bench_instructions.py to count instructions in.
//
//   gradus_fixed_step mlp|tiny STEPS
//   gradus_fixed_step about             what the counts depend on, as JSON
#include "gradus/core/seed.h"
#include "gradus/models/registry.h"
#include "gradus/training/trainer.h"
#include "kernels/kernels.h"

#include <torch/version.h>

#include <nlohmann/json.hpp>

#include <iostream>
#include <string>

namespace {

using namespace gradus;

struct Shape {
  int64_t features, classes, batch;
  const char* settings;
  training::OptimizerSpec optimizer;
};

Shape shape_of(const std::string& which) {
  if (which == "tiny") return {2, 2, 32, "hidden=8-8,activation=tanh", {"sgd", 0.1, {}}};
  return {784, 10, 128, "hidden=256-128", {"adam", 1e-3, {}}};
}

void train(const Shape& shape, int64_t steps) {
  seed_everything(0);
  const auto rows = shape.batch * 2;
  data::Dataset data;
  data.inputs = torch::randn({rows, shape.features});
  data.targets = torch::arange(rows, torch::kInt64).remainder(shape.classes);
  for (int64_t i = 0; i < shape.classes; ++i) data.class_names.push_back(std::to_string(i));
  training::Trainer trainer(
      models::make_model("mlp", {shape.features, shape.classes}, Settings::parse(shape.settings)),
      shape.optimizer, training::make_loss("cross_entropy"),
      training::TrainerOptions()
          .epochs(steps / 2)
          .batch_size(shape.batch)
          .threads(1)
          .engine(engine::EngineKind::kFused));
  std::cout << trainer.fit(data).epochs.back().train_loss << '\n';
}

void say_build() {
  std::cout << nlohmann::json{{"compiler", __VERSION__},
                              {"libtorch", TORCH_VERSION},
                              {"level", engine::kernels_level()}}
            << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "about") {
    say_build();
    return 0;
  }
  if (argc != 3 || std::stoll(argv[2]) < 2) {
    std::cerr << "usage: gradus_fixed_step mlp|tiny STEPS, an even number of at least 2\n";
    return 2;
  }
  train(shape_of(argv[1]), std::stoll(argv[2]));
}
