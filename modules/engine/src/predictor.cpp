#include "gradus/engine/predictor.h"

#include "fused/network.h"
#include "fused_engine.h"
#include "fused_rows.h"
#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "numbers.h"

#include <torch/utils.h>

namespace gradus::engine {
namespace {

constexpr int64_t kMaxThreads = 1024;

}  // namespace

class Predictor::Layers {
 public:
  virtual ~Layers() = default;
  virtual torch::Tensor predict(const torch::Tensor& inputs) = 0;
};

template <typename T>
class Predictor::LayersOf : public Predictor::Layers {
 public:
  LayersOf(FusedPlan plan, const torch::nn::Module& model, int workers)
      : plan_(std::move(plan)), parameters_(model.parameters()), workers_(workers) {}

  torch::Tensor predict(const torch::Tensor& inputs) override {
    const auto numbers = fused_inputs<T>(inputs, plan_.features);
    auto outputs = torch::empty({inputs.size(0), plan_.outputs}, numbers.options());
    network().predict(numbers.template const_data_ptr<T>(), outputs.template data_ptr<T>(),
                      inputs.size(0));
    return outputs;
  }

 private:
  /// Made again where somebody has given the parameters other memory since, a trainer for example.
  FusedNetwork<T>& network() {
    std::vector<const void*>& now = memory_now_;
    now.clear();
    for (const auto& parameter : parameters_) now.push_back(parameter.const_data_ptr());
    if (!network_ || now != memory_) {
      memory_ = now;
      network_.emplace(
          plan_.layers, plan_.features,
          [](const torch::Tensor& parameter) {
            return ParameterAt<T>{parameter.data_ptr<T>(), nullptr, 0};
          },
          workers_, /*bfloat16=*/false);
    }
    return *network_;
  }

  FusedPlan plan_;
  std::vector<torch::Tensor> parameters_;
  int workers_;
  std::optional<FusedNetwork<T>> network_;
  std::vector<const void*> memory_, memory_now_;  ///< of the parameters
};

Predictor::Predictor(torch::nn::AnyModule model, int64_t threads) : model_(std::move(model)) {
  if (threads < 0 || threads > kMaxThreads)
    throw UsageError("threads = {}: expected 0 to {}", threads, kMaxThreads);
  model_.ptr()->eval();
  auto plan = plan_prediction(*model_.ptr(), reason_);
  if (!plan) return;
  const int workers = threads > 0 ? static_cast<int>(threads) : available_processors();
  const auto& module = *model_.ptr();
  if (module.parameters().front().scalar_type() == torch::kFloat64) {
    layers_ = std::make_unique<LayersOf<double>>(std::move(*plan), module, workers);
  } else {
    layers_ = std::make_unique<LayersOf<float>>(std::move(*plan), module, workers);
  }
}

Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;

torch::Tensor Predictor::operator()(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradient;
  if (layers_) return layers_->predict(inputs);
  return model_.forward(as_numbers(inputs, number_type(*model_.ptr())));
}

}  // namespace gradus::engine
