/// The one rule for what the transforms of images take.
#pragma once
#include <c10/util/ArrayRef.h>

#include <cstdint>
#include <string_view>

namespace gradus::training {

/// Throws `UsageError` unless `shape`, an example's, is [H, W] or [C, H, W]; `what` is the
/// transform that needs it, as in "random flips".
void check_images(c10::IntArrayRef shape, std::string_view what);

}  // namespace gradus::training
