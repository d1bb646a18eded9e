#include "command.h"

#include <algorithm>

namespace gradus::cli {
namespace {

std::string& stored() {
  static std::string line;
  return line;
}

std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("-_=./:,+@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return word;
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

void set_command_line(int argc, char** argv) {
  stored() = "gradus";
  for (int i = 1; i < argc; ++i) stored() += " " + quoted(argv[i]);
}

std::string command_line() {
  return stored();
}

}  // namespace gradus::cli
