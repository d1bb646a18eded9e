#include "command.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/report/table.h"
#include "prediction.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace gradus::cli {
namespace {

constexpr size_t kShownClasses = 3;

/// Quoted where CSV needs it.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

class PredictCommand : public Command {
 public:
  std::string name() const override { return "predict"; }
  std::string summary() const override {
    return "Predict classes with probabilities, or values, for new examples";
  }
  std::string examples() const override {
    return "  gradus predict RUN shoe.png shirt.png\n"
           "  gradus predict RUN new.csv --csv > predictions.csv\n"
           "  tail -n 100 log.csv | gradus predict RUN - --header no\n"
           "  gradus predict RUN t10k-images-idx3-ubyte.gz --json";
  }

  void declare(CLI::App& app) override {
    app.add_option("RUN", folder_, "Run folder of a training")->required();
    app.add_option(
           "FILE", files_,
           "PNG, JPEG, BMP, CSV, TSV, Parquet, Feather, NumPy (.npy) or IDX; - for a CSV on "
           "standard input")
        ->required();
    flags_.add(app, "--header", "yes|no",
               "Whether a CSV's first line holds names [auto: when none of it is a number]");
    flags_.add(app, "--separator", "CHAR", "Between a CSV's fields, as in ';' or tab [auto]");
    flags_.add(app, "--image-fit", "FIT",
               "Bring pictures to the model's size: stretch, crop the middle, or pad with black "
               "[as in training, where it had --image-size]");
    flags_.add(app, "--device", "DEVICE", "cpu, cuda, cuda:N, mps, xpu or auto [cpu]");
    flags_.add_switch(app, "--json", "Print JSON");
    flags_.add_switch(app, "--csv", "Print CSV, a column a class");
  }

  int run() override {
    const bool json = flags_.on("--json"), csv = flags_.on("--csv");
    if (json && csv) throw UsageError("--json and --csv exclude each other: choose one");
    const auto device = select_device(flags_.text("--device", "cpu"));
    const auto options = read_options(reading_texts(flags_));
    auto run = load_run(folder_);
    // All files are read before anything is printed: a bad one leaves no half of an answer.
    std::vector<Predictions> results;
    for (const auto& file : files_)
      results.push_back(
          predict(run, read_examples(file, run, options, flags_.given("--image-fit")), device));
    note_not_finite(results);
    const auto& columns = run.is_classifier() ? run.saved.class_names : run.saved.target_names;
    if (json) {
      print_json(results, run);
    } else if (csv) {
      print_csv(results, run, columns);
    } else {
      print_table(results, run, columns);
    }
    return 0;
  }

 private:
  static std::vector<double> row_of(const Predictions& result, size_t row) {
    const auto values = result.values[static_cast<int64_t>(row)].to(torch::kFloat64);
    return {values.const_data_ptr<double>(), values.const_data_ptr<double>() + values.numel()};
  }

  /// Such weights were trained by nobody, but an import may have them.
  static void note_not_finite(const std::vector<Predictions>& results) {
    int64_t count = 0, all = 0;
    for (const auto& result : results) {
      count += result.values.isfinite().all(1).logical_not().sum().item<int64_t>();
      all += result.values.size(0);
    }
    if (count == 0) return;
    fmt::print(
        stderr,
        "{} of {} predictions are no finite numbers: the inputs or the weights are too large "
        "for the network's precision\n",
        count, all);
  }

  static std::string column_name(const std::vector<std::string>& columns, size_t index) {
    return index < columns.size() ? columns[index] : fmt::format("value{}", index + 1);
  }

  static std::vector<size_t> most_probable(const std::vector<double>& values) {
    std::vector<size_t> order(values.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, std::greater<>(), [&](size_t i) { return values[i]; });
    return order;
  }

  static void print_table(const std::vector<Predictions>& results, const SavedRun& run,
                          const std::vector<std::string>& columns) {
    report::Table table(run.is_classifier()
                            ? std::vector<std::string>{"example", "class", "probability", "next"}
                            : std::vector<std::string>{"example", "prediction"});
    for (const auto& result : results) {
      for (size_t row = 0; row < result.names.size(); ++row) {
        const auto values = row_of(result, row);
        if (!run.is_classifier()) {
          std::string text;
          for (size_t k = 0; k < values.size(); ++k)
            text +=
                fmt::format("{}{} {:.6g}", k == 0 ? "" : "  ", column_name(columns, k), values[k]);
          table.add_row({result.names[row], text});
          continue;
        }
        const auto order = most_probable(values);
        std::string next;
        for (size_t k = 1; k < std::min(kShownClasses, order.size()); ++k) {
          next += fmt::format("{}{} {:.3f}", k == 1 ? "" : ", ", column_name(columns, order[k]),
                              values[order[k]]);
        }
        table.add_row({result.names[row], column_name(columns, order[0]),
                       fmt::format("{:.4f}", values[order[0]]), next});
      }
    }
    fmt::print("{}", table.to_string(report::Terminal::of(1)));
  }

  static void print_csv(const std::vector<Predictions>& results, const SavedRun& run,
                        const std::vector<std::string>& columns) {
    std::string text = run.is_classifier() ? "example,class" : "example";
    const auto width = static_cast<size_t>(results.front().values.size(1));
    for (size_t k = 0; k < width; ++k) text += "," + csv_field(column_name(columns, k));
    text += "\n";
    for (const auto& result : results) {
      for (size_t row = 0; row < result.names.size(); ++row) {
        const auto values = row_of(result, row);
        text += csv_field(result.names[row]);
        if (run.is_classifier())
          text += "," + csv_field(column_name(columns, most_probable(values)[0]));
        for (const double value : values) text += fmt::format(",{:.9g}", value);
        text += "\n";
      }
    }
    fmt::print("{}", text);
  }

  void print_json(const std::vector<Predictions>& results, const SavedRun& run) const {
    nlohmann::ordered_json document = {
        {"schema_version", 1}, {"run", folder_}, {"task", run.saved.task}};
    document["predictions"] = nlohmann::ordered_json::array();
    for (const auto& result : results) {
      for (size_t row = 0; row < result.names.size(); ++row) {
        const auto values = row_of(result, row);
        nlohmann::ordered_json entry = {{"example", result.names[row]}};
        if (run.is_classifier()) {
          entry["class"] = column_name(run.saved.class_names, most_probable(values)[0]);
          for (size_t k = 0; k < values.size(); ++k)
            entry["probabilities"][column_name(run.saved.class_names, k)] = values[k];
        } else {
          for (size_t k = 0; k < values.size(); ++k)
            entry["values"][column_name(run.saved.target_names, k)] = values[k];
        }
        document["predictions"].push_back(std::move(entry));
      }
    }
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }

  std::string folder_;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_predict_command() {
  return std::make_unique<PredictCommand>();
}

}  // namespace gradus::cli
