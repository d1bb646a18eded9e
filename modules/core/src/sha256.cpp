#include "gradus/core/sha256.h"

#include "sha256_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace gradus {
namespace {

constexpr size_t kBlockBytes = 64;
constexpr size_t kLengthBytes = 8;

std::array<uint32_t, 64> message_schedule(const unsigned char* block) {
  std::array<uint32_t, 64> w{};
  for (size_t t = 0; t < 16; ++t) {
    w[t] = uint32_t{block[4 * t]} << 24 | uint32_t{block[4 * t + 1]} << 16 |
           uint32_t{block[4 * t + 2]} << 8 | uint32_t{block[4 * t + 3]};
  }
  for (size_t t = 16; t < 64; ++t) {
    const uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
    const uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  return w;
}

void add_block(Sha256State& state, const unsigned char* block) {
  const auto w = message_schedule(block);
  auto [a, b, c, d, e, f, g, h] = state;
  for (size_t t = 0; t < 64; ++t) {
    const uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + kSha256Rounds[t] + w[t];
    const uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1;
    d = c, c = b, b = a, a = t1 + t2;
  }
  const Sha256State step = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < state.size(); ++i) state[i] += step[i];
}

void add_blocks(Sha256State& state, const unsigned char* data, size_t blocks) {
  static const auto by_processor = sha256_blocks_by_processor();
  (by_processor != nullptr ? by_processor : &sha256_blocks_plain)(state, data, blocks);
}

}  // namespace

void sha256_blocks_plain(Sha256State& state, const unsigned char* data, size_t blocks) {
  for (size_t i = 0; i < blocks; ++i) add_block(state, data + i * kBlockBytes);
}

void Sha256::update(std::string_view bytes) {
  // The empty view may hold a null pointer, which memcpy must not see.
  if (bytes.empty()) return;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t left = bytes.size();
  const size_t filled = bytes_ % kBlock;
  bytes_ += left;
  if (filled > 0) {
    const size_t taken = std::min(left, kBlock - filled);
    std::memcpy(rest_.data() + filled, data, taken);
    data += taken, left -= taken;
    if (filled + taken < kBlock) return;
    add_blocks(state_, rest_.data(), 1);
  }
  add_blocks(state_, data, left / kBlock);
  std::memcpy(rest_.data(), data + left / kBlock * kBlock, left % kBlock);
}

std::string Sha256::hex() const {
  // The rest of the message, a 1 bit, zeros, and the length in bits: one block or two.
  const size_t filled = bytes_ % kBlock;
  std::array<unsigned char, 2 * kBlock> tail{};
  std::copy_n(rest_.begin(), filled, tail.begin());
  tail[filled] = 0x80;
  const size_t size = filled + 1 + kLengthBytes <= kBlock ? kBlock : 2 * kBlock;
  for (size_t i = 0; i < kLengthBytes; ++i) {
    tail[size - 1 - i] = static_cast<unsigned char>(bytes_ * 8 >> (8 * i));
  }
  auto state = state_;
  add_blocks(state, tail.data(), size / kBlock);
  std::string text;
  for (const uint32_t word : state) text += fmt::format("{:08x}", word);
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest;
  digest.update(bytes);
  return digest.hex();
}

}  // namespace gradus
