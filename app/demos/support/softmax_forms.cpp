#include "softmax_forms.h"

#include "gradus/models/logistic_regression.h"
#include "numbers.h"

namespace gradus::demos {

std::vector<double> naive_softmax(const std::vector<double>& z) {
  double sum = 0;
  for (const double value : z) sum += std::exp(value);
  std::vector<double> y;
  for (const double value : z) y.push_back(std::exp(value) / sum);
  return y;
}

std::vector<double> shifted_softmax(std::vector<double> z) {
  const double largest = *std::ranges::max_element(z);
  for (double& value : z) value -= largest;
  return naive_softmax(z);
}

std::vector<double> written_out(const models::SoftmaxRegression& model,
                                const std::vector<double>& x) {
  const auto w = model->linear->weight.accessor<float, 2>();
  const auto b = model->linear->bias.accessor<float, 1>();
  std::vector<double> z;
  for (int64_t k = 0; k < w.size(0); ++k) {
    double sum = b[k];
    for (int64_t i = 0; i < w.size(1); ++i) sum += w[k][i] * x.at(static_cast<size_t>(i));
    z.push_back(sum);
  }
  return shifted_softmax(std::move(z));
}

FormError form_error(const models::SoftmaxRegression& model, const torch::Tensor& rows) {
  const torch::NoGradGuard no_gradient;
  auto exact = std::dynamic_pointer_cast<models::SoftmaxRegressionImpl>(model->clone());
  exact->to(torch::kFloat64);
  const auto float64 = exact->predict(rows.to(torch::kFloat64));
  exact->to(torch::kFloat32);
  const auto float32 = exact->predict(rows);
  FormError error;
  for (int64_t i = 0; i < rows.size(0); ++i) {
    const auto y = written_out(model, to_vector(rows[i].flatten()));
    error.update({largest_difference(y, to_vector(float64[i])),
                  largest_difference(y, to_vector(float32[i]))});
  }
  return error;
}

std::vector<std::vector<report::Text>> form_rows(models::SoftmaxRegression model,
                                                 const data::Dataset& dataset, int64_t row) {
  const torch::NoGradGuard no_gradient;
  const auto x = dataset.inputs.slice(0, row, row + 1);
  const auto written = written_out(model, to_vector(x.flatten()));
  const auto matrix = to_vector(model->predict(x));
  std::vector<std::vector<report::Text>> rows;
  for (size_t k = 0; k < written.size(); ++k) {
    rows.push_back({dataset.class_names[k], report::number("{:.8f}", written[k]),
                    report::number("{:.8f}", matrix[k]),
                    report::number("{:+.1e}", matrix[k] - written[k])});
  }
  return rows;
}

double logistic_error(models::SoftmaxRegression model, const torch::Tensor& rows) {
  const torch::NoGradGuard no_gradient;
  const auto weight = model->linear->weight, bias = model->linear->bias;
  models::LogisticRegression logistic(weight.size(1));
  logistic->linear->weight.copy_((weight[1] - weight[0]).unsqueeze(0));
  logistic->linear->bias.copy_((bias[1] - bias[0]).unsqueeze(0));
  const auto difference = logistic->predict(rows).squeeze(1) - model->predict(rows).select(1, 1);
  return difference.abs().max().item<double>();
}

}  // namespace gradus::demos
