/// How pictures from files become inputs of one size; without LibTorch, so that cheap sources can
/// include it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gradus::data {

/// In pixels.
struct ImageSize {
  int64_t height = 0;  ///< rows
  int64_t width = 0;   ///< columns
  /// Both sides alike.
  bool operator==(const ImageSize&) const = default;
};

/// What a user may say about pictures.
struct ImageOptions {
  /// How a picture of other proportions comes to the size.
  enum class Fit {
    kStretch,  ///< both sides scaled to the size, whatever the proportions
    kCrop,     ///< scaled until it covers the size, then the middle of it
    kPad,      ///< scaled until it fits into the size, black around it
  };
  /// The colours of the inputs.
  enum class Mode {
    kAuto,  ///< grey if all pictures of the training part are
    kGrey,  ///< one channel, by `as_grey`
    kRgb,   ///< three channels, by `as_rgb`
  };

  /// Without one, the pictures must be of one size already.
  std::optional<ImageSize> size;
  Fit fit = Fit::kStretch;   ///< unused without a size
  Mode mode = Mode::kAuto;   ///< of all parts
  bool skip_broken = false;  ///< go on without the files that cannot be read

  /// What a trained model expects: these classes in this order; others are refused.
  std::vector<std::string> class_names;
};

}  // namespace gradus::data
