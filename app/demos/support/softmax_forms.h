/// The forms in which the course writes softmax regression, in plain loops and in float64, and how
/// far the model is from them.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/models/softmax_regression.h"
#include "gradus/report/text.h"

#include <algorithm>
#include <vector>

namespace gradus::demos {

/// yₖ = e^zₖ / Σⱼ e^zⱼ, exactly as the formula reads. From z = 710 on e^z is infinite in float64,
/// and below -745 it is 0: the quotient may be NaN.
std::vector<double> naive_softmax(const std::vector<double>& z);

/// The same numbers for all finite z: with the largest z taken from all, no power is above 1.
std::vector<double> shifted_softmax(std::vector<double> z);

/// The probabilities of one row element by element: zₖ = Wₖ₁x₁ + Wₖ₂x₂ + … + bₖ, y = softmax(z).
std::vector<double> written_out(const models::SoftmaxRegression& model,
                                const std::vector<double>& x);

/// Largest difference between a probability written out and in matrix form, `model->predict`.
struct FormError {
  double float64 = 0;  ///< both forms in float64: whether they are the same function
  double float32 = 0;  ///< the matrix form as it was trained: how far it is rounded
  /// The larger of each.
  void update(const FormError& other) {
    float64 = std::max(float64, other.float64);
    float32 = std::max(float32, other.float32);
  }
};
FormError form_error(const models::SoftmaxRegression& model, const torch::Tensor& rows);

/// One row of inputs in both forms, for a table: class, written out, matrix form, difference.
std::vector<std::vector<report::Text>> form_rows(models::SoftmaxRegression model,
                                                 const data::Dataset& dataset, int64_t row);

/// Largest difference between class 1's probability and that of logistic regression with
/// w = w₁ - w₀ and b = b₁ - b₀. `model` has two classes.
double logistic_error(models::SoftmaxRegression model, const torch::Tensor& rows);

}  // namespace gradus::demos
