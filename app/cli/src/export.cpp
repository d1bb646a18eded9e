#include "command.h"
#include "export_folder.h"
#include "export_metadata.h"
#include "gradus/core/error.h"
#include "gradus/interop/onnx.h"
#include "gradus/interop/python_program.h"
#include "gradus/interop/state_dict.h"
#include "gradus/interop/torchscript.h"
#include "gradus/report/table.h"
#include "saved_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;
using interop::Format;

constexpr const char* kProgramFile = "predict.py";

checkpoint::TensorMap by_name(const interop::NamedTensors& tensors) {
  return {tensors.begin(), tensors.end()};
}

ExportFiles tensor_files(const interop::Network& network, const SavedRun& run, Format format) {
  const auto standardization = run.standardization.tensors();
  const auto model = interop::file_name(format);
  const auto beside = *interop::standardization_file_name(format);
  if (format == Format::kSafetensors) {
    return {{model, checkpoint::to_safetensors(by_name(network.state), export_metadata(run.saved))},
            {beside, checkpoint::to_safetensors(standardization, {{"format", "pt"}})}};
  }
  return {{model, interop::to_state_dict(network.state)},
          {beside, interop::to_state_dict({standardization.begin(), standardization.end()})}};
}

ExportFiles export_files(const interop::Network& network, const SavedRun& run, Format format) {
  ExportFiles files;
  if (format == Format::kTorchScript) {
    files[interop::file_name(format)] = interop::to_torchscript(network);
  } else if (format == Format::kOnnx) {
    files[interop::file_name(format)] = interop::to_onnx(network);
  } else {
    files = tensor_files(network, run, format);
  }
  files[kProgramFile] = interop::python_program(network, format);
  return files;
}

/// RUN/export/FORMAT. Of a checkpoint RUN/export/NAME/FORMAT: checkpoints come and go.
fs::path default_folder(const fs::path& run, const std::string& format) {
  const auto plain = (run / "").parent_path();
  const auto above = plain.parent_path();
  if (above.filename() != "checkpoints") return plain / "export" / format;
  return above.parent_path() / "export" / plain.filename() / format;
}

class ExportCommand : public Command {
 public:
  std::string name() const override { return "export"; }
  std::string summary() const override {
    return "Write a trained model for Python and other programs, with a program that predicts";
  }
  std::string examples() const override {
    return "  gradus export RUN\n"
           "  gradus export RUN --format onnx --output shoes\n"
           "  gradus export RUN/checkpoints/best --format torchscript\n"
           "  python RUN/export/safetensors/predict.py new.csv";
  }

  void declare(CLI::App& app) override {
    app.add_option("RUN", run_, "Run folder of a training, or one of its checkpoints")->required();
    flags_.add(app, "--format", "FORMAT",
               "safetensors or state-dict (tensors under PyTorch's names), torchscript (for "
               "torch.jit.load) or onnx (for onnxruntime) [safetensors]");
    flags_.add(app, "--output", "DIR",
               "Folder to write; an earlier export there is replaced [RUN/export/FORMAT]");
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    const auto name = flags_.text("--format", "safetensors");
    const auto format = interop::parse_format(name);
    const fs::path folder = flags_.text("--output", default_folder(run_, name).string());
    if (folder.empty()) throw UsageError("--output is empty: expected a folder");
    check_export_folder(folder);
    const auto saved = load_run(run_);
    const auto network = interop::describe_network(*saved.module.ptr(), saved.saved);
    const auto files = export_files(network, saved, format);
    write_export(folder, files);
    if (flags_.on("--json")) {
      print_json(network, format, folder, files);
    } else {
      print_text(network, name, folder, files);
    }
    if (needs_own_class(network, format)) {
      fmt::print(stderr,
                 "note: what '{}' computes is known to its own source alone: write it into {} as "
                 "a torch.nn.Module\n",
                 network.model, (folder / kProgramFile).string());
    }
    return 0;
  }

 private:
  /// A program for tensors alone has to build the module itself.
  static bool needs_own_class(const interop::Network& network, Format format) {
    return !interop::has_python_module(network) && interop::standardization_file_name(format);
  }

  static void print_text(const interop::Network& network, const std::string& format,
                         const fs::path& folder, const ExportFiles& files) {
    fmt::print("'{}' as {} in {}:\n", network.model, format, folder.string());
    report::Table table({"file", "bytes"});
    for (const auto& [name, bytes] : files) table.add_row({name, std::to_string(bytes.size())});
    fmt::print("{}\npython '{}' FILE predicts as gradus predict RUN FILE --csv does\n",
               table.to_string(report::Terminal::of(1)), (folder / kProgramFile).string());
  }

  void print_json(const interop::Network& network, Format format, const fs::path& folder,
                  const ExportFiles& files) const {
    nlohmann::ordered_json document = {
        {"schema_version", 1},
        {"run", run_},
        {"format", interop::format_names()[static_cast<size_t>(format)]},
        {"folder", folder.string()},
        {"model", network.model},
        {"needs_own_class", needs_own_class(network, format)}};
    document["files"] = nlohmann::ordered_json::array();
    for (const auto& [name, bytes] : files)
      document["files"].push_back({{"name", name}, {"bytes", bytes.size()}});
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }

  std::string run_;
};

}  // namespace

std::unique_ptr<Command> make_export_command() {
  return std::make_unique<ExportCommand>();
}

}  // namespace gradus::cli
