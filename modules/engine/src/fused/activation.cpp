#include "layer.h"

#include <algorithm>

namespace gradus::engine {
namespace {

/// a = f(z); backward ∂L/∂z = ∂L/∂a f'(z), in place.
template <typename T>
class Activation : public FusedLayer<T> {
 public:
  Activation(const ActivationLayer& function, int64_t width)
      : FusedLayer<T>(width, width), function_(function) {}

  void forward(const Share& share, bool) override {
    const int64_t begin = share.begin * this->outputs_;
    kernels<T>().activate(function_, this->input + begin, this->output + begin,
                          share.rows() * this->outputs_);
  }

  void backward(const Share& share) override {
    const int64_t begin = share.begin * this->outputs_;
    kernels<T>().activate_backward(function_, this->input + begin, this->output + begin,
                                   this->gradient + begin, share.rows() * this->outputs_);
  }

 private:
  ActivationLayer function_;
};

/// z above 0, slope z below; the slope's gradient is Σ ∂L/∂a z over all z below 0.
template <typename T>
class PReLU : public FusedLayer<T> {
 public:
  PReLU(const PReLULayer& layer, int64_t width, int workers, const FindParameter<T>& find)
      : FusedLayer<T>(width, width),
        slope_(find(layer.slope)),
        partial_sums_(static_cast<size_t>(workers)) {}

  bool has_parameters() const override { return true; }

  void forward(const Share& share, bool) override {
    const T slope = *slope_.values;
    for (int64_t i = share.begin * this->outputs_; i < share.end * this->outputs_; ++i) {
      const T z = this->input[i];
      this->output[i] = z > 0 ? z : slope * z;
    }
  }

  void backward(const Share& share) override {
    const T slope = *slope_.values;
    double sum = 0;
    for (int64_t i = share.begin * this->outputs_; i < share.end * this->outputs_; ++i) {
      if (this->input[i] > 0) continue;
      sum += static_cast<double>(this->gradient[i] * this->input[i]);
      this->gradient[i] *= slope;
    }
    partial_sums_[static_cast<size_t>(share.worker)] = sum;
  }

  void learn(const Share& share, const Update<T>& update) override {
    if (share.worker != 0) return;
    double sum = 0;
    for (int worker = 0; worker < share.team.size(); ++worker)
      sum += partial_sums_[static_cast<size_t>(worker)];
    *slope_.gradient = static_cast<T>(sum);
    update(slope_.offset, 1);
  }

 private:
  ParameterAt<T> slope_;
  std::vector<double> partial_sums_;  ///< one a worker
};

}  // namespace

template <typename T>
std::unique_ptr<FusedLayer<T>> make_activation(const ActivationLayer& layer, int64_t width) {
  return std::make_unique<Activation<T>>(layer, width);
}

template <typename T>
std::unique_ptr<FusedLayer<T>> make_prelu(const PReLULayer& layer, int64_t width, int workers,
                                          const FindParameter<T>& find) {
  return std::make_unique<PReLU<T>>(layer, width, workers, find);
}

#define GRADUS_INSTANTIATE(T)                                                                  \
  template std::unique_ptr<FusedLayer<T>> make_activation<T>(const ActivationLayer&, int64_t); \
  template std::unique_ptr<FusedLayer<T>> make_prelu<T>(const PReLULayer&, int64_t, int,       \
                                                        const FindParameter<T>&);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
