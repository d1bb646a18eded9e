#include "flags.h"

#include "gradus/core/error.h"
#include "sample_flags.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::cli;

TEST_CASE("Flags know what was declared, in order and with its heading") {
  const SampleFlags sample;
  const auto& declared = sample.flags.declared();
  REQUIRE(declared.size() == 7);
  CHECK(declared[0].name == "--data");
  CHECK(declared[0].group == "Data");
  CHECK(declared[1].kind == Flag::Kind::kSwitch);
  CHECK(declared[1].key() == "figures");
  CHECK(declared[2].group == "Training");
  CHECK(declared[2].placeholder == "RATE");
  CHECK(declared[3].key() == "batch-size");
  CHECK(declared[6].kind == Flag::Kind::kList);
}

TEST_CASE("The last value counts, unless a flag collects them") {
  SampleFlags sample;
  sample.type({"--lr", "1", "--lr=2", "--vary", "a=1,2", "--vary", "b=3"});
  CHECK(sample.flags.text("--lr", "") == "2");
  CHECK(sample.flags.texts("--vary") == std::vector<std::string>{"a=1,2", "b=3"});
  CHECK(sample.flags.typed("--lr"));
  CHECK_FALSE(sample.flags.given("--data"));
}

TEST_CASE("A switch has an opposite, and not both at once") {
  SampleFlags plain, both, opposite;
  plain.type({"--no-figures"});
  CHECK(plain.flags.on("--no-figures"));
  CHECK_FALSE(plain.flags.on("--quiet"));
  opposite.type({"--figures", "--no-quiet"});
  CHECK_FALSE(opposite.flags.on("--no-figures"));
  CHECK(opposite.flags.given("--no-figures"));
  CHECK_FALSE(opposite.flags.on("--quiet"));
  CHECK_THROWS_MESSAGE(both.type({"--quiet", "--no-quiet"}), UsageError, "both given");
}

TEST_CASE("What was typed wins over what a file says, in either direction of a switch") {
  SampleFlags sample;
  sample.type({"--lr", "0.5", "--figures"});
  sample.configure("lr = 0.1\nbatch-size = 64\nfigures = false\nquiet = true\n");
  CHECK(sample.flags.text("--lr", "") == "0.5");
  CHECK(sample.flags.integer("--batch-size", 0, {}) == 64);
  CHECK_FALSE(sample.flags.typed("--batch-size"));
  CHECK_FALSE(sample.flags.on("--no-figures"));
  CHECK(sample.flags.on("--quiet"));
}
