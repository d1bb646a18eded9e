#include "gradus/models/summary.h"

#include "gradus/models/mlp.h"
#include "gradus/models/softmax_regression.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>

#include "catch.h"

using gradus::models::format_summary;
using gradus::models::Mlp;
using gradus::models::MlpOptions;
using gradus::models::Normalization;
using gradus::models::summarize;

namespace {

std::vector<std::string> lines_of(const std::vector<gradus::models::SummaryRow>& rows) {
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    lines.push_back(
        fmt::format("{} {} {} {}", row.name, row.type, row.output_shape, row.parameters));
  }
  return lines;
}

struct OwnNetImpl : torch::nn::Module {
  OwnNetImpl() {
    scale = register_parameter("scale", torch::ones(3));
    convolution = register_module("convolution", torch::nn::Conv1d(1, 2, 3));
    dropout = register_module("dropout", torch::nn::Dropout());
    first = register_module("first", torch::nn::Linear(4, 5));
    again = register_module("again", first);
  }

  torch::Tensor scale;
  torch::nn::Conv1d convolution{nullptr};
  torch::nn::Dropout dropout{nullptr};
  torch::nn::Linear first{nullptr}, again{nullptr};
};

}  // namespace

TEST_CASE("An Mlp's summary gives each layer with its shape and parameters") {
  Mlp model(MlpOptions(784, 10)
                .hidden({256, 64})
                .normalization(Normalization::kBatch)
                .activation("prelu")
                .dropout(0.5));
  const std::vector<std::string> expected = {
      "layers.0 Linear [N, 256] 200960", "layers.1 BatchNorm1d [N, 256] 512",
      "layers.2 PReLU [N, 256] 1",       "layers.3 Dropout [N, 256] 0",
      "layers.4 Linear [N, 64] 16448",   "layers.5 BatchNorm1d [N, 64] 128",
      "layers.6 PReLU [N, 64] 1",        "layers.7 Dropout [N, 64] 0",
      "layers.8 Linear [N, 10] 650"};
  CHECK(lines_of(summarize(*model, {784, 10})) == expected);
}

TEST_CASE("A user's module is summarized as far as it can be told") {
  const std::vector<std::string> expected = {"(model) OwnNet ? 3", "convolution Conv1d ? 8",
                                             "dropout Dropout ? 0", "first Linear [N, 5] 25",
                                             "again Linear [N, 5] 0"};
  CHECK(lines_of(summarize(OwnNetImpl(), {4, 5})) == expected);
}

TEST_CASE("A single layer is a model too") {
  CHECK(lines_of(summarize(*torch::nn::Linear(4, 2), {4, 2})) ==
        std::vector<std::string>{"(model) Linear [N, 2] 10"});
}

TEST_CASE("The summary is printed as a table with a total") {
  gradus::models::SoftmaxRegression model(gradus::models::SoftmaxRegressionOptions(784, 1234));
  CHECK(format_summary(summarize(*model, {784, 1234})) ==
        "layer   type    output shape  parameters\n"
        "linear  Linear  [N, 1234]        968,690\n"
        "total                            968,690\n");
}
