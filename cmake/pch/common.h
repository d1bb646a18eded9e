// What nearly every translation unit needs, parsed once for the whole build. Kept narrow on
// purpose: loading it costs every translation unit 3 s as it is, and 6 s with all of torch/torch.h
// in it. Sources still include what they use, so that each also compiles without it.
#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/container/any.h>
#include <torch/nn/modules/linear.h>
#include <torch/types.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
