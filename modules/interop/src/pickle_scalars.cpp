#include "pickle_scalars.h"

#include <bit>
#include <cstring>

namespace gradus::interop {
namespace {

/// Two's complement, the least byte first.
PickleValue long_number(std::string_view bytes) {
  if (bytes.size() > sizeof(int64_t)) return PickleLargeNumber{};
  if (bytes.empty()) return int64_t{0};
  int64_t number = (bytes.back() & 0x80) != 0 ? -1 : 0;
  std::memcpy(&number, bytes.data(), bytes.size());
  return number;
}

/// The one kind of number that a pickle has with its highest byte first.
double float_number(uint64_t bits) {
  return std::bit_cast<double>(__builtin_bswap64(bits));
}

}  // namespace

std::optional<PickleValue> pickle_scalar(PickleOpcode op, ByteCursor& bytes) {
  using Op = PickleOpcode;
  switch (op) {
    case Op::kNone:
      return PickleNone{};
    case Op::kTrue:
      return true;
    case Op::kFalse:
      return false;
    case Op::kInt:
      return int64_t{bytes.number<int32_t>()};
    case Op::kInt1:
      return int64_t{bytes.number<uint8_t>()};
    case Op::kInt2:
      return int64_t{bytes.number<uint16_t>()};
    case Op::kLong1:
      return long_number(bytes.take(bytes.number<uint8_t>()));
    case Op::kFloat:
      return float_number(bytes.number<uint64_t>());
    case Op::kText1:
      return bytes.take(bytes.number<uint8_t>());
    case Op::kText4:
      return bytes.take(bytes.number<uint32_t>());
    case Op::kText8:
      return bytes.take(bytes.number<uint64_t>());
    default:
      return std::nullopt;
  }
}

}  // namespace gradus::interop
