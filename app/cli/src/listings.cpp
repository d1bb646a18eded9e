#include "command.h"
#include "data_flags.h"
#include "gradus/data/load.h"
#include "gradus/data/registry.h"
#include "gradus/models/registry.h"
#include "gradus/models/summary.h"
#include "option_list.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

using Json = nlohmann::ordered_json;

class ModelsCommand : public Command {
 public:
  std::string name() const override { return "models"; }
  std::string summary() const override {
    return "List the models that --model takes, with their options";
  }
  std::string examples() const override { return "  gradus models\n  gradus models mlp"; }
  void declare(CLI::App& app) override {
    app.add_option("NAME", model_, "Only this model");
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    const bool json = flags_.on("--json");
    auto names = models::registry().names();
    if (!model_.empty()) names = {(models::model_traits(model_), model_)};
    if (json) {
      Json document = {{"schema_version", 1}, {"models", Json::array()}};
      for (const auto& name : names) {
        document["models"].push_back({{"name", name},
                                      {"summary", models::model_traits(name).summary},
                                      {"options", options_json(models::model_options(name))}});
      }
      fmt::print("{}\n", document.dump(2));
      return 0;
    }
    for (const auto& name : names) {
      fmt::print("{:<14} {}\n", name, models::model_traits(name).summary);
      print_options(models::model_options(name));
    }
    return 0;
  }

 private:
  std::string model_;
};

class DatasetsCommand : public Command {
 public:
  std::string name() const override { return "datasets"; }
  std::string summary() const override {
    return "List the data sets that --data takes, or describe one";
  }
  std::string examples() const override {
    return "  gradus datasets\n  gradus datasets spirals:arms=3\n  gradus datasets my.csv";
  }
  void declare(CLI::App& app) override {
    app.add_option("DATA", data_,
                   "NAME[:key=value,…], a file or a folder, as for train: load and describe it");
    add_reading_flags(app, flags_);
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    const bool json = flags_.on("--json");
    if (!data_.empty()) return describe_one();
    Json document = {{"schema_version", 1}, {"datasets", Json::array()}};
    for (const auto& [name, entry] : data::registry().entries()) {
      if (!json) fmt::print("{:<14} {}\n", name, entry.summary);
      document["datasets"].push_back({{"name", name}, {"summary", entry.summary}});
    }
    if (json) fmt::print("{}\n", document.dump(2));
    return 0;
  }

 private:
  int describe_one() const {
    const bool json = flags_.on("--json");
    const auto loaded = data::load_data(data_, read_options(reading_texts(flags_)));
    const auto& train = loaded.train;
    const auto test_size = loaded.test ? loaded.test->size() : 0;
    if (json) {
      const Json document = {
          {"schema_version", 1},
          {"name", train.name},
          {"task", train.task == data::Task::kClassification ? "classification" : "regression"},
          {"examples", train.size()},
          {"test_examples", test_size},
          {"validation_examples", loaded.validation ? loaded.validation->size() : 0},
          {"skipped", loaded.skipped.size()},
          {"input_shape", train.input_shape()},
          {"classes", train.class_names},
          {"features", train.feature_names}};
      fmt::print("{}\n", document.dump(2));
      return 0;
    }
    fmt::print("{}\n", data::describe(train));
    if (loaded.test) fmt::print("test part: {} examples\n", test_size);
    if (loaded.validation) fmt::print("validation part: {} examples\n", loaded.validation->size());
    std::fputs(skipped_text(loaded.skipped).c_str(), stderr);
    print_options_of(data_);
    return 0;
  }

  static void print_options_of(const std::string& request) {
    if (!data::registry().contains(request.substr(0, request.find(':')))) return;
    const auto [name, settings] = NamedSettings::parse(request);
    data::registry().find(name).factory(settings);  // its reads are the list of its options
    if (settings.known().empty()) return;
    fmt::print("options:\n");
    print_options(settings.known());
  }

  std::string data_;
};

}  // namespace

std::unique_ptr<Command> make_models_command() {
  return std::make_unique<ModelsCommand>();
}
std::unique_ptr<Command> make_datasets_command() {
  return std::make_unique<DatasetsCommand>();
}

}  // namespace gradus::cli
