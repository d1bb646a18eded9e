#include "gradus/data/load.h"

#include <fmt/format.h>

namespace gradus::data {

LoadedData load_data(const std::string& request) {
  const auto [name, settings] = NamedSettings::parse(request);
  auto data = registry().find(name).factory(settings);
  settings.reject_unknown(fmt::format("data set '{}'", name));
  return data;
}

}  // namespace gradus::data
