/// The loops of the fused engine that are not matrix products: plain arithmetic on arrays, compiled
/// once for each level of SIMD instructions and chosen when the program runs. No LibTorch here:
/// what is compiled for one processor must not leak into code that others share.
#pragma once
#include "gradus/core/activation_kind.h"

#include <cstdint>

namespace gradus::engine {

/// Examples that stand side by side in SIMD registers where data lie feature by feature.
inline constexpr int64_t kTile = 32;

enum class LossKind { kCrossEntropy, kBinaryCrossEntropy, kMeanSquaredError, kHinge, kPerceptron };

/// Targets of the rows of a batch: one of the two.
template <typename T>
struct TargetRows {
  const int64_t* classes = nullptr;  ///< [rows]
  const T* values = nullptr;         ///< [rows, outputs]
};

enum class UpdateKind { kSGD, kAdam, kAdamW, kRMSprop, kAdagrad };

/// One step of an optimizer, as LibTorch's own optimizers define it.
struct UpdateRule {
  UpdateKind kind = UpdateKind::kSGD;
  double rate = 0;  ///< adagrad: after its decay
  double weight_decay = 0;
  double momentum = 0;  ///< sgd, rmsprop
  bool nesterov = false;
  double beta1 = 0, beta2 = 0;  ///< adam; beta2 is rmsprop's alpha too
  double epsilon = 0;
  double correction1 = 1, correction2 = 1;  ///< adam: 1 - beta^step
};

/// State of the optimizer beside the parameters; null where the rule has none.
template <typename T>
struct UpdateState {
  T* first = nullptr;   ///< adam: mean of gradients; sgd, rmsprop: momentum
  T* second = nullptr;  ///< adam, rmsprop: mean of squares; adagrad: their sum
};

/// A fully connected layer of a tiny network and the activation after it.
struct TinyLayer {
  int64_t inputs, outputs;
  int64_t weight;  ///< where [outputs, inputs] begin among the parameters
  int64_t bias;    ///< where [outputs] begin; -1 without
  ActivationLayer activation;
};

/// A step of a tiny network: forward and backward, gradients left in `gradients`.
template <typename T>
struct TinyStep {
  const TinyLayer* layers;
  int64_t layer_count;
  const T* parameters;
  T* gradients;            ///< as long as the parameters; overwritten
  const T* inputs;         ///< [data rows, features]
  const int64_t* order;    ///< [rows]: which of them; null for the first ones
  TargetRows<T> targets;   ///< of all data rows
  int64_t target_columns;  ///< of `targets.values`
  int64_t rows;
  LossKind loss;
  T* workspace;  ///< `tiny_workspace` numbers, aligned to 64 bytes
  T* outputs;    ///< [rows, outputs]
};

template <typename T>
struct Kernels {
  /// a = f(z); `a` may be `z`.
  void (*activate)(const ActivationLayer& f, const T* z, T* a, int64_t count);
  /// gradient *= f'(z), with a = f(z).
  void (*activate_backward)(const ActivationLayer& f, const T* z, const T* a, T* gradient,
                            int64_t count);
  /// values[r, c] += bias[c] over `count` columns of rows that lie `stride` apart.
  void (*add_bias)(T* values, const T* bias, int64_t rows, int64_t count, int64_t stride);
  /// sums[c] = Σ_r values[r, c] over `count` columns of rows that lie `stride` apart.
  void (*column_sums)(const T* values, T* sums, int64_t rows, int64_t count, int64_t stride);
  /// The sum of the rows' losses of `scores` [rows, width] and `gradient` = its gradient × scale.
  /// `workspace`: `loss_workspace(width)` numbers.
  double (*loss)(LossKind kind, const T* scores, T* gradient, TargetRows<T> targets, int64_t rows,
                 int64_t width, double scale, T* workspace);
  void (*update)(const UpdateRule& rule, T* parameters, const T* gradients, UpdateState<T> state,
                 int64_t count);
  /// The nearest bfloat16 of each value, to even where two are as near, as its bits.
  void (*round_to_bfloat16)(const T* values, uint16_t* rounded, int64_t count);
  /// kept[i] = 1 with probability `keep`, else 0: a function of the seed and of begin + i alone, by
  /// Philox4x32-10 (Salmon et al., 2011). `begin` and the end may lie anywhere.
  void (*draw_mask)(uint64_t seed, int64_t begin, int64_t count, double keep, uint8_t* kept);
  /// The mean loss of the step's rows.
  double (*tiny_step)(const TinyStep<T>& step);
};

/// Numbers that the loss of rows of `width` scores needs for itself.
constexpr int64_t loss_workspace(int64_t width) {
  return 2 * width * kTile;
}
/// Numbers that `TinyStep::workspace` needs.
int64_t tiny_workspace(const TinyLayer* layers, int64_t count);

/// The fastest ones that this processor runs.
template <typename T>
const Kernels<T>& kernels();

/// "AVX512", "AVX2" or "baseline".
const char* kernels_level();

}  // namespace gradus::engine
