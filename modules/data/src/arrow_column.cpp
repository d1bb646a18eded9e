#include "arrow_column.h"

#include <limits>

namespace gradus::data {
namespace {

using arrow::Type;

bool is_string_type(Type::type type) {
  return type == Type::STRING || type == Type::LARGE_STRING;
}

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

template <typename ArrayType>
void append_as(const arrow::Array& array, std::vector<double>& values) {
  const auto& typed = static_cast<const ArrayType&>(array);
  for (int64_t i = 0; i < typed.length(); ++i) {
    values.push_back(typed.IsNull(i) ? kNotANumber : static_cast<double>(typed.Value(i)));
  }
}

}  // namespace

bool is_text(const arrow::DataType& type) {
  if (type.id() != Type::DICTIONARY) return is_string_type(type.id());
  return is_string_type(static_cast<const arrow::DictionaryType&>(type).value_type()->id());
}

bool is_number(const arrow::DataType& type) {
  switch (type.id()) {
    case Type::INT8:
    case Type::INT16:
    case Type::INT32:
    case Type::INT64:
    case Type::UINT8:
    case Type::UINT16:
    case Type::UINT32:
    case Type::UINT64:
    case Type::FLOAT:
    case Type::DOUBLE:
      return true;
    default:
      return false;
  }
}

std::string_view text_of(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::STRING:
      return static_cast<const arrow::StringArray&>(array).GetView(i);
    case Type::LARGE_STRING:
      return static_cast<const arrow::LargeStringArray&>(array).GetView(i);
    default: {
      const auto& encoded = static_cast<const arrow::DictionaryArray&>(array);
      return text_of(*encoded.dictionary(), encoded.GetValueIndex(i));
    }
  }
}

void append_numbers(const arrow::Array& array, std::vector<double>& values) {
  switch (array.type_id()) {
    case Type::BOOL:
      return append_as<arrow::BooleanArray>(array, values);
    case Type::INT8:
      return append_as<arrow::Int8Array>(array, values);
    case Type::INT16:
      return append_as<arrow::Int16Array>(array, values);
    case Type::INT32:
      return append_as<arrow::Int32Array>(array, values);
    case Type::INT64:
      return append_as<arrow::Int64Array>(array, values);
    case Type::UINT8:
      return append_as<arrow::UInt8Array>(array, values);
    case Type::UINT16:
      return append_as<arrow::UInt16Array>(array, values);
    case Type::UINT32:
      return append_as<arrow::UInt32Array>(array, values);
    case Type::UINT64:
      return append_as<arrow::UInt64Array>(array, values);
    case Type::FLOAT:
      return append_as<arrow::FloatArray>(array, values);
    default:
      return append_as<arrow::DoubleArray>(array, values);
  }
}

}  // namespace gradus::data
