#include "command.h"
#include "evaluation.h"
#include "evaluation_data.h"
#include "evaluation_figures.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

training::Loss loss_of(const checkpoint::SavedModel& saved) {
  try {
    return training::make_loss(saved.loss);
  } catch (const UsageError& error) {
    throw CheckpointError("the saved model's loss cannot be made by this program: {}",
                          error.what());
  }
}

class EvaluateCommand : public Command {
 public:
  std::string name() const override { return "evaluate"; }
  std::string summary() const override { return "Measure a trained model on data"; }
  std::string examples() const override {
    return "  gradus evaluate runs/20260102-030405-fashion-mnist-mlp\n"
           "  gradus evaluate RUN --figures figures --mistakes 20\n"
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
               "As in accuracy,top3,roc_auc or rmse,mae,r2 (see gradus metrics) [by the task]");
    flags_.add(app, "--confidence", "SHARE", "Of the metrics' intervals, 0.5 to 0.999 [0.95]");
    flags_.add(app, "--bootstrap", "N",
               "Resamples that the intervals come from; 0 for no intervals [1000]");
    flags_.add(app, "--mistakes", "N", "How many of the most confident mistakes to list [5]");
    flags_.add(app, "--figures", "DIR", "Draw figures into this folder, as PNG and SVG");
    flags_.add(app, "--device", "DEVICE", "cpu, cuda, cuda:N, mps, xpu or auto [cpu]");
    flags_.add(app, "--threads", "N", "Processor threads [the fastest for the size of the work]");
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    const auto part =
        flags_.choice("--part", "auto", {"auto", "train", "validation", "test", "all"});
    auto options = evaluation_options();
    const auto trainer_options = this->trainer_options();
    if (flags_.given("--figures") && !report::gnuplot_available())
      throw RunError("--figures: gnuplot is not installed (Debian: apt install gnuplot-nox)");
    auto run = load_run(folder_);
    options.seed = run.saved.seed;
    auto chosen = choose_evaluation_data(flags_, run, folder_, part);
    check_fit(chosen.dataset, run.saved);
    auto metric_names = split_list(flags_.text("--metrics", ""));
    if (metric_names.empty()) metric_names = default_metrics(chosen.dataset.task);
    check_metrics(metric_names, chosen.dataset);
    training::Trainer trainer(run.module, {}, loss_of(run.saved), trainer_options);
    auto evaluation = evaluate_part(trainer, run.standardization, chosen.dataset, chosen.part,
                                    metric_names, options);
    if (run.is_classifier()) {
      recalibrate(evaluation, trainer, run.standardization, chosen.validation);
      if (!evaluation.recalibration)
        note("no temperature was fitted: " + reason(evaluation, chosen));
    }
    print(evaluation, chosen.dataset, draw(evaluation, chosen.dataset));
    return 0;
  }

 private:
  EvaluationOptions evaluation_options() const {
    constexpr int64_t kMaxResamples = 1'000'000, kMaxMistakes = 1'000'000;
    EvaluationOptions options;
    options.confidence = flags_.real("--confidence", options.confidence, {0.5, 0.999});
    options.resamples = flags_.integer("--bootstrap", options.resamples, {0, kMaxResamples});
    options.mistakes = flags_.integer("--mistakes", options.mistakes, {0, kMaxMistakes});
    return options;
  }

  training::TrainerOptions trainer_options() const {
    training::TrainerOptions options;
    options.device(select_device(flags_.text("--device", "cpu")));
    options.threads(flags_.optional_integer("--threads", {1, 1024}).value_or(0));
    return options;
  }

  static std::string reason(const Evaluation& evaluation, const EvaluationData& chosen) {
    if (!chosen.no_validation.empty()) return chosen.no_validation;
    if (evaluation.scored.size() == 0) return "the model's outputs are not finite";
    return fmt::format("on the {} validation examples none is best (are all of them right?)",
                       chosen.validation.size());
  }

  static void note(const std::string& text) { std::fputs((text + "\n").c_str(), stderr); }

  /// The files drawn: none without --figures.
  std::vector<std::string> draw(const Evaluation& evaluation, const data::Dataset& dataset) const {
    std::vector<std::string> files;
    if (!flags_.given("--figures")) return files;
    const std::filesystem::path folder = flags_.text("--figures", "");
    const auto figures = evaluation_figures(evaluation, dataset);
    draw_figures(figures, folder);
    for (const auto& [name, figure] : figures) files.push_back((folder / (name + ".png")).string());
    note(fmt::format("{} figures in {} (PNG and SVG)", figures.size(), folder.string()));
    return files;
  }

  void print(const Evaluation& evaluation, const data::Dataset& dataset,
             const std::vector<std::string>& figures) const {
    if (!flags_.on("--json")) {
      fmt::print("{}", to_text(evaluation, dataset));
      return;
    }
    nlohmann::ordered_json document = {
        {"schema_version", 1}, {"run", folder_}, {"data", dataset.name}};
    document.update(to_json(evaluation, dataset));
    if (!figures.empty()) document["figures"] = figures;
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }

  std::string folder_;
};

}  // namespace

std::unique_ptr<Command> make_evaluate_command() {
  return std::make_unique<EvaluateCommand>();
}

}  // namespace gradus::cli
