/// What TensorBoard shows, each as one encoded `Summary.Value` of tensorflow/core/framework/
/// summary.proto: scalars, histograms, pictures, texts, and the hyper-parameters of a run.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::report {

/// An encoded `Summary.Value`, for `EventFile::add`.
struct Summary {
  std::string bytes;  ///< of the message
};

/// Kept as float32, as TensorBoard does.
Summary scalar_summary(std::string_view tag, double value);

/// Counts of values: `counts[i]` are above `limits[i - 1]` and at most `limits[i]`.
struct Histogram {
  double min = 0,              ///< smallest value
      max = 0,                 ///< largest value
      count = 0,               ///< number of values
      sum = 0,                 ///< of the values
      sum_of_squares = 0;      ///< of the values
  std::vector<double> limits,  ///< upper ends of the bins, rising
      counts;                  ///< one a bin
};
/// Shown in the tabs Histograms and Distributions.
Summary histogram_summary(std::string_view tag, const Histogram& histogram);

/// 8 bits a channel (1: grey, 3: red, green, blue), rows from the top.
struct Picture {
  int width = 0,                ///< pixels
      height = 0,               ///< pixels
      channels = 1;             ///< 1 or 3
  std::vector<uint8_t> pixels;  ///< height × width × channels
};
/// Kept as PNG. Throws `std::invalid_argument` for a picture without pixels or with a wrong number
/// of them.
Summary image_summary(std::string_view tag, const Picture& picture);

/// Markdown.
Summary text_summary(std::string_view tag, std::string_view markdown);

/// Option texts by name; what reads as a finite number is shown and sorted as one. Without an
/// `Experiment` beside it, so that TensorBoard gathers names and metrics over all runs that it is
/// shown, instead of taking those of the first.
Summary session_start_summary(const std::map<std::string, std::string>& hyper_parameters,
                              double start_seconds);
/// The run's end, as a success; seconds since 1970, as those above.
Summary session_end_summary(double end_seconds);

}  // namespace gradus::report
