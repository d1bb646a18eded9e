#include "demo.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <algorithm>
#include <map>

namespace gradus::demos {
namespace {

// Functions, because registrations run before this file's own variables may exist.
std::map<int, Demo>& demos() {
  static std::map<int, Demo> all;
  return all;
}

std::map<std::string, std::string_view, std::less<>>& sources() {
  static std::map<std::string, std::string_view, std::less<>> all;
  return all;
}

}  // namespace

std::string Demo::source_path() const {
  return fmt::format("app/demos/{:02}_{}.cpp", title.number, title.name);
}

std::vector<const Demo*> course() {
  std::vector<const Demo*> result;
  for (const auto& [number, demo] : demos()) result.push_back(&demo);
  return result;
}

const Demo& find_demo(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [number, demo] : demos()) {
    if (demo.title.name == name) return demo;
    names.push_back(demo.title.name);
  }
  throw UsageError("{}", unknown_name_message("demo", name, std::move(names)));
}

bool add_demo(Demo demo) {
  const int number = demo.title.number;
  if (!demos().try_emplace(number, std::move(demo)).second) {
    throw UsageError("two demos have the number {}", number);
  }
  return true;
}

bool add_source(std::string_view path, std::string_view text) {
  sources().emplace(path, text);
  return true;
}

report::Source find_source(const std::string& path) {
  return {path, std::string(sources().at(path))};
}

}  // namespace gradus::demos
