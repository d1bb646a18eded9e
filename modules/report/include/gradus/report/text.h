/// Texts in the course's two languages, side by side so that neither is forgotten.
#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace gradus::report {

/// A reader's language.
enum class Language {
  kEnglish,  ///< "en"
  kChinese,  ///< "zh", in simplified characters
};

/// What a reader sees, in English and in Chinese.
struct Text {
  std::string en,  ///< English, UTF-8
      zh;          ///< Chinese, UTF-8

  Text() = default;
  /// One text each.
  Text(std::string english, std::string chinese) : en(std::move(english)), zh(std::move(chinese)) {}
  /// The same in both languages: names, numbers, formulas.
  Text(std::string both) : en(both), zh(std::move(both)) {}  // NOLINT: implicit on purpose
  /// The same, of a literal.
  Text(const char* both) : Text(std::string(both)) {}  // NOLINT: implicit on purpose

  /// The text in one language.
  const std::string& in(Language language) const {
    return language == Language::kChinese ? zh : en;
  }
  /// Whether it is so in both languages.
  bool empty() const { return en.empty() && zh.empty(); }
  bool operator==(const Text&) const = default;  ///< In both languages.
};

/// Both patterns filled with the same values: `text("{} of {}", "{1} 个中有 {0} 个", k, n)`.
template <typename... Args>
Text text(fmt::format_string<const Args&...> en, fmt::format_string<const Args&...> zh,
          const Args&... args) {
  return {fmt::format(en, args...), fmt::format(zh, args...)};
}

/// A number in both languages: `number("{:.3f}", loss)`.
template <typename... Args>
Text number(fmt::format_string<const Args&...> pattern, const Args&... args) {
  return Text(fmt::format(pattern, args...));
}

/// `en` or `zh`. Throws `UsageError` for another name.
Language parse_language(const std::string& name);

/// Chinese where the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set starts with `zh`.
Language language_of_environment();

}  // namespace gradus::report
