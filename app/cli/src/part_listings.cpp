// gradus losses, metrics and callbacks: what there is by name, of the program's own too.
#include "command.h"
#include "gradus/metrics/registry.h"
#include "gradus/training/callback_registry.h"
#include "gradus/training/loss_registry.h"
#include "option_list.h"

#include <fmt/format.h>

namespace gradus::cli {
namespace {

using Json = nlohmann::ordered_json;

const char* task_name(bool regression) {
  return regression ? "regression" : "classification";
}

std::string_view outputs_name(training::LossOutputs outputs) {
  switch (outputs) {
    case training::LossOutputs::kOne:
      return "one";
    case training::LossOutputs::kSeveral:
      return "several";
    default:
      return "any";
  }
}

/// One list, as text or as JSON.
class Listing : public Command {
 public:
  void declare(CLI::App& app) override { flags_.add_switch(app, "--json", "Print JSON"); }
  std::string examples() const override {
    return fmt::format("  gradus {0}\n  gradus {0} --json", name());
  }
  int run() override {
    if (!flags_.on("--json")) return print();
    fmt::print("{}\n", Json{{"schema_version", 1}, {name(), list()}}.dump(2));
    return 0;
  }

 private:
  virtual int print() const = 0;
  virtual Json list() const = 0;
};

class LossesCommand : public Listing {
 public:
  std::string name() const override { return "losses"; }
  std::string summary() const override {
    return "List the losses that --loss takes, with their options";
  }

 private:
  int print() const override {
    for (const auto& [name, entry] : training::losses().entries()) {
      fmt::print("{:<20} {:<15} {}\n", name, task_name(entry.factory.traits.regression),
                 entry.summary);
      print_options(training::loss_settings(name));
    }
    return 0;
  }

  Json list() const override {
    auto list = Json::array();
    for (const auto& [name, entry] : training::losses().entries()) {
      const auto& traits = entry.factory.traits;
      list.push_back({{"name", name},
                      {"summary", entry.summary},
                      {"task", task_name(traits.regression)},
                      {"outputs", outputs_name(traits.outputs)},
                      {"class_weights", traits.class_weights},
                      {"label_smoothing", traits.label_smoothing},
                      {"mixed_targets", traits.mixed_targets},
                      {"options", options_json(training::loss_settings(name))}});
    }
    return list;
  }
};

class MetricsCommand : public Listing {
 public:
  std::string name() const override { return "metrics"; }
  std::string summary() const override { return "List the metrics that --metrics takes"; }

 private:
  static const char* better(const metrics::MetricTraits& traits) {
    return traits.lower_is_better ? "lower" : "higher";
  }

  int print() const override {
    for (const auto& [name, entry] : metrics::registry().entries()) {
      const auto& traits = entry.factory.traits;
      fmt::print("{:<20} {:<15} {} ({} is better)\n", name, task_name(traits.regression),
                 entry.summary, better(traits));
    }
    return 0;
  }

  Json list() const override {
    auto list = Json::array();
    for (const auto& [name, entry] : metrics::registry().entries()) {
      const auto& traits = entry.factory.traits;
      list.push_back({{"name", name},
                      {"summary", entry.summary},
                      {"task", task_name(traits.regression)},
                      {"better", better(traits)}});
    }
    return list;
  }
};

class CallbacksCommand : public Listing {
 public:
  std::string name() const override { return "callbacks"; }
  std::string summary() const override {
    return "List the callbacks that --callback takes, with their options";
  }

 private:
  int print() const override {
    const auto& entries = training::callbacks().entries();
    if (entries.empty()) {
      fmt::print(
          "none: what gradus brings has flags of its own; GRADUS_REGISTER_CALLBACK adds one "
          "(docs/guide.md)\n");
    }
    for (const auto& [name, entry] : entries) {
      fmt::print("{:<20} {}\n", name, entry.summary);
      print_options(training::callback_settings(name));
    }
    return 0;
  }

  Json list() const override {
    auto list = Json::array();
    for (const auto& [name, entry] : training::callbacks().entries()) {
      list.push_back({{"name", name},
                      {"summary", entry.summary},
                      {"options", options_json(training::callback_settings(name))}});
    }
    return list;
  }
};

}  // namespace

std::unique_ptr<Command> make_losses_command() {
  return std::make_unique<LossesCommand>();
}
std::unique_ptr<Command> make_metrics_command() {
  return std::make_unique<MetricsCommand>();
}
std::unique_ptr<Command> make_callbacks_command() {
  return std::make_unique<CallbacksCommand>();
}

}  // namespace gradus::cli
