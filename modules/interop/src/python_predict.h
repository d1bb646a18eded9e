/// The part of predict.py that computes.
#pragma once
#include "gradus/interop/python_program.h"

namespace gradus::interop {

/// Columns of what it predicts.
int64_t width_of(const Network& network);
/// Of one example: `28, 28`.
std::string shape_text(const Network& network);

/// The network's class where it needs one, `load()` and `predict(examples)`.
std::string python_predict(const Network& network, Format format);

}  // namespace gradus::interop
