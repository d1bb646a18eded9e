#include "gradus/data/image_folder.h"

#include "gradus/core/error.h"
#include "gradus/data/image.h"
#include "gradus/data/load.h"
#include "temp_folder.h"

#include "catch.h"

using namespace gradus;
using data::ImageOptions;
using data::read_image_folder;
using test::TempFolder;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

namespace {

/// grey.png is 3 × 2 pixels, rgb.png 2 × 1 (tests/oracle/make_data_fixtures.py).
fs::path fixture(const std::string& name) {
  return fs::path(GRADUS_SOURCE_DIR) / "tests/data/fixtures" / name;
}

void put(const fs::path& folder, const std::string& name, const std::string& picture) {
  fs::create_directories((folder / name).parent_path());
  fs::copy_file(fixture(picture), folder / name);
}

ImageOptions sized(int64_t height, int64_t width) {
  ImageOptions options;
  options.size = {height, width};
  return options;
}

ImageOptions skipping() {
  ImageOptions options;
  options.skip_broken = true;
  return options;
}

}  // namespace

TEST_CASE("A folder of class folders is a data set of pictures, ordered by class and path") {
  const TempFolder folder;
  put(folder.path(), "b/2.png", "grey.png");
  put(folder.path(), "b/1.bmp", "grey.bmp");
  put(folder.path(), "a/deeper/x.PNG", "grey.png");
  put(folder.path(), ".hidden/x.png", "grey.png");
  put(folder.path(), "a/.hidden.png", "huge.png");
  folder.write("readme.txt", "text");
  folder.write("a/notes.txt", "text");
  const auto loaded = read_image_folder(folder.path());
  CHECK(loaded.train.class_names == Names{"a", "b"});
  CHECK(loaded.train.inputs.sizes() == std::vector<int64_t>{3, 2, 3});
  CHECK(loaded.train.inputs.scalar_type() == torch::kUInt8);
  CHECK(torch::equal(loaded.train.targets, torch::tensor({0, 1, 1}, torch::kInt64)));
  const auto wanted = torch::tensor({{0, 50, 100}, {150, 200, 250}}, torch::kInt32);
  for (int64_t i = 0; i < 3; ++i) {
    CHECK(torch::equal(loaded.train.inputs[i].to(torch::kInt32), wanted));
  }
  const auto root = folder.path().string();
  CHECK(loaded.files == Names{root + "/a/deeper/x.PNG", root + "/b/1.bmp", root + "/b/2.png"});
  CHECK(loaded.train.note == "1 file left out: no pictures by their ending");
  CHECK(loaded.train.name == folder.path().filename().string());
  CHECK_FALSE(loaded.test);
  CHECK(loaded.skipped.empty());
}

TEST_CASE("A folder is loaded with and without its kind before it") {
  const TempFolder folder;
  put(folder.path(), "odd: name, with/a/1.png", "grey.png");
  put(folder.path(), "odd: name, with/b/1.png", "grey.png");
  const auto path = (folder.path() / "odd: name, with").string();
  CHECK(data::load_data("folder:" + path).train.size() == 2);
  CHECK(data::load_data(path).train.size() == 2);
  CHECK(data::load_data("folder:" + path + "/", {{}, sized(1, 1)}).train.features() == 1);
  CHECK_THROWS_MESSAGE(data::load_data("folder:/no/such"), DataError, "there is no such folder");
  CHECK_THROWS_MESSAGE(data::load_data("folder:" + path + "/a/1.png"), DataError, "is a file");
  CHECK_THROWS_MESSAGE(data::load_data("folder:"), UsageError, "'folder:' names no path");
}

TEST_CASE("Pictures are grey if all are, and otherwise as the mode says") {
  const TempFolder folder;
  put(folder.path(), "a/1.png", "rgb.png");
  put(folder.path(), "b/1.png", "grey.png");
  const auto color = read_image_folder(folder.path(), sized(1, 2)).train;
  CHECK(color.inputs.sizes() == std::vector<int64_t>{2, 3, 1, 2});
  CHECK(torch::equal(color.inputs[0], data::read_image(fixture("rgb.png"))));
  auto options = sized(1, 2);
  options.mode = ImageOptions::Mode::kGrey;
  const auto grey = read_image_folder(folder.path(), options).train;
  CHECK(grey.inputs.sizes() == std::vector<int64_t>{2, 1, 2});
  CHECK(torch::equal(grey.inputs[0], data::as_grey(color.inputs[0])[0]));
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "as in --image-size 1x2");
}

TEST_CASE("Folders train and test, val or validation are the parts, with the training's classes") {
  const TempFolder folder;
  put(folder.path(), "train/a/1.png", "grey.png");
  put(folder.path(), "train/b/1.png", "grey.png");
  put(folder.path(), "test/b/1.png", "grey.png");
  put(folder.path(), "val/a/1.png", "grey.png");
  put(folder.path(), "val/b/1.png", "grey.png");
  const auto loaded = data::load_data(folder.path().string());
  REQUIRE(loaded.test);
  REQUIRE(loaded.validation);
  CHECK(loaded.train.size() == 2);
  CHECK(loaded.test->class_names == Names{"a", "b"});
  CHECK(loaded.test->targets.item<int64_t>() == 1);
  CHECK(loaded.validation->size() == 2);
  CHECK(loaded.files.size() == 5);
  put(folder.path(), "test/c/1.png", "grey.png");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "unknown class folder 'c'");
  fs::remove_all(folder.path() / "test/c");
  put(folder.path(), "test/a/1.png", "rgb.png");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "--image-size");
  // A coloured test picture is grey where the training is.
  CHECK(read_image_folder(folder.path(), sized(2, 3)).test->inputs.dim() == 3);
}

TEST_CASE("Two classes called train and test are classes") {
  const TempFolder folder;
  put(folder.path(), "train/1.png", "grey.png");
  put(folder.path(), "test/1.png", "grey.png");
  CHECK(read_image_folder(folder.path()).train.class_names == Names{"test", "train"});
}

TEST_CASE("A trained model's classes keep their order, and others are refused") {
  const TempFolder folder;
  put(folder.path(), "b/1.png", "grey.png");
  ImageOptions options;
  options.class_names = {"c", "b", "a"};
  const auto data = read_image_folder(folder.path(), options).train;
  CHECK(data.class_names == options.class_names);
  CHECK(data.targets.item<int64_t>() == 1);
  options.class_names = {"bb"};
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path(), options), DataError,
                       "unknown class folder 'b': did you mean 'bb'?");
}

TEST_CASE("robustness: broken pictures are an error that names them all, or are left out") {
  const TempFolder folder;
  for (const auto* name : {"1.png", "2.png"}) {
    put(folder.path(), std::string("a/") + name, "grey.png");
    put(folder.path(), std::string("b/") + name, "grey.png");
  }
  put(folder.path(), "a/cmyk.jpg", "cmyk.jpg");
  put(folder.path(), "a/empty.png", "empty.png");
  put(folder.path(), "b/animated.png", "animated.png");
  put(folder.path(), "b/huge.png", "huge.png");
  put(folder.path(), "b/picture.gif", "picture.gif");
  folder.write("b/text.jpeg", "hello");
  folder.write("b/nothing.bmp", "");
  fs::create_symlink(folder.path() / "nowhere", folder.path() / "b/dangling.png");
  fs::create_symlink(folder.path() / "b/self.png", folder.path() / "b/self.png");
  for (const auto* message :
       {"9 of 13 pictures cannot be read (--skip-broken goes on without): ", "CMYK",
        "a/empty.png: ", "b/animated.png: animated", "60000 × 60000 pixels", "is a GIF",
        "b/text.jpeg: is no PNG, JPEG or BMP", "the file is empty", "b/dangling.png: there is no",
        "b/self.png: "}) {
    CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, message);
  }
  const auto loaded = read_image_folder(folder.path(), skipping());
  CHECK(loaded.train.size() == 4);
  CHECK(torch::equal(loaded.train.targets, torch::tensor({0, 0, 1, 1}, torch::kInt64)));
  CHECK(loaded.files.size() == 4);
  REQUIRE(loaded.skipped.size() == 9);
  CHECK(loaded.skipped[0].path == (folder.path() / "a/cmyk.jpg").string());
  CHECK(loaded.skipped[0].reason.starts_with("CMYK"));
}

TEST_CASE("robustness: a picture that breaks only while it is decoded is found too") {
  const TempFolder folder;
  // A whole JPEG by its frame, whose scan refers to a table that was never given.
  const std::string jpeg(
      "\xff\xd8\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
      "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x11\x22\xff\xd9",
      29);
  put(folder.path(), "a/1.png", "grey.png");
  put(folder.path(), "b/1.png", "grey.png");
  folder.write("b/2.jpg", jpeg);
  auto options = sized(2, 3);
  folder.write("a/2.png", "broken from the start");
  for (const auto* message : {"2 of 4 pictures", "a/2.png: ", "b/2.jpg: "}) {
    CHECK_THROWS_MESSAGE(read_image_folder(folder.path(), options), DataError, message);
  }
  options.skip_broken = true;
  const auto loaded = read_image_folder(folder.path(), options);
  CHECK(loaded.train.size() == 2);
  CHECK(loaded.skipped.size() == 2);
  CHECK(loaded.train.inputs[1][1][2].item<int>() == 250);
}

TEST_CASE("robustness: folders that are no classes of pictures are refused") {
  const TempFolder folder;
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "0 class folders: expected");
  put(folder.path(), "a/1.png", "grey.png");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "1 class folder ('a')");
  fs::create_directories(folder.path() / "b");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError,
                       "b: no pictures in this class folder");
  folder.write("b/1.png", "broken");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path(), skipping()), DataError,
                       "none of the 1 pictures of class 'b' can be read");
}

TEST_CASE("robustness: a class name that is no UTF-8 is refused") {
  const TempFolder folder;
  put(folder.path(), "a/1.png", "grey.png");
  put(folder.path(), "\xff/1.png", "grey.png");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "is no UTF-8");
}

TEST_CASE("robustness: links in a circle are refused, others are followed") {
  const TempFolder folder, elsewhere;
  put(folder.path(), "a/1.png", "grey.png");
  put(elsewhere.path(), "1.png", "grey.png");
  fs::create_directory_symlink(elsewhere.path(), folder.path() / "b");
  CHECK(read_image_folder(folder.path()).train.class_names == Names{"a", "b"});
  fs::create_directory_symlink(folder.path() / "a", folder.path() / "a/again");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "a/again: leads to");
  fs::remove(folder.path() / "a/again");
  fs::create_directory_symlink(folder.path(), folder.path() / "a/above");
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path()), DataError, "a/above: leads to");
}

TEST_CASE("robustness: more pictures than memory are refused before any is decoded") {
  const TempFolder folder;
  put(folder.path(), "a/1.png", "grey.png");
  for (int i = 0; i < 4000; ++i) {
    fs::create_directories(folder.path() / "b");
    fs::create_hard_link(folder.path() / "a/1.png",
                         folder.path() / ("b/" + std::to_string(i) + ".png"));
  }
  auto options = sized(16384, 16384);
  options.mode = ImageOptions::Mode::kRgb;
  CHECK_THROWS_MESSAGE(read_image_folder(folder.path(), options), DataError, "MiB of memory");
}
