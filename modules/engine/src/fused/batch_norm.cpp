#include "layer.h"

#include <algorithm>
#include <cmath>

namespace gradus::engine {
namespace {

/// With the batch's mean μ and variance v of each feature,
///
///     x̂ = (x - μ) / √(v + ε)          y = γ x̂ + β
///     ∂L/∂x = γ / (n √(v + ε)) (n g - Σg - x̂ Σ(g x̂)),  g = ∂L/∂y, sums over the n rows
///
/// A sum over the rows is a sum of the workers' sums, each in its own order: the result does not
/// depend on who was first.
template <typename T>
class BatchNorm : public FusedLayer<T> {
 public:
  BatchNorm(const BatchNormLayer& layer, int workers, const FindParameter<T>& find)
      : FusedLayer<T>(layer.weight.numel(), layer.weight.numel()),
        layer_(layer),
        weight_(find(layer.weight)),
        bias_(find(layer.bias)),
        sums_(static_cast<size_t>(workers), std::vector<T>(size())),
        products_(sums_),
        mean_(sums_),
        inverse_(sums_) {}

  bool has_parameters() const override { return true; }
  void reserve(int64_t rows) override { normalized_.resize(static_cast<size_t>(rows) * size()); }

  void forward(const Share& share, bool training) override {
    auto& mean = mean_[static_cast<size_t>(share.worker)];
    auto& inverse = inverse_[static_cast<size_t>(share.worker)];
    if (training) {
      measure(share, mean, inverse);
    } else {
      const auto* running_mean = layer_.running_mean.template const_data_ptr<T>();
      const auto* running_variance = layer_.running_variance.template const_data_ptr<T>();
      std::copy_n(running_mean, size(), mean.begin());
      for (size_t c = 0; c < size(); ++c) inverse[c] = inverse_root(running_variance[c]);
    }
    for (int64_t r = share.begin; r < share.end; ++r) {
      for (size_t c = 0; c < size(); ++c) {
        const size_t at = static_cast<size_t>(r) * size() + c;
        const T normalized = (this->input[at] - mean[c]) * inverse[c];
        if (training) normalized_[at] = normalized;
        this->output[at] = normalized * weight_.values[c] + bias_.values[c];
      }
    }
  }

  void backward(const Share& share) override {
    auto& sums = sums_[static_cast<size_t>(share.worker)];
    auto& products = products_[static_cast<size_t>(share.worker)];
    std::ranges::fill(sums, T(0));
    std::ranges::fill(products, T(0));
    for (int64_t r = share.begin; r < share.end; ++r) {
      for (size_t c = 0; c < size(); ++c) {
        const size_t at = static_cast<size_t>(r) * size() + c;
        sums[c] += this->gradient[at];
        products[c] += this->gradient[at] * normalized_[at];
      }
    }
    share.team.barrier();
    const auto& inverse = inverse_[static_cast<size_t>(share.worker)];
    const T rows = static_cast<T>(share.batch);
    for (size_t c = 0; c < size(); ++c) {
      const T sum = total(sums_, c), product = total(products_, c);
      const T scale = weight_.values[c] * inverse[c] / rows;
      for (int64_t r = share.begin; r < share.end; ++r) {
        const size_t at = static_cast<size_t>(r) * size() + c;
        this->gradient[at] = scale * (rows * this->gradient[at] - sum - normalized_[at] * product);
      }
    }
  }

  void learn(const Share& share, const Update<T>& update) override {
    const auto features = static_cast<int64_t>(size());
    const int64_t first = share.first_of(features), last = share.last_of(features);
    for (int64_t c = first; c < last; ++c) {
      weight_.gradient[c] = total(products_, static_cast<size_t>(c));
      bias_.gradient[c] = total(sums_, static_cast<size_t>(c));
    }
    update(weight_.offset + first, last - first);
    update(bias_.offset + first, last - first);
  }

 private:
  using Workers = std::vector<std::vector<T>>;

  size_t size() const { return static_cast<size_t>(this->outputs_); }
  T inverse_root(T variance) const {
    return 1 / std::sqrt(variance + static_cast<T>(layer_.epsilon));
  }
  static T total(const Workers& parts, size_t column) {
    T sum = 0;
    for (const auto& part : parts) sum += part[column];
    return sum;
  }

  /// Every worker adds up the mean, and then the squares around it, for itself.
  void measure(const Share& share, std::vector<T>& mean, std::vector<T>& inverse) {
    const T rows = static_cast<T>(share.batch);
    auto& sums = sums_[static_cast<size_t>(share.worker)];
    auto& squares = products_[static_cast<size_t>(share.worker)];
    std::ranges::fill(sums, T(0));
    std::ranges::fill(squares, T(0));
    for (int64_t r = share.begin; r < share.end; ++r)
      for (size_t c = 0; c < size(); ++c)
        sums[c] += this->input[static_cast<size_t>(r) * size() + c];
    share.team.barrier();
    for (size_t c = 0; c < size(); ++c) mean[c] = total(sums_, c) / rows;
    for (int64_t r = share.begin; r < share.end; ++r) {
      for (size_t c = 0; c < size(); ++c) {
        const T centred = this->input[static_cast<size_t>(r) * size() + c] - mean[c];
        squares[c] += centred * centred;
      }
    }
    share.team.barrier();
    for (size_t c = 0; c < size(); ++c) {
      const T variance = total(products_, c) / rows;
      inverse[c] = inverse_root(variance);
      if (share.worker == 0) track(c, mean[c], variance * rows / (rows - 1));
    }
    if (share.worker == 0) count_batch();
    // The sums are written again by `backward`, which must not meet a reader.
    share.team.barrier();
  }

  /// An integer, unless the model was moved to another type with all that it has.
  void count_batch() {
    auto& count = layer_.batches_tracked;
    if (count.scalar_type() == torch::kInt64) {
      ++*count.template data_ptr<int64_t>();
    } else {
      ++*count.template data_ptr<T>();
    }
  }

  void track(size_t c, T mean, T unbiased_variance) {
    const T momentum = static_cast<T>(layer_.momentum);
    T& running_mean = layer_.running_mean.template data_ptr<T>()[c];
    T& running_variance = layer_.running_variance.template data_ptr<T>()[c];
    running_mean += momentum * (mean - running_mean);
    running_variance += momentum * (unbiased_variance - running_variance);
  }

  BatchNormLayer layer_;
  ParameterAt<T> weight_, bias_;
  Workers sums_, products_;    ///< of a worker's rows
  Workers mean_, inverse_;     ///< μ and 1 / √(v + ε), each worker's own copy
  std::vector<T> normalized_;  ///< x̂, [rows, features]
};

}  // namespace

template <typename T>
std::unique_ptr<FusedLayer<T>> make_batch_norm(const BatchNormLayer& layer, int workers,
                                               const FindParameter<T>& find) {
  return std::make_unique<BatchNorm<T>>(layer, workers, find);
}
template std::unique_ptr<FusedLayer<float>> make_batch_norm(const BatchNormLayer&, int,
                                                            const FindParameter<float>&);
template std::unique_ptr<FusedLayer<double>> make_batch_norm(const BatchNormLayer&, int,
                                                             const FindParameter<double>&);

}  // namespace gradus::engine
