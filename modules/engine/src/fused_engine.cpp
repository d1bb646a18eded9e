#include "fused_engine.h"

#include "flush_denormals.h"
#include "fused_rows.h"
#include "fused_update.h"
#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "loss_kind.h"
#include "tiny_network.h"

#include <ATen/record_function.h>

#include <cmath>

namespace gradus::engine {
namespace {

int workers(const EngineRequest& request) {
  return request.threads > 0 ? static_cast<int>(request.threads)
                             : choose_threads(request.multiply_adds, kOneWorkerBelow);
}

template <typename Kind>
bool has_layer(const FusedPlan& plan) {
  return std::ranges::any_of(
      plan.layers, [](const Layer& layer) { return std::holds_alternative<Kind>(layer); });
}

/// Steps of tiny networks that are taken at once: they take as long as a step of a large one.
constexpr int64_t kStepsAtOnce = 64;

/// Tiny networks take a path of their own for training steps; everything else is shared.
template <typename T>
class FusedEngine : public StepEngine {
 public:
  FusedEngine(const EngineRequest& request, const FusedPlan& plan)
      : request_(request),
        flat_(request.parameters.flats().front()),
        loss_(*loss_kind(request.loss_name)),
        normalizes_batches_(has_layer<BatchNormLayer>(plan)),
        draws_(has_layer<DropoutLayer>(plan)),
        tiny_(rounds() ? std::nullopt : TinyNetwork<T>::plan(plan.layers, request.parameters)),
        threads_(tiny_ ? 1 : workers(request)),
        update_(request_, threads_),
        network_(plan.layers, plan.features, parameters_at(), threads_, rounds()),
        loss_value_(torch::zeros({})) {}

  std::string_view name() const override { return "fused"; }
  int threads() const override { return threads_; }
  bool draws() const override { return draws_; }

  void start_epoch(const EpochRows& rows) override {
    check_targets(rows.targets.scalar_type());
    epoch_ = rows;
    rows_ = FusedRows<T>(rows, network_.features(), network_.outputs(), tiny_.has_value());
    network_.reserve(tiny_ ? 1 : rows.batch_size);
    network_.read_parameters();
    const int64_t at_once = tiny_ ? std::min(kStepsAtOnce, rows.steps()) : 1;
    outputs_ = torch::empty({at_once * rows.batch_size, network_.outputs()},
                            flat_.options().requires_grad(false));
    batch_outputs_ = outputs_.narrow(0, 0, rows.batch_size);
    losses_ = torch::empty({at_once});
  }

  StepResult step(int64_t index) override {
    const auto batch = rows_.batch(index);
    if (normalizes_batches_ && batch.rows == 1) {
      throw DataError(
          "a batch of 1 row: batch normalization needs at least 2 in training; choose a batch size "
          "that leaves no single row over, or normalization=layer");
    }
    T* const outputs = outputs_.data_ptr<T>();
    update_.find_state();
    double loss = 0;
    if (tiny_) {
      loss = train_tiny(index, batch, outputs);
    } else {
      loss = network_.train(batch, loss_, update_.while_learning());
      std::copy_n(network_.outputs_data(), batch.rows * network_.outputs(), outputs);
      if (update_.waits()) {
        RECORD_USER_SCOPE("optimizer");
        if (finish(index)) network_.read_parameters();
      }
    }
    *loss_value_.data_ptr<float>() = static_cast<float>(loss);
    const bool whole = batch.rows == batch_outputs_.size(0);
    return {loss_value_, whole ? batch_outputs_ : outputs_.narrow(0, 0, batch.rows)};
  }

  StepResult steps(int64_t first, int64_t count) override {
    if (!tiny_) return step(first);
    RECORD_USER_SCOPE("fused steps");
    update_.find_state();
    auto* const losses = losses_.data_ptr<float>();
    auto* const outputs = outputs_.data_ptr<T>();
    int64_t done = 0, rows = 0;
    do {
      const auto batch = rows_.batch(first + done);
      losses[done] =
          static_cast<float>(train_tiny(first + done, batch, outputs + rows * network_.outputs()));
      rows += batch.rows;
    } while (std::isfinite(losses[done++]) && done < std::min(count, losses_.size(0)));
    return {losses_.narrow(0, 0, done), outputs_.narrow(0, 0, rows)};
  }

  torch::Tensor predict(const torch::Tensor& inputs) override {
    const auto numbers = fused_inputs<T>(inputs, network_.features());
    auto outputs =
        torch::empty({inputs.size(0), network_.outputs()}, flat_.options().requires_grad(false));
    network_.read_parameters();
    network_.predict(numbers.template const_data_ptr<T>(), outputs.template data_ptr<T>(),
                     inputs.size(0));
    return outputs;
  }

 private:
  double train_tiny(int64_t index, const BatchRows<T>& batch, T* outputs) {
    const FlushDenormals flush;
    const double loss =
        tiny_->train(batch, loss_, update_.parameters(), update_.batch_gradients(), outputs);
    if (update_.waits()) {
      finish(index);
    } else {
      update_.while_learning().over(0, update_.numbers());
    }
    return loss;
  }

  /// Whether the weights have changed.
  bool finish(int64_t index) {
    const auto place = accumulation_at(request_.gradients.accumulate, index, epoch_);
    update_.finish(place, network_.team());
    return place.last;
  }

  bool rounds() const { return request_.precision == Precision::kBFloat16; }

  void check_targets(torch::ScalarType type) const {
    const bool takes_classes = loss_ != LossKind::kMeanSquaredError;
    if (takes_classes == (type == torch::kInt64)) return;
    throw DataError(
        "targets of type {} do not fit the loss {}, which takes {}", torch::toString(type),
        request_.loss_name,
        takes_classes ? "classes of type Long (and probabilities with --engine eager)" : "numbers");
  }

  FindParameter<T> parameters_at() const {
    return [this](const torch::Tensor& parameter) {
      const int64_t offset = request_.parameters.offset_of(parameter);
      return ParameterAt<T>{update_.parameters() + offset, update_.batch_gradients() + offset,
                            offset};
    };
  }

  EngineRequest request_;
  torch::Tensor flat_;
  LossKind loss_;
  bool normalizes_batches_, draws_;
  std::optional<TinyNetwork<T>> tiny_;
  int threads_;
  FusedUpdate<T> update_;
  FusedNetwork<T> network_;
  EpochRows epoch_;
  FusedRows<T> rows_;
  torch::Tensor outputs_;        ///< [steps at once × batch size, K]
  torch::Tensor batch_outputs_;  ///< the first batch size of them
  torch::Tensor losses_;         ///< [steps at once] float32
  torch::Tensor loss_value_;     ///< scalar float32
};

}  // namespace

std::unique_ptr<StepEngine> make_fused_engine(const EngineRequest& request, const FusedPlan& plan) {
  if (request.parameters.flats().front().scalar_type() == torch::kFloat64)
    return std::make_unique<FusedEngine<double>>(request, plan);
  return std::make_unique<FusedEngine<float>>(request, plan);
}

}  // namespace gradus::engine
