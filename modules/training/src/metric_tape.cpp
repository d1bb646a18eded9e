#include "gradus/training/metric_tape.h"

#include "gradus/core/error.h"
#include "gradus/core/threads.h"

#include <algorithm>

namespace gradus::training {
namespace {

constexpr int64_t kRows = 4096;

std::string prefix_of(size_t metric) {
  return fmt::format("{}.", metric);
}

}  // namespace

MetricTape::MetricTape(Metrics metrics, torch::Tensor targets, torch::Tensor order,
                       int64_t batch_size)
    : metrics_(std::move(metrics)),
      targets_(std::move(targets)),
      order_(std::move(order)),
      capacity_(std::max(batch_size, std::min(kRows, targets_.size(0)))) {
  for (const auto& metric : metrics_) metric->reset();
}

void MetricTape::record(const torch::Tensor& outputs) {
  if (metrics_.empty()) return;
  if (!outputs_.defined())
    outputs_ = torch::empty({capacity_, outputs.size(1)}, outputs.options().requires_grad(false));
  for (int64_t taken = 0; taken < outputs.size(0);) {
    const auto held = recorded_ - handed_on_;
    const auto rows = std::min(outputs.size(0) - taken, capacity_ - held);
    keep(rows == outputs.size(0) ? outputs : outputs.narrow(0, taken, rows), held);
    taken += rows;
    recorded_ += rows;
    if (recorded_ - handed_on_ == capacity_) {
      hand_on(capacity_);
      handed_on_ = recorded_;
    }
  }
}

void MetricTape::keep(const torch::Tensor& outputs, int64_t row) {
  // An operation of LibTorch's would cost as much as a step of a tiny network.
  if (outputs.is_cpu() && outputs.scalar_type() == torch::kFloat32 && outputs.is_contiguous()) {
    std::copy_n(outputs.const_data_ptr<float>(), outputs.numel(),
                outputs_.mutable_data_ptr<float>() + row * outputs.size(1));
  } else {
    outputs_.narrow(0, row, outputs.size(0)).copy_(outputs, /*non_blocking=*/true);
  }
}

void MetricTape::hand_on(int64_t rows) {
  const torch::NoGradGuard no_gradient;
  // Some thousand rows are no work for two, and LibTorch's threads would spin on afterwards, on the
  // processors that the next step needs.
  const ThreadsGuard one_thread(1);
  const auto targets = order_.defined()
                           ? targets_.index_select(0, order_.narrow(0, handed_on_, rows))
                           : targets_.narrow(0, handed_on_, rows);
  for (const auto& metric : metrics_) metric->update(outputs_.narrow(0, 0, rows), targets);
}

MetricValues MetricTape::values() {
  // Taken back afterwards, so that looking leaves no trace.
  std::vector<StateMap> before;
  const auto held = recorded_ - handed_on_;
  if (held > 0) {
    for (const auto& metric : metrics_) before.push_back(metric->state());
    hand_on(held);
  }
  MetricValues values;
  for (const auto& metric : metrics_) values.emplace_back(metric->name(), metric->value());
  for (size_t i = 0; i < before.size(); ++i) metrics_[i]->load_state(before[i]);
  return values;
}

StateMap MetricTape::state() const {
  StateMap state = {{"recorded", integer_state(recorded_)},
                    {"handed_on", integer_state(handed_on_)}};
  if (metrics_.empty()) return state;
  if (outputs_.defined())
    state["outputs"] = outputs_.narrow(0, 0, recorded_ - handed_on_).cpu().clone();
  for (size_t i = 0; i < metrics_.size(); ++i) {
    add_state(state, prefix_of(i), metrics_[i]->state());
    state[prefix_of(i) + "name"] = text_state(metrics_[i]->name());
  }
  return state;
}

void MetricTape::load_state(const StateMap& state) {
  for (size_t i = 0; i < metrics_.size(); ++i) {
    auto own = state_with_prefix(state, prefix_of(i));
    if (const auto name = state_text(own, "name"); name != metrics_[i]->name())
      throw CheckpointError("metric {} is '{}', expected '{}'", i + 1, name, metrics_[i]->name());
    own.erase("name");
    metrics_[i]->load_state(own);
  }
  recorded_ = state_integer(state, "recorded");
  handed_on_ = state_integer(state, "handed_on");
  const auto held = recorded_ - handed_on_;
  if (held < 0 || held > capacity_ || recorded_ > targets_.size(0))
    throw CheckpointError("{} rows of outputs do not fit {} examples", recorded_, targets_.size(0));
  const auto outputs = state.find("outputs");
  if (outputs == state.end()) return;
  if (outputs->second.dim() != 2 || outputs->second.size(0) != held)
    throw CheckpointError("the outputs of {} rows are missing", held);
  outputs_ = torch::empty({capacity_, outputs->second.size(1)},
                          outputs->second.options().device(targets_.device()));
  outputs_.narrow(0, 0, held).copy_(outputs->second);
}

}  // namespace gradus::training
