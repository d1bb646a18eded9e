#include "gradus/report/text_width.h"

#include <algorithm>
#include <cstdint>

namespace gradus::report {
namespace {

// One decoded character; `size` 1 and `valid` false for a byte that is not UTF-8.
struct Character {
  char32_t code;
  size_t size;
  bool valid;
};

size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

Character decode(std::string_view text) {
  constexpr Character kBroken = {U'?', 1, false};
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};  // by length: no longer forms
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t length = sequence_length(lead);
  if (length == 1) return {lead, 1, true};
  if (length == 0 || length > text.size()) return kBroken;
  char32_t code = lead & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return kBroken;
    code = code << 6 | (byte & 0x3F);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || code > 0x10FFFF || surrogate) return kBroken;
  return {code, length, true};
}

struct Interval {
  char32_t first, last;
};

// Blocks that Unicode's EastAsianWidth.txt gives as wide or full-width.
constexpr Interval kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
                              {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
                              {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},
                              {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                              {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
// Combining marks, zero-width spaces and direction marks, variation selectors.
constexpr Interval kNone[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x202A, 0x202E},
                              {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};

template <size_t kCount>
bool is_in(char32_t code, const Interval (&intervals)[kCount]) {
  for (const auto& [first, last] : intervals) {
    if (code >= first && code <= last) return true;
  }
  return false;
}

bool is_control(char32_t code) {
  const bool direction = code >= 0x202A && code <= 0x202E;  // can reorder what follows them
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
         direction;
}

size_t width_of(char32_t code) {
  if (is_in(code, kNone)) return 0;
  return is_in(code, kWide) ? 2 : 1;
}

}  // namespace

size_t display_width(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Character character = decode(text);
    width += width_of(character.code);
    text.remove_prefix(character.size);
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Character character = decode(text);
    if (!character.valid) {
      result += '?';
    } else if (is_control(character.code)) {
      result += ' ';
    } else {
      result += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return result;
}

std::string shorten(std::string_view text, size_t width, bool unicode) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::string result;
  size_t used = 1;  // the mark at the end
  while (!text.empty()) {
    const Character character = decode(text);
    used += width_of(character.code);
    if (used > width) break;
    result += text.substr(0, character.size);
    text.remove_prefix(character.size);
  }
  return result + (unicode ? "…" : ".");
}

std::vector<std::string> wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string word = shorten(text.substr(0, end), width, true);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (!lines.empty() && display_width(lines.back()) + 1 + display_width(word) <= width) {
      lines.back() += ' ' + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

namespace {

/// Words and single wide characters, with the blanks before them.
std::vector<std::string_view> pieces_of(std::string_view text) {
  // Marks that may not begin a line (GB/T 15834), and those that may not end one.
  constexpr std::string_view kClosing = "，。、；：？！）》」』”’…·", kOpening = "（《「『“‘";
  std::vector<std::string_view> pieces;
  size_t start = 0, at = 0;
  bool may_break = false;
  while (at < text.size()) {
    const Character character = decode(text.substr(at));
    const auto glyph = text.substr(at, character.size);
    const bool blank = glyph == " ", wide = width_of(character.code) == 2;
    const bool closing =
        kClosing.find(glyph) != std::string_view::npos && !blank && glyph.size() > 1;
    if (at > start && (blank || ((may_break || wide) && !closing && at > 0))) {
      const auto piece = text.substr(start, at - start);
      const bool open = piece.size() >= 3 &&
                        kOpening.find(piece.substr(piece.size() - 3)) != std::string_view::npos;
      const bool only_blanks = piece.find_first_not_of(' ') == std::string_view::npos;
      if (!open && !only_blanks) {
        pieces.push_back(piece);
        start = at;
      }
    }
    may_break = wide;
    at += character.size;
  }
  if (start < text.size()) pieces.push_back(text.substr(start));
  return pieces;
}

}  // namespace

std::vector<std::string> wrap_any(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (auto piece : pieces_of(text)) {
    if (!lines.empty() && display_width(lines.back()) + display_width(piece) <= width) {
      lines.back() += piece;
      continue;
    }
    piece.remove_prefix(std::min(piece.find_first_not_of(' '), piece.size()));
    if (!piece.empty()) lines.emplace_back(piece);
  }
  return lines;
}

}  // namespace gradus::report
