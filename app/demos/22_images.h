/// Fully connected networks and images: they do not know which pixels are neighbours.
#pragma once
#include "demo.h"
#include "picture_arms.h"

namespace gradus::demos::images {

struct Options {
  std::string data;
  PictureTask task;
  int64_t shift, seeds;
};

struct Result {
  double reordering_error = 0;
  Arm mlp, mlp_moved, mlp_fresh, convnet, convnet_permuted;
  size_t shift = 1;  ///< at which the two kinds are compared

  std::vector<const Arm*> arms() const;
};

/// Throws `UsageError` for a shift beyond the largest.
Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const data::LoadedData& loaded, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::images
