#include "../blas.h"
#include "layer.h"

namespace gradus::engine {
namespace {

/// Z = A Wᵀ + b, row by row of the batch. Backward, with D = ∂L/∂Z:
///
///     ∂L/∂A = D W          ∂L/∂W = Dᵀ A          ∂L/∂b = Σ_rows D
///
/// The products of backward sum over all rows, so there the workers divide the outputs among
/// themselves, and each updates the weights whose gradients it has. Forward they divide the rows;
/// but where the weights are more than the numbers of the batch, the outputs too: then each worker
/// reads the weights that it has just updated itself, and no others have to come from another's
/// cache.
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
    const bool by_outputs =
        share.team.size() > 1 && inputs_ * outputs_ > share.batch * (inputs_ + outputs_);
    if (!by_outputs) return forward(share.begin, share.rows(), 0, outputs_);
    share.team.barrier();  // the inputs of all rows are there
    const int64_t first = share.first_of(outputs_);
    forward(0, share.batch, first, share.last_of(outputs_) - first);
    share.team.barrier();
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
  void forward(int64_t row, int64_t rows, int64_t column, int64_t columns) {
    T* const at = this->output + row * outputs_ + column;
    multiply_forward(this->input + row * inputs_, weight_.values + column * inputs_, at, rows,
                     inputs_, outputs_, columns);
    if (bias_.values) kernels<T>().add_bias(at, bias_.values + column, rows, columns, outputs_);
  }

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
