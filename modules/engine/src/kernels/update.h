/// Optimizer steps on arrays, as LibTorch defines them. Included by level.cpp alone.

template <typename T>
struct UpdateArrays {
  T* parameters;
  const T* gradients;
  T* first;
  T* second;
};

/// What a rule comes to, computed once: in the loop the compiler could not know that the stores do
/// not change the rule.
template <typename T>
struct UpdateNumbers {
  explicit UpdateNumbers(const UpdateRule& rule)
      : rate(static_cast<T>(rule.rate)),
        decay(static_cast<T>(rule.weight_decay)),
        momentum(static_cast<T>(rule.momentum)),
        beta1(static_cast<T>(rule.beta1)),
        beta2(static_cast<T>(rule.beta2)),
        rest1(static_cast<T>(1 - rule.beta1)),
        rest2(static_cast<T>(1 - rule.beta2)),
        epsilon(static_cast<T>(rule.epsilon)),
        shrink(static_cast<T>(1 - rule.rate * rule.weight_decay)),
        adam_rate(static_cast<T>(rule.rate / rule.correction1)),
        adam_root(static_cast<T>(1 / __builtin_sqrt(rule.correction2))),
        nesterov(rule.nesterov) {}

  T rate, decay, momentum, beta1, beta2, rest1, rest2, epsilon, shrink, adam_rate, adam_root;
  bool nesterov;
};

// The smallest part of an update that one call computes: a SIMD vector of each array.

template <typename T>
ALWAYS_INLINE void sgd(const UpdateNumbers<T>& with, const UpdateArrays<T>& at) {
  const Simd<T> p = load(at.parameters);
  Simd<T> step = load(at.gradients) + p * with.decay;
  if (at.first) {
    const Simd<T> velocity = load(at.first) * with.momentum + step;
    store<T>(at.first, velocity);
    step = with.nesterov ? step + velocity * with.momentum : velocity;
  }
  store<T>(at.parameters, p - step * with.rate);
}

/// `kDecoupled`: AdamW, whose decay shrinks the weights instead of joining the gradient.
template <bool kDecoupled, typename T>
ALWAYS_INLINE void adam(const UpdateNumbers<T>& with, const UpdateArrays<T>& at) {
  Simd<T> p = load(at.parameters), g = load(at.gradients);
  if constexpr (kDecoupled) {
    p *= with.shrink;
  } else {
    g += p * with.decay;
  }
  const Simd<T> mean = load(at.first) * with.beta1 + g * with.rest1;
  const Simd<T> square = load(at.second) * with.beta2 + g * g * with.rest2;
  store<T>(at.first, mean);
  store<T>(at.second, square);
  const Simd<T> size = vsqrt(square) * with.adam_root + with.epsilon;
  store<T>(at.parameters, p - mean * with.adam_rate * vreciprocal(size));
}

template <typename T>
ALWAYS_INLINE void rmsprop(const UpdateNumbers<T>& with, const UpdateArrays<T>& at) {
  const Simd<T> p = load(at.parameters), g = load(at.gradients) + p * with.decay;
  const Simd<T> square = load(at.second) * with.beta2 + g * g * with.rest2;
  store<T>(at.second, square);
  Simd<T> step = g * vreciprocal(vsqrt(square) + with.epsilon);
  if (at.first) {
    step = load(at.first) * with.momentum + step;
    store<T>(at.first, step);
  }
  store<T>(at.parameters, p - step * with.rate);
}

template <typename T>
ALWAYS_INLINE void adagrad(const UpdateNumbers<T>& with, const UpdateArrays<T>& at) {
  const Simd<T> p = load(at.parameters), g = load(at.gradients) + p * with.decay;
  const Simd<T> square = load(at.second) + g * g;
  store<T>(at.second, square);
  store<T>(at.parameters, p - g * vreciprocal(vsqrt(square) + with.epsilon) * with.rate);
}

/// Calls `step` for whole vectors, and for the rest on padded copies.
template <typename T, typename Step>
ALWAYS_INLINE void update_all(const UpdateArrays<T>& arrays, int64_t count, Step step) {
  int64_t i = 0;
  const auto shifted = [](T* array, int64_t by) { return array ? array + by : nullptr; };
  for (; i + kLanes<T> <= count; i += kLanes<T>) {
    step({arrays.parameters + i, arrays.gradients + i, shifted(arrays.first, i),
          shifted(arrays.second, i)});
  }
  if (i >= count) return;
  // The rest by way of full vectors of copies.
  T copies[4][kLanes<T>] = {};
  const auto rest = static_cast<unsigned long>(count - i) * sizeof(T);
  __builtin_memcpy(copies[0], arrays.parameters + i, rest);
  __builtin_memcpy(copies[1], arrays.gradients + i, rest);
  if (arrays.first) __builtin_memcpy(copies[2], arrays.first + i, rest);
  if (arrays.second) __builtin_memcpy(copies[3], arrays.second + i, rest);
  step({copies[0], copies[1], arrays.first ? copies[2] : nullptr,
        arrays.second ? copies[3] : nullptr});
  __builtin_memcpy(arrays.parameters + i, copies[0], rest);
  if (arrays.first) __builtin_memcpy(arrays.first + i, copies[2], rest);
  if (arrays.second) __builtin_memcpy(arrays.second + i, copies[3], rest);
}

template <typename T>
void update(const UpdateRule& rule, T* parameters, const T* gradients, UpdateState<T> state,
            int64_t count) {
  const UpdateArrays<T> arrays{parameters, gradients, state.first, state.second};
  const UpdateNumbers<T> with(rule);
  using At = UpdateArrays<T>;
  switch (rule.kind) {
    case UpdateKind::kSGD:
      return update_all(arrays, count, [=](const At& at) { sgd(with, at); });
    case UpdateKind::kAdam:
      return update_all(arrays, count, [=](const At& at) { adam<false>(with, at); });
    case UpdateKind::kAdamW:
      return update_all(arrays, count, [=](const At& at) { adam<true>(with, at); });
    case UpdateKind::kRMSprop:
      return update_all(arrays, count, [=](const At& at) { rmsprop(with, at); });
    case UpdateKind::kAdagrad:
      return update_all(arrays, count, [=](const At& at) { adagrad(with, at); });
  }
}
