#include "command.h"
#include "gradus/core/error.h"
#include "gradus/report/text_width.h"
#include "inspection.h"
#include "tensor_statistics.h"

#include <fmt/format.h>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

class InspectCommand : public Command {
 public:
  std::string name() const override { return "inspect"; }
  std::string summary() const override { return "Show what is in a run folder or a tensor file"; }
  std::string examples() const override {
    return "  gradus inspect runs/20260102-030405-fashion-mnist-mlp\n"
           "  gradus inspect RUN/checkpoints/epoch-0000003-step-000000000\n"
           "  gradus inspect weights.safetensors --json";
  }

  void declare(CLI::App& app) override {
    app.add_option("RUN|FILE", path_,
                   "Run folder, checkpoint, or .safetensors file; every checksum is verified, and "
                   "nothing in it is executed")
        ->required();
    flags_.add_switch(app, "--json", "Print JSON");
  }

  int run() override {
    std::error_code error;
    // Only inside a run folder a link is suspect.
    const auto target = fs::canonical(path_, error);
    if (error) throw CheckpointError("'{}': {}", path_, error.message());
    if (fs::is_directory(target, error)) return show_run();
    return show_file(target);
  }

 private:
  using Json = nlohmann::ordered_json;

  int show_run() const {
    const auto inspection = inspect_run(path_);
    const bool has_model = !inspection.manifest.is_null();
    if (flags_.on("--json")) {
      Json document = {{"schema_version", 1}};
      document.update(inspection_json(inspection));
      document["tensors"] = has_model ? tensors_json(model_file()) : Json::array();
      fmt::print("{}\n", text_of(document));
    } else {
      fmt::print("{}", inspection_text(inspection));
      if (has_model) fmt::print("\n{}", tensor_table(model_file()));
    }
    if (const auto* damaged = inspection.damaged()) {
      throw CheckpointError("checkpoint '{}': {}", damaged->name, damaged->damage);
    }
    return 0;
  }

  int show_file(const fs::path& target) const {
    const checkpoint::SafetensorsFile file(target);
    if (flags_.on("--json")) {
      const Json document = {{"schema_version", 1},
                             {"file", path_},
                             {"bytes", file.size()},
                             {"metadata", file.metadata()},
                             {"tensors", tensors_json(file)}};
      fmt::print("{}\n", text_of(document));
      return 0;
    }
    fmt::print("file  {}, {} bytes\n", path_, file.size());
    for (const auto& [key, value] : file.metadata()) {
      fmt::print("{}", report::printable(fmt::format("      {} = {}", key, value)) + "\n");
    }
    fmt::print("\n{}", tensor_table(file));
    return 0;
  }

  checkpoint::SafetensorsFile model_file() const {
    return checkpoint::SafetensorsFile(fs::path(path_) / "model.safetensors");
  }

  // Names of files may hold any bytes.
  static std::string text_of(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace);
  }

  std::string path_;
};

}  // namespace

std::unique_ptr<Command> make_inspect_command() {
  return std::make_unique<InspectCommand>();
}

}  // namespace gradus::cli
