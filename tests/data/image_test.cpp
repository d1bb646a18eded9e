#include "gradus/data/image.h"

#include "gradus/core/error.h"
#include "temp_folder.h"

#include <sstream>

#include "catch.h"

using namespace gradus;
using data::read_image;
using test::TempFolder;

namespace {

/// Pictures by Pillow (tests/oracle/make_data_fixtures.py).
std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(GRADUS_SOURCE_DIR) / "tests/data/fixtures" / name;
}

std::string bytes_of(const std::string& name) {
  std::ifstream file(fixture(name), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<int> values(const torch::Tensor& image) {
  const auto flat = image.to(torch::kInt32).flatten().contiguous();
  return {flat.data_ptr<int>(), flat.data_ptr<int>() + flat.numel()};
}

}  // namespace

TEST_CASE("A grey PNG is [1, H, W]") {
  const auto image = read_image(fixture("grey.png"));
  CHECK(image.sizes() == std::vector<int64_t>{1, 2, 3});
  CHECK(values(image) == std::vector<int>{0, 50, 100, 150, 200, 250});
}

TEST_CASE("Colour and palette PNGs are [3, H, W]") {
  for (const auto* name : {"rgb.png", "palette.png"}) {
    const auto image = read_image(fixture(name));
    CHECK(image.sizes() == std::vector<int64_t>{3, 1, 2});
    CHECK(values(image) == std::vector<int>{255, 1, 0, 2, 10, 3});
  }
}

TEST_CASE("BMPs are grey where their palette is, and colour otherwise") {
  const auto grey = read_image(fixture("grey.bmp"));
  CHECK(grey.sizes() == std::vector<int64_t>{1, 2, 3});
  CHECK(values(grey) == std::vector<int>{0, 50, 100, 150, 200, 250});
  for (const auto* name : {"rgb.bmp", "palette.bmp"}) {
    const auto image = read_image(fixture(name));
    CHECK(image.sizes() == std::vector<int64_t>{3, 1, 2});
    CHECK(values(image) == std::vector<int>{255, 1, 0, 2, 10, 3});
  }
}

TEST_CASE("A header says what will be read") {
  for (const auto* name :
       {"grey.png", "rgb.png", "palette.png", "transparent.png", "sixteen_bit.png", "plain.jpg",
        "progressive.jpg", "grey.bmp", "rgb.bmp", "palette.bmp"}) {
    INFO(name);
    const auto header = data::read_image_header(fixture(name));
    const auto image = read_image(fixture(name));
    CHECK(image.sizes() ==
          std::vector<int64_t>{header.channels, header.size.height, header.size.width});
  }
}

TEST_CASE("robustness: BMPs of impossible sizes, compressed, or without their pixels are refused") {
  const TempFolder folder;
  const auto with = [&](size_t at, const std::string& bytes) {
    auto whole = bytes_of("rgb.bmp");
    return folder.write("a.bmp", whole.replace(at, bytes.size(), bytes));
  };
  const std::string least("\x00\x00\x00\x80", 4), zero(4, '\0'), five("\5\0\0\0", 4);
  CHECK_THROWS_MESSAGE(read_image(with(22, least)), DataError, "2 × 2147483648 pixels");
  CHECK_THROWS_MESSAGE(read_image(with(18, zero)), DataError, "0 × 1 pixels");
  CHECK_THROWS_MESSAGE(read_image(with(22, zero)), DataError, "2 × 0 pixels");
  CHECK_THROWS_MESSAGE(read_image(with(22, five)), DataError, "cut short");
  CHECK_THROWS_MESSAGE(read_image(with(30, std::string("\1"))), DataError, "compressed BMP");
  CHECK_THROWS_MESSAGE(read_image(folder.write("b.bmp", "BM")), DataError, "cut short");
}

TEST_CASE("Transparent parts are white") {
  CHECK(values(read_image(fixture("transparent.png"))) ==
        std::vector<int>{10, 255, 20, 255, 30, 255});
}

TEST_CASE("Sixteen bits a channel become eight") {
  CHECK(values(read_image(fixture("sixteen_bit.png"))) == std::vector<int>{0, 255});
}

TEST_CASE("JPEGs are read, progressive ones too") {
  for (const auto* name : {"plain.jpg", "progressive.jpg"}) {
    const auto image = read_image(fixture(name));
    CHECK(image.sizes() == std::vector<int64_t>{3, 8, 16});
    const auto wanted = torch::tensor({200, 100, 50}, torch::kInt32).reshape({3, 1, 1});
    CHECK((image.to(torch::kInt32) - wanted).abs().max().item<int>() <= 3);
  }
}

TEST_CASE("robustness: images that are huge, empty, CMYK or animated are refused by name") {
  CHECK_THROWS_MESSAGE(read_image(fixture("huge.png")), DataError, "60000 × 60000 pixels");
  CHECK_THROWS_MESSAGE(read_image(fixture("empty.png")), DataError, "0 × 0 pixels");
  CHECK_THROWS_MESSAGE(read_image(fixture("cmyk.jpg")), DataError, "CMYK");
  CHECK_THROWS_MESSAGE(read_image(fixture("animated.png")), DataError, "animated");
  CHECK_THROWS_MESSAGE(read_image(fixture("picture.gif")), DataError, "GIF");
}

TEST_CASE("robustness: a JPEG's Huffman tables never have more symbols than the decoder holds") {
  const TempFolder folder;
  const std::string tables = "\xff\xc4";
  for (const auto* name : {"plain.jpg", "progressive.jpg"}) {
    const auto whole = bytes_of(name);
    // The last one of a progressive picture stands between its scans.
    for (const auto at : {whole.find(tables), whole.rfind(tables)}) {
      auto bytes = whole;
      bytes.replace(at + 5, 2, "\xff\xff");
      CHECK_THROWS_MESSAGE(read_image(folder.write("a.jpg", bytes)), DataError, "a Huffman table");
    }
  }
}

TEST_CASE("robustness: a text file renamed to a picture is refused") {
  const TempFolder folder;
  CHECK_THROWS_MESSAGE(read_image(folder.write("a.png", "hello")), DataError,
                       "a.png: is no PNG, JPEG or BMP");
  CHECK_THROWS_MESSAGE(read_image(folder.path() / "b.png"), DataError, "there is no such file");
}

TEST_CASE("robustness: a picture cut anywhere is refused") {
  const TempFolder folder;
  for (const auto* name : {"grey.png", "plain.jpg", "progressive.jpg", "rgb.bmp"}) {
    const auto whole = bytes_of(name);
    for (size_t size = 1; size < whole.size(); ++size) {
      CHECK_THROWS_AS(read_image(folder.write("cut", whole.substr(0, size))), DataError);
    }
  }
}

TEST_CASE("robustness: any changed byte of a PNG is noticed") {
  const TempFolder folder;
  const auto whole = bytes_of("rgb.png");
  for (size_t i = 0; i < whole.size(); ++i) {
    auto bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x20);
    CHECK_THROWS_AS(read_image(folder.write("flipped", bytes)), DataError);
  }
}

TEST_CASE("robustness: a changed byte of a JPEG or BMP is refused or read, never more") {
  const TempFolder folder;
  for (const auto* name : {"plain.jpg", "progressive.jpg", "cmyk.jpg", "grey.bmp", "palette.bmp"}) {
    const auto whole = bytes_of(name);
    for (size_t i = 0; i < whole.size(); ++i) {
      auto bytes = whole;
      bytes[i] = static_cast<char>(bytes[i] ^ 0x41);
      const auto path = folder.write("flipped", bytes);
      bool orderly = false;
      try {
        orderly = read_image(path).scalar_type() == torch::kUInt8;
      } catch (const DataError&) {
        orderly = true;
      }
      CHECK(orderly);
    }
  }
}
