#include "gradus/checkpoint/safetensors.h"

#include "gradus/core/error.h"
#include "temporary_folder.h"

#include <cstdlib>
#include <cstring>
#include <random>

#include "catch.h"

using gradus::CheckpointError;
using gradus::checkpoint::from_safetensors;
using gradus::checkpoint::TensorMap;
using gradus::checkpoint::to_safetensors;
using gradus::test::read_bytes;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

// The tensors of safetensors_oracle.py.
TensorMap oracle_tensors() {
  return {
      {"b.bf16", torch::tensor({1.5F, -2.25F}).to(torch::kBFloat16)},
      {"a.f64", torch::tensor({{0.1}, {-1e300}}, torch::kFloat64)},
      {"f32", torch::tensor({{1.F, 2.F, 3.F}, {4.F, 5.F, -0.F}})},
      {"f16", torch::tensor({0.5F, -2.F, 65504.F}).to(torch::kFloat16)},
      {"i64", torch::full({1}, -(int64_t{1} << 62), torch::kInt64)},
      {"i32", torch::tensor({7, -7}, torch::kInt32)},
      {"i16", torch::tensor({-32768}, torch::kInt16)},
      {"i8", torch::tensor({-1, 0, 1}, torch::kInt8)},
      {"u8", torch::tensor({0, 128, 255}, torch::kUInt8)},
      {"bool", torch::tensor({1, 0, 1}).to(torch::kBool)},
      {"scalar", torch::tensor(42.F)},
      {"empty", torch::empty({0, 5})},
      {"层.weight \"q\"", torch::tensor({8.F})},
  };
}

void check_equal(const TensorMap& found, const TensorMap& expected) {
  REQUIRE(found.size() == expected.size());
  for (const auto& [name, tensor] : expected) {
    INFO(name);
    REQUIRE(found.contains(name));
    CHECK(found.at(name).scalar_type() == tensor.scalar_type());
    CHECK(torch::equal(found.at(name), tensor));
  }
}

int run_oracle(const char* action, const std::filesystem::path& file) {
  return std::system(fmt::format("'{}' '{}/tests/checkpoint/safetensors_oracle.py' {} '{}'",
                                 GRADUS_PYTHON, GRADUS_SOURCE_DIR, action, file.string())
                         .c_str());
}

// A file with this header text and this many zero bytes of data.
std::string file_of(std::string_view header, size_t data_size = 0) {
  const uint64_t length = header.size();
  std::string bytes(reinterpret_cast<const char*>(&length), sizeof length);
  return bytes.append(header) + std::string(data_size, '\0');
}

std::string entry(std::string_view dtype, std::string_view shape, std::string_view offsets) {
  return fmt::format(R"({{"dtype":"{}","shape":{},"data_offsets":{}}})", dtype, shape, offsets);
}

std::string one(std::string_view dtype, std::string_view shape, std::string_view offsets) {
  return "{\"a\":" + entry(dtype, shape, offsets) + "}";
}

struct Refused {
  std::string bytes, message;
};

}  // namespace

TEST_CASE("Python reads our safetensors") {
  const TemporaryFolder folder;
  write_bytes(folder / "ours", to_safetensors(oracle_tensors(), {{"writer", "gradus"}}));
  CHECK(run_oracle("read", folder / "ours") == 0);
}

TEST_CASE("Python's safetensors are read") {
  const TemporaryFolder folder;
  REQUIRE(run_oracle("write", folder / "theirs") == 0);
  const std::string bytes = read_bytes(folder / "theirs");
  check_equal(from_safetensors(bytes), oracle_tensors());
}

TEST_CASE("Safetensors come back as they went, whatever their strides") {
  check_equal(from_safetensors(to_safetensors(oracle_tensors())), oracle_tensors());
  check_equal(from_safetensors(to_safetensors({})), {});
  const auto base = torch::arange(12.0).view({3, 4});
  const TensorMap views = {{"t", base.t()}, {"n", base.narrow(1, 1, 2)}, {"g", base.clone()}};
  check_equal(from_safetensors(to_safetensors(views)), views);
}

TEST_CASE("Tensors that safetensors cannot hold are refused") {
  CHECK_THROWS_MESSAGE(to_safetensors({{"c", torch::zeros({1}, torch::kComplexFloat)}}),
                       CheckpointError, "tensor 'c' has type ComplexFloat");
  CHECK_THROWS_MESSAGE(to_safetensors({{"u", torch::Tensor()}}), CheckpointError, "undefined");
  CHECK_THROWS_MESSAGE(to_safetensors({{"__metadata__", torch::zeros(1)}}), CheckpointError,
                       "__metadata__");
  CHECK_THROWS_MESSAGE(to_safetensors({{"\xff", torch::zeros(1)}}), CheckpointError, "not UTF-8");
}

TEST_CASE("Row 'checkpoint': safetensors with holes, overlaps, huge shapes, repeated keys") {
  const std::string f32 = entry("F32", "[1]", "[0,4]");
  const std::vector<Refused> cases = {
      {"", "0 bytes, too short"},
      {"1234567", "7 bytes, too short"},
      {std::string(8, '\0'), "does not start with '{'"},
      {std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10), "limit 100000000"},
      {std::string("\x03\0\0\0\0\0\0\0{}", 10), "header of 3 bytes in a file of 10"},
      {file_of(" {}"), "does not start with '{'"},
      {file_of("{\"a\":"), "broken JSON at byte"},
      {file_of("{}{}"), "broken JSON at byte"},
      {file_of("{\"\xff\":1}"), "broken JSON at byte"},
      {file_of("{\"a\":1e999}"), "broken JSON"},
      {file_of("{\"a\":" + f32 + ",\"a\":" + f32 + "}", 4), "the key \"a\" occurs twice"},
      {file_of("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
               4),
       "the key \"dtype\" occurs twice"},
      {file_of("{\"a\":" + std::string(100'000, '[')), "nested too deeply"},
      {file_of("{\"a\":3}"), "expected dtype, shape and data_offsets"},
      {file_of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"offsets\":[0,4]}}", 4),
       "expected dtype, shape and data_offsets"},
      {file_of(one("F8", "[1]", "[0,1]"), 1), "unknown dtype \"F8\""},
      {file_of("{\"a\":{\"dtype\":3,\"shape\":[1],\"data_offsets\":[0,4]}}", 4), "must be a text"},
      {file_of(one("F32", "1", "[0,4]"), 4), "shape must be a list"},
      {file_of(one("F32", "[-1]", "[0,4]"), 4), "whole numbers"},
      {file_of(one("F32", "[1.0]", "[0,4]"), 4), "whole numbers"},
      {file_of(one("F32", "[18446744073709551615]", "[0,4]"), 4), "is too large"},
      {file_of(one("F32", "[4294967296,4294967296]", "[0,0]")), "is too large"},
      {file_of(one("F32", "[0,9223372036854775807]", "[0,0]")), "is too large"},
      {file_of(one("F32", "[1000000000000]", "[0,4]"), 4), "takes 4000000000000 bytes"},
      {file_of(one("F32", "[1]", "[0,4,8]"), 4), "must be two numbers"},
      {file_of(one("F32", "[1]", "[0,-4]"), 4), "whole numbers"},
      {file_of(one("F32", "[1]", "[4,0]"), 4), "takes 4 bytes, its offsets are 4 to 0"},
      {file_of(one("F32", "[1]", "[0,4]"), 3), "the tensors take 4 bytes, the file holds 3"},
      {file_of(one("F32", "[1]", "[0,4]"), 5), "the tensors take 4 bytes, the file holds 5"},
      {file_of(one("F32", "[1]", "[1,5]"), 5), "starts at 1, expected 0 (a hole)"},
      {file_of(one("F32", "[1]", "[18446744073709551612,0]"), 4), "its offsets are"},
      {file_of("{\"a\":" + f32 + ",\"b\":" + entry("F32", "[1]", "[2,6]") + "}", 6),
       "starts at 2, expected 4 (an overlap)"},
      {file_of("{\"a\":" + f32 + ",\"b\":" + f32 + "}", 4), "an overlap"},
      {file_of(R"({"__metadata__":{"k":1}})"), "must be a text"},
      {file_of(R"({"__metadata__":[]})"), "must be an object"},
      {file_of(one("BOOL", "[1]", "[0,1]")) + "\x02", "neither 0 nor 1"},
  };
  for (const auto& [bytes, message] : cases) {
    INFO(bytes.substr(0, 120));
    CHECK_THROWS_MESSAGE(from_safetensors(bytes), CheckpointError, message);
  }
  std::string dimensions = "1";
  for (int i = 0; i < 64; ++i) dimensions += ",1";
  CHECK_THROWS_MESSAGE(from_safetensors(file_of(one("U8", "[" + dimensions + "]", "[0,1]"), 1)),
                       CheckpointError, "65 dimensions");
}

TEST_CASE("Truncated safetensors are refused at every length") {
  const std::string bytes = to_safetensors(oracle_tensors());
  for (size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(from_safetensors(std::string_view(bytes).substr(0, size)), CheckpointError);
  }
}

TEST_CASE("Randomly altered safetensors are read or refused, never worse") {
  const std::string good = to_safetensors(oracle_tensors());
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = good;
    for (int flips = 0; flips < 1 + round % 3; ++flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    try {
      from_safetensors(bytes);
    } catch (const CheckpointError&) {
    }
  }
  SUCCEED();
}
