// The kernels at one level of SIMD instructions. CMake compiles this file once a level, with
// GRADUS_LEVEL as the namespace and GRADUS_VECTOR_BYTES as the width of a vector. Everything is
// internal but `kernels_at_level`, and nothing of the standard library is called: a function that
// the linker shares with other files must not hold instructions that not every processor has.
#include "kernels.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#if defined(__GNUC__) && !defined(__clang__)
// Vectors are passed between inlined functions only, so their calling convention is of no interest.
#pragma GCC diagnostic ignored "-Wpsabi"
// GCC's own header: _mm512_sqrt_ps begins from a register that it leaves undefined on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace gradus::engine::GRADUS_LEVEL {
namespace {

#define ALWAYS_INLINE inline __attribute__((always_inline))

constexpr int64_t kVectorBytes = GRADUS_VECTOR_BYTES;
/// Two vectors of four outputs: eight running sums, which the registers of every level hold.
constexpr int64_t kVectorsAtOnce = 2;

// In the order of use.
// clang-format off
#include "simd.h"
#include "activations.h"
// clang-format on

template <typename T>
void activate(const ActivationLayer& f, const T* z, T* a, int64_t count) {
  with_activation<T>(
      f, [&](auto function) __attribute__((always_inline)) {
        int64_t i = 0;
        for (; i + kLanes<T> <= count; i += kLanes<T>) store<T>(a + i, function.value(load(z + i)));
        if (i == count) return;
        T rest[kLanes<T>] = {};
        const auto bytes = static_cast<unsigned long>(count - i) * sizeof(T);
        __builtin_memcpy(rest, z + i, bytes);
        store<T>(rest, function.value(load(rest)));
        __builtin_memcpy(a + i, rest, bytes);
      });
}

template <typename T>
void activate_backward(const ActivationLayer& f, const T* z, const T* a, T* gradient,
                       int64_t count) {
  with_activation<T>(
      f, [&](auto function) __attribute__((always_inline)) {
        int64_t i = 0;
        for (; i + kLanes<T> <= count; i += kLanes<T>)
          store<T>(gradient + i, load(gradient + i) * function.slope(load(z + i), load(a + i)));
        if (i == count) return;
        T rest[3][kLanes<T>] = {};
        const auto bytes = static_cast<unsigned long>(count - i) * sizeof(T);
        __builtin_memcpy(rest[0], gradient + i, bytes);
        __builtin_memcpy(rest[1], z + i, bytes);
        __builtin_memcpy(rest[2], a + i, bytes);
        store<T>(rest[0], load(rest[0]) * function.slope(load(rest[1]), load(rest[2])));
        __builtin_memcpy(gradient + i, rest[0], bytes);
      });
}

template <typename T>
void add_bias(T* values, const T* bias, int64_t rows, int64_t count, int64_t stride) {
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t c = 0; c < count; ++c) values[r * stride + c] += bias[c];
}

template <typename T>
void column_sums(const T* values, T* sums, int64_t rows, int64_t count, int64_t stride) {
  for (int64_t c = 0; c < count; ++c) sums[c] = 0;
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t c = 0; c < count; ++c) sums[c] += values[r * stride + c];
}

constexpr int64_t kMaxTinyLayers = 16;

// clang-format off
#include "loss.h"
#include "update.h"
#include "philox.h"
#include "tiny.h"
// clang-format on

template <typename T>
void round_to_bfloat16(const T* values, uint16_t* rounded, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    const float value = static_cast<float>(values[i]);
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    const uint32_t nearest = bits + 0x7FFF + ((bits >> 16) & 1);
    // Rounding could turn a NaN into an infinity or a zero: keep it one.
    const uint32_t quiet = bits | 0x400000;
    rounded[i] = static_cast<uint16_t>((value == value ? nearest : quiet) >> 16);
  }
}

template <typename T>
constexpr Kernels<T> kTable = {
    activate<T>, activate_backward<T>, add_bias<T>, column_sums<T>, loss_of_rows<T>,
    update<T>,   round_to_bfloat16<T>, draw_mask,   tiny_step<T>};

}  // namespace

template <typename T>
const Kernels<T>& kernels_at_level() {
  return kTable<T>;
}
template const Kernels<float>& kernels_at_level<float>();
template const Kernels<double>& kernels_at_level<double>();

}  // namespace gradus::engine::GRADUS_LEVEL
