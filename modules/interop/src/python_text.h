/// Pieces of Python source; whatever text goes in comes out as a literal that means that text.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::interop {

/// `"text"`.
std::string python_literal(const std::string& text);
/// The shortest text that Python reads back as this number.
std::string python_literal(double value);
/// `(28, 28)`, `(4,)`, `()`.
std::string python_tuple(const std::vector<int64_t>& values);
/// `NAME = ["a", "b"]` as one line, or with as many names a line as fit.
std::string python_list(std::string_view name, const std::vector<std::string>& texts);

/// `text` with each `$name` replaced by its value; a value's own `$` is left alone. A name without
/// a value is a mistake in the text: throws `std::out_of_range`.
std::string fill_in(std::string_view text, const std::map<std::string, std::string>& values);

/// Whether it can stand behind a dot in Python.
bool is_python_name(std::string_view text);
/// Whether `torch.nn.Module` uses the name itself, so that no sub-module can have it.
bool is_taken_by_module(std::string_view name);

}  // namespace gradus::interop
