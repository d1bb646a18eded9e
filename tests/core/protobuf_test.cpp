#include "gradus/core/protobuf.h"

#include "catch.h"

using gradus::ProtobufWriter;

TEST_CASE("Fields have the bytes of the encoding's own documentation") {
  CHECK(ProtobufWriter().varint(1, 150).text() == "\x08\x96\x01");
  CHECK(ProtobufWriter().bytes(2, "testing").text() == "\x12\x07testing");
  ProtobufWriter inner;
  inner.varint(1, 150);
  CHECK(ProtobufWriter().message(3, inner).text() == "\x1a\x03\x08\x96\x01");
}

TEST_CASE("Numbers of fixed size lie little end first") {
  CHECK(ProtobufWriter().float32(2, 1).text() == std::string("\x15\0\0\x80\x3f", 5));
  CHECK(ProtobufWriter().float64(1, -2).text() == std::string("\x09\0\0\0\0\0\0\0\xc0", 9));
  CHECK(ProtobufWriter().packed(6, {1}).text() == std::string("\x32\x08\0\0\0\0\0\0\xf0\x3f", 10));
  CHECK(ProtobufWriter().packed(6, {}).text() == std::string("\x32\0", 2));
}

TEST_CASE("The largest varint takes ten bytes, a large field number two") {
  CHECK(ProtobufWriter().varint(1, ~uint64_t{0}).text() ==
        "\x08" + std::string(9, '\xff') + "\x01");
  CHECK(ProtobufWriter().varint(16, 0).text() == std::string("\x80\x01\0", 3));
}
