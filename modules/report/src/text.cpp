#include "gradus/report/text.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <cstdlib>

namespace gradus::report {

Language parse_language(const std::string& name) {
  if (name == "en") return Language::kEnglish;
  if (name == "zh") return Language::kChinese;
  throw UsageError("{}", unknown_name_message("language", name, {"en", "zh"}));
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("zh") ? Language::kChinese : Language::kEnglish;
  }
  return Language::kEnglish;
}

}  // namespace gradus::report
