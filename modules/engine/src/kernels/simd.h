/// Short vectors of the compiler's own (GCC, Clang), as wide as the level that is being compiled
/// for. Included by level.cpp alone, inside its namespace.
///
/// The float functions are Cephes' (S. Moshier), good to about 2 units in the last place; for
/// double, where nobody is in a hurry, the C library's.

template <typename T>
struct SimdOf;
template <>
struct SimdOf<float> {
  typedef float Vector __attribute__((vector_size(kVectorBytes)));
  typedef int32_t Mask __attribute__((vector_size(kVectorBytes)));
};
template <>
struct SimdOf<double> {
  typedef double Vector __attribute__((vector_size(kVectorBytes)));
  typedef int64_t Mask __attribute__((vector_size(kVectorBytes)));
};
template <typename T>
using Simd = typename SimdOf<T>::Vector;
template <typename T>
inline constexpr int64_t kLanes = kVectorBytes / sizeof(T);

template <typename T>
ALWAYS_INLINE Simd<T> load(const T* from) {
  Simd<T> vector;
  __builtin_memcpy(&vector, from, sizeof vector);
  return vector;
}

template <typename T>
ALWAYS_INLINE void store(T* to, Simd<T> vector) {
  __builtin_memcpy(to, &vector, sizeof vector);
}

template <typename T>
ALWAYS_INLINE Simd<T> splat(double value) {
  return Simd<T>{} + static_cast<T>(value);
}

/// The sum of the lanes, halves upon halves: a chain of additions would take as long as it is long.
template <typename T>
ALWAYS_INLINE T sum(Simd<T> vector) {
  T lanes[kLanes<T>];
  __builtin_memcpy(lanes, &vector, sizeof vector);
  for (int64_t half = kLanes<T> / 2; half > 0; half /= 2)
    for (int64_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  return lanes[0];
}
#if defined(__AVX512F__)
template <>
ALWAYS_INLINE float sum<float>(SimdOf<float>::Vector vector) {
  return _mm512_reduce_add_ps((__m512)vector);
}
#endif

using F = Simd<float>;
using D = Simd<double>;
using FI = SimdOf<float>::Mask;

#define GRADUS_LANE_BY_LANE(name, function)                                         \
  ALWAYS_INLINE D name(D x) {                                                       \
    for (int64_t i = 0; i < kLanes<double>; ++i) x[i] = __builtin_##function(x[i]); \
    return x;                                                                       \
  }
GRADUS_LANE_BY_LANE(vexp, exp)
GRADUS_LANE_BY_LANE(vtanh, tanh)
GRADUS_LANE_BY_LANE(vlog, log)
GRADUS_LANE_BY_LANE(vlog1p, log1p)
GRADUS_LANE_BY_LANE(verf, erf)
GRADUS_LANE_BY_LANE(vsqrt, sqrt)
#undef GRADUS_LANE_BY_LANE

/// Comparisons are written so that NaN passes through: a loss that became NaN must be seen.
template <typename V>
ALWAYS_INLINE V vmax(V x, V low) {
  return x < low ? low : x;
}
template <typename V>
ALWAYS_INLINE V vmin(V x, V high) {
  return x > high ? high : x;
}
template <typename V>
ALWAYS_INLINE V vabs(V x) {
  return x < 0 ? -x : x;
}

/// 1 / x of positive normal numbers: the processor's estimate and a step of Newton's. A division
/// takes several times as long.
ALWAYS_INLINE F vreciprocal(F x) {
#if defined(__AVX512F__)
  const F y = (F)_mm512_rcp14_ps((__m512)x);
#elif defined(__AVX__)
  const F y = (F)_mm256_rcp_ps((__m256)x);
#else
  return 1.0F / x;
#endif
#if defined(__AVX__)
  return y * (2.0F - x * y);
#endif
}
ALWAYS_INLINE D vreciprocal(D x) {
  return 1.0 / x;
}

/// The root of numbers from 0; below the smallest normal number, that one's.
ALWAYS_INLINE F vsqrt(F x) {
  x = vmin(vmax(x, F{} + 1.17549435e-38F), F{} + 3.40282347e+38F);
#if defined(__AVX512F__)
  const F y = (F)_mm512_rsqrt14_ps((__m512)x);
#elif defined(__AVX__)
  const F y = (F)_mm256_rsqrt_ps((__m256)x);
#else
  for (int64_t i = 0; i < kLanes<float>; ++i) x[i] = __builtin_sqrtf(x[i]);
  return x;
#endif
#if defined(__AVX__)
  // Newton's step for 1 / sqrt(x), times x.
  const F root = x * y;
  return root + root * 0.5F * (1.0F - root * y);
#endif
}

ALWAYS_INLINE F vexp(F x) {
  // Beyond these the result would be no normal number; nothing here asks for more.
  x = vmin(vmax(x, F{} - 87.33F), F{} + 88.37F);
  constexpr float kRound = 12582912.0F;  // 1.5 × 2²³: adding it leaves the nearest whole number
  const F n = (x * 1.44269504088896341F + kRound) - kRound;
  const F r = x - n * 0.693359375F + n * 2.12194440e-4F;
  F p = F{} + 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  const FI exponent = (__builtin_convertvector(n, FI) + 127) << 23;
  return p * (F)exponent;
}

/// Of positive normal numbers.
ALWAYS_INLINE F vlog(F x) {
  const FI bits = (FI)x;
  // Mantissa in [sqrt(1/2), sqrt(2)): the exponent is counted from 0.7071.
  const FI shifted = bits - 0x3F3504F3;
  const F e = __builtin_convertvector(shifted >> 23, F);
  const F m = (F)(bits - (shifted & ~0x7FFFFF)) - 1.0F;
  const F z = m * m;
  F p = F{} + 7.0376836292e-2F;
  p = p * m - 1.1514610310e-1F;
  p = p * m + 1.1676998740e-1F;
  p = p * m - 1.2420140846e-1F;
  p = p * m + 1.4249322787e-1F;
  p = p * m - 1.6668057665e-1F;
  p = p * m + 2.0000714765e-1F;
  p = p * m - 2.4999993993e-1F;
  p = p * m + 3.3333331174e-1F;
  p = p * m * z - e * 2.12194440e-4F - z * 0.5F;
  return m + p + e * 0.693359375F;
}

/// Of numbers from 0; Kahan's correction of what 1 + y rounds away.
ALWAYS_INLINE F vlog1p(F y) {
  const F u = 1.0F + y;
  return vlog(u) + (y - (u - 1.0F)) / u;
}

ALWAYS_INLINE F vtanh(F x) {
  const F size = vabs(x);
  const F z = x * x;
  F p = F{} - 5.70498872745e-3F;
  p = p * z + 2.06390887954e-2F;
  p = p * z - 5.37397155531e-2F;
  p = p * z + 1.33314422036e-1F;
  p = p * z - 3.33332819422e-1F;
  const F near = x + x * z * p;
  const F far = 1.0F - 2.0F / (vexp(size + size) + 1.0F);
  return size < 0.625F ? near : (x < 0 ? -far : far);
}

/// Abramowitz and Stegun, 7.1.26: to 1.5e-7.
ALWAYS_INLINE F verf(F x) {
  const F size = vabs(x);
  const F t = 1.0F / (1.0F + 0.3275911F * size);
  F p = F{} + 1.061405429F;
  p = p * t - 1.453152027F;
  p = p * t + 1.421413741F;
  p = p * t - 0.284496736F;
  p = p * t + 0.254829592F;
  const F value = 1.0F - p * t * vexp(-size * size);
  return x < 0 ? -value : value;
}
