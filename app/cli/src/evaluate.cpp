#include "command.h"
#include "evaluation.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "saved_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

class EvaluateCommand : public Command {
 public:
  std::string name() const override { return "evaluate"; }
  std::string summary() const override { return "Measure a trained model on data"; }
  std::string examples() const override {
    return "  gradus evaluate runs/20260102-030405-fashion-mnist-mlp\n"
           "  gradus evaluate RUN --data new.csv --target species --json";
  }

  void declare(CLI::App& app) override {
    app.add_option("RUN", folder_, "Run folder of a training")->required();
    flags_.add(app, "--data", "DATA",
               "As for train: a name, a file or a folder [the run's own data]");
    flags_.add(app, "--part", "PART",
               "train, validation, test, or all: the file as a whole [test where there is one]");
    add_reading_flags(app, flags_);
    flags_.add(app, "--metrics", "LIST",
               "As in accuracy,top3,macro_f1 or mse,mae,r2 [by the task]");
    flags_.add(app, "--device", "DEVICE", "cpu, cuda, cuda:N, mps, xpu or auto [cpu]");
    flags_.add(app, "--threads", "N", "Processor threads [the fastest for the size of the work]");
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    const auto part_request =
        flags_.choice("--part", "auto", {"auto", "train", "validation", "test", "all"});
    training::TrainerOptions options;
    options.device(select_device(flags_.text("--device", "cpu")));
    options.threads(flags_.optional_integer("--threads", {1, 1024}).value_or(0));
    auto run = load_run(folder_);
    auto [dataset, part] = choose_data(run, part_request);
    check_fit(dataset, run.saved);
    auto metric_names = split_list(flags_.text("--metrics", ""));
    if (metric_names.empty()) metric_names = default_metrics(dataset.task);
    training::Trainer trainer(run.module, {}, training::make_loss(run.saved.loss), options);
    const auto evaluation =
        evaluate_part(trainer, run.standardization, dataset, part, metric_names);
    print(evaluation, dataset);
    return 0;
  }

 private:
  struct Chosen {
    data::Dataset dataset;
    std::string part;
  };

  /// Without --data, or with the data of the training, the parts are those of the training.
  Chosen choose_data(const SavedRun& run, const std::string& part) const {
    auto request = run.data;
    request.data = flags_.text("--data", run.data.data);
    for (const auto& [flag, text] : reading_texts(flags_)) {
      if (flags_.given(flag)) request.reading[flag] = text;
    }
    // A classifier's labels may look like numbers to regress on in a smaller file.
    if (request.reading["--task"] == "auto") request.reading["--task"] = run.saved.task;
    if (request.reading["--target"].empty() && run.saved.target_names.size() == 1) {
      request.reading["--target"] = run.saved.target_names.front();
    }
    const bool same_data = request.data == run.data.data;
    if (!same_data) request.test_data = request.validation_data = "";
    auto loaded =
        load(request, {run.saved.class_names, run.saved.feature_names, run.saved.input_shape});
    if (part == "all" || (part == "auto" && !same_data && !loaded.test))
      return {whole(std::move(loaded)), "all"};
    auto parts = split_parts(request, std::move(loaded));
    if (part == "train") return {parts.train, part};
    if (part == "validation") {
      if (parts.validation.size() == 0)
        throw UsageError("the run had no validation part (--validation 0)");
      return {parts.validation, part};
    }
    return {parts.test, "test"};
  }

  static data::Dataset whole(data::LoadedData loaded) {
    if (!loaded.test) return std::move(loaded.train);
    auto all = std::move(loaded.train);
    all.inputs = torch::cat({all.inputs, loaded.test->inputs});
    all.targets = torch::cat({all.targets, loaded.test->targets});
    return all;
  }

  void print(const Evaluation& evaluation, const data::Dataset& dataset) const {
    if (!flags_.on("--json")) {
      fmt::print("{}", to_text(evaluation, dataset));
      return;
    }
    nlohmann::ordered_json document = {
        {"schema_version", 1}, {"run", folder_}, {"data", dataset.name}};
    document.update(to_json(evaluation, dataset));
    fmt::print("{}\n", document.dump(2));
  }

  std::string folder_;
};

}  // namespace

std::unique_ptr<Command> make_evaluate_command() {
  return std::make_unique<EvaluateCommand>();
}

}  // namespace gradus::cli
