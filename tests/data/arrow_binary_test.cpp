#include "gradus/core/error.h"
#include "gradus/data/tabular.h"
#include "temp_folder.h"

#include "catch.h"

using namespace gradus;
using data::read_table;
using data::TableOptions;
using Missing = TableOptions::Missing;
using test::TempFolder;

namespace {

/// Written by pyarrow (tests/oracle/make_data_fixtures.py).
std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(GRADUS_SOURCE_DIR) / "tests/data/fixtures" / name;
}

using Names = std::vector<std::string>;

torch::Tensor labels(std::vector<int64_t> values) {
  return torch::tensor(values, torch::kInt64);
}

}  // namespace

TEST_CASE("Parquet and Feather are read with their types") {
  for (const auto* name : {"fruit.parquet", "fruit.feather"}) {
    INFO(name);
    TableOptions options;
    options.missing = Missing::kMean;
    const auto d = read_table(fixture(name), options);
    CHECK(d.feature_names == Names{"width", "count", "ripe"});
    CHECK(d.class_names == Names{"apple", "pear"});
    CHECK(torch::equal(d.targets, labels({1, 0, 1, 0})));
    CHECK(torch::allclose(
        d.inputs,
        torch::tensor(
            {{1.5F, 1.F, 1.F}, {2.5F, 2.F, 0.F}, {8.5F / 3, 3.F, 1.F}, {4.5F, 4.F, 1.F}})));
    CHECK_THROWS_MESSAGE(read_table(fixture(name)), DataError,
                         "row 3, column 'width': the value is missing");
    options.target = "ripe";
    options.ignore = {"kind"};
    CHECK(read_table(fixture(name), options).class_names == Names{"false", "true"});
    options.ignore = {};
    CHECK_THROWS_MESSAGE(read_table(fixture(name), options), DataError,
                         "row 1, column 'kind': 'pear' is not a number");
  }
}

TEST_CASE("robustness: broken, encrypted and nested Parquet and Feather are refused") {
  CHECK_THROWS_MESSAGE(read_table(fixture("encrypted.parquet")), DataError,
                       "encrypted.parquet: cannot be read: ");
  for (const auto* name : {"nested.parquet", "nested.feather"}) {
    CHECK_THROWS_MESSAGE(read_table(fixture(name)), DataError, "column 'x' is of type list<");
  }
  const TempFolder folder;
  for (const auto* ending : {".parquet", ".feather", ".arrow"}) {
    CHECK_THROWS_MESSAGE(
        read_table(folder.write(std::string("text") + ending, "a,b,kind\n1,2.5,x\n")), DataError,
        "cannot be read: ");
    CHECK_THROWS_AS(read_table(folder.write(std::string("short") + ending, "PAR1")), DataError);
  }
}

TEST_CASE("robustness: Parquet and Feather cut anywhere are refused") {
  const TempFolder folder;
  for (const auto* name : {"fruit.parquet", "fruit.feather"}) {
    std::ifstream file(fixture(name), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    for (size_t size = 0; size < whole.size(); size += 7) {
      CHECK_THROWS_AS(read_table(folder.write(name, whole.substr(0, size))), DataError);
    }
  }
}

TEST_CASE("robustness: a changed byte of Parquet or Feather is refused or read, never more") {
  const TempFolder folder;
  for (const auto* name : {"fruit.parquet", "fruit.feather", "nested.feather"}) {
    std::ifstream file(fixture(name), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    for (size_t i = 0; i < whole.size(); ++i) {
      auto bytes = whole;
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << i % 8));
      const auto path = folder.write(name, bytes);
      bool orderly = false;
      try {
        orderly = read_table(path).size() > 0;
      } catch (const Error&) {
        orderly = true;
      }
      CHECK(orderly);
    }
  }
}
