/// Numbers too small to be normal, taken as 0 on this thread.
#pragma once
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace gradus::engine {

/// Adam's means shrink by a tenth a step where a weight's gradient stays 0, and soon become such
/// numbers, with which processors compute several times slower. XLA does the same.
class FlushDenormals {
#if defined(__SSE2__)
 public:
  FlushDenormals() : before_(_mm_getcsr()) {
    _mm_setcsr(before_ | kFlushToZero | kDenormalsAreZero);
  }
  ~FlushDenormals() { _mm_setcsr(before_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  static constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
  unsigned before_;
#else
 public:
  FlushDenormals() {}  // NOLINT: not trivial, so that a guard is no unused variable
#endif
};

}  // namespace gradus::engine
