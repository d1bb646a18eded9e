#include "command.h"
#include "gradus/core/device.h"
#include "gradus/core/threads.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;

class DevicesCommand : public Command {
 public:
  std::string name() const override { return "devices"; }
  std::string summary() const override {
    return "List the devices that --device takes on this machine";
  }
  std::string examples() const override { return "  gradus devices\n  gradus devices --json"; }
  void declare(CLI::App& app) override { flags_.add_switch(app, "--json", "Print JSON"); }

  int run() override {
    if (flags_.on("--json")) {
      print_json();
    } else {
      print_table();
    }
    return 0;
  }

 private:
  static void print_table() {
    for (const auto& info : list_devices()) {
      const auto memory =
          info.memory_bytes > 0
              ? fmt::format(", {:.1f} GiB", static_cast<double>(info.memory_bytes) / kGibibyte)
              : "";
      fmt::print("{:<8} {}{}\n", info.device.str(), info.name, memory);
    }
    fmt::print("LibTorch {}, CPU features as used: {}, {} processors\n", libtorch_version(),
               cpu_capability(), available_processors());
  }

  static void print_json() {
    nlohmann::ordered_json devices = nlohmann::ordered_json::array();
    for (const auto& info : list_devices()) {
      devices.push_back({{"device", info.device.str()},
                         {"name", info.name},
                         {"memory_bytes", info.memory_bytes}});
    }
    const nlohmann::ordered_json document = {{"schema_version", 1},
                                             {"libtorch", libtorch_version()},
                                             {"cpu_features", cpu_capability()},
                                             {"processors", available_processors()},
                                             {"devices", devices}};
    fmt::print("{}\n", document.dump(2));
  }
};

}  // namespace

std::unique_ptr<Command> make_devices_command() {
  return std::make_unique<DevicesCommand>();
}

}  // namespace gradus::cli
