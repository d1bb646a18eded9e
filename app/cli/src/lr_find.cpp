#include "command.h"
#include "gradus/core/error.h"
#include "gradus/report/figure.h"
#include "gradus/report/text.h"
#include "gradus/training/learning_rate_finder.h"
#include "prepared_run.h"
#include "rate_figure.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

constexpr Range<double> kRate{1e-15, 1e15};

std::string text_of(const training::RateSweep& sweep) {
  std::string text = fmt::format("steps      {}, rates {:.3g} to {:.3g}{}\n", sweep.rates.size(),
                                 sweep.rates.front(), sweep.rates.back(),
                                 sweep.end.empty() ? "" : ": " + sweep.end);
  text += fmt::format("lowest     loss {:.4g} at {:.3g}\n", sweep.lowest_loss, sweep.lowest_rate);
  if (!sweep.suggestion)
    return text + "suggested  none: the loss did not fall at any of these rates\n";
  return text + fmt::format("steepest   at {:.3g}\nsuggested  --lr {:.2g}\n", *sweep.steepest_rate,
                            *sweep.suggestion);
}

nlohmann::ordered_json json_of(const training::RateSweep& sweep, const TrainRequest& request,
                               const TrainingPlan& plan) {
  const auto number = [](const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
  };
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (size_t i = 0; i < sweep.rates.size(); ++i) {
    steps.push_back(
        {{"rate", sweep.rates[i]}, {"loss", sweep.losses[i]}, {"mean_loss", sweep.smoothed[i]}});
  }
  return {{"schema_version", 1},
          {"data", request.data.data},
          {"model", request.model.name},
          {"optimizer", plan.optimizer.name},
          {"batch_size", plan.options.batch_size()},
          {"suggestion", number(sweep.suggestion)},
          {"steepest_rate", number(sweep.steepest_rate)},
          {"lowest_rate", sweep.lowest_rate},
          {"lowest_loss", sweep.lowest_loss},
          {"end", sweep.end},
          {"steps", std::move(steps)}};
}

/// Returns what to say of it.
std::string draw(const training::RateSweep& sweep, const fs::path& stem) {
  if (!report::gnuplot_available())
    return "no figure: gnuplot is not installed (Debian: apt install gnuplot-nox)";
  const auto files = report::draw(rate_figure(sweep, report::language_of_environment()), stem);
  return fmt::format("figure: {} and {}", files.png.string(), files.svg.string());
}

class LrFindCommand : public Command {
 public:
  std::string name() const override { return "lr-find"; }
  std::string summary() const override {
    return "Find a learning rate: train some steps while it grows";
  }
  std::string examples() const override {
    return "  gradus lr-find --data fashion-mnist --model mlp --figure rates.png\n"
           "  gradus lr-find --data my.csv --target species --optimizer sgd:momentum=0.9 --json";
  }

  void declare(CLI::App& app) override {
    add_plan_flags(app, flags_);
    app.option_defaults()->group("Sweep");
    flags_.add(app, "--from", "RATE", "Rate of the first step, above 0 [1e-07]");
    flags_.add(app, "--to", "RATE", "Rate of the last step [10]");
    flags_.add(app, "--steps", "N", "Steps, at least 20 [100]");
    flags_.add(app, "--smoothing", "SHARE", "Of the mean of losses, 0 to below 1 [0.9]");
    app.option_defaults()->group("Output");
    flags_.add(app, "--figure", "FILE.png", "Draw the sweep (FILE.svg too)");
    flags_.add_switch(app, "--quiet", "No notes, only the result");
    flags_.add_switch(app, "--json", "Print the result as JSON on stdout");
  }

  int run() override {
    const auto request = read_train_flags(flags_);
    const auto finder = read_finder();
    const auto stem = figure_stem();
    const auto run = prepare(request);
    say(request, data::describe(run.parts.train));
    const auto sweep =
        training::find_learning_rate(run.model, run.plan.optimizer, run.plan.loss, run.plan.options,
                                     run.standardization.apply(run.parts.train), finder);
    if (!stem.empty()) say(request, draw(sweep, stem));
    fmt::print("{}", request.json
                         ? json_of(sweep, request, run.plan)
                                   .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
                               "\n"
                         : text_of(sweep));
    return 0;
  }

 private:
  static void say(const TrainRequest& request, const std::string& text) {
    if (!request.quiet) std::fputs((text + "\n").c_str(), stderr);
  }

  training::RateFinderOptions read_finder() const {
    training::RateFinderOptions finder;
    finder.from = flags_.real("--from", finder.from, kRate);
    finder.to = flags_.real("--to", finder.to, kRate);
    finder.steps = flags_.integer("--steps", finder.steps, {20, 1'000'000});
    finder.smoothing = flags_.real("--smoothing", finder.smoothing, {0.0, 1 - 1e-9});
    if (finder.from >= finder.to)
      throw UsageError("--from {:g}: expected a rate below --to {:g}", finder.from, finder.to);
    return finder;
  }

  /// Without the ending: the .svg lies beside the .png.
  fs::path figure_stem() const {
    const fs::path file = flags_.text("--figure", "");
    if (file.empty()) return {};
    std::error_code ignored;
    if (file.extension() != ".png" || fs::is_directory(file, ignored))
      throw UsageError("--figure {}: expected a file name that ends in .png", file.string());
    return fs::path(file).replace_extension();
  }
};

}  // namespace

std::unique_ptr<Command> make_lr_find_command() {
  return std::make_unique<LrFindCommand>();
}

}  // namespace gradus::cli
