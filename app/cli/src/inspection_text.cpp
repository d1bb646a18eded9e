#include "gradus/report/progress.h"
#include "gradus/report/table.h"
#include "gradus/report/text_width.h"
#include "inspection.h"
#include "wide_terminal.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::cli {
namespace {

using nlohmann::ordered_json;

std::string line(std::string_view name, const std::string& text) {
  return fmt::format("{:<13}{}\n", name, report::printable(text));
}

std::string settings_text(const ordered_json& settings) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : settings.items()) {
    parts.push_back(fmt::format("{}={}", key, value.get<std::string>()));
  }
  return parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, ", "));
}

std::string outputs_text(const ordered_json& manifest) {
  constexpr size_t kMaxNames = 20;
  auto names = manifest["class_names"].get<std::vector<std::string>>();
  const bool classifies = !names.empty();
  if (!classifies) names = manifest["target_names"].get<std::vector<std::string>>();
  const auto count = classifies ? names.size() : manifest["out_features"].get<size_t>();
  if (names.size() > kMaxNames) {
    names.resize(kMaxNames);
    names.emplace_back("…");
  }
  return fmt::format("{} {} ({})", count, classifies ? "classes" : "targets",
                     fmt::join(names, ", "));
}

std::string manifest_text(const ordered_json& manifest) {
  const auto data = manifest["data"].get<std::string>();
  return line("written by", fmt::format("gradus {}, LibTorch {}, format {}",
                                        manifest["gradus_version"].get<std::string>(),
                                        manifest["libtorch_version"].get<std::string>(),
                                        manifest["format_version"].dump())) +
         line("command", manifest["command"].get<std::string>()) +
         line("model", manifest["model"].get<std::string>() + settings_text(manifest["settings"])) +
         line("inputs",
              fmt::format("{} numbers [{}]", manifest["in_features"].dump(),
                          fmt::join(manifest["input_shape"].get<std::vector<int64_t>>(), ", "))) +
         line("outputs", outputs_text(manifest)) +
         line("data", data.empty() ? "not known: imported" : data);
}

std::string record_text(const RunRecord& run) {
  auto text = line("trained",
                   fmt::format("{} epochs in {:.2f} s by the {} engine on {}, {}, batches of {}{}",
                               run.epochs, run.seconds, run.engine, run.device, run.precision,
                               run.batch_size, run.interrupted ? "; interrupted" : ""));
  text += line("parameters", std::to_string(run.parameters));
  if (!run.history.epochs.empty()) {
    const auto& last = run.history.epochs.back();
    auto losses = "training " + report::short_number(last.train_loss);
    if (last.validation_loss) {
      losses += ", validation " + report::short_number(*last.validation_loss);
    }
    if (const auto* best = run.best_epoch()) {
      losses += fmt::format(", best validation {} in epoch {}",
                            report::short_number(*best->validation_loss), best->epoch);
    }
    text += line("loss", losses);
  }
  auto test = "loss " + report::short_number(run.test_loss);
  for (const auto& [name, value] : run.test_metrics) {
    test += fmt::format(", {} {}", name, report::short_number(value));
  }
  return text + line("test", test);
}

std::string options_text(const std::map<std::string, std::string>& options) {
  report::Table table({"option", "value"});
  for (const auto& [key, value] : options) table.add_row({key, value});
  return "\n" + table.to_string(wide_terminal());
}

std::string checkpoints_text(const std::vector<InspectedCheckpoint>& checkpoints) {
  report::Table table({"checkpoint", "bytes", "state"});
  for (const auto& checkpoint : checkpoints) {
    const std::string state = checkpoint.damage.empty() ? "whole" : checkpoint.damage;
    table.add_row({checkpoint.name, std::to_string(checkpoint.bytes),
                   checkpoint.best ? state + ", best" : state});
  }
  return "\n" + table.to_string(wide_terminal());
}

std::string files_text(const std::vector<InspectedFile>& files) {
  report::Table table({"file", "bytes", "SHA-256"});
  for (const auto& file : files) {
    table.add_row({file.name, std::to_string(file.bytes),
                   file.link       ? "a link, not followed"
                   : file.verified ? "as in the manifest"
                                   : "not recorded"});
  }
  return "\n" + table.to_string(wide_terminal());
}

}  // namespace

std::string inspection_text(const Inspection& inspection) {
  auto text = line("run", inspection.folder.string());
  if (inspection.manifest.is_null()) {
    text += line("model", "none yet: the training has not ended, see its checkpoints");
  } else {
    text += manifest_text(inspection.manifest);
  }
  if (inspection.record) text += record_text(*inspection.record);
  if (!inspection.options.empty()) text += options_text(inspection.options);
  if (!inspection.checkpoints.empty()) text += checkpoints_text(inspection.checkpoints);
  return text + files_text(inspection.files);
}

ordered_json inspection_json(const Inspection& inspection) {
  ordered_json document = {{"run", inspection.folder.string()},
                           {"manifest", inspection.manifest},
                           {"options", inspection.options},
                           {"checkpoints", ordered_json::array()},
                           {"files", ordered_json::array()}};
  if (const auto& run = inspection.record) {
    document["parameters"] = run->parameters;
    document["epochs"] = run->epochs;
    document["seconds"] = run->seconds;
    document["interrupted"] = run->interrupted;
    document["test"] = {{"loss", run->test_loss}, {"metrics", ordered_json::object()}};
    for (const auto& [name, value] : run->test_metrics) document["test"]["metrics"][name] = value;
  }
  for (const auto& checkpoint : inspection.checkpoints) {
    document["checkpoints"].push_back(
        {{"name", checkpoint.name},
         {"bytes", checkpoint.bytes},
         {"best", checkpoint.best},
         {"whole", checkpoint.damage.empty()},
         {"damage", checkpoint.damage.empty() ? ordered_json() : ordered_json(checkpoint.damage)}});
  }
  for (const auto& file : inspection.files) {
    document["files"].push_back({{"name", file.name},
                                 {"bytes", file.bytes},
                                 {"verified", file.verified},
                                 {"link", file.link}});
  }
  return document;
}

}  // namespace gradus::cli
