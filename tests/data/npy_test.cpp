#include "gradus/data/npy.h"

#include "gradus/core/error.h"
#include "gradus/data/load.h"
#include "temp_folder.h"

#include <sstream>

#include "catch.h"

using namespace gradus;
using data::load_data;
using data::read_npy;
using data::read_npy_pair;
using test::TempFolder;

namespace {

/// By NumPy (tests/oracle/own_data_oracle.py).
std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(GRADUS_SOURCE_DIR) / "tests/data/fixtures" / name;
}

std::string bytes_of(const std::string& name) {
  std::ifstream file(fixture(name), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A version 1 file with this header text and `values` behind it.
std::string npy(const std::string& header, const std::string& values) {
  const auto length = header.size();
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(length & 255) +
         static_cast<char>(length >> 8) + header + values;
}

/// float32 (or another type) of this shape, zeros.
std::string zeros(const std::string& shape, size_t bytes, const std::string& type = "<f4") {
  return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n",
             std::string(bytes, '\0'));
}

std::string uint8_array(const std::string& shape, const std::string& values) {
  return npy("{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n", values);
}

std::string int64_array(const std::vector<int64_t>& values) {
  return npy("{'descr': '<i8', 'fortran_order': False, 'shape': (" + std::to_string(values.size()) +
                 ",), }\n",
             std::string(reinterpret_cast<const char*>(values.data()), 8 * values.size()));
}

}  // namespace

TEST_CASE("NumPy arrays of every type, version and order are read") {
  const auto wanted = torch::arange(6, torch::kInt64).reshape({2, 3});
  for (const auto* name : {"float32.npy", "float64.npy", "uint8.npy", "int32.npy", "int64.npy",
                           "fortran.npy", "version2.npy", "version3.npy"}) {
    INFO(name);
    const auto values = read_npy(fixture(name));
    CHECK(torch::equal(values.to(torch::kInt64), wanted));
    CHECK(values.is_contiguous());
  }
  CHECK(read_npy(fixture("float32.npy")).scalar_type() == torch::kFloat32);
  CHECK(read_npy(fixture("float64.npy")).scalar_type() == torch::kFloat64);
  CHECK(read_npy(fixture("int32.npy")).scalar_type() == torch::kInt32);
  CHECK(torch::equal(read_npy(fixture("bool.npy")), wanted % 2 == 1));
  CHECK(read_npy(fixture("scalar.npy")).item<float>() == 7);
  CHECK(torch::equal(read_npy(fixture("fortran_cube.npy")),
                     torch::arange(24, torch::kInt32).reshape({2, 3, 4})));
}

TEST_CASE("robustness: NumPy files that are not plain numbers are refused") {
  CHECK_THROWS_MESSAGE(read_npy(fixture("objects.npy")), DataError, "pickled");
  CHECK_THROWS_MESSAGE(read_npy(fixture("big_endian.npy")), DataError, "highest byte first");
  CHECK_THROWS_MESSAGE(read_npy(fixture("int16.npy")), DataError, "type '<i2'");
  CHECK_THROWS_MESSAGE(read_npy(fixture("records.npy")), DataError, "records");
  CHECK_THROWS_MESSAGE(read_npy(fixture("archive.npz")), DataError, "an archive (.npz)");
  CHECK_THROWS_MESSAGE(read_npy(fixture("grey.png")), DataError, "is no .npy file");
}

TEST_CASE("robustness: a NumPy file's promise is checked against its size") {
  const TempFolder folder;
  const auto read = [&](const std::string& bytes) {
    return read_npy(folder.write("a.npy", bytes));
  };
  CHECK_THROWS_MESSAGE(read(zeros("(2, 3)", 20)), DataError, "promises 24 bytes of values");
  CHECK_THROWS_MESSAGE(read(zeros("(2, 3)", 28)), DataError, "the file has 28");
  CHECK_THROWS_MESSAGE(read(zeros("(4294967296, 4294967296)", 4)), DataError, "more than 2^64");
  CHECK_THROWS_MESSAGE(read(zeros("(0, 4611686018427387904, 4611686018427387904)", 0)), DataError,
                       "an array of no values (0 × 46");
  std::string ones = "(";
  for (int i = 0; i < 65; ++i) ones += "1,";
  CHECK_THROWS_MESSAGE(read(zeros(ones + ")", 4)), DataError, "65 dimensions: expected at most 64");
  CHECK_THROWS_MESSAGE(read(zeros("(-1, 3)", 4)), DataError, "header is broken at '-1");
  CHECK_THROWS_MESSAGE(read(zeros("(99999999999999999999,)", 4)), DataError, "header is broken");
  CHECK_THROWS_MESSAGE(read(zeros("(2,", 8)), DataError, "header is broken");
  CHECK_THROWS_MESSAGE(read(zeros("2", 8)), DataError, "header is broken");
  CHECK_THROWS_MESSAGE(read(npy("{'descr': '<f4'}", "")), DataError, "expected descr");
  CHECK_THROWS_MESSAGE(read(npy("{'evil': __import__('os')}", "")), DataError, "header is broken");
  CHECK_THROWS_MESSAGE(read(std::string("\x93NUMPY\x09\x00\x01\x00 ", 11)), DataError,
                       "format version 9");
  CHECK_THROWS_MESSAGE(read(std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)), DataError,
                       "a .npy header of 4294967295 bytes");
}

TEST_CASE("robustness: a NumPy file cut anywhere is refused") {
  const TempFolder folder;
  for (const auto* name : {"float32.npy", "version2.npy"}) {
    const auto whole = bytes_of(name);
    for (size_t size = 1; size < whole.size(); ++size) {
      CHECK_THROWS_AS(read_npy(folder.write("cut.npy", whole.substr(0, size))), DataError);
    }
  }
}

TEST_CASE("robustness: a changed byte of a NumPy file is refused or read, never more") {
  const TempFolder folder;
  const auto whole = bytes_of("fortran.npy");
  for (size_t i = 0; i < whole.size(); ++i) {
    for (const char flip : {'\x01', '\x10', '\x80'}) {
      auto bytes = whole;
      bytes[i] = static_cast<char>(bytes[i] ^ flip);
      const auto path = folder.write("flipped.npy", bytes);
      bool orderly = false;
      try {
        orderly = read_npy(path).nbytes() <= 6 * sizeof(double);
      } catch (const DataError&) {
        orderly = true;
      }
      CHECK(orderly);
    }
  }
}

TEST_CASE("NumPy images keep their bytes, with channels where networks have them") {
  const TempFolder folder;
  const auto labels = folder.write("y.npy", int64_array({0, 1}));
  const auto grey = read_npy_pair(
      folder.write("grey.npy", uint8_array("(2, 1, 3)", std::string("\0\1\2\3\4\5", 6))), labels);
  CHECK(grey.inputs.sizes() == std::vector<int64_t>{2, 1, 3});
  CHECK(grey.inputs.scalar_type() == torch::kUInt8);
  CHECK(grey.note.empty());
  const auto last =
      read_npy_pair(folder.write("last.npy", uint8_array("(2, 2, 1, 3)", "abcdefghijkl")), labels);
  CHECK(last.inputs.sizes() == std::vector<int64_t>{2, 3, 2, 1});
  CHECK(last.inputs[0][1][1][0].item<int>() == 'e');
  CHECK(last.note == "channels were last: N, H, W, C");
  const auto first =
      read_npy_pair(folder.write("first.npy", uint8_array("(2, 3, 1, 2)", "abcdefghijkl")), labels);
  CHECK(first.inputs[0][1][0][1].item<int>() == 'd');
  const auto flat = read_npy_pair(folder.write("flat.npy", uint8_array("(2,)", "ab")), labels);
  CHECK(torch::equal(flat.inputs, torch::tensor({{97.F}, {98.F}})));
}

TEST_CASE("Targets of whole numbers are classes, of floating point values") {
  const TempFolder folder;
  const auto inputs = folder.write("x.npy", zeros("(4, 2)", 32));
  const auto labels = folder.write("labels.npy", int64_array({7, -3, 7, -3}));
  const auto classes = read_npy_pair(inputs, labels);
  CHECK(classes.task == data::Task::kClassification);
  CHECK(classes.class_names == std::vector<std::string>{"-3", "7"});
  CHECK(torch::equal(classes.targets, torch::tensor({1, 0, 1, 0}, torch::kInt64)));
  const auto values = folder.write("values.npy", zeros("(4, 3)", 48));
  const auto regression = read_npy_pair(inputs, values);
  CHECK(regression.task == data::Task::kRegression);
  CHECK(regression.targets.sizes() == std::vector<int64_t>{4, 3});
  data::TableOptions as_values;
  as_values.task = data::Task::kRegression;
  CHECK(torch::equal(read_npy_pair(inputs, labels, as_values).targets,
                     torch::tensor({{7.F}, {-3.F}, {7.F}, {-3.F}})));
  const auto truth = folder.write("truth.npy", zeros("(4, 1)", 4, "|b1"));
  CHECK_THROWS_MESSAGE(read_npy_pair(inputs, truth), DataError, "one class only (false)");
}

TEST_CASE("A trained model's classes are found by name or number") {
  const TempFolder folder;
  const auto inputs = folder.write("x.npy", zeros("(3, 2)", 24));
  data::TableOptions options;
  options.class_names = {"7", "5"};
  const auto by_name =
      read_npy_pair(inputs, folder.write("a.npy", int64_array({5, 7, 5})), options);
  CHECK(torch::equal(by_name.targets, torch::tensor({1, 0, 1}, torch::kInt64)));
  options.class_names = {"shirt", "shoe"};
  const auto by_number =
      read_npy_pair(inputs, folder.write("b.npy", int64_array({1, 1, 1})), options);
  CHECK(torch::equal(by_number.targets, torch::tensor({1, 1, 1}, torch::kInt64)));
  CHECK(by_number.outputs() == 2);
  CHECK_THROWS_MESSAGE(
      read_npy_pair(inputs, folder.write("c.npy", int64_array({1, 2, 1})), options), DataError,
      "label 2 is none of the classes shirt, shoe");
}

TEST_CASE("robustness: NumPy targets that do not fit are refused") {
  const TempFolder folder;
  const auto inputs = folder.write("x.npy", zeros("(4, 2)", 32));
  const auto refused = [&](const std::string& targets, const std::string& message,
                           std::optional<data::Task> task = {}) {
    data::TableOptions options;
    options.task = task;
    const auto path = folder.write("t.npy", targets);
    CHECK_THROWS_MESSAGE(read_npy_pair(inputs, path, options), DataError, message);
  };
  refused(int64_array({1, 2, 3}), "has 4 examples, but");
  refused(int64_array({1, 2, 3, 4}), "4 different labels in 4 examples");
  refused(zeros("(4, 2)", 64, "<i8"), "one label an example");
  refused(zeros("(4, 2, 1)", 32), "expected [N] or [N, k]");
  refused(zeros("()", 4), "has 0 targets");
  const float half = 0.5F;
  std::string halves;
  for (int i = 0; i < 4; ++i) halves.append(reinterpret_cast<const char*>(&half), 4);
  refused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}", halves),
          "the label of example 0 is 0.5", data::Task::kClassification);
  const auto nothing = folder.write("nothing.npy", zeros("(0, 2)", 0));
  CHECK_THROWS_MESSAGE(read_npy_pair(nothing, folder.write("e.npy", zeros("(0,)", 0))), DataError,
                       "an array of no values");
  const auto one = folder.write("one.npy", zeros("()", 4));
  CHECK_THROWS_MESSAGE(read_npy_pair(one, one), DataError, "an array of one value");
}

TEST_CASE("NumPy files are loaded by a pair of names, or by the one beside the other") {
  const TempFolder folder;
  folder.write("X_train.npy", zeros("(4, 2)", 32));
  const auto own = folder.write("y_train.npy", int64_array({0, 1, 0, 1}));
  const auto x = (folder.path() / "X_train.npy").string();
  CHECK(load_data(x).train.targets[1].item<int64_t>() == 1);
  CHECK(load_data("npy:" + x).files == std::vector<std::string>{x, own.string()});
  const auto other = folder.write("odd, name: 1.npy", int64_array({1, 1, 1, 0})).string();
  CHECK(load_data("npy:" + x + "," + other).train.targets[3].item<int64_t>() == 0);
  CHECK_THROWS_MESSAGE(load_data("npy:" + other), DataError, "name both, as in npy:X.npy,y.npy");
  CHECK_THROWS_MESSAGE(load_data("npy:no.npy"), DataError, "no.npy: there is no such file");
  CHECK_THROWS_MESSAGE(load_data("npy:" + fixture("archive.npz").string()), DataError, ".npz");
}
