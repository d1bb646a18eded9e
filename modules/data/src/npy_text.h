/// The words of a .npy header, which is a Python dictionary of three literals:
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. Only such literals are read.
#pragma once
#include "gradus/core/error.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace gradus::data {

/// Reads from the start of `text` on; each `expect` throws `DataError` for something else.
class NpyText {
 public:
  NpyText(const std::string& path, std::string_view text) : path_(path), text_(text) {}

  void expect(char c) {
    if (!take(c)) refuse();
  }
  bool take(char c) {
    skip_blanks();
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  std::string quoted() {
    const char quote = take('"') ? '"' : '\'';
    if (quote == '\'') expect('\'');
    const auto end = text_.find(quote);
    if (end == std::string_view::npos) refuse();
    const std::string value(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return value;
  }
  int64_t dimension() {
    skip_blanks();
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc() || value < 0) refuse();
    text_.remove_prefix(static_cast<size_t>(end - text_.data()));
    take('L');  // Python 2's long numbers
    return value;
  }
  void expect_end() {
    skip_blanks();
    if (!text_.empty()) refuse();
  }
  /// True at the start of a list, as the types of a record are.
  bool at_list() {
    skip_blanks();
    return text_.starts_with('[');
  }
  [[noreturn]] void refuse() const {
    throw DataError("{}: the .npy header is broken at '{}'", path_, text_.substr(0, 20));
  }

 private:
  void skip_blanks() {
    const auto at = text_.find_first_not_of(" \t\n");
    text_.remove_prefix(at == std::string_view::npos ? text_.size() : at);
  }

  const std::string& path_;
  std::string_view text_;
};

}  // namespace gradus::data
