/// The three matrix products of a linear layer, by LibTorch's own BLAS, on the calling thread.
#pragma once
#include <cstdint>

namespace gradus::engine {

/// `columns` columns of outputs [rows, out] = inputs [rows, in] weightsᵀ, weights [columns, in];
/// `outputs` points to the first of them.
template <typename T>
void multiply_forward(const T* inputs, const T* weights, T* outputs, int64_t rows, int64_t in,
                      int64_t out, int64_t columns);

/// result [rows, in] = gradient [rows, out] weights [out, in].
template <typename T>
void multiply_backward(const T* gradient, const T* weights, T* result, int64_t rows, int64_t in,
                       int64_t out);

/// result [columns, in] = (columns of gradient [rows, out])ᵀ inputs [rows, in]: the gradients of
/// `columns` rows of the weights, the first of which `gradient` points to.
template <typename T>
void multiply_gradient(const T* gradient, const T* inputs, T* result, int64_t rows, int64_t in,
                       int64_t out, int64_t columns);

}  // namespace gradus::engine
