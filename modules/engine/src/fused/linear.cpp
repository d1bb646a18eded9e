#include "../blas.h"
#include "layer.h"

namespace gradus::engine {
namespace {

/// Z = A Wᵀ + b, row by row of the batch. Backward, with D = ∂L/∂Z:
///
///     ∂L/∂A = D W          ∂L/∂W = Dᵀ A          ∂L/∂b = Σ_rows D
///
/// The first product is for each row alone. The others sum over all rows, so there the workers
/// divide the outputs among themselves instead, and each updates the weights whose gradients it has.
template <typename T>
class Linear : public FusedLayer<T> {
 public:
  Linear(const LinearLayer& layer, const FindParameter<T>& find)
      : FusedLayer<T>(layer.weight.size(1), layer.weight.size(0)),
        weight_(find(layer.weight)),
        bias_(layer.bias.defined() ? find(layer.bias) : ParameterAt<T>()) {}

  bool has_parameters() const override { return true; }
  bool changes_width() const override { return true; }

  void forward(const Share& share, bool) override {
    T* const rows = this->output + share.begin * outputs_;
    multiply_forward(this->input + share.begin * inputs_, weight_.values, rows, share.rows(),
                     inputs_, outputs_);
    if (bias_.values) kernels<T>().add_bias(rows, bias_.values, share.rows(), outputs_);
  }

  void backward(const Share& share) override {
    if (!this->input_gradient) return;
    multiply_backward(this->gradient + share.begin * outputs_, weight_.values,
                      this->input_gradient + share.begin * inputs_, share.rows(), inputs_,
                      outputs_);
  }

  void learn(const Share& share, const Update<T>& update) override {
    const int64_t first = share.first_of(outputs_), last = share.last_of(outputs_);
    const T* const columns = this->gradient + first;
    multiply_gradient(columns, this->input, weight_.gradient + first * inputs_, share.batch,
                      inputs_, outputs_, last - first);
    update(weight_.offset + first * inputs_, (last - first) * inputs_);
    if (!bias_.values) return;
    kernels<T>().column_sums(columns, bias_.gradient + first, share.batch, last - first, outputs_);
    update(bias_.offset + first, last - first);
  }

 private:
  using FusedLayer<T>::inputs_;
  using FusedLayer<T>::outputs_;
  ParameterAt<T> weight_, bias_;
};

}  // namespace

template <typename T>
std::unique_ptr<FusedLayer<T>> make_linear(const LinearLayer& layer, const FindParameter<T>& find) {
  return std::make_unique<Linear<T>>(layer, find);
}
template std::unique_ptr<FusedLayer<float>> make_linear(const LinearLayer&,
                                                        const FindParameter<float>&);
template std::unique_ptr<FusedLayer<double>> make_linear(const LinearLayer&,
                                                         const FindParameter<double>&);

}  // namespace gradus::engine
