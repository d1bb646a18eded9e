#include "gradus/models/summary.h"

#include "gradus/models/activation.h"

#include <torch/nn/modules/linear.h>

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>
#include <string_view>

namespace gradus::models {
namespace {

/// "torch::nn::LinearImpl" to "Linear".
std::string short_type(const torch::nn::Module& module) {
  constexpr std::string_view kSuffix = "Impl";
  std::string_view type = module.name();
  type = type.substr(0, type.find('<'));
  if (const auto colon = type.rfind(':'); colon != std::string_view::npos) {
    type.remove_prefix(colon + 1);
  }
  if (type.size() > kSuffix.size() && type.ends_with(kSuffix)) type.remove_suffix(kSuffix.size());
  return std::string(type);
}

/// Types that return as many numbers a row as they take.
const std::set<std::string>& width_keeping_types() {
  static const auto types = [] {
    std::set<std::string> names = {"AlphaDropout", "BatchNorm1d", "Dropout", "Flatten",
                                   "LayerNorm",    "LogSoftmax",  "Softmax"};
    for (const auto& [name, entry] : activations().entries()) {
      names.insert(short_type(*entry.factory(Settings()).ptr()));
    }
    return names;
  }();
  return types;
}

class Summarizer {
 public:
  explicit Summarizer(int64_t in_features) : width_(in_features) {}

  void visit(const torch::nn::Module& module, const std::string& name) {
    const auto children = module.named_children();
    const auto parameters = count_own_parameters(module);
    if (children.is_empty()) {
      const auto type = short_type(module);
      follow(module, type);
      rows_.push_back({name.empty() ? "(model)" : name, type, shape_text(), parameters});
    } else if (parameters > 0) {
      rows_.push_back({name.empty() ? "(model)" : name, short_type(module), "?", parameters});
    }
    for (const auto& child : children) {
      visit(*child.value(), name.empty() ? child.key() : name + "." + child.key());
    }
  }

  std::vector<SummaryRow> take_rows() { return std::move(rows_); }

 private:
  void follow(const torch::nn::Module& module, const std::string& type) {
    if (const auto* linear = module.as<torch::nn::LinearImpl>()) {
      width_ = linear->options.out_features();
    } else if (!width_keeping_types().contains(type)) {
      width_.reset();
    }
  }

  std::string shape_text() const { return width_ ? fmt::format("[N, {}]", *width_) : "?"; }

  int64_t count_own_parameters(const torch::nn::Module& module) {
    int64_t count = 0;
    for (const auto& parameter : module.parameters(/*recurse=*/false)) {
      if (counted_.insert(parameter.unsafeGetTensorImpl()).second) count += parameter.numel();
    }
    return count;
  }

  std::optional<int64_t> width_;
  std::set<const void*> counted_;
  std::vector<SummaryRow> rows_;
};

std::string group_digits(int64_t number) {
  return number < 1000 ? fmt::format("{}", number)
                       : fmt::format("{},{:03}", group_digits(number / 1000), number % 1000);
}

}  // namespace

std::vector<SummaryRow> summarize(const torch::nn::Module& module, ModelShape shape) {
  Summarizer summarizer(shape.in_features);
  summarizer.visit(module, "");
  return summarizer.take_rows();
}

std::string format_summary(const std::vector<SummaryRow>& rows) {
  std::vector<std::array<std::string, 4>> lines = {{"layer", "type", "output shape", "parameters"}};
  int64_t total = 0;
  for (const auto& row : rows) {
    lines.push_back({row.name, row.type, row.output_shape, group_digits(row.parameters)});
    total += row.parameters;
  }
  lines.push_back({"total", "", "", group_digits(total)});
  std::array<size_t, 4> widths{};
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string text;
  for (const auto& line : lines) {
    text += fmt::format("{:<{}}  {:<{}}  {:<{}}  {:>{}}\n", line[0], widths[0], line[1], widths[1],
                        line[2], widths[2], line[3], widths[3]);
  }
  return text;
}

}  // namespace gradus::models
