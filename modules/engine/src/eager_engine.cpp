#include "eager_engine.h"

#include "batch_pass.h"
#include "gradus/core/threads.h"
#include "optimizer_step.h"

#include <torch/optim/lbfgs.h>

namespace gradus::engine {
namespace {

/// Evaluation keeps no gradients, so its batches may be larger than the training's.
constexpr int64_t kPredictRows = 1024;

class EagerEngine : public StepEngine {
 public:
  explicit EagerEngine(const EngineRequest& request)
      : request_(request),
        searches_(dynamic_cast<torch::optim::LBFGS*>(&request.optimizer) != nullptr),
        threads_(request.threads > 0 ? static_cast<int>(request.threads)
                                     : choose_threads(request.multiply_adds)) {}

  std::string_view name() const override { return "eager"; }
  int threads() const override { return threads_; }
  void start_epoch(const EpochRows& rows) override { rows_ = rows; }

  StepResult step(int64_t index) override {
    const auto begin = index * rows_.batch_size;
    const auto count = std::min(rows_.batch_size, rows_.inputs.size(0) - begin);
    const auto order = rows_.order.narrow(0, begin, count);
    const auto inputs = as_numbers(rows_.inputs.index_select(0, order));
    const auto targets = rows_.targets.index_select(0, order);
    if (searches_) return search(inputs, targets);
    auto result = measure_batch(request_, inputs, targets);
    take_step(request_.optimizer);
    return result;
  }

  torch::Tensor predict(const torch::Tensor& inputs) override {
    const torch::NoGradGuard no_gradient;
    std::vector<torch::Tensor> outputs;
    for (int64_t begin = 0; begin < inputs.size(0); begin += kPredictRows) {
      const auto count = std::min(kPredictRows, inputs.size(0) - begin);
      outputs.push_back(forward_pass(request_, as_numbers(inputs.narrow(0, begin, count))));
    }
    return torch::cat(outputs);
  }

 private:
  /// LBFGS evaluates the loss several times a step.
  StepResult search(const torch::Tensor& inputs, const torch::Tensor& targets) {
    StepResult last;
    const auto loss = request_.optimizer.step([&] {
      request_.optimizer.zero_grad();
      last = measure_batch(request_, inputs, targets);
      return last.loss;
    });
    return {loss.detach(), last.outputs};
  }

  EngineRequest request_;
  bool searches_;
  int threads_;
  EpochRows rows_;
};

}  // namespace

std::unique_ptr<StepEngine> make_eager_engine(const EngineRequest& request) {
  return std::make_unique<EagerEngine>(request);
}

}  // namespace gradus::engine
