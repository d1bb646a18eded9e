#include "gradus/models/mlp.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "gradus/models/registry.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

#include <cmath>
#include <sstream>

#include "catch.h"

using gradus::DataError;
using gradus::Settings;
using gradus::UsageError;
using gradus::models::Head;
using gradus::models::Initialization;
using gradus::models::make_model;
using gradus::models::Mlp;
using gradus::models::MlpOptions;
using gradus::models::Normalization;

namespace {

std::string printed(const torch::nn::Module& module) {
  std::ostringstream text;
  text << module;
  return text.str();
}

}  // namespace

TEST_CASE("An Mlp is linear, normalization, activation, dropout, and a linear layer at the end") {
  Mlp model(MlpOptions(6, 3).hidden({5, 4}).normalization(Normalization::kBatch).dropout(0.2));
  std::vector<std::string> types;
  for (const auto& layer : model->layers->children()) types.push_back(layer->name());
  const std::vector<std::string> expected = {
      "torch::nn::LinearImpl",  "torch::nn::BatchNorm1dImpl", "torch::nn::ReLUImpl",
      "torch::nn::DropoutImpl", "torch::nn::LinearImpl",      "torch::nn::BatchNorm1dImpl",
      "torch::nn::ReLUImpl",    "torch::nn::DropoutImpl",     "torch::nn::LinearImpl"};
  CHECK(types == expected);
  CHECK(model->layers[0]->as<torch::nn::Linear>()->weight.sizes() == std::vector<int64_t>{5, 6});
  CHECK(model->layers[8]->as<torch::nn::Linear>()->weight.sizes() == std::vector<int64_t>{3, 4});
}

TEST_CASE("Without hidden layers an Mlp is one linear layer") {
  Mlp model(MlpOptions(6, 3).hidden({}).bias(false));
  CHECK(model->layers->size() == 1);
  CHECK(model->parameters().size() == 1);
}

TEST_CASE("An Mlp's head decides what predict returns") {
  const auto x = torch::randn({4, 3});
  Mlp classes(MlpOptions(3, 5));
  CHECK(torch::allclose(classes->predict(x), classes->forward(x).softmax(1)));
  Mlp score(MlpOptions(3, 1));
  CHECK(torch::allclose(score->predict(x), score->forward(x).sigmoid()));
  Mlp numbers(MlpOptions(3, 1).head(Head::kRegression));
  CHECK(torch::equal(numbers->predict(x), numbers->forward(x)));
}

TEST_CASE("Dropout works in training alone") {
  torch::manual_seed(1);
  Mlp model(MlpOptions(8, 2).hidden({64}).dropout(0.5));
  const auto x = torch::randn({2, 8});
  CHECK_FALSE(torch::equal(model->forward(x), model->forward(x)));
  model->eval();
  CHECK(torch::equal(model->forward(x), model->forward(x)));
}

TEST_CASE("Bad Mlp options are refused with the value and the range") {
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(0, 2)), UsageError, "inputs = 0: expected at least 1");
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 0)), UsageError, "outputs = 0: expected at least 1");
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 2).hidden({4, 0})), UsageError,
                       "hidden = 0: expected widths from 1 to 65536");
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 2).dropout(1)), UsageError,
                       "dropout = 1: expected at least 0 and below 1");
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 2).dropout(-0.1)), UsageError, "dropout = -0.1");
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 2).dropout(std::nan(""))), UsageError, "dropout = nan");
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 2).activation("rellu")), UsageError,
                       "did you mean 'relu'?");
}

TEST_CASE("A bad activation is refused without a hidden layer to use it") {
  CHECK_THROWS_MESSAGE(Mlp(MlpOptions(2, 2).hidden({}).activation("rellu")), UsageError,
                       "did you mean 'relu'?");
}

TEST_CASE("One row alone cannot be trained with batch normalization, and is told so") {
  Mlp model(MlpOptions(3, 2).hidden({4}).normalization(Normalization::kBatch));
  CHECK_THROWS_MESSAGE(model->forward(torch::zeros({1, 3})), DataError,
                       "batch normalization needs at least 2");
  model->eval();
  CHECK(model->forward(torch::zeros({1, 3})).size(0) == 1);
}

TEST_CASE("An Mlp prints its options and is cloned with its weights") {
  Mlp model(MlpOptions(4, 2).hidden({8, 3}).activation("elu:alpha=0.5"));
  CHECK_THAT(printed(*model),
             StartsWith("gradus::models::Mlp(inputs=4, hidden=[8, 3], outputs=2, "
                        "activation=elu:alpha=0.5, initialization=pytorch, dropout=0, "
                        "normalization=none, bias=true, head=logits)"));
  const auto x = torch::randn({2, 4});
  auto copy = std::dynamic_pointer_cast<gradus::models::MlpImpl>(model->clone());
  CHECK(torch::equal(copy->forward(x), model->forward(x)));
}

TEST_CASE("Settings reach the Mlp") {
  const auto settings = Settings::parse(
      "hidden=8-4,activation=leaky_relu:slope=0.3,initialization=he,dropout=0.25,"
      "normalization=layer,bias=no");
  auto model = make_model("mlp", {5, 3}, settings);
  const auto& options = model.get<Mlp>()->options;
  CHECK(options.hidden() == std::vector<int64_t>{8, 4});
  CHECK(options.activation() == "leaky_relu:slope=0.3");
  CHECK(options.initialization() == Initialization::kHe);
  CHECK(options.dropout() == 0.25);
  CHECK(options.normalization() == Normalization::kLayer);
  CHECK_FALSE(options.bias());
  CHECK_THAT(printed(*model.ptr()), ContainsSubstring("negative_slope=0.3"));
}

TEST_CASE("Bad settings of the Mlp are refused") {
  CHECK_THROWS_MESSAGE(make_model("mlp", {5, 3}, Settings::parse("hidden=0")), UsageError,
                       "hidden=0");
  CHECK_THROWS_MESSAGE(make_model("mlp", {5, 3}, Settings::parse("dropout=1")), UsageError,
                       "dropout = 1");
  CHECK_THROWS_MESSAGE(make_model("mlp", {5, 3}, Settings::parse("initialization=hee")), UsageError,
                       "did you mean 'he'?");
  CHECK_THROWS_MESSAGE(make_model("mlp", {5, 3}, Settings::parse("normalization=group")),
                       UsageError, "Known: ");
}
