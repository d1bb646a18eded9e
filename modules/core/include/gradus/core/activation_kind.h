/// Element-wise functions by kind; without LibTorch, for code that only computes.
#pragma once

namespace gradus {

/// Which function an `ActivationLayer` computes, and what its numbers `a` and `b` are for it.
enum class ActivationKind {
  kIdentity,  ///< x
  kSign,      ///< 1 above 0, -1 below, 0 at 0; b: 1 to pass the gradient where |x| <= 1, 0 for none
  kStep,      ///< 1 above 0, 0 below; a: the value at 0; b: as for the sign
  kSigmoid,   ///< 1 / (1 + exp(-x))
  kTanh,      ///< hyperbolic tangent
  kReLU,      ///< max(0, x)
  kLeakyReLU,  ///< x, below 0 a x
  kELU,        ///< x, below 0 a (exp(x) - 1)
  kSELU,       ///< scaled ELU that keeps mean 0 and variance 1
  kGELU,       ///< x times the normal distribution function, by the error function
  kGELUTanh,   ///< its approximation by tanh
  kSiLU,       ///< x sigmoid(x)
  kSoftplus,   ///< log(1 + exp(a x)) / a; b: a x above which it is the identity
  kMish,       ///< x tanh(log(1 + exp(x)))
  kHardtanh,   ///< x cut to [a, b]
};

/// An element-wise function without parameters that are learned.
struct ActivationLayer {
  ActivationKind kind = ActivationKind::kIdentity;  ///< the function
  double a = 0;  ///< its first number, as `ActivationKind` says; 0 where it has none
  double b = 0;  ///< its second
};

}  // namespace gradus
