#include "balance_flags.h"

#include "gradus/core/error.h"

namespace gradus::cli {
namespace {

constexpr const char* kBalanced = "balanced";
constexpr Range<double> kShare{0.0, 1.0 - 1e-12};
constexpr double kMaxWeight = 1e6;

std::vector<double> weights_of(const std::string& text) {
  std::vector<double> weights;
  for (const auto& word : split_list(text)) {
    double weight = 0;
    // Written so that nan fails as well.
    if (!parse_real(word, weight) || !(weight > 0 && weight <= kMaxWeight)) {
      throw UsageError(
          "--class-weights '{}': expected {}, or a number greater than 0, at most {}, a class",
          word, kBalanced, kMaxWeight);
    }
    weights.push_back(weight);
  }
  return weights;
}

torch::Tensor balanced_weights(const data::Dataset& train) {
  const auto counts = data::class_counts(train).to(torch::kFloat64);
  const auto occurs = counts > 0;
  const auto classes = occurs.sum().to(torch::kFloat64);
  const auto weights = counts.sum() / (classes * counts.clamp_min(1));
  return torch::where(occurs, weights, torch::ones_like(weights));
}

torch::Tensor named_weights(const std::string& text, const data::Dataset& train) {
  const auto weights = weights_of(text);
  if (std::ssize(weights) != train.outputs()) {
    throw UsageError("--class-weights '{}' has {} numbers: expected {}, one a class", text,
                     weights.size(), train.outputs());
  }
  return torch::tensor(weights, torch::kFloat64);
}

void check_task(const BalanceRequest& request, data::Task task) {
  if (task == data::Task::kClassification) return;
  const auto refuse = [](const char* flag) {
    throw UsageError("{} does not fit a regression task, which has no classes", flag);
  };
  if (!request.class_weights.empty()) refuse("--class-weights");
  if (request.label_smoothing > 0) refuse("--label-smoothing");
  if (request.sampling) refuse("--balanced-sampling");
}

}  // namespace

void add_balance_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Unbalanced classes");
  flags.add(app, "--class-weights", "balanced|LIST",
            "Weight of each class in the loss: balanced by its rarity, or a number a class, as in "
            "1,2,0.5");
  flags.add_switch(
      app, "--balanced-sampling",
      "Draw every class equally often, with replacement, instead of each example once");
  flags.add(app, "--label-smoothing", "SHARE",
            "Share of each target given to all classes alike, from 0 to below 1 [0]");
}

BalanceRequest read_balance_flags(const Flags& flags) {
  BalanceRequest request;
  request.class_weights = flags.text("--class-weights", "");
  if (!request.class_weights.empty() && request.class_weights != kBalanced)
    weights_of(request.class_weights);  // says what is wrong before any data is read
  request.label_smoothing = flags.real("--label-smoothing", 0, kShare);
  request.sampling = flags.on("--balanced-sampling");
  return request;
}

training::LossOptions loss_options(const BalanceRequest& request, const data::Dataset& train,
                                   torch::Device device) {
  check_task(request, train.task);
  training::LossOptions options;
  options.label_smoothing = request.label_smoothing;
  if (request.class_weights.empty()) return options;
  const auto weights = request.class_weights == kBalanced
                           ? balanced_weights(train)
                           : named_weights(request.class_weights, train);
  options.class_weights = weights.to(device, torch::kFloat32);
  return options;
}

}  // namespace gradus::cli
