/// What a regression gets wrong, and in which direction.
#pragma once
#include <array>
#include <span>

namespace gradus::metrics {

/// The shares of the quantiles below.
inline constexpr std::array<double, 5> kResidualQuantiles = {0.05, 0.25, 0.5, 0.75, 0.95};

/// Of residuals, prediction less target, of one target.
struct ResidualSummary {
  double mean;       ///< what is predicted too much on average
  double deviation;  ///< the population's (divided by N)
  /// At the shares `kResidualQuantiles`.
  std::array<double, kResidualQuantiles.size()> quantiles;
  double mae,     ///< mean absolute residual
      rmse,       ///< root of the mean squared residual
      max_error;  ///< largest absolute residual
  /// Coefficient of determination: 1 for exact predictions of a target that never varies, 0 for
  /// others of it, as scikit-learn.
  double r2,
      explained_variance;  ///< the same of the residuals less their mean
};

/// `targets` and `predictions`, N each. Throws `std::invalid_argument` for counts that differ and
/// for none.
ResidualSummary summarize_residuals(std::span<const double> targets,
                                    std::span<const double> predictions);

}  // namespace gradus::metrics
