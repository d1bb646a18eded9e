/// The streams that this module draws from (see `make_generator`), in one place so that no two
/// consumers share one. The order of epoch e is stream kOrder + e.
#pragma once
#include <cstdint>

namespace gradus::data {

constexpr uint64_t kSplitStream = uint64_t{0x5917} << 32;
constexpr uint64_t kFoldsStream = uint64_t{0xf01d} << 32;
constexpr uint64_t kSyntheticStream = uint64_t{0x5929} << 32;
constexpr uint64_t kOrderStream = uint64_t{0x0bde} << 32;

}  // namespace gradus::data
