#include "python_twin.h"

#include "demo.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/core/process.h"

#include <fstream>
#include <iterator>
#include <sstream>

namespace gradus::demos {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw RunError("cannot make the folder '{}': {}", folder.string(), error.message());
}

void write_csv(const data::Dataset& digits, const fs::path& path) {
  constexpr double kLargestPixel = 16;
  const auto pixels = (digits.inputs.flatten(1) * kLargestPixel).round().to(torch::kInt64);
  std::string text = "pixels…,digit\n";
  const auto rows = pixels.accessor<int64_t, 2>();
  const auto labels = digits.targets.accessor<int64_t, 1>();
  for (int64_t i = 0; i < pixels.size(0); ++i) {
    for (int64_t j = 0; j < pixels.size(1); ++j) text += fmt::format("{},", rows[i][j]);
    text += fmt::format("{}\n", labels[i]);
  }
  checkpoint::write_file_atomically(path, text);
}

std::string python_for_twins(const fs::path& built_with) {
  std::error_code error;
  return fs::exists(built_with, error) ? built_with.string() : "python3";
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw RunError("cannot read '{}'", path.string());
  return bytes;
}

namespace {

std::map<std::string, std::vector<double>> parse(const std::string& text) {
  std::map<std::string, std::vector<double>> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    for (double value = 0; words >> value;) values[name].push_back(value);
  }
  return values;
}

std::string last_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.find_last_of('\n') + 1);
}

}  // namespace

TwinRun run_twin(const std::string& python, const std::string& source_path,
                 const std::string& arguments, const fs::path& folder) {
  const auto script = fs::path(source_path).filename();
  checkpoint::write_file_atomically(folder / script, find_source(source_path).text);
  std::vector<std::string> command = {python, "-B", script.string()};
  std::istringstream words(arguments);
  for (std::string word; words >> word;) command.push_back(word);
  const int status = run_process(
      {.command = command, .folder = folder, .output = "twin.txt", .errors = "twin_errors.txt"});
  if (status == kProgramNotFound) return {{}, fmt::format("there is no program '{}'", python)};
  const auto error = last_line(read_file(folder / "twin_errors.txt"));
  if (status != 0 && error.find("No module named 'torch'") != std::string::npos) {
    return {{}, fmt::format("'{}' has no torch", python)};
  }
  auto values = parse(read_file(folder / "twin.txt"));
  if (status != 0 || values.empty()) {
    throw RunError("'{} {}' ended with code {} and measured nothing: {}", python, script.string(),
                   status, error.empty() ? "it gave no reason" : error);
  }
  fs::remove(folder / "twin.txt");
  fs::remove(folder / "twin_errors.txt");
  return {std::move(values), ""};
}

}  // namespace gradus::demos
