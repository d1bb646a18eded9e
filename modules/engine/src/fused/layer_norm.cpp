#include "layer.h"

#include <algorithm>
#include <cmath>

namespace gradus::engine {
namespace {

/// As batch normalisation, but over the features of each row, so that no row needs another:
///
///     x̂ = (x - μ) / √(v + ε)          y = γ x̂ + β
///     ∂L/∂x = (g - mean(g) - x̂ mean(g x̂)) / √(v + ε),  g = γ ∂L/∂y
template <typename T>
class LayerNorm : public FusedLayer<T> {
 public:
  LayerNorm(const LayerNormLayer& layer, int workers, const FindParameter<T>& find)
      : FusedLayer<T>(layer.weight.numel(), layer.weight.numel()),
        epsilon_(static_cast<T>(layer.epsilon)),
        weight_(find(layer.weight)),
        bias_(find(layer.bias)),
        sums_(static_cast<size_t>(workers), std::vector<T>(size())),
        products_(sums_) {}

  bool has_parameters() const override { return true; }
  void reserve(int64_t rows) override {
    normalized_.resize(static_cast<size_t>(rows) * size());
    inverse_.resize(static_cast<size_t>(rows));
  }

  void forward(const Share& share, bool) override {
    for (int64_t r = share.begin; r < share.end; ++r) {
      const T* const x = this->input + r * this->outputs_;
      T* const y = this->output + r * this->outputs_;
      T* const normalized = normalized_.data() + r * this->outputs_;
      T sum = 0, squares = 0;
      for (size_t c = 0; c < size(); ++c) sum += x[c];
      const T mean = sum / static_cast<T>(size());
      for (size_t c = 0; c < size(); ++c) squares += (x[c] - mean) * (x[c] - mean);
      const T inverse = 1 / std::sqrt(squares / static_cast<T>(size()) + epsilon_);
      inverse_[static_cast<size_t>(r)] = inverse;
      for (size_t c = 0; c < size(); ++c) {
        normalized[c] = (x[c] - mean) * inverse;
        y[c] = normalized[c] * weight_.values[c] + bias_.values[c];
      }
    }
  }

  void backward(const Share& share) override {
    auto& sums = sums_[static_cast<size_t>(share.worker)];
    auto& products = products_[static_cast<size_t>(share.worker)];
    std::ranges::fill(sums, T(0));
    std::ranges::fill(products, T(0));
    for (int64_t r = share.begin; r < share.end; ++r) {
      T* const d = this->gradient + r * this->outputs_;
      const T* const normalized = normalized_.data() + r * this->outputs_;
      T mean = 0, projection = 0;
      for (size_t c = 0; c < size(); ++c) {
        sums[c] += d[c];
        products[c] += d[c] * normalized[c];
        d[c] *= weight_.values[c];
        mean += d[c];
        projection += d[c] * normalized[c];
      }
      mean /= static_cast<T>(size());
      projection /= static_cast<T>(size());
      const T inverse = inverse_[static_cast<size_t>(r)];
      for (size_t c = 0; c < size(); ++c)
        d[c] = inverse * (d[c] - mean - normalized[c] * projection);
    }
  }

  void learn(const Share& share, const Update<T>& update) override {
    const auto features = static_cast<int64_t>(size());
    const int64_t first = share.first_of(features), last = share.last_of(features);
    for (int64_t c = first; c < last; ++c) {
      T weight = 0, bias = 0;
      for (size_t w = 0; w < sums_.size(); ++w) {
        weight += products_[w][static_cast<size_t>(c)];
        bias += sums_[w][static_cast<size_t>(c)];
      }
      weight_.gradient[c] = weight;
      bias_.gradient[c] = bias;
    }
    update(weight_.offset + first, last - first);
    update(bias_.offset + first, last - first);
  }

 private:
  size_t size() const { return static_cast<size_t>(this->outputs_); }

  T epsilon_;
  ParameterAt<T> weight_, bias_;
  std::vector<std::vector<T>> sums_, products_;  ///< over each worker's rows
  std::vector<T> normalized_;                    ///< x̂, [rows, features]
  std::vector<T> inverse_;                       ///< 1 / √(v + ε), [rows]
};

}  // namespace

template <typename T>
std::unique_ptr<FusedLayer<T>> make_layer_norm(const LayerNormLayer& layer, int workers,
                                               const FindParameter<T>& find) {
  return std::make_unique<LayerNorm<T>>(layer, workers, find);
}
template std::unique_ptr<FusedLayer<float>> make_layer_norm(const LayerNormLayer&, int,
                                                            const FindParameter<float>&);
template std::unique_ptr<FusedLayer<double>> make_layer_norm(const LayerNormLayer&, int,
                                                             const FindParameter<double>&);

}  // namespace gradus::engine
