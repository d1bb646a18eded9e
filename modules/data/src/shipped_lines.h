/// The lines of the shipped files, header line included. Defined in files that the build writes.
#pragma once
#include <span>
#include <string_view>

namespace gradus::data {

extern const std::span<const std::string_view> kIrisLines;
extern const std::span<const std::string_view> kDigitsLines;

}  // namespace gradus::data
