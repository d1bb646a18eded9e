/// A tiny network's training step: back-propagation written out. Included by level.cpp alone.
///
/// Examples stand side by side in SIMD registers: a tile holds kTile of them, value by value,
/// [width][kTile]. So each weight is one number that multiplies a whole vector of examples, and no
/// step of the chain rule needs more than additions and multiplications of vectors:
///
///     forward    z_o = b_o + Σ_i W_oi a_i          a = f(z)
///     backward   d_o = ∂L/∂a_o f'(z_o)             ∂L/∂a_i = Σ_o W_oi d_o
///     gradients  ∂L/∂W_oi = Σ_examples d_o a_i     ∂L/∂b_o = Σ_examples d_o

/// `Outputs` rows at once of z = W a + b, so that each load of `a` serves several.
template <typename T, int64_t Outputs>
ALWAYS_INLINE void forward_rows(const T* weights, const T* bias, const T* a, T* z, int64_t inputs) {
  constexpr int64_t kVectors = kTile / kLanes<T>;
  for (int64_t half = 0; half < kVectors; half += kVectorsAtOnce) {
    Simd<T> total[Outputs][kVectorsAtOnce];
    for (int64_t o = 0; o < Outputs; ++o)
      for (int64_t v = 0; v < kVectorsAtOnce; ++v) total[o][v] = Simd<T>{} + (bias ? bias[o] : 0);
    for (int64_t i = 0; i < inputs; ++i) {
      for (int64_t v = 0; v < kVectorsAtOnce; ++v) {
        const Simd<T> in = load(a + i * kTile + (half + v) * kLanes<T>);
        for (int64_t o = 0; o < Outputs; ++o) total[o][v] += in * weights[o * inputs + i];
      }
    }
    for (int64_t o = 0; o < Outputs; ++o)
      for (int64_t v = 0; v < kVectorsAtOnce; ++v)
        store<T>(z + o * kTile + (half + v) * kLanes<T>, total[o][v]);
  }
}

template <typename T>
void forward_layer(const TinyLayer& layer, const T* parameters, const T* a, T* z, T* next) {
  const T* const weights = parameters + layer.weight;
  const T* const bias = layer.bias < 0 ? nullptr : parameters + layer.bias;
  int64_t o = 0;
  for (; o + 4 <= layer.outputs; o += 4) {
    forward_rows<T, 4>(weights + o * layer.inputs, bias ? bias + o : nullptr, a, z + o * kTile,
                       layer.inputs);
  }
  for (; o < layer.outputs; ++o) {
    forward_rows<T, 1>(weights + o * layer.inputs, bias ? bias + o : nullptr, a, z + o * kTile,
                       layer.inputs);
  }
  if (layer.activation.kind != ActivationKind::kIdentity)
    activate<T>(layer.activation, z, next, layer.outputs * kTile);
}

/// `Inputs` rows at once of ∂L/∂a = Wᵀ d.
template <typename T, int64_t Inputs>
ALWAYS_INLINE void backward_rows(const T* weights, const T* d, T* result, int64_t inputs,
                                 int64_t outputs) {
  constexpr int64_t kVectors = kTile / kLanes<T>;
  for (int64_t half = 0; half < kVectors; half += kVectorsAtOnce) {
    Simd<T> total[Inputs][kVectorsAtOnce] = {};
    for (int64_t o = 0; o < outputs; ++o) {
      for (int64_t v = 0; v < kVectorsAtOnce; ++v) {
        const Simd<T> out = load(d + o * kTile + (half + v) * kLanes<T>);
        for (int64_t i = 0; i < Inputs; ++i) total[i][v] += out * weights[o * inputs + i];
      }
    }
    for (int64_t i = 0; i < Inputs; ++i)
      for (int64_t v = 0; v < kVectorsAtOnce; ++v)
        store<T>(result + i * kTile + (half + v) * kLanes<T>, total[i][v]);
  }
}

template <typename T>
void backward_layer(const TinyLayer& layer, const T* parameters, const T* d, T* result) {
  const T* const weights = parameters + layer.weight;
  int64_t i = 0;
  for (; i + 4 <= layer.inputs; i += 4)
    backward_rows<T, 4>(weights + i, d, result + i * kTile, layer.inputs, layer.outputs);
  for (; i < layer.inputs; ++i)
    backward_rows<T, 1>(weights + i, d, result + i * kTile, layer.inputs, layer.outputs);
}

/// Adds this tile's part to ∂L/∂W and ∂L/∂b.
template <typename T>
void add_gradients(const TinyLayer& layer, const T* a, const T* d, T* gradients) {
  for (int64_t o = 0; o < layer.outputs; ++o) {
    const T* const out = d + o * kTile;
    T* const row = gradients + layer.weight + o * layer.inputs;
    int64_t i = 0;
    for (; i + 4 <= layer.inputs; i += 4) {
      Simd<T> total[4] = {};
      for (int64_t lane = 0; lane < kTile; lane += kLanes<T>) {
        const Simd<T> v = load(out + lane);
        for (int64_t j = 0; j < 4; ++j) total[j] += v * load(a + (i + j) * kTile + lane);
      }
      for (int64_t j = 0; j < 4; ++j) row[i + j] += sum<T>(total[j]);
    }
    for (; i < layer.inputs; ++i) {
      Simd<T> total{};
      for (int64_t lane = 0; lane < kTile; lane += kLanes<T>)
        total += load(out + lane) * load(a + i * kTile + lane);
      row[i] += sum<T>(total);
    }
    if (layer.bias < 0) continue;
    Simd<T> total{};
    for (int64_t lane = 0; lane < kTile; lane += kLanes<T>) total += load(out + lane);
    gradients[layer.bias + o] += sum<T>(total);
  }
}

/// Where a tile's values lie in the workspace: the inputs, then z and a of each layer (one and the
/// same after the last layer's identity), then two gradients that take turns.
template <typename T>
struct TileMap {
  T* z[kMaxTinyLayers];
  T* a[kMaxTinyLayers + 1];
  T* gradient[2];
  T* values;
};

template <typename T>
TileMap<T> map_tile(const TinyStep<T>& step) {
  TileMap<T> map;
  T* at = step.workspace;
  int64_t widest = step.layers[0].inputs;
  map.a[0] = at;
  at += step.layers[0].inputs * kTile;
  for (int64_t l = 0; l < step.layer_count; ++l) {
    const auto& layer = step.layers[l];
    map.z[l] = at;
    at += layer.outputs * kTile;
    const bool linear = layer.activation.kind == ActivationKind::kIdentity;
    map.a[l + 1] = linear ? map.z[l] : at;
    if (!linear) at += layer.outputs * kTile;
    widest = layer.outputs > widest ? layer.outputs : widest;
  }
  map.gradient[0] = at;
  map.gradient[1] = at + widest * kTile;
  map.values = at + 2 * widest * kTile;
  return map;
}

template <typename T>
double tiny_tile(const TinyStep<T>& step, const TileMap<T>& map, int64_t begin, int64_t count) {
  const int64_t features = step.layers[0].inputs;
  const auto row = [&](int64_t lane) {
    return step.order ? step.order[begin + lane] : begin + lane;
  };
  for (int64_t lane = 0; lane < kTile; ++lane) {
    const T* const x = step.inputs + row(lane < count ? lane : 0) * features;
    for (int64_t i = 0; i < features; ++i) map.a[0][i * kTile + lane] = x[i];
  }
  for (int64_t l = 0; l < step.layer_count; ++l)
    forward_layer(step.layers[l], step.parameters, map.a[l], map.z[l], map.a[l + 1]);

  const auto& last = step.layers[step.layer_count - 1];
  T* d = map.gradient[0];
  T* other = map.gradient[1];
  const T* const scores = map.a[step.layer_count];
  for (int64_t lane = 0; lane < count; ++lane)
    for (int64_t k = 0; k < last.outputs; ++k)
      step.outputs[(begin + lane) * last.outputs + k] = scores[k * kTile + lane];
  __builtin_memcpy(d, scores, static_cast<unsigned long>(last.outputs * kTile) * sizeof(T));
  TileTargets<T> targets;
  take_targets(step.targets, step.target_columns, count, row, map.values, targets);
  const double loss =
      tile_loss(step.loss, d, last.outputs, targets, count, 1 / static_cast<double>(step.rows));

  for (int64_t l = step.layer_count - 1; l >= 0; --l) {
    const auto& layer = step.layers[l];
    if (layer.activation.kind != ActivationKind::kIdentity)
      activate_backward<T>(layer.activation, map.z[l], map.a[l + 1], d, layer.outputs * kTile);
    add_gradients(layer, map.a[l], d, step.gradients);
    if (l == 0) break;
    backward_layer(layer, step.parameters, d, other);
    T* const swapped = d;
    d = other;
    other = swapped;
  }
  return loss;
}

template <typename T>
double tiny_step(const TinyStep<T>& step) {
  const auto map = map_tile(step);
  for (int64_t l = 0; l < step.layer_count; ++l) {
    const auto& layer = step.layers[l];
    __builtin_memset(step.gradients + layer.weight, 0,
                     static_cast<unsigned long>(layer.inputs * layer.outputs) * sizeof(T));
    if (layer.bias >= 0) {
      __builtin_memset(step.gradients + layer.bias, 0,
                       static_cast<unsigned long>(layer.outputs) * sizeof(T));
    }
  }
  double loss = 0;
  for (int64_t begin = 0; begin < step.rows; begin += kTile) {
    const int64_t left = step.rows - begin;
    loss += tiny_tile(step, map, begin, left < kTile ? left : kTile);
  }
  return loss / static_cast<double>(step.rows);
}
