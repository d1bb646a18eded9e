#include "gradus/data/idx.h"

#include "gradus/core/error.h"
#include "temp_folder.h"

#include <zlib.h>

#include "catch.h"

using namespace gradus;
using test::TempFolder;

namespace {

std::string big_endian(uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string idx(const std::vector<uint32_t>& dimensions, const std::string& values) {
  std::string bytes = {0, 0, 8, static_cast<char>(dimensions.size())};
  for (const auto d : dimensions) bytes += big_endian(d);
  return bytes + values;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

const std::string kTwoImages = idx({2, 2, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1});

/// Writes the four files for `train` images and `test` images of 1 × 2 pixels.
void write_folder(const TempFolder& folder, const std::string& train_labels) {
  folder.write("train-images-idx3-ubyte", idx({3, 1, 2}, "abcdef"));
  folder.write("train-labels-idx1-ubyte", idx({3}, train_labels));
  folder.write("t10k-images-idx3-ubyte.gz", gzip(idx({1, 1, 2}, "xy")));
  folder.write("t10k-labels-idx1-ubyte.gz", gzip(idx({1}, std::string("\1", 1))));
}

}  // namespace

TEST_CASE("IDX files are read plain and gzip, whatever the name says") {
  const TempFolder folder;
  for (const auto& bytes : {kTwoImages, gzip(kTwoImages)}) {
    const auto values = data::read_idx(folder.write("images.idx", bytes), 3);
    CHECK(values.sizes() == std::vector<int64_t>{2, 2, 3});
    CHECK(values[0][1][2].item<int>() == 5);
    CHECK(values[1][1][2].item<int>() == 255);
  }
}

TEST_CASE("Joined gzip members are one file") {
  const TempFolder folder;
  const auto bytes = gzip(kTwoImages.substr(0, 20)) + gzip(kTwoImages.substr(20));
  CHECK(data::read_idx(folder.write("a.gz", bytes), 3)[1][1][2].item<int>() == 255);
}

TEST_CASE("A file larger than the read buffers comes out whole") {
  const TempFolder folder;
  std::string values(3'000'000, '\0');
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<char>(i * i % 251);
  const auto bytes = idx({1000, 30, 100}, values);
  const auto plain = data::read_idx(folder.write("a", bytes), 3);
  CHECK(plain.flatten()[2'999'999].item<int>() == static_cast<uint8_t>(values.back()));
  CHECK(torch::equal(plain, data::read_idx(folder.write("b", gzip(bytes)), 3)));
}

TEST_CASE("robustness: IDX headers are refused by field, with found and expected") {
  const TempFolder folder;
  const auto refused = [&](const std::string& bytes, const std::string& message) {
    CHECK_THROWS_MESSAGE(data::read_idx(folder.write("bad.idx", bytes), 3), DataError, message);
    CHECK_THROWS_MESSAGE(data::read_idx(folder.write("bad.idx", bytes), 3), DataError, "bad.idx");
  };
  auto bytes = kTwoImages;
  bytes[0] = 7;
  refused(bytes, "magic number starts with 0x07 0x00: expected 0x00 0x00");
  bytes = kTwoImages;
  bytes[2] = 0x0d;
  refused(bytes, "type of the values is 0x0d: expected 0x08");
  refused(idx({3}, "abc"), "number of dimensions is 1: expected 3 (images)");
  refused(idx({2, 0, 3}, ""), "dimension 2 is 0: expected at least 1");
  refused(kTwoImages.substr(0, 9), "truncated: 1 of 4 bytes of the header");
  refused(kTwoImages.substr(0, 2), "truncated: 2 of 4 bytes of the header");
}

TEST_CASE("robustness: an IDX file shorter or longer than its header promises is refused") {
  const TempFolder folder;
  const auto read = [&](const std::string& bytes) {
    return data::read_idx(folder.write("bad.idx", bytes), 3);
  };
  CHECK_THROWS_MESSAGE(read(kTwoImages.substr(0, 27)), DataError,
                       "promises 2 × 2 × 3 = 12 bytes, but the file has 11");
  CHECK_THROWS_MESSAGE(read(kTwoImages + "x"), DataError, "= 12 bytes, but the file has 13");
  CHECK_THROWS_MESSAGE(read(gzip(kTwoImages.substr(0, 27))), DataError,
                       "truncated: 11 of 12 bytes of the values");
  CHECK_THROWS_MESSAGE(read(gzip(kTwoImages + "x")), DataError,
                       "bytes follow the 12 that the header promises");
}

TEST_CASE("robustness: 2^31 x 2^31 values are refused before memory is taken") {
  const TempFolder folder;
  const auto bytes = idx({2147483648U, 2147483648U, 1}, "abc");
  CHECK_THROWS_MESSAGE(
      data::read_idx(folder.write("a.idx", bytes), 3), DataError,
      "2147483648 × 2147483648 × 1 = 4611686018427387904 bytes, but the file has 3");
  CHECK_THROWS_MESSAGE(data::read_idx(folder.write("a.idx", gzip(bytes)), 3), DataError,
                       "can inflate to at most");
  const auto beyond = idx({4294967295U, 4294967295U, 4294967295U}, "abc");
  CHECK_THROWS_MESSAGE(data::read_idx(folder.write("a.idx", beyond), 3), DataError,
                       "more than 2^64");
}

TEST_CASE("robustness: a gzip bomb is read no further than its header's promise") {
  const TempFolder folder;
  const auto bomb = gzip(idx({2, 2, 3}, std::string(100'000'000, '\0')));
  REQUIRE(bomb.size() < 200'000);
  CHECK_THROWS_MESSAGE(data::read_idx(folder.write("bomb.gz", bomb), 3), DataError,
                       "bytes follow the 12 that the header promises");
}

TEST_CASE("robustness: broken, cut and trailed gzip is refused") {
  const TempFolder folder;
  const auto good = gzip(kTwoImages);
  const auto read = [&](const std::string& bytes) {
    return data::read_idx(folder.write("bad.gz", bytes), 3);
  };
  CHECK_THROWS_MESSAGE(read(good.substr(0, good.size() / 2)), DataError, "end too early");
  CHECK_THROWS_MESSAGE(read(good.substr(0, good.size() - 3)), DataError, "end too early");
  CHECK_THROWS_MESSAGE(read(good + "junk"), DataError, "other bytes follow the end");
  auto flipped = good;
  flipped[flipped.size() - 6] ^= 1;  // in the checksum
  CHECK_THROWS_MESSAGE(read(flipped), DataError, "incorrect data check");
  flipped = good;
  flipped[12] = static_cast<char>(flipped[12] ^ 0x55);
  CHECK_THROWS_AS(read(flipped), DataError);
}

TEST_CASE("robustness: no changed byte of a gzip file gives other values") {
  const TempFolder folder;
  const auto plain = idx({40, 2, 2}, std::string(80, 'x') + std::string(80, 'y'));
  const auto wanted = data::read_idx(folder.write("plain", plain), 3);
  const auto good = gzip(plain);
  int refusals = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    auto bytes = good;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
    const auto path = folder.write("bad.gz", bytes);
    // A byte that nothing depends on (time, system, padding) may change.
    bool same = false;
    try {
      same = torch::equal(data::read_idx(path, 3), wanted);
    } catch (const DataError&) {
      same = true;
      ++refusals;
    }
    CHECK(same);
  }
  CHECK(refusals > 20);
}

TEST_CASE("robustness: missing, empty, unreadable files and folders are refused with the reason") {
  const TempFolder folder;
  CHECK_THROWS_MESSAGE(data::read_idx(folder.path() / "none.idx", 3), DataError,
                       "none.idx: there is no such file");
  CHECK_THROWS_MESSAGE(data::read_idx(folder.path(), 3), DataError, "is a folder");
  CHECK_THROWS_MESSAGE(data::read_idx(folder.write("empty", ""), 3), DataError,
                       "the file is empty");
  CHECK_THROWS_MESSAGE(data::read_idx("/dev/null", 3), DataError, "is not a regular file");
}

TEST_CASE("robustness: data larger than memory are refused with both sizes") {
  const TempFolder folder;
  // A sparse file: it takes no room on the disk.
  const auto path = folder.write("large.idx", idx({1U << 20, 1U << 12, 1U << 11}, ""));
  std::error_code error;
  std::filesystem::resize_file(path, 16 + (uintmax_t{1} << 43), error);
  if (error) {
    WARN("this file system has no files of 8 TiB: " << error.message());
    return;
  }
  CHECK_THROWS_MESSAGE(data::read_idx(path, 3), DataError,
                       "its data take 8388608 MiB of memory, and ");
}

TEST_CASE("robustness: counts that differ between images and labels are refused") {
  const TempFolder folder;
  const auto images = folder.write("i", kTwoImages);
  const auto labels = folder.write("l", idx({3}, "abc"));
  CHECK_THROWS_MESSAGE(data::read_idx_pair(images, labels), DataError, "has 2 images, but ");
  CHECK_THROWS_MESSAGE(data::read_idx_pair(images, labels), DataError, "has 3 labels");
}

TEST_CASE("robustness: a label outside the classes is refused with its row") {
  const TempFolder folder;
  const auto images = folder.write("i", kTwoImages);
  const auto labels = folder.write("l", idx({2}, {1, 5}));
  CHECK_THROWS_MESSAGE(data::read_idx_pair(images, labels, {"a", "b"}), DataError,
                       "example 1 has label 5: expected 0 to 1");
}

TEST_CASE("A folder with the four files is training and test data") {
  const TempFolder folder;
  write_folder(folder, {0, 2, 1});
  CHECK(data::is_idx_folder(folder.path()));
  const auto loaded = data::read_idx_folder(folder.path());
  CHECK(loaded.train.size() == 3);
  CHECK(loaded.train.class_names == std::vector<std::string>{"0", "1", "2"});
  REQUIRE(loaded.test);
  CHECK(loaded.test->class_names == loaded.train.class_names);
  CHECK(loaded.test->inputs[0][0][1].item<int>() == 'y');
}

TEST_CASE("A folder without a test part has none, and half a part is refused") {
  const TempFolder folder;
  write_folder(folder, {0, 2, 1});
  std::filesystem::remove(folder.path() / "t10k-labels-idx1-ubyte.gz");
  CHECK_THROWS_MESSAGE(data::read_idx_folder(folder.path()), DataError,
                       "'t10k-labels-idx1-ubyte' is missing");
  std::filesystem::remove(folder.path() / "t10k-images-idx3-ubyte.gz");
  CHECK_FALSE(data::read_idx_folder(folder.path()).test);
}

TEST_CASE("Files named with a dot for a dash are found too") {
  const TempFolder folder;
  folder.write("train-images.idx3-ubyte", idx({1, 1, 2}, "ab"));
  folder.write("train-labels.idx1-ubyte", idx({1}, {0}));
  CHECK(data::read_idx_folder(folder.path()).train.size() == 1);
}

TEST_CASE("An images file's labels are found beside it") {
  const TempFolder folder;
  folder.write("my-labels-idx1-ubyte.gz", "x");
  CHECK(data::labels_beside(folder.path() / "my-images-idx3-ubyte") ==
        folder.path() / "my-labels-idx1-ubyte.gz");
  CHECK_THROWS_MESSAGE(data::labels_beside(folder.path() / "images.idx"), DataError,
                       "its labels 'labels.idx' are not beside it");
  CHECK_THROWS_MESSAGE(data::labels_beside(folder.path() / "a.idx"), DataError,
                       "expected 'images' in the file's name");
}
