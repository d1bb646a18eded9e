#include "sweep_record.h"

#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kDocument = "sweep.json";

checkpoint::RunFolder open_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw RunError("cannot make the folder '{}': {}", folder.string(), error.message());
  return checkpoint::RunFolder::lock(folder);
}

/// Names the first thing in which the sweep that lies there differs.
void check_space(const Json& kept, const Json& wanted, const fs::path& folder) {
  for (const auto& [key, value] : wanted.items()) {
    if (kept.contains(key) && kept[key] == value) continue;
    throw UsageError("'{}' holds another sweep: its {} is {}, not {}. Choose another --output",
                     folder.string(), key, kept.contains(key) ? kept[key].dump() : "not set",
                     value.dump());
  }
}

/// Quoted where CSV needs it.
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

SweepRecord::SweepRecord(const fs::path& folder, Json space, training::Monitor monitor)
    : folder_(folder),
      lock_(open_folder(folder)),
      space_(std::move(space)),
      monitor_(std::move(monitor)) {
  const auto path = folder / kDocument;
  if (!fs::exists(path)) return;
  try {
    std::ifstream file(path);
    const auto kept = Json::parse(file);
    check_space(kept.at("space"), space_, folder);
    for (const auto& trial : kept.at("trials")) trials_.push_back(trial_from_json(trial));
  } catch (const Json::exception& error) {
    throw RunError("'{}' is not what a sweep writes ({}): remove it, or choose another --output",
                   path.string(), error.what());
  }
}

const Trial* SweepRecord::find(const Trial& trial) const {
  const auto found = std::ranges::find_if(trials_, [&](const Trial& t) { return t.is(trial); });
  return found == trials_.end() ? nullptr : &*found;
}

void SweepRecord::add(const Trial& trial) {
  trials_.push_back(trial);
  write();
}

std::vector<Trial> SweepRecord::ranked() const {
  auto trials = trials_;
  std::ranges::stable_sort(trials, [this](const Trial& a, const Trial& b) {
    if (a.value.has_value() != b.value.has_value()) return a.value.has_value();
    if (a.rung != b.rung) return a.rung > b.rung;
    if (!a.value) return a.number < b.number;
    if (monitor_.is_better(*a.value, *b.value)) return true;
    return !monitor_.is_better(*b.value, *a.value) && a.number < b.number;
  });
  return trials;
}

Json SweepRecord::document() const {
  Json document = {{"schema_version", 1},
                   {"folder", folder_.string()},
                   {"space", space_},
                   {"lower_is_better", monitor_.lower_is_better()},
                   {"trials", Json::array()}};
  for (const auto& trial : ranked()) document["trials"].push_back(to_json(trial));
  return document;
}

std::string SweepRecord::csv() const {
  std::string text = "trial,rung,epochs";
  for (const auto& [key, value] : trials_.front().point) text += "," + field(key);
  text += "," + monitor_.name() + ",seconds,run,reason\n";
  for (const auto& trial : ranked()) {
    text += fmt::format("{},{},{}", trial.number, trial.rung,
                        trial.epochs ? fmt::format("{}", *trial.epochs) : "");
    for (const auto& [key, value] : trial.point) text += "," + field(value);
    text += fmt::format(",{},{:.3f},{},{}\n", trial.value ? fmt::format("{}", *trial.value) : "",
                        trial.seconds, field(trial.run), field(trial.reason));
  }
  return text;
}

void SweepRecord::write() const {
  const auto text = document().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  checkpoint::write_file_atomically(folder_ / kDocument, text);
  checkpoint::write_file_atomically(folder_ / "sweep.csv", csv());
}

}  // namespace gradus::cli
