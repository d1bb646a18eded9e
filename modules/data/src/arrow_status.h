/// Arrow's errors as ours.
#pragma once
#include "gradus/core/error.h"

#include <arrow/result.h>
#include <arrow/status.h>

#include <string>
#include <utility>

namespace gradus::data {

/// Arrow's messages may have several lines; the first one says it.
[[noreturn]] inline void refuse(const std::string& path, const arrow::Status& status) {
  const auto message = status.message();
  throw DataError("{}: cannot be read: {}", path, message.substr(0, message.find('\n')));
}

inline void check(const std::string& path, const arrow::Status& status) {
  if (!status.ok()) refuse(path, status);
}

template <typename T>
T check(const std::string& path, arrow::Result<T> result) {
  if (!result.ok()) refuse(path, result.status());
  return std::move(result).ValueUnsafe();
}

}  // namespace gradus::data
