/// A name for every class, given or made up.
#pragma once
#include "gradus/report/text_width.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::report {

inline std::vector<std::string> class_labels(const std::vector<std::string>& names,
                                             int64_t classes) {
  std::vector<std::string> labels;
  for (int64_t k = 0; k < classes; ++k) {
    const auto index = static_cast<size_t>(k);
    labels.push_back(index < names.size() ? printable(names[index]) : std::to_string(k));
  }
  return labels;
}

}  // namespace gradus::report
