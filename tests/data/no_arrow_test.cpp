#include "gradus/core/error.h"
#include "gradus/data/tabular.h"
#include "temp_folder.h"

#include "catch.h"

using namespace gradus;

TEST_CASE("A build without Arrow refuses Parquet and Feather and says how to read them") {
  const test::TempFolder folder;
  for (const auto* name : {"a.parquet", "a.feather", "a.arrow"}) {
    CHECK_THROWS_MESSAGE(
        data::read_table(folder.write(name, "PAR1")), DataError,
        "this build cannot read Parquet and Feather, as Apache Arrow was not found");
  }
  CHECK_THROWS_MESSAGE(data::read_table(folder.path() / "b.parquet"), DataError,
                       "there is no such file");
}
