#include "command.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/run_folder.h"
#include "gradus/core/error.h"
#include "gradus/report/text_width.h"
#include "import_check.h"
#include "import_file.h"
#include "import_report.h"
#include "import_source.h"
#include "import_standardization.h"
#include "imported_network.h"
#include "new_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ctime>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

/// Writes all into a new run folder; returns it.
fs::path save(const ImportRequest& request, const checkpoint::SavedModel& saved,
              nlohmann::ordered_json& document) {
  const auto name = request.name.empty()
                        ? fmt::format("{}-{}", request.file.stem().string(), saved.model)
                        : request.name;
  const auto folder = checkpoint::RunFolder::create(request.output, name, std::time(nullptr));
  NewRunGuard guard(folder.path());
  document["run"] = folder.path().string();
  checkpoint::write_file_atomically(folder.file(kImportFile), text_of(document));
  checkpoint::write_file_atomically(folder.file("command.txt"), command_line() + "\n");
  checkpoint::save_model(folder.path(), saved);
  guard.keep();
  return folder.path();
}

/// Names are a file's, which nobody has looked at.
void say(const std::string& text) {
  std::fputs((report::printable(text) + "\n").c_str(), stderr);
}

class ImportCommand : public Command {
 public:
  std::string name() const override { return "import"; }
  std::string summary() const override {
    return "Take a network trained in Python into a run folder";
  }
  std::string examples() const override {
    return "  gradus import net.pt --activation tanh\n"
           "  gradus import net.safetensors --data iris --standardization scale.safetensors\n"
           "  gradus import checkpoint.pt --key model --classes cat,dog\n"
           "  gradus import net.pt --map stem=layers.0 --map head=layers.2";
  }

  void declare(CLI::App& app) override {
    app.add_option("FILE", file_,
                   "safetensors, or a state_dict() by torch.save; nothing in it is executed")
        ->required();
    add_import_flags(app, flags_);
  }

  int run() override {
    const auto request = read_import_flags(flags_, file_);
    const auto file = read_import_file(request);
    auto network = decide_network(request, file);
    const auto map = interop::map_names(file.tensors, interop::named_state(*network.module.ptr()),
                                        file.in_order, request.given_names);
    if (!map.fits()) refuse(request, network, map);
    check_activations(request, map, network);
    network.saved.state = map.state();
    network.saved.standardization =
        import_standardization(standardization_file(request, file, network.notes), network.saved);
    network.saved.command = command_line();
    for (const auto& note : network.notes) say(note);
    auto document = import_json(request, network, map);
    const auto folder = save(request, network.saved, document);
    if (request.json) {
      fmt::print("{}", text_of(document));
    } else {
      fmt::print("{}\n{}", import_table(map), summary_text(network.saved, map));
    }
    say(fmt::format("saved in {0}; use it: gradus predict {0} FILE", folder.string()));
    return 0;
  }

 private:
  [[noreturn]] static void refuse(const ImportRequest& request, const ImportedNetwork& network,
                                  const interop::NameMap& map) {
    auto document = import_json(request, network, map);
    document["run"] = nullptr;
    fmt::print("{}", request.json ? text_of(document) : import_table(map));
    throw CheckpointError("'{}' does not fit the model {}: {}{}", request.file.string(),
                          model_text(network.saved), map.misfits(), misfit_hint(map));
  }

  /// As --model takes it.
  static std::string model_text(const checkpoint::SavedModel& saved) {
    Settings settings;
    for (const auto& [key, value] : saved.settings) settings.set(key, value);
    return saved.settings.empty() ? saved.model
                                  : fmt::format("{}:{}", saved.model, settings.to_string());
  }

  static std::string summary_text(const checkpoint::SavedModel& saved,
                                  const interop::NameMap& map) {
    const auto outputs = saved.task == "classification"
                             ? fmt::format("{} classes", saved.class_names.size())
                             : fmt::format("{} predicted number{}", saved.out_features,
                                           saved.out_features == 1 ? "" : "s");
    return fmt::format("matched {}\nmodel {}, {} inputs, {}\n", report::printable(map.rule),
                       report::printable(model_text(saved)), saved.in_features, outputs);
  }

  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_import_command() {
  return std::make_unique<ImportCommand>();
}

}  // namespace gradus::cli
