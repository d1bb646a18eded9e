#include "tensor_statistics.h"

#include "gradus/report/progress.h"
#include "gradus/report/table.h"
#include "wide_terminal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace gradus::cli {
namespace {

constexpr int64_t kPiece = 1 << 18;  // values; 2 MB as float64

/// Means and squared deviations of pieces, joined without a second pass (Chan, Golub and LeVeque,
/// 1979).
class Accumulator {
 public:
  void add(const torch::Tensor& piece) {
    const auto values = piece.to(torch::kFloat64);
    const auto finite = values.masked_select(values.isfinite());
    result_.values += values.numel();
    result_.non_finite += values.numel() - finite.numel();
    result_.zeros += values.eq(0).sum().item<int64_t>();
    if (finite.numel() == 0) return;
    result_.min = std::fmin(result_.min, finite.min().item<double>());
    result_.max = std::fmax(result_.max, finite.max().item<double>());
    const auto count = static_cast<double>(finite.numel());
    const double mean = finite.mean().item<double>();
    const double squares = (finite - mean).square().sum().item<double>();
    const double shift = mean - mean_, total = count_ + count;
    squares_ += squares + shift * shift * count_ * count / total;
    mean_ += shift * count / total;
    count_ = total;
  }

  TensorStatistics result() const {
    auto result = result_;
    if (count_ > 0) {
      result.mean = mean_;
      result.deviation = std::sqrt(squares_ / count_);
    }
    return result;
  }

 private:
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  TensorStatistics result_{0, 0, 0, kNone, kNone, kNone, kNone};
  double count_ = 0, mean_ = 0, squares_ = 0;
};

std::string number(double value) {
  return std::isnan(value) ? "-" : report::short_number(value);
}

std::string share_of_zeros(const TensorStatistics& statistics) {
  if (statistics.values == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(statistics.zeros) /
                                     static_cast<double>(statistics.values));
}

}  // namespace

TensorStatistics statistics_of(const checkpoint::SafetensorsFile& file,
                               const checkpoint::StoredTensor& tensor) {
  Accumulator accumulator;
  for (int64_t first = 0; first < tensor.numel(); first += kPiece) {
    accumulator.add(file.read(tensor, first, std::min(kPiece, tensor.numel() - first)));
  }
  return accumulator.result();
}

std::string tensor_table(const checkpoint::SafetensorsFile& file) {
  report::Table table(
      {"tensor", "type", "shape", "numbers", "min", "mean", "max", "std", "zeros", "not finite"});
  int64_t numbers = 0;
  for (const auto& tensor : file.tensors()) {
    const auto s = statistics_of(file, tensor);
    numbers += s.values;
    table.add_row({tensor.name, checkpoint::safetensors_type(tensor.type),
                   fmt::format("[{}]", fmt::join(tensor.shape, ", ")), std::to_string(s.values),
                   number(s.min), number(s.mean), number(s.max), number(s.deviation),
                   share_of_zeros(s), std::to_string(s.non_finite)});
  }
  return table.to_string(wide_terminal()) +
         fmt::format("{} tensors, {} numbers\n", file.tensors().size(), numbers);
}

nlohmann::ordered_json tensors_json(const checkpoint::SafetensorsFile& file) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& tensor : file.tensors()) {
    const auto s = statistics_of(file, tensor);
    list.push_back({{"name", tensor.name},
                    {"dtype", checkpoint::safetensors_type(tensor.type)},
                    {"shape", tensor.shape},
                    {"values", s.values},
                    {"min", s.min},
                    {"mean", s.mean},
                    {"max", s.max},
                    {"std", s.deviation},
                    {"zeros", s.zeros},
                    {"non_finite", s.non_finite}});
  }
  return list;
}

}  // namespace gradus::cli
