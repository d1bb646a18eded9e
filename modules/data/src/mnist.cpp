/// MNIST and Fashion-MNIST, which are not shipped: where to look for them.
#include "builtin.h"
#include "gradus/core/error.h"
#include "gradus/data/idx.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// The user's cache, by the XDG base directory specification; empty without a home.
fs::path cache_folder() {
  const auto cache = environment("XDG_CACHE_HOME");
  if (!cache.empty()) return fs::path(cache) / "gradus";
  const auto home = environment("HOME");
  return home.empty() ? fs::path() : fs::path(home) / ".cache" / "gradus";
}

/// Where Debian's packages put data sets, and where scripts/setup.sh does without root.
std::vector<fs::path> places(const std::string& name) {
  std::vector<fs::path> result = {fs::path("/usr/share/datasets") / name};
  if (const auto cache = cache_folder(); !cache.empty()) result.push_back(cache / name);
  return result;
}

fs::path find_folder(const std::string& name, const std::string& given) {
  const auto candidates = given.empty() ? places(name) : std::vector<fs::path>{given};
  for (const auto& folder : candidates) {
    if (is_idx_folder(folder)) return folder;
  }
  std::vector<std::string> looked;
  for (const auto& folder : candidates) looked.push_back(folder.string());
  throw DataError(
      "data set '{0}' was not found in: {1}. Run scripts/setup.sh{2}, or put "
      "train-images-idx3-ubyte, "
      "train-labels-idx1-ubyte and the same with t10k (or .gz) into a folder and name it: "
      "{0}:dir=FOLDER",
      name, fmt::join(looked, ", "), name == "mnist" ? " --mnist" : "");
}

LoadedData load(const std::string& name, const std::vector<std::string>& class_names,
                const Settings& settings) {
  const auto dir = settings.text("dir", "", "folder with the four IDX files");
  auto data = read_idx_folder(find_folder(name, dir), class_names);
  data.train.name = name;
  if (data.test) data.test->name = name + " (test)";
  return data;
}

}  // namespace

void add_mnist(DatasetRegistry& registry) {
  const std::vector<std::string> clothes = {"T-shirt/top", "Trouser",   "Pullover", "Dress",
                                            "Coat",        "Sandal",    "Shirt",    "Sneaker",
                                            "Bag",         "Ankle boot"};
  const std::vector<std::string> digits = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  registry.add("fashion-mnist", "70000 grey images 28×28 of clothes in 10 classes",
               [clothes](const Settings& s) { return load("fashion-mnist", clothes, s); });
  registry.add("mnist", "70000 grey images 28×28 of handwritten digits",
               [digits](const Settings& s) { return load("mnist", digits, s); });
}

}  // namespace gradus::data
