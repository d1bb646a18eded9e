#include "gradus/core/sha256.h"

#include "sha256_blocks.h"

#include <string>

#include "catch.h"

using gradus::sha256_hex;

TEST_CASE("SHA-256 gives NIST's example digests") {
  // FIPS 180-4 examples and CAVP's long message.
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 pads right at every length around the block's end") {
  // python3: hashlib.sha256(b'x' * n).hexdigest()[:16]
  CHECK(sha256_hex(std::string(55, 'x')).substr(0, 16) == "d5e285683cd4efc0");
  CHECK(sha256_hex(std::string(56, 'x')).substr(0, 16) == "04c26261370ee754");
  CHECK(sha256_hex(std::string(63, 'x')).substr(0, 16) == "75220b47218278e6");
  CHECK(sha256_hex(std::string(64, 'x')).substr(0, 16) == "7ce100971f64e700");
  CHECK(sha256_hex(std::string(119, 'x')).substr(0, 16) == "000b48d4edf0fa7b");
  CHECK(sha256_hex(std::string(120, 'x')).substr(0, 16) == "13f05a0b594787f5");
}

TEST_CASE("SHA-256 takes a message in pieces of any size") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += static_cast<char>(i * 37);
  for (size_t piece = 1; piece < 200; ++piece) {
    gradus::Sha256 digest;
    for (size_t at = 0; at < text.size(); at += piece) {
      digest.update(std::string_view(text).substr(at, piece));
    }
    CHECK(digest.hex() == sha256_hex(text));
    CHECK(digest.hex() == digest.hex());
  }
}

TEST_CASE("SHA-256 in plain C++ and by the processor's instructions agree") {
  const auto by_processor = gradus::sha256_blocks_by_processor();
  if (by_processor == nullptr) {
    WARN("skipped: this processor has no SHA instructions");
    return;
  }
  std::string data(64 * 9, '\0');
  for (size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>(i * i + 11 * i);
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  for (size_t blocks = 0; blocks <= 9; ++blocks) {
    gradus::Sha256State plain = {1, 2, 3, 0xfffffffc, 5, 6, 0x80000007, 8};
    auto fast = plain;
    gradus::sha256_blocks_plain(plain, bytes, blocks);
    by_processor(fast, bytes, blocks);
    CHECK(plain == fast);
  }
}
