/// Optimizer steps on arrays, as LibTorch defines them. Included by level.cpp alone.

/// Calls `step(i)` for whole vectors, and for the rest on padded copies.
template <typename T>
struct UpdateArrays {
  T* parameters;
  const T* gradients;
  T* first;
  T* second;
};

template <typename T>
ALWAYS_INLINE Simd<T> decayed(const UpdateRule& rule, Simd<T> gradient, Simd<T> parameter) {
  return rule.weight_decay == 0 ? gradient
                                : gradient + parameter * static_cast<T>(rule.weight_decay);
}

/// The smallest part of an update that one call computes: a SIMD vector of each array.
template <typename T>
ALWAYS_INLINE void sgd(const UpdateRule& rule, const UpdateArrays<T>& at) {
  const Simd<T> p = load(at.parameters);
  Simd<T> step = decayed<T>(rule, load(at.gradients), p);
  if (at.first) {
    const T momentum = static_cast<T>(rule.momentum);
    const Simd<T> velocity = load(at.first) * momentum + step;
    store<T>(at.first, velocity);
    step = rule.nesterov ? step + velocity * momentum : velocity;
  }
  store<T>(at.parameters, p - step * static_cast<T>(rule.rate));
}

template <typename T>
ALWAYS_INLINE void adam(const UpdateRule& rule, const UpdateArrays<T>& at) {
  Simd<T> p = load(at.parameters), g = load(at.gradients);
  if (rule.kind == UpdateKind::kAdamW) {
    p *= static_cast<T>(1 - rule.rate * rule.weight_decay);
  } else {
    g = decayed<T>(rule, g, p);
  }
  const T beta1 = static_cast<T>(rule.beta1), beta2 = static_cast<T>(rule.beta2);
  const Simd<T> mean = load(at.first) * beta1 + g * static_cast<T>(1 - rule.beta1);
  const Simd<T> square = load(at.second) * beta2 + g * g * static_cast<T>(1 - rule.beta2);
  store<T>(at.first, mean);
  store<T>(at.second, square);
  const T root = static_cast<T>(1 / __builtin_sqrt(rule.correction2));
  const Simd<T> size = vsqrt(square) * root + static_cast<T>(rule.epsilon);
  store<T>(at.parameters, p - mean * static_cast<T>(rule.rate / rule.correction1) / size);
}

template <typename T>
ALWAYS_INLINE void rmsprop(const UpdateRule& rule, const UpdateArrays<T>& at) {
  const Simd<T> p = load(at.parameters), g = decayed<T>(rule, load(at.gradients), p);
  const Simd<T> square = load(at.second) * static_cast<T>(rule.beta2) +
                         g * g * static_cast<T>(1 - rule.beta2);
  store<T>(at.second, square);
  Simd<T> step = g / (vsqrt(square) + static_cast<T>(rule.epsilon));
  if (at.first) {
    step = load(at.first) * static_cast<T>(rule.momentum) + step;
    store<T>(at.first, step);
  }
  store<T>(at.parameters, p - step * static_cast<T>(rule.rate));
}

template <typename T>
ALWAYS_INLINE void adagrad(const UpdateRule& rule, const UpdateArrays<T>& at) {
  const Simd<T> p = load(at.parameters), g = decayed<T>(rule, load(at.gradients), p);
  const Simd<T> square = load(at.second) + g * g;
  store<T>(at.second, square);
  const Simd<T> size = vsqrt(square) + static_cast<T>(rule.epsilon);
  store<T>(at.parameters, p - g / size * static_cast<T>(rule.rate));
}

template <typename T, typename Step>
ALWAYS_INLINE void update_all(const UpdateArrays<T>& arrays, int64_t count, Step step) {
  int64_t i = 0;
  const auto shifted = [](T* array, int64_t by) { return array ? array + by : nullptr; };
  for (; i + kLanes<T> <= count; i += kLanes<T>) {
    step({arrays.parameters + i, arrays.gradients + i, shifted(arrays.first, i),
          shifted(arrays.second, i)});
  }
  if (i == count) return;
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
  using At = UpdateArrays<T>;
  switch (rule.kind) {
    case UpdateKind::kSGD: return update_all(arrays, count, [&](const At& at) { sgd(rule, at); });
    case UpdateKind::kAdam:
    case UpdateKind::kAdamW:
      return update_all(arrays, count, [&](const At& at) { adam(rule, at); });
    case UpdateKind::kRMSprop:
      return update_all(arrays, count, [&](const At& at) { rmsprop(rule, at); });
    case UpdateKind::kAdagrad:
      return update_all(arrays, count, [&](const At& at) { adagrad(rule, at); });
  }
}
