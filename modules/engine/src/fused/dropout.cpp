#include "layer.h"

#include <ATen/CPUGeneratorImpl.h>

#include <mutex>

namespace gradus::engine {
namespace {

/// In training, a = z / (1 - p) where kept, else 0; the gradient takes the same way.
///
/// A step draws one number from LibTorch's generator, and the mask is a function of it and of the
/// place of the value alone: the same for any number of workers.
template <typename T>
class Dropout : public FusedLayer<T> {
 public:
  Dropout(const DropoutLayer& layer, int64_t width)
      : FusedLayer<T>(width, width), probability_(layer.probability) {}

  void reserve(int64_t rows) override { kept_.resize(static_cast<size_t>(rows * this->outputs_)); }

  void start_step() override { seed_ = draw(); }

  void forward(const Share& share, bool training) override {
    const int64_t begin = share.begin * this->outputs_, count = share.rows() * this->outputs_;
    const T* const z = this->input + begin;
    T* const a = this->output + begin;
    if (!training || probability_ == 0) {
      std::copy_n(z, count, a);
      return;
    }
    uint8_t* const kept = kept_.data() + begin;
    kernels<T>().draw_mask(seed_, begin, count, 1 - probability_, kept);
    const T scale = static_cast<T>(1 / (1 - probability_));
    for (int64_t i = 0; i < count; ++i) a[i] = kept[i] ? z[i] * scale : 0;
  }

  void backward(const Share& share) override {
    if (probability_ == 0) return;
    const int64_t begin = share.begin * this->outputs_, count = share.rows() * this->outputs_;
    const uint8_t* const kept = kept_.data() + begin;
    T* const d = this->gradient + begin;
    const T scale = static_cast<T>(1 / (1 - probability_));
    for (int64_t i = 0; i < count; ++i) d[i] = kept[i] ? d[i] * scale : 0;
  }

 private:
  static uint64_t draw() {
    auto generator = at::detail::getDefaultCPUGenerator();
    const std::lock_guard<std::mutex> lock(generator.mutex());
    return at::check_generator<at::CPUGeneratorImpl>(generator)->random64();
  }

  double probability_;
  uint64_t seed_ = 0;
  std::vector<uint8_t> kept_;  ///< [rows, outputs]
};

}  // namespace

template <typename T>
std::unique_ptr<FusedLayer<T>> make_dropout(const DropoutLayer& layer, int64_t width) {
  return std::make_unique<Dropout<T>>(layer, width);
}
template std::unique_ptr<FusedLayer<float>> make_dropout(const DropoutLayer&, int64_t);
template std::unique_ptr<FusedLayer<double>> make_dropout(const DropoutLayer&, int64_t);

}  // namespace gradus::engine
