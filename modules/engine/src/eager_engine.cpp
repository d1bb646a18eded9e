#include "eager_engine.h"

#include "batch_pass.h"
#include "clipping.h"
#include "gradus/core/threads.h"
#include "optimizer_step.h"

#include <ATen/record_function.h>
#include <torch/optim/lbfgs.h>

namespace gradus::engine {
namespace {

/// Evaluation keeps no gradients, so its batches may be larger than the training's.
constexpr int64_t kPredictRows = 1024;

class EagerEngine : public StepEngine {
 public:
  explicit EagerEngine(const EngineRequest& request)
      : request_(request),
        pass_(request),
        searches_(dynamic_cast<torch::optim::LBFGS*>(&request.optimizer) != nullptr),
        threads_(request.threads > 0 ? static_cast<int>(request.threads)
                                     : choose_threads(request.multiply_adds)) {}

  std::string_view name() const override { return "eager"; }
  int threads() const override { return threads_; }
  void start_epoch(const EpochRows& rows) override {
    rows_ = rows;
    pass_.start_epoch(rows);
  }

  StepResult step(int64_t index) override {
    const auto begin = index * rows_.batch_size;
    const auto count = std::min(rows_.batch_size, rows_.inputs.size(0) - begin);
    auto batch = pass_.gather(rows_, rows_.order.narrow(0, begin, count));
    if (!request_.transforms.empty()) transform(batch, index);
    if (searches_) return search(batch);
    const auto place = accumulation_at(request_.gradients.accumulate, index, rows_);
    auto result = pass_.measure(batch, place);
    if (place.last) {
      RECORD_USER_SCOPE("optimizer");
      if (!request_.gradients.is_plain())
        finish_gradients(request_.parameters, request_.gradients, place);
      take_step(request_.optimizer);
    }
    return result;
  }

  torch::Tensor predict(const torch::Tensor& inputs) override {
    const torch::NoGradGuard no_gradient;
    std::vector<torch::Tensor> outputs;
    for (int64_t begin = 0; begin < inputs.size(0); begin += kPredictRows) {
      const auto count = std::min(kPredictRows, inputs.size(0) - begin);
      outputs.push_back(pass_.forward(inputs.narrow(0, begin, count)));
    }
    return torch::cat(outputs);
  }

 private:
  void transform(Batch& batch, int64_t step) const {
    RECORD_USER_SCOPE("transform");
    const torch::NoGradGuard no_gradient;
    for (const auto& transform : request_.transforms)
      transform->apply(batch.inputs, batch.targets, rows_.epoch, step);
  }

  /// LBFGS evaluates the loss several times a step.
  StepResult search(const Batch& batch) {
    RECORD_USER_SCOPE("optimizer");
    StepResult last;
    const auto loss = request_.optimizer.step([&] {
      request_.optimizer.zero_grad();
      last = pass_.measure(batch);
      return last.loss;
    });
    return {loss.detach(), last.outputs};
  }

  EngineRequest request_;
  BatchPass pass_;
  bool searches_;
  int threads_;
  EpochRows rows_;
};

}  // namespace

std::unique_ptr<StepEngine> make_eager_engine(const EngineRequest& request) {
  return std::make_unique<EagerEngine>(request);
}

}  // namespace gradus::engine
