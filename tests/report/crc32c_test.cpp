#include "crc32c.h"

#include <string>

#include "catch.h"

using gradus::report::crc32c;
using gradus::report::masked_crc32c;

TEST_CASE("CRC-32C has the values of RFC 3720, section B.4") {
  std::string rising, falling;
  for (int i = 0; i < 32; ++i) {
    rising += static_cast<char>(i);
    falling += static_cast<char>(31 - i);
  }
  CHECK(crc32c(std::string(32, '\0')) == 0x8a9136aa);
  CHECK(crc32c(std::string(32, '\xff')) == 0x62a8ab43);
  CHECK(crc32c(rising) == 0x46dd794e);
  CHECK(crc32c(falling) == 0x113fdb5c);
  CHECK(crc32c("123456789") == 0xe3069283);
  CHECK(crc32c("") == 0);
}

TEST_CASE("A masked CRC-32C is rotated by 15 bits and offset, as TFRecord says") {
  const uint32_t plain = crc32c("gradus");
  CHECK(masked_crc32c("gradus") == ((plain >> 15 | plain << 17) + 0xa282ead8u));
  CHECK(masked_crc32c("") == 0xa282ead8);
}
