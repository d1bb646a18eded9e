#include "fused_engine.h"

#include "flush_denormals.h"
#include "fused_rows.h"
#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "loss_kind.h"
#include "tiny_network.h"
#include "update_rule.h"

namespace gradus::engine {
namespace {

/// Multiply-adds of a step's forward pass below which a second worker costs more than it saves: on
/// two cores with AVX-512 and MKL, 128 rows of 2-128-128-2 (2.1 million) took 0.82 of the time with
/// it, 128 rows of 2-64-64-2 (0.6 million) 1.08.
constexpr int64_t kOneWorkerBelow = 2'000'000;

int workers(const EngineRequest& request) {
  return request.threads > 0 ? static_cast<int>(request.threads)
                             : choose_threads(request.multiply_adds, kOneWorkerBelow);
}

/// Tiny networks take a path of their own for training steps; everything else is shared.
template <typename T>
class FusedEngine : public StepEngine {
 public:
  FusedEngine(const EngineRequest& request, const FusedPlan& plan)
      : request_(request),
        flat_(request.parameters.flats().front()),
        loss_(*loss_kind(request.loss_name)),
        normalizes_batches_(std::ranges::any_of(
            plan.layers,
            [](const Layer& layer) { return std::holds_alternative<BatchNormLayer>(layer); })),
        tiny_(rounds() ? std::nullopt : TinyNetwork<T>::plan(plan.layers, request.parameters)),
        threads_(tiny_ ? 1 : workers(request)),
        network_(plan.layers, plan.features, parameters_at(), threads_, rounds()),
        loss_value_(torch::zeros({})) {}

  std::string_view name() const override { return "fused"; }
  int threads() const override { return threads_; }

  void start_epoch(const EpochRows& rows) override {
    check_targets(rows.targets.scalar_type());
    rows_ = FusedRows<T>(rows, network_.features(), network_.outputs(), tiny_.has_value());
    network_.reserve(tiny_ ? 1 : rows.batch_size);
    network_.read_parameters();
    outputs_ =
        torch::empty({rows.batch_size, network_.outputs()}, flat_.options().requires_grad(false));
  }

  StepResult step(int64_t index) override {
    const auto batch = rows_.batch(index);
    if (normalizes_batches_ && batch.rows == 1) {
      throw DataError(
          "a batch of 1 row: batch normalization needs at least 2 in training; choose a batch size "
          "that leaves no single row over, or normalization=layer");
    }
    const Update<T> update{next_rule(request_.optimizer), flat_.data_ptr<T>(),
                           flat_.grad().const_data_ptr<T>(), update_state<T>(request_.optimizer)};
    T* const outputs = outputs_.data_ptr<T>();
    double loss = 0;
    if (tiny_) {
      loss = tiny_->train(batch, loss_, flat_.const_data_ptr<T>(), flat_.grad().data_ptr<T>(),
                          outputs);
      const FlushDenormals flush;
      update(0, flat_.numel());
    } else {
      loss = network_.train(batch, loss_, update);
      std::copy_n(network_.outputs_data(), batch.rows * network_.outputs(), outputs);
    }
    *loss_value_.data_ptr<float>() = static_cast<float>(loss);
    const bool whole = batch.rows == outputs_.size(0);
    return {loss_value_, whole ? outputs_ : outputs_.narrow(0, 0, batch.rows)};
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
  bool rounds() const { return request_.precision == Precision::kBFloat16; }

  void check_targets(torch::ScalarType type) const {
    const bool takes_classes = loss_ != LossKind::kMeanSquaredError;
    if (takes_classes == (type == torch::kInt64)) return;
    throw DataError("targets of type {} do not fit the loss {}, which takes {}",
                    torch::toString(type), request_.loss_name,
                    takes_classes ? "classes of type Long" : "numbers");
  }

  FindParameter<T> parameters_at() const {
    return [this](const torch::Tensor& parameter) {
      const int64_t offset = request_.parameters.offset_of(parameter);
      return ParameterAt<T>{flat_.data_ptr<T>() + offset, flat_.grad().data_ptr<T>() + offset,
                            offset};
    };
  }

  EngineRequest request_;
  torch::Tensor flat_;
  LossKind loss_;
  bool normalizes_batches_;
  std::optional<TinyNetwork<T>> tiny_;
  int threads_;
  FusedNetwork<T> network_;
  FusedRows<T> rows_;
  torch::Tensor outputs_;     ///< [batch size, K]
  torch::Tensor loss_value_;  ///< scalar float32
};

}  // namespace

std::unique_ptr<StepEngine> make_fused_engine(const EngineRequest& request, const FusedPlan& plan) {
  if (request.parameters.flats().front().scalar_type() == torch::kFloat64)
    return std::make_unique<FusedEngine<double>>(request, plan);
  return std::make_unique<FusedEngine<float>>(request, plan);
}

}  // namespace gradus::engine
