#include "graph_engine.h"

#include "batch_pass.h"
#include "device_update.h"
#include "eager_engine.h"
#include "refusals.h"
#include "saved_state.h"

#include <fmt/format.h>

#include <optional>

namespace gradus::engine {
namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool same_memory(const torch::Tensor& a, const torch::Tensor& b) {
  return a.const_data_ptr() == b.const_data_ptr() && a.sizes() == b.sizes() &&
         a.strides() == b.strides() && a.scalar_type() == b.scalar_type();
}

class GraphEngine : public StepEngine {
 public:
  GraphEngine(const EngineRequest& request, std::unique_ptr<StepRecording> recording)
      : request_(request),
        pass_(request),
        eager_(make_eager_engine(request)),
        recording_(std::move(recording)) {}

  std::string_view name() const override { return failure_.empty() ? "graph" : eager_->name(); }
  std::string_view fallback_reason() const override { return failure_; }
  int threads() const override { return eager_->threads(); }

  void start_epoch(const EpochRows& rows) override {
    eager_->start_epoch(rows);
    pass_.start_epoch(rows);
    const bool same = update_ && rows.batch_size == rows_.batch_size &&
                      same_memory(rows.inputs, rows_.inputs) &&
                      same_memory(rows.targets, rows_.targets);
    rows_ = rows;
    if (!same) return update_.reset();
    order_.copy_(rows.order);
    go_to(0);
  }

  StepResult step(int64_t index) override {
    const bool whole = (index + 1) * rows_.batch_size <= rows_.inputs.size(0);
    if (whole && failure_.empty() && !(update_ && update_->is_current())) record();
    if (!whole || !failure_.empty()) return eager_->step(index);
    if (index != next_) go_to(index);
    update_->count_step();
    recording_->replay();
    ++next_;
    return result_;
  }

  torch::Tensor predict(const torch::Tensor& inputs) override { return eager_->predict(inputs); }

 private:
  void record() {
    update_.emplace(request_.optimizer);
    order_ = rows_.order.clone();
    positions_ = torch::arange(rows_.batch_size, order_.options());
    next_ = 0;
    const SavedState saved(changed(), request_.device);
    try {
      recording_->rehearse([&] {
        take_repeatable_step();
        saved.restore();
      });
      recording_->capture([&] { take_repeatable_step(); });
    } catch (const std::exception& error) {
      // An error of the model itself comes again from eager, and is reported there.
      saved.restore();
      failure_ = fmt::format("the step cannot be captured: {}", first_line(error.what()));
      result_ = {};
    }
  }

  /// All that is different from step to step is read from the device: the batch's place in the
  /// order, the count of steps and the learning rate.
  void take_repeatable_step() {
    const auto rows = order_.index_select(0, positions_);
    positions_.add_(rows_.batch_size);
    result_ = pass_.measure(pass_.gather(rows_, rows));
    update_->enqueue();
  }

  std::vector<torch::Tensor> changed() const {
    auto tensors = request_.model->buffers();  // running figures of batch normalization
    for (const auto& tensor : update_->changed()) tensors.push_back(tensor);
    tensors.push_back(positions_);
    return tensors;
  }

  void go_to(int64_t index) {
    const auto begin = index * rows_.batch_size;
    positions_.copy_(torch::arange(begin, begin + rows_.batch_size, positions_.options()));
    next_ = index;
  }

  EngineRequest request_;
  BatchPass pass_;
  std::unique_ptr<StepEngine> eager_;
  std::unique_ptr<StepRecording> recording_;
  EpochRows rows_;
  std::optional<DeviceUpdate> update_;  ///< of the recording; none before there is one
  torch::Tensor order_;                 ///< [N] int64
  torch::Tensor positions_;             ///< [batch size] int64: of the next batch in the order
  int64_t next_ = 0;                    ///< the batch that `positions_` stand at
  StepResult result_;
  std::string failure_;
};

}  // namespace

std::string graph_refusal(const EngineRequest& request) {
  if (!request.device.is_cuda())
    return fmt::format("CUDA graphs are for CUDA devices, not for {}", request.device.str());
  if (!request.gradients.is_plain())
    return "gradients are accumulated or clipped, which the graph does not hold";
  if (!request.transforms.empty()) return changed_batches(request.transforms);
  return DeviceUpdate::refusal(request.optimizer);
}

std::unique_ptr<StepEngine> make_graph_engine(const EngineRequest& request,
                                              std::unique_ptr<StepRecording> recording) {
  return std::make_unique<GraphEngine>(request, std::move(recording));
}

}  // namespace gradus::engine
