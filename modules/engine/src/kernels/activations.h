/// f and f' of each activation, on SIMD vectors V of numbers T. Included by level.cpp alone.
///
/// `value(z)` is f(z); `slope(z, a)` is f'(z) with a = f(z). Where f' jumps, it is LibTorch's
/// choice.

template <typename V>
ALWAYS_INLINE V logistic(V z) {
  return 1 / (1 + vexp(-z));
}

/// log(1 + exp(z)) without overflow.
template <typename V>
ALWAYS_INLINE V log_one_plus_exp(V z) {
  return vmax(z, V{}) + vlog1p(vexp(-vabs(z)));
}

struct Identity {
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z;
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    return z - z + 1;
  }
};
struct Sigmoid {
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return logistic(z);
  }
  template <typename V>
  ALWAYS_INLINE V slope(V, V a) const {
    return a * (1 - a);
  }
};
struct Tanh {
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return vtanh(z);
  }
  template <typename V>
  ALWAYS_INLINE V slope(V, V a) const {
    return 1 - a * a;
  }
};
struct ReLU {
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return vmax(z, V{});
  }
  template <typename V>
  ALWAYS_INLINE V slope(V, V a) const {
    return a > 0 ? V{} + 1 : V{};
  }
};
template <typename T>
struct LeakyReLU {
  T below;
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z > 0 ? z : z * below;
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    return z > 0 ? V{} + 1 : V{} + below;
  }
};
/// scale (z > 0 ? z : alpha (exp(z) - 1)): ELU, and SELU with its two constants.
template <typename T>
struct ELU {
  T alpha, scale;
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return scale * (z > 0 ? z : alpha * exp_minus_one(vmin(z, V{})));
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V a) const {
    return z > 0 ? V{} + scale : a + scale * alpha;
  }
  /// exp(z) - 1 = 2 t / (1 - t) with t = tanh(z/2): nothing cancels near 0.
  template <typename V>
  ALWAYS_INLINE static V exp_minus_one(V z) {
    const V t = vtanh(z * static_cast<T>(0.5));
    return 2 * t / (1 - t);
  }
};
template <typename T>
struct GELU {
  template <typename V>
  ALWAYS_INLINE static V distribution(V z) {
    return static_cast<T>(0.5) * (1 + verf(z * static_cast<T>(0.70710678118654752440)));
  }
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z * distribution(z);
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    const V density = static_cast<T>(0.39894228040143267794) * vexp(z * z * static_cast<T>(-0.5));
    return distribution(z) + z * density;
  }
};
template <typename T>
struct GELUTanh {
  static constexpr T kRoot = static_cast<T>(0.79788456080286535588);  // sqrt(2 / π)
  static constexpr T kCube = static_cast<T>(0.044715);
  template <typename V>
  ALWAYS_INLINE static V inner(V z) {
    return vtanh(kRoot * (z + kCube * z * z * z));
  }
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return static_cast<T>(0.5) * z * (1 + inner(z));
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    const V t = inner(z);
    const V inner_slope = kRoot * (1 + 3 * kCube * z * z);
    return static_cast<T>(0.5) * (1 + t + z * (1 - t * t) * inner_slope);
  }
};
struct SiLU {
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z * logistic(z);
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    const V s = logistic(z);
    return s * (1 + z * (1 - s));
  }
};
template <typename T>
struct Softplus {
  T beta, threshold;
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z * beta > threshold ? z : log_one_plus_exp(z * beta) / beta;
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    return z * beta > threshold ? V{} + 1 : logistic(z * beta);
  }
};
struct Mish {
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z * vtanh(log_one_plus_exp(z));
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    const V t = vtanh(log_one_plus_exp(z));
    return t + z * logistic(z) * (1 - t * t);
  }
};
template <typename T>
struct Hardtanh {
  T low, high;
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return vmin(vmax(z, V{} + low), V{} + high);
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    return z > low ? (z < high ? V{} + 1 : V{}) : V{};
  }
};
/// Sign and step: no gradient, or by decree that of the identity where |z| <= 1.
template <typename T>
struct Hard {
  T below, tie;
  bool straight_through;
  template <typename V>
  ALWAYS_INLINE V value(V z) const {
    return z > 0 ? V{} + 1 : (z < 0 ? V{} + below : z + tie);
  }
  template <typename V>
  ALWAYS_INLINE V slope(V z, V) const {
    return straight_through ? (vabs(z) <= 1 ? V{} + 1 : V{}) : V{};
  }
};

/// Calls `use` with the function that `f` names.
template <typename T, typename Use>
ALWAYS_INLINE void with_activation(const ActivationLayer& f, Use use) {
  const T a = static_cast<T>(f.a), b = static_cast<T>(f.b);
  switch (f.kind) {
    case ActivationKind::kIdentity:
      return use(Identity{});
    case ActivationKind::kSign:
      return use(Hard<T>{-1, 0, f.b != 0});
    case ActivationKind::kStep:
      return use(Hard<T>{0, a, f.b != 0});
    case ActivationKind::kSigmoid:
      return use(Sigmoid{});
    case ActivationKind::kTanh:
      return use(Tanh{});
    case ActivationKind::kReLU:
      return use(ReLU{});
    case ActivationKind::kLeakyReLU:
      return use(LeakyReLU<T>{a});
    case ActivationKind::kELU:
      return use(ELU<T>{a, 1});
    case ActivationKind::kSELU:
      return use(
          ELU<T>{static_cast<T>(1.6732632423543772848), static_cast<T>(1.0507009873554804934)});
    case ActivationKind::kGELU:
      return use(GELU<T>{});
    case ActivationKind::kGELUTanh:
      return use(GELUTanh<T>{});
    case ActivationKind::kSiLU:
      return use(SiLU{});
    case ActivationKind::kSoftplus:
      return use(Softplus<T>{a, b});
    case ActivationKind::kMish:
      return use(Mish{});
    case ActivationKind::kHardtanh:
      return use(Hardtanh<T>{a, b});
  }
}
