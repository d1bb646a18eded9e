/// Many small pictures in one figure: first-layer weights, wrongly classified images.
#pragma once
#include "gradus/report/figure.h"

#include <torch/types.h>

namespace gradus::report {

/// The pictures and how they are shown.
struct ImageGrid {
  /// How values become colours.
  enum class Colours {
    kGray,       ///< each picture from its own smallest (black) to its largest value (white)
    kDiverging,  ///< blue to white to red, 0 white, one scale and a colour bar for all
  };
  torch::Tensor images;                  ///< [N, H, W], any numeric dtype and device, N at least 1
  std::vector<std::string> titles = {};  ///< above each picture, wrapped to its width; may be fewer
  Colours colours = Colours::kGray;      ///< of all pictures
  std::string colour_label = {};         ///< beside the colour bar
  int64_t columns = 0;                   ///< 0: chosen for a page wider than high
};

/// `Shirt → Coat 97 %`, for a picture of a class that was taken for another.
std::string mistake_title(const std::string& truth, const std::string& predicted,
                          double probability);

/// The pictures row by row. Throws `std::invalid_argument` unless `images` is [N, H, W] with N, H
/// and W at least 1.
Figure image_grid(const ImageGrid& grid);

}  // namespace gradus::report
