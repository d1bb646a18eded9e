#include "gradus/core/protobuf.h"

#include <bit>

namespace gradus {
namespace {

static_assert(std::endian::native == std::endian::little, "fixed numbers are little-endian");

constexpr uint32_t kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5;

}  // namespace

void ProtobufWriter::number(uint64_t value) {
  for (; value >= 0x80; value >>= 7) text_ += static_cast<char>(value | 0x80);
  text_ += static_cast<char>(value);
}

ProtobufWriter& ProtobufWriter::varint(uint32_t field, uint64_t value) {
  key(field, kVarint);
  number(value);
  return *this;
}

ProtobufWriter& ProtobufWriter::float64(uint32_t field, double value) {
  key(field, kFixed64);
  text_ += raw_bytes(value);
  return *this;
}

ProtobufWriter& ProtobufWriter::float32(uint32_t field, float value) {
  key(field, kFixed32);
  text_ += raw_bytes(value);
  return *this;
}

ProtobufWriter& ProtobufWriter::bytes(uint32_t field, std::string_view value) {
  key(field, kLengthDelimited);
  number(value.size());
  text_ += value;
  return *this;
}

ProtobufWriter& ProtobufWriter::packed(uint32_t field, const std::vector<double>& values) {
  key(field, kLengthDelimited);
  number(values.size() * sizeof(double));
  for (const double value : values) text_ += raw_bytes(value);
  return *this;
}

}  // namespace gradus
