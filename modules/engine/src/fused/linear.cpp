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
///
/// `Factor` is what the products read: T itself, or bfloat16 copies, rounded from what each worker
/// has just computed.
template <typename T, typename Factor>
class Linear : public FusedLayer<T> {
 public:
  Linear(const LinearLayer& layer, const FindParameter<T>& find)
      : FusedLayer<T>(layer.weight.size(1), layer.weight.size(0)),
        weight_(find(layer.weight)),
        bias_(layer.bias.defined() ? find(layer.bias) : ParameterAt<T>()) {
    if constexpr (kRounds) weights_.resize(static_cast<size_t>(inputs_ * outputs_));
  }

  bool has_parameters() const override { return true; }
  bool changes_width() const override { return true; }

  void reserve(int64_t rows) override {
    if constexpr (kRounds) {
      inputs_rounded_.resize(static_cast<size_t>(rows * inputs_));
      gradient_rounded_.resize(static_cast<size_t>(rows * outputs_));
    }
  }

  void read_parameters() override { round(weight_.values, weights_, 0, inputs_ * outputs_); }

  void forward(const Share& share, bool) override {
    round(this->input, inputs_rounded_, share.begin * inputs_, share.rows() * inputs_);
    const bool by_outputs =
        share.team.size() > 1 && inputs_ * outputs_ > share.batch * (inputs_ + outputs_);
    if (!by_outputs) return forward(share.begin, share.rows(), 0, outputs_);
    share.team.barrier();  // the inputs of all rows are there
    const int64_t first = share.first_of(outputs_);
    forward(0, share.batch, first, share.last_of(outputs_) - first);
    share.team.barrier();
  }

  void backward(const Share& share) override {
    round(this->gradient, gradient_rounded_, share.begin * outputs_, share.rows() * outputs_);
    if (!this->input_gradient) return;
    multiply_backward(factors(this->gradient, gradient_rounded_) + share.begin * outputs_,
                      factors(weight_.values, weights_),
                      this->input_gradient + share.begin * inputs_, share.rows(), inputs_,
                      outputs_);
  }

  void learn(const Share& share, const Update<T>& update) override {
    const int64_t first = share.first_of(outputs_), count = share.last_of(outputs_) - first;
    multiply_gradient(factors(this->gradient, gradient_rounded_) + first,
                      factors(this->input, inputs_rounded_), weight_.gradient + first * inputs_,
                      share.batch, inputs_, outputs_, count);
    update(weight_.offset + first * inputs_, count * inputs_);
    round(weight_.values, weights_, first * inputs_, count * inputs_);
    if (!bias_.values) return;
    kernels<T>().column_sums(this->gradient + first, bias_.gradient + first, share.batch, count,
                             outputs_);
    update(bias_.offset + first, count);
  }

 private:
  static constexpr bool kRounds = !std::is_same_v<T, Factor>;

  /// Copies a part of `values` that has changed.
  static void round(const T* values, std::vector<Factor>& rounded, int64_t begin, int64_t count) {
    if constexpr (kRounds)
      kernels<T>().round_to_bfloat16(values + begin, rounded.data() + begin, count);
  }
  static const Factor* factors(const T* values, const std::vector<Factor>& rounded) {
    if constexpr (kRounds)
      return rounded.data();
    else
      return values;
  }

  void forward(int64_t row, int64_t rows, int64_t column, int64_t columns) {
    T* const at = this->output + row * outputs_ + column;
    multiply_forward(factors(this->input, inputs_rounded_) + row * inputs_,
                     factors(weight_.values, weights_) + column * inputs_, at, rows, inputs_,
                     outputs_, columns);
    if (bias_.values) kernels<T>().add_bias(at, bias_.values + column, rows, columns, outputs_);
  }

  using FusedLayer<T>::inputs_;
  using FusedLayer<T>::outputs_;
  ParameterAt<T> weight_, bias_;
  std::vector<Factor> weights_, inputs_rounded_, gradient_rounded_;  ///< empty unless it rounds
};

}  // namespace

template <typename T>
std::unique_ptr<FusedLayer<T>> make_linear(const LinearLayer& layer, const LayerSetting& setting,
                                           const FindParameter<T>& find) {
#if defined(GRADUS_BFLOAT16_GEMM)
  if constexpr (std::is_same_v<T, float>)
    if (setting.bfloat16) return std::make_unique<Linear<float, BFloat16Bits>>(layer, find);
#endif
  static_cast<void>(setting);
  return std::make_unique<Linear<T, T>>(layer, find);
}
template std::unique_ptr<FusedLayer<float>> make_linear(const LinearLayer&, const LayerSetting&,
                                                        const FindParameter<float>&);
template std::unique_ptr<FusedLayer<double>> make_linear(const LinearLayer&, const LayerSetting&,
                                                         const FindParameter<double>&);

}  // namespace gradus::engine
