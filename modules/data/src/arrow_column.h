/// Values of Arrow's arrays, of the types that a table may have.
#pragma once
#include <arrow/array.h>
#include <arrow/type.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace gradus::data {

/// Text, dictionary-encoded text included.
bool is_text(const arrow::DataType& type);
/// Integers and floating-point numbers. Not booleans.
bool is_number(const arrow::DataType& type);

/// The text at `i` of an array for which `is_text` holds and that has a value there.
std::string_view text_of(const arrow::Array& array, int64_t i);

/// Appends the values of an array of numbers or booleans; NaN where there is none.
void append_numbers(const arrow::Array& array, std::vector<double>& values);

}  // namespace gradus::data
