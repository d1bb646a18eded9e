/// The three matrix products of a linear layer, by LibTorch's own BLAS, on the calling thread.
#pragma once
#include <cstdint>
#include <type_traits>

namespace gradus::engine {

/// A bfloat16: the upper half of a float32's bits.
using BFloat16Bits = uint16_t;

/// What products of T are summed in.
template <typename T>
using SumOf = std::conditional_t<std::is_same_v<T, BFloat16Bits>, float, T>;

// T: float, double, and BFloat16Bits where `has_bfloat16_products` says so.

/// Whether this LibTorch's BLAS multiplies bfloat16 and this processor has instructions for it.
bool has_bfloat16_products();

/// `columns` columns of outputs [rows, out] = inputs [rows, in] weightsᵀ, weights [columns, in];
/// `outputs` points to the first of them.
template <typename T>
void multiply_forward(const T* inputs, const T* weights, SumOf<T>* outputs, int64_t rows,
                      int64_t in, int64_t out, int64_t columns);

/// result [rows, in] = gradient [rows, out] weights [out, in].
template <typename T>
void multiply_backward(const T* gradient, const T* weights, SumOf<T>* result, int64_t rows,
                       int64_t in, int64_t out);

/// result [columns, in] = (columns of gradient [rows, out])ᵀ inputs [rows, in]: the gradients of
/// `columns` rows of the weights, the first of which `gradient` points to.
template <typename T>
void multiply_gradient(const T* gradient, const T* inputs, SumOf<T>* result, int64_t rows,
                       int64_t in, int64_t out, int64_t columns);

}  // namespace gradus::engine
