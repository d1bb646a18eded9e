#include "option_list.h"

#include <fmt/format.h>

namespace gradus::cli {

nlohmann::ordered_json options_json(const std::vector<Settings::Known>& options) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& option : options) {
    list.push_back({{"key", option.key}, {"default", option.default_value}, {"help", option.help}});
  }
  return list;
}

void print_options(const std::vector<Settings::Known>& options) {
  for (const auto& option : options)
    fmt::print("    {:<16} {} [{}]\n", option.key, option.help, option.default_value);
}

}  // namespace gradus::cli
