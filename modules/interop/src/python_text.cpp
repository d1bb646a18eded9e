#include "python_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace gradus::interop {
namespace {

constexpr size_t kWidth = 100;

constexpr std::array<std::string_view, 35> kKeywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

// Of torch.nn.Module in PyTorch 2.13; those that begin with an underscore are its own too.
constexpr std::array<std::string_view, 54> kTaken = {"T_destination",
                                                     "add_module",
                                                     "apply",
                                                     "bfloat16",
                                                     "buffers",
                                                     "call_super_init",
                                                     "children",
                                                     "compile",
                                                     "cpu",
                                                     "cuda",
                                                     "double",
                                                     "dump_patches",
                                                     "eval",
                                                     "extra_repr",
                                                     "float",
                                                     "forward",
                                                     "get_buffer",
                                                     "get_extra_state",
                                                     "get_parameter",
                                                     "get_submodule",
                                                     "half",
                                                     "ipu",
                                                     "load_state_dict",
                                                     "modules",
                                                     "mtia",
                                                     "named_buffers",
                                                     "named_children",
                                                     "named_modules",
                                                     "named_parameters",
                                                     "parameters",
                                                     "register_backward_hook",
                                                     "register_buffer",
                                                     "register_forward_hook",
                                                     "register_forward_pre_hook",
                                                     "register_full_backward_hook",
                                                     "register_full_backward_pre_hook",
                                                     "register_load_state_dict_post_hook",
                                                     "register_load_state_dict_pre_hook",
                                                     "register_module",
                                                     "register_parameter",
                                                     "register_state_dict_post_hook",
                                                     "register_state_dict_pre_hook",
                                                     "requires_grad_",
                                                     "set_extra_state",
                                                     "set_submodule",
                                                     "share_memory",
                                                     "state_dict",
                                                     "to",
                                                     "to_empty",
                                                     "train",
                                                     "training",
                                                     "type",
                                                     "xpu",
                                                     "zero_grad"};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::string python_literal(const std::string& text) {
  // JSON's escapes are Python's as well, except those of pairs of surrogates: characters beyond
  // ASCII are left as they are.
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string python_literal(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : fmt::format("float(\"{}\")", value);
}

std::string python_tuple(const std::vector<int64_t>& values) {
  std::string text;
  for (const auto value : values) text += fmt::format("{}{}", text.empty() ? "" : ", ", value);
  return fmt::format("({}{})", text, values.size() == 1 ? "," : "");
}

std::string python_list(std::string_view name, const std::vector<std::string>& texts) {
  std::string line, lines;
  for (const auto& text : texts) {
    const auto literal = python_literal(text);
    if (!line.empty() && line.size() + literal.size() + 7 > kWidth) {
      lines += "    " + line + ",\n";
      line.clear();
    }
    line += (line.empty() ? "" : ", ") + literal;
  }
  if (lines.empty() && name.size() + line.size() + 5 <= kWidth)
    return fmt::format("{} = [{}]\n", name, line);
  return fmt::format("{} = [\n{}    {},\n]\n", name, lines, line);
}

std::string fill_in(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const auto mark = text.find('$', at);
    result += text.substr(at, mark - at);
    if (mark == std::string_view::npos) break;
    const auto end = std::ranges::find_if_not(text.substr(mark + 1), is_word) - text.begin();
    result += values.at(std::string(text.substr(mark + 1, static_cast<size_t>(end) - mark - 1)));
    at = static_cast<size_t>(end);
  }
  return result;
}

bool is_python_name(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
         std::ranges::all_of(text, is_word) &&
         std::ranges::find(kKeywords, text) == kKeywords.end();
}

bool is_taken_by_module(std::string_view name) {
  return name.starts_with('_') || std::ranges::find(kTaken, name) != kTaken.end();
}

}  // namespace gradus::interop
