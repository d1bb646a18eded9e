#include "man_page.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace gradus::cli {
namespace {

/// The length of the UTF-8 sequence that starts with this byte. Our own texts are valid.
size_t sequence_length(unsigned char first) {
  if (first >= 0xF0) return 4;
  return first >= 0xE0 ? 3 : 2;
}

uint32_t code_point(std::string_view sequence) {
  uint32_t code = static_cast<unsigned char>(sequence[0]) & (0x7FU >> sequence.size());
  for (const char c : sequence.substr(1))
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

std::string_view escape_of(char c) {
  switch (c) {
    case '\\':
      return "\\e";
    case '-':
      return "\\-";
    case '\'':
      return "\\(aq";
    case '"':
      return "\\(dq";
    case '`':
      return "\\(ga";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    default:
      return {};
  }
}

using Entry = std::pair<std::string_view, std::string_view>;

template <size_t N>
std::string section(std::string_view title, const Entry (&entries)[N]) {
  auto text = fmt::format(".SH {}\n", title);
  for (const auto& [term, meaning] : entries) {
    text += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff_text(std::string(term)),
                        roff_text(std::string(meaning)));
  }
  return text;
}

}  // namespace

std::string roff_text(const std::string& text) {
  std::string result;
  bool line_begins = true;
  for (size_t i = 0; i < text.size();) {
    const auto c = text[i];
    const auto length =
        static_cast<unsigned char>(c) < 0x80
            ? 1
            : std::min(sequence_length(static_cast<unsigned char>(c)), text.size() - i);
    if (length > 1) {
      result += fmt::format("\\[u{:04X}]", code_point(std::string_view(text).substr(i, length)));
    } else if (const auto escape = escape_of(c); !escape.empty()) {
      result += escape;
    } else {
      if (line_begins && c == '.') result += "\\&";  // else a request
      result += c;
    }
    line_begins = c == '\n';
    i += length;
  }
  return result;
}

std::string exit_status_section() {
  constexpr Entry kCodes[] = {
      {"0", "Done."},
      {"1",
       "Failed while running: a full disk, a folder or a stdout that cannot be written, every "
       "trial of a sweep failed, doctor found a problem."},
      {"2",
       "Wrong usage or configuration: unknown names, values out of range, a configuration "
       "file that cannot be read."},
      {"3", "The named device is not available."},
      {"4", "Data refused."},
      {"5", "Saved model refused."},
      {"6", "The training diverged."},
      {"130", "Ctrl-C; what was reached is saved."},
      {"143", "SIGTERM, SIGHUP or a closed pipe; what was reached is saved."}};
  return section("EXIT STATUS", kCodes);
}

std::string files_section() {
  constexpr Entry kFiles[] = {
      {"runs/TIME-NAME/",
       "The run folder of a training: the model and its standardisation (safetensors, with SHA-256 "
       "in manifest.json), history.csv, metrics.json, config.toml that repeats the training, "
       "data.json, checkpoints/ and figures/."},
      {"~/.cache/gradus/NAME/",
       "Data sets that are not shipped with the program: fashion-mnist and mnist."},
      {"/usr/share/datasets/NAME/", "The same, as packages of the system put them."}};
  return section("FILES", kFiles);
}

std::string environment_section() {
  constexpr Entry kVariables[] = {
      {"XDG_CACHE_HOME", "The folder that gradus/NAME/ is in, instead of ~/.cache."},
      {"LC_ALL, LC_MESSAGES, LANG",
       "Chinese makes the demos speak Chinese, unless --lang says otherwise."},
      {"NO_COLOR", "Set to anything, it keeps colours off."},
      {"COLUMNS", "The width to draw for, where no terminal tells it."}};
  return section("ENVIRONMENT", kVariables);
}

}  // namespace gradus::cli
