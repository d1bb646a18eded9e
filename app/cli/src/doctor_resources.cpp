#include "doctor_checks.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/data/registry.h"

#include <fmt/format.h>

namespace gradus::cli {

Checks check_cuda() {
  try {
    select_device("cuda");
  } catch (const DeviceError& error) {
    const std::string reason = error.what();
    // A build without CUDA was a choice; one that finds no card was not.
    const bool chosen = reason.find("CPU build") != std::string::npos;
    return {{"CUDA", chosen ? Check::Status::kOk : Check::Status::kWarning, reason,
             chosen ? "" : "install the card's driver (nvidia-smi tests it), or train on the CPU"}};
  }
  Checks checks;
  for (const auto& info : list_devices()) {
    if (!info.device.is_cuda()) continue;
    checks.push_back(
        {"CUDA", Check::Status::kOk, fmt::format("{} {}", info.device.str(), info.name), {}});
  }
  return checks;
}

Checks check_data() {
  Checks checks;
  for (const std::string name : {"fashion-mnist", "mnist"}) {
    try {
      const Settings settings;
      const auto loaded = data::registry().find(name).factory(settings);
      checks.push_back(
          {name, Check::Status::kOk, fmt::format("{} examples", loaded.train.size()), {}});
    } catch (const DataError&) {
      checks.push_back({name, Check::Status::kWarning, "not found",
                        fmt::format("scripts/setup.sh{}, or train with --data {}:dir=FOLDER",
                                    name == "mnist" ? " --mnist" : "", name)});
    }
  }
  return checks;
}

}  // namespace gradus::cli
