#include "command.h"
#include "comparison.h"
#include "comparison_figure.h"
#include "gradus/checkpoint/run_folder.h"
#include "gradus/core/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

bool is_run(const fs::path& path) {
  std::error_code error;
  return fs::exists(path / "manifest.json", error) || fs::exists(path / "config.toml", error);
}

/// By name, without hidden ones.
std::set<fs::path> folders_in(const fs::path& path) {
  std::set<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const bool hidden = entry.path().filename().string().starts_with(".");
    if (entry.is_directory(error) && !hidden) folders.insert(entry.path());
  }
  return folders;
}

/// The run itself; of a sweep's trial the run in it; else what is named, to be said broken.
std::vector<fs::path> runs_of(const fs::path& path) {
  std::vector<fs::path> runs;
  if (!is_run(path)) std::ranges::copy_if(folders_in(path), std::back_inserter(runs), is_run);
  if (runs.empty()) runs.push_back(path);
  return runs;
}

class CompareCommand : public Command {
 public:
  std::string name() const override { return "compare"; }
  std::string summary() const override { return "Put runs side by side"; }
  std::string examples() const override {
    return "  gradus compare runs\n"
           "  gradus compare runs/*-iris-mlp --sort accuracy --figure losses.png\n"
           "  gradus compare RUN RUN --json";
  }

  void declare(CLI::App& app) override {
    app.add_option("RUN", paths_,
                   "Run folders, folders of run folders, and of sweeps. One that is broken is "
                   "named on stderr "
                   "and left out; the command fails where none is left")
        ->required();
    flags_.add(app, "--sort", "COLUMN",
               "The best first by this column, as in test_loss, accuracy, seconds or the name of "
               "an option that differs [as given; those of a folder by name]");
    flags_.add(app, "--figure", "FILE.png",
               "Draw training and validation loss of all runs, at most 16 (FILE.svg too)");
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    const auto figure = flags_.text("--figure", "");
    if (!figure.empty() && fs::path(figure).extension() != ".png") {
      throw UsageError("--figure {}: expected a file name that ends in .png", figure);
    }
    auto comparison = compare_runs(read_runs());
    if (flags_.given("--sort")) comparison = sorted_by(comparison, flags_.text("--sort", ""));
    if (!figure.empty()) draw(comparison, figure);
    if (flags_.on("--json")) {
      const nlohmann::ordered_json document = {
          {"schema_version", 1}, {"runs", comparison_json(comparison)}, {"skipped", skipped_}};
      fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
      fmt::print("{}", comparison_text(comparison));
    }
    return 0;
  }

 private:
  /// What is named, and the runs in a folder that is no run itself, a sweep's too; each once.
  std::vector<fs::path> candidates() const {
    std::vector<fs::path> folders;
    std::set<fs::path> seen;
    const auto take = [&](const fs::path& path) {
      std::error_code error;
      if (seen.insert(fs::weakly_canonical(path, error)).second) folders.push_back(path);
    };
    for (const auto& text : paths_) {
      const fs::path path(text);
      const auto inside = is_run(path) ? std::set<fs::path>() : folders_in(path);
      if (inside.empty()) take(path);
      for (const auto& folder : inside) std::ranges::for_each(runs_of(folder), take);
    }
    return folders;
  }

  std::vector<RunRecord> read_runs() {
    std::vector<RunRecord> runs;
    std::string last_reason;
    for (const auto& folder : candidates()) {
      try {
        runs.push_back(read_run_record(folder));
      } catch (const CheckpointError& error) {
        last_reason = error.what();
        skipped_.push_back({{"run", folder.string()}, {"reason", last_reason}});
      }
    }
    if (runs.empty()) {
      throw CheckpointError(
          "no run to compare; {}{}", last_reason,
          skipped_.size() > 1 ? fmt::format(" (and {} others)", skipped_.size() - 1) : "");
    }
    for (const auto& skipped : skipped_) {
      std::fputs(fmt::format("left out: {}\n", skipped["reason"].get<std::string>()).c_str(),
                 stderr);
    }
    return runs;
  }

  static void draw(const Comparison& comparison, const fs::path& file) {
    auto stem = file;
    const auto files = report::draw(comparison_figure(comparison), stem.replace_extension());
    std::fputs(fmt::format("drawn: {}, {}\n", files.png.string(), files.svg.string()).c_str(),
               stderr);
  }

  std::vector<std::string> paths_;
  nlohmann::ordered_json skipped_ = nlohmann::ordered_json::array();
};

}  // namespace

std::unique_ptr<Command> make_compare_command() {
  return std::make_unique<CompareCommand>();
}

}  // namespace gradus::cli
