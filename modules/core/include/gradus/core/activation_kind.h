/// Element-wise functions by kind; without LibTorch, for code that only computes.
#pragma once

namespace gradus {

enum class ActivationKind {
  kIdentity,
  kSign,  ///< b: 1 to pass the gradient where |x| <= 1, 0 for none
  kStep,  ///< a: the value at 0; b: as for the sign
  kSigmoid,
  kTanh,
  kReLU,
  kLeakyReLU,  ///< a: slope below 0
  kELU,        ///< a: minus the limit far below 0
  kSELU,
  kGELU,      ///< by the error function
  kGELUTanh,  ///< its approximation by tanh
  kSiLU,
  kSoftplus,  ///< a: sharpness; b: a x above which it is the identity
  kMish,
  kHardtanh,  ///< a, b: bounds
};

/// An element-wise function without parameters that are learned.
struct ActivationLayer {
  ActivationKind kind = ActivationKind::kIdentity;
  double a = 0, b = 0;  ///< as `ActivationKind` says
};

}  // namespace gradus
