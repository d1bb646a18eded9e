/// The part of a Python program that reads what it predicts for.
#pragma once
#include "gradus/interop/network.h"

#include <string>

namespace gradus::interop {

/// Whether one example is a picture: [H, W] grey, or [3, H, W].
bool takes_pictures(const Network& network);
/// `number`, `read_csv`, for pictures `read_picture`, and `read`. `has_numpy`: it is imported.
std::string python_reading(const Network& network, bool has_numpy);

}  // namespace gradus::interop
