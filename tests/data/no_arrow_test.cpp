#include "gradus/core/error.h"
#include "gradus/data/tabular.h"
#include "temp_folder.h"

#include "catch.h"

using namespace gradus;

TEST_CASE("A build without Arrow refuses tables and says how to get it") {
  const test::TempFolder folder;
  CHECK_THROWS_MESSAGE(data::read_table(folder.write("a.csv", "a,b\n1,x\n")), DataError,
                       "this build cannot read tables, as Apache Arrow was not found");
  CHECK_THROWS_MESSAGE(data::read_table(folder.path() / "b.csv"), DataError,
                       "there is no such file");
}
