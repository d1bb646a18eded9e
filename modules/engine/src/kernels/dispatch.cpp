#include "kernels.h"

#include <algorithm>

namespace gradus::engine {

#define GRADUS_DECLARE_LEVEL(level)     \
  namespace level {                     \
  template <typename T>                 \
  const Kernels<T>& kernels_at_level(); \
  }
GRADUS_DECLARE_LEVEL(baseline)
#if defined(GRADUS_X86_LEVELS)
GRADUS_DECLARE_LEVEL(avx2)
GRADUS_DECLARE_LEVEL(avx512)
#endif
#undef GRADUS_DECLARE_LEVEL

namespace {

enum class Level { kBaseline, kAVX2, kAVX512 };

Level detect() {
#if defined(GRADUS_X86_LEVELS)
  // What -march=x86-64-v3 and -v4 let the compiler use.
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                    __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("movbe") &&
                    __builtin_cpu_supports("f16c");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (avx512) return Level::kAVX512;
  if (avx2) return Level::kAVX2;
#endif
  return Level::kBaseline;
}

Level level() {
  static const Level kLevel = detect();
  return kLevel;
}

}  // namespace

template <typename T>
const Kernels<T>& kernels() {
#if defined(GRADUS_X86_LEVELS)
  if (level() == Level::kAVX512) return avx512::kernels_at_level<T>();
  if (level() == Level::kAVX2) return avx2::kernels_at_level<T>();
#endif
  return baseline::kernels_at_level<T>();
}
template const Kernels<float>& kernels<float>();
template const Kernels<double>& kernels<double>();

const char* kernels_level() {
  switch (level()) {
    case Level::kAVX512:
      return "AVX512";
    case Level::kAVX2:
      return "AVX2";
    case Level::kBaseline:
      break;
  }
  return "baseline";
}

int64_t tiny_workspace(const TinyLayer* layers, int64_t count) {
  int64_t widest = layers[0].inputs, numbers = layers[0].inputs;
  for (int64_t l = 0; l < count; ++l) {
    numbers += 2 * layers[l].outputs;
    widest = std::max(widest, layers[l].outputs);
  }
  return (numbers + 3 * widest) * kTile;
}

}  // namespace gradus::engine
