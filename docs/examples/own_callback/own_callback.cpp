// A callback of one's own, in one file: it ends a training whose weights grow too much.
// Every training then takes it: `own_callback train --data iris --callback growth:limit=2`.
#include "gradus/training/callback_registry.h"

#include <cmath>

namespace {

using namespace gradus::training;

double norm(const std::vector<torch::Tensor>& weights) {
  double squares = 0;
  for (const auto& tensor : weights) squares += tensor.detach().square().sum().item<double>();
  return std::sqrt(squares);
}

class WeightGrowth : public Callback {
 public:
  explicit WeightGrowth(double limit) : limit_(limit) {}

  /// It hears of epochs alone, so the engine need not stop after each step.
  int64_t step_interval() const override { return kAnyInterval; }

  void on_fit_start(const FitStart& event) override {
    weights_ = event.model.parameters();
    first_ = norm(weights_);
  }

  void on_epoch_end(const EpochEnd& event) override {
    const double growth = norm(weights_) / first_;
    if (first_ > 0 && growth > limit_)
      event.stop.ask(fmt::format("the weights' norm is {:.3g} times that of the start", growth));
  }

  // With a name, checkpoints keep the state: a training that goes on remembers its true start.
  std::string state_name() const override { return "growth"; }
  gradus::StateMap state() const override { return {{"first", gradus::number_state(first_)}}; }
  void load_state(const gradus::StateMap& state) override {
    first_ = gradus::state_number(state, "first");
  }

 private:
  double limit_, first_ = 0;
  std::vector<torch::Tensor> weights_;
};

std::shared_ptr<Callback> make_growth(const gradus::Settings& settings) {
  const double limit = settings.real("limit", 10, {1, 1e6}, "how many times the norm may grow");
  return std::make_shared<WeightGrowth>(limit);
}

GRADUS_REGISTER_CALLBACK("growth", "end a training whose weights grow too much", make_growth);

}  // namespace
