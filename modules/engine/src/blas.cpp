#include "blas.h"

extern "C" {
void sgemm_(const char* transpose_a, const char* transpose_b, const int* m, const int* n,
            const int* k, const float* alpha, const float* a, const int* lda, const float* b,
            const int* ldb, const float* beta, float* c, const int* ldc);
void dgemm_(const char* transpose_a, const char* transpose_b, const int* m, const int* n,
            const int* k, const double* alpha, const double* a, const int* lda, const double* b,
            const int* ldb, const double* beta, double* c, const int* ldc);
#if defined(GRADUS_BFLOAT16_GEMM)
void gemm_bf16bf16f32_(const char* transpose_a, const char* transpose_b, const int* m, const int* n,
                       const int* k, const float* alpha, const uint16_t* a, const int* lda,
                       const uint16_t* b, const int* ldb, const float* beta, float* c,
                       const int* ldc);
#endif
}

namespace gradus::engine {
namespace {

void gemm(char ta, char tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb,
          float* c, int ldc) {
  const float one = 1, zero = 0;
  sgemm_(&ta, &tb, &m, &n, &k, &one, a, &lda, b, &ldb, &zero, c, &ldc);
}

void gemm(char ta, char tb, int m, int n, int k, const double* a, int lda, const double* b, int ldb,
          double* c, int ldc) {
  const double one = 1, zero = 0;
  dgemm_(&ta, &tb, &m, &n, &k, &one, a, &lda, b, &ldb, &zero, c, &ldc);
}

#if defined(GRADUS_BFLOAT16_GEMM)
void gemm(char ta, char tb, int m, int n, int k, const BFloat16Bits* a, int lda,
          const BFloat16Bits* b, int ldb, float* c, int ldc) {
  const float one = 1, zero = 0;
  gemm_bf16bf16f32_(&ta, &tb, &m, &n, &k, &one, a, &lda, b, &ldb, &zero, c, &ldc);
}
#endif

/// BLAS counts in 32 bits; widths and batches here are far below that.
int narrow(int64_t size) {
  return static_cast<int>(size);
}

}  // namespace

// BLAS reads columns where we write rows, so each product is asked for transposed: Cᵀ = Bᵀ Aᵀ.

template <typename T>
void multiply_forward(const T* inputs, const T* weights, SumOf<T>* outputs, int64_t rows,
                      int64_t in, int64_t out, int64_t columns) {
  if (rows == 0 || columns == 0) return;
  gemm('T', 'N', narrow(columns), narrow(rows), narrow(in), weights, narrow(in), inputs, narrow(in),
       outputs, narrow(out));
}

template <typename T>
void multiply_backward(const T* gradient, const T* weights, SumOf<T>* result, int64_t rows,
                       int64_t in, int64_t out) {
  if (rows == 0) return;
  gemm('N', 'N', narrow(in), narrow(rows), narrow(out), weights, narrow(in), gradient, narrow(out),
       result, narrow(in));
}

template <typename T>
void multiply_gradient(const T* gradient, const T* inputs, SumOf<T>* result, int64_t rows,
                       int64_t in, int64_t out, int64_t columns) {
  if (columns == 0) return;
  gemm('N', 'T', narrow(in), narrow(columns), narrow(rows), inputs, narrow(in), gradient,
       narrow(out), result, narrow(in));
}

#define GRADUS_INSTANTIATE(T)                                                                   \
  template void multiply_forward<T>(const T*, const T*, SumOf<T>*, int64_t, int64_t, int64_t,   \
                                    int64_t);                                                   \
  template void multiply_backward<T>(const T*, const T*, SumOf<T>*, int64_t, int64_t, int64_t); \
  template void multiply_gradient<T>(const T*, const T*, SumOf<T>*, int64_t, int64_t, int64_t,  \
                                     int64_t);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#if defined(GRADUS_BFLOAT16_GEMM)
GRADUS_INSTANTIATE(BFloat16Bits)
#endif
#undef GRADUS_INSTANTIATE

bool has_bfloat16_products() {
#if defined(GRADUS_BFLOAT16_GEMM) && defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

}  // namespace gradus::engine
