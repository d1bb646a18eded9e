/// Losses of one tile: scores lie output by output, [outputs][kTile], and their gradients × scale
/// take their place. Included by level.cpp alone.

/// A tile of targets: the class of each lane, or its values [outputs][kTile].
template <typename T>
struct TileTargets {
  T classes[kTile];
  const T* values;
};

/// The larger of two lanes' scores; NaN if one is.
template <typename V>
ALWAYS_INLINE V larger(V x, V y) {
  return x > y ? x : (y >= x ? y : x + y);
}

/// Softmax cross-entropy: log Σ exp(z) - z_class, gradient softmax(z) - [class].
template <typename T>
ALWAYS_INLINE Simd<T> cross_entropy(T* z, int64_t outputs, Simd<T> classes, T scale) {
  using V = Simd<T>;
  V most = load(z);
  for (int64_t k = 1; k < outputs; ++k) most = larger(most, load(z + k * kTile));
  V total{}, right{};
  for (int64_t k = 0; k < outputs; ++k) {
    const V centred = load(z + k * kTile) - most;
    right = classes == static_cast<T>(k) ? centred : right;
    const V e = vexp(centred);
    store<T>(z + k * kTile, e);
    total += e;
  }
  const V share = scale / total;
  for (int64_t k = 0; k < outputs; ++k) {
    const V target = classes == static_cast<T>(k) ? V{} + scale : V{};
    store<T>(z + k * kTile, load(z + k * kTile) * share - target);
  }
  return vlog(total) - right;
}

/// Of one score z of class 1: log(1 + exp(z)) - y z, gradient logistic(z) - y.
template <typename T>
ALWAYS_INLINE Simd<T> binary_cross_entropy(T* z, Simd<T> classes, T scale) {
  const Simd<T> score = load(z);
  store<T>(z, (logistic(score) - classes) * scale);
  return log_one_plus_exp(score) - classes * score;
}

/// The mean over the outputs of (z - y)².
template <typename T>
ALWAYS_INLINE Simd<T> squared_error(T* z, const T* values, int64_t outputs, T scale) {
  Simd<T> total{};
  const T share = 1 / static_cast<T>(outputs);
  for (int64_t k = 0; k < outputs; ++k) {
    const Simd<T> difference = load(z + k * kTile) - load(values + k * kTile);
    total += difference * difference;
    store<T>(z + k * kTile, difference * (2 * share * scale));
  }
  return total * share;
}

/// max(0, 1 - margin): of one score, s z with s = ±1; else, over the other classes, z_class - z_k,
/// summed and divided by the number of classes.
template <typename T>
ALWAYS_INLINE Simd<T> hinge(T* z, int64_t outputs, Simd<T> classes, T scale) {
  using V = Simd<T>;
  if (outputs == 1) {
    const V sign = classes * 2 - 1, loss = 1 - sign * load(z);
    store<T>(z, loss >= 0 ? -sign * scale : V{});
    return vmax(loss, V{});
  }
  V right{}, total{}, pushed{};
  for (int64_t k = 0; k < outputs; ++k)
    right = classes == static_cast<T>(k) ? load(z + k * kTile) : right;
  const T share = 1 / static_cast<T>(outputs);
  for (int64_t k = 0; k < outputs; ++k) {
    const V violation = 1 - right + load(z + k * kTile);
    const auto counts = (violation > 0) & (classes != static_cast<T>(k));
    const V push = counts ? V{} + share * scale : V{};
    total += classes == static_cast<T>(k) ? V{} : vmax(violation, V{});
    pushed += push;
    store<T>(z + k * kTile, push);
  }
  for (int64_t k = 0; k < outputs; ++k) {
    const V push = load(z + k * kTile);
    store<T>(z + k * kTile, classes == static_cast<T>(k) ? push - pushed : push);
  }
  return total * share;
}

/// max(0, -margin), Rosenblatt's: only mistakes count, and a score of exactly 0 is class 0.
template <typename T>
ALWAYS_INLINE Simd<T> perceptron(T* z, int64_t outputs, Simd<T> classes, T scale) {
  using V = Simd<T>;
  if (outputs == 1) {
    const V sign = classes * 2 - 1, score = load(z);
    const V said = score > 0 ? V{} + 1 : V{};
    const auto mistaken = said != classes;
    store<T>(z, mistaken ? -sign * scale : V{});
    return mistaken ? -sign * score : score - score;
  }
  V right{}, most = load(z), best{};
  for (int64_t k = 0; k < outputs; ++k) {
    const V score = load(z + k * kTile);
    right = classes == static_cast<T>(k) ? score : right;
    best = score > most ? V{} + static_cast<T>(k) : best;
    most = larger(most, score);
  }
  for (int64_t k = 0; k < outputs; ++k) {
    const V up = best == static_cast<T>(k) ? V{} + scale : V{};
    store<T>(z + k * kTile, classes == static_cast<T>(k) ? up - scale : up);
  }
  return most - right;
}

/// Sums the losses of the first `rows` lanes; the gradients of the others become 0.
template <typename T>
double tile_loss(LossKind kind, T* z, int64_t outputs, const TileTargets<T>& targets, int64_t rows,
                 double scale_as_double) {
  const T scale = static_cast<T>(scale_as_double);
  T losses[kTile];
  for (int64_t lane = 0; lane < kTile; lane += kLanes<T>) {
    const Simd<T> classes = load(targets.classes + lane);
    Simd<T> loss{};
    switch (kind) {
      case LossKind::kCrossEntropy:
        loss = cross_entropy(z + lane, outputs, classes, scale);
        break;
      case LossKind::kBinaryCrossEntropy:
        loss = binary_cross_entropy(z + lane, classes, scale);
        break;
      case LossKind::kMeanSquaredError:
        loss = squared_error(z + lane, targets.values + lane, outputs, scale);
        break;
      case LossKind::kHinge:
        loss = hinge(z + lane, outputs, classes, scale);
        break;
      case LossKind::kPerceptron:
        loss = perceptron(z + lane, outputs, classes, scale);
        break;
    }
    store<T>(losses + lane, loss);
  }
  double total = 0;
  for (int64_t lane = 0; lane < rows; ++lane) total += static_cast<double>(losses[lane]);
  for (int64_t k = 0; rows < kTile && k < outputs; ++k)
    for (int64_t lane = rows; lane < kTile; ++lane) z[k * kTile + lane] = 0;
  return total;
}

/// Takes `rows` targets into a tile; `row(lane)` says which. `values` holds [outputs][kTile].
template <typename T, typename Row>
ALWAYS_INLINE void take_targets(const TargetRows<T>& from, int64_t outputs, int64_t rows, Row row,
                                T* values, TileTargets<T>& tile) {
  tile.values = values;
  for (int64_t lane = 0; lane < kTile; ++lane) {
    const bool there = lane < rows;
    tile.classes[lane] = there && from.classes ? static_cast<T>(from.classes[row(lane)]) : 0;
    for (int64_t k = 0; from.values && k < outputs; ++k)
      values[k * kTile + lane] = there ? from.values[row(lane) * outputs + k] : 0;
  }
}

template <typename T>
double loss_of_rows(LossKind kind, const T* scores, T* gradient, TargetRows<T> targets,
                    int64_t rows, int64_t width, double scale, T* workspace) {
  double total = 0;
  T* const z = workspace;  // the tile's scores, and behind them its target values
  TileTargets<T> tile;
  for (int64_t begin = 0; begin < rows; begin += kTile) {
    const int64_t count = rows - begin < kTile ? rows - begin : kTile;
    for (int64_t k = 0; k < width; ++k)
      for (int64_t lane = 0; lane < kTile; ++lane)
        z[k * kTile + lane] = lane < count ? scores[(begin + lane) * width + k] : 0;
    take_targets(
        targets, width, count, [&](int64_t lane) { return begin + lane; }, z + width * kTile, tile);
    total += tile_loss(kind, z, width, tile, count, scale);
    for (int64_t lane = 0; lane < count; ++lane)
      for (int64_t k = 0; k < width; ++k)
        gradient[(begin + lane) * width + k] = z[k * kTile + lane];
  }
  return total;
}
