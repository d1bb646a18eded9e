#include "gradus/core/settings.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::NamedSettings;
using gradus::Settings;
using gradus::UsageError;

TEST_CASE("Settings are read with their types") {
  const auto settings = Settings::parse("hidden=256-128,rate=0.5,bias=no,name=x");
  CHECK(settings.integers("hidden", {}, {1, 1000}, "") == std::vector<int64_t>{256, 128});
  CHECK(settings.real("rate", 0, {0, 1}, "") == 0.5);
  CHECK_FALSE(settings.flag("bias", true, ""));
  CHECK(settings.text("name", "", "") == "x");
  CHECK(settings.integer("missing", 7, {}, "") == 7);
  CHECK_NOTHROW(settings.reject_unknown("test"));
}

TEST_CASE("An empty list is written none") {
  CHECK(Settings::parse("hidden=none").integers("hidden", {4}, {1, 9}, "").empty());
}

TEST_CASE("Settings round-trip through text") {
  CHECK(Settings::parse("b=2,a=1").to_string() == "a=1,b=2");
}

TEST_CASE("Bad settings name the key, the value and what was expected") {
  CHECK_THROWS_MESSAGE(Settings::parse("abc"), UsageError,
                       "'abc' is not an option: expected key=value");
  CHECK_THROWS_MESSAGE(Settings::parse("a=1,a=2"), UsageError, "'a' is given twice");
  CHECK_THROWS_MESSAGE(Settings::parse("n=0").integer("n", 1, {1, 9}, ""), UsageError,
                       "n=0: expected a whole number from 1 to 9");
  CHECK_THROWS_MESSAGE(Settings::parse("n=1.5").integer("n", 1, {1, 9}, ""), UsageError, "n=1.5");
  CHECK_THROWS_MESSAGE(Settings::parse("x=nan").real("x", 1, {}, ""), UsageError, "x=nan");
  CHECK_THROWS_MESSAGE(Settings::parse("x=inf").real("x", 1, {}, ""), UsageError, "x=inf");
  CHECK_THROWS_MESSAGE(Settings::parse("f=maybe").flag("f", true, ""), UsageError,
                       "f=maybe: expected true or false");
  CHECK_THROWS_MESSAGE(Settings::parse("h=4--4").integers("h", {}, {1, 9}, ""), UsageError,
                       "joined by '-'");
  CHECK_THROWS_MESSAGE(Settings::parse("c=gren").choice("c", "red", {"red", "green"}, ""),
                       UsageError, "did you mean 'green'");
}

TEST_CASE("A key that nobody asked for is refused with the nearest first") {
  const auto settings = Settings::parse("hiden=3");
  settings.integers("hidden", {}, {}, "");
  settings.text("activation", "", "");
  CHECK_THROWS_MESSAGE(settings.reject_unknown("model 'mlp'"), UsageError,
                       "unknown option of model 'mlp' 'hiden': did you mean 'hidden'?");
}

TEST_CASE("A factory's reads document its options") {
  const Settings settings;
  settings.real("noise", 0.1, {}, "standard deviation");
  REQUIRE(settings.known().size() == 1);
  CHECK(settings.known()[0].key == "noise");
  CHECK(settings.known()[0].default_value == "0.1");
  CHECK(settings.known()[0].help == "standard deviation");
}

TEST_CASE("A name carries its settings behind a colon") {
  const auto parsed = NamedSettings::parse("spirals:arms=3");
  CHECK(parsed.name == "spirals");
  CHECK(parsed.settings.values().at("arms") == "3");
  CHECK(NamedSettings::parse("iris").settings.values().empty());
}

TEST_CASE("Lists from flags are joined by commas, negative numbers and all") {
  Settings settings;
  settings.set("--hidden", "256,128");
  settings.set("--weights", "-3,2,2.5");
  CHECK(settings.integers("--hidden", {}, {1, 1000}, "") == std::vector<int64_t>{256, 128});
  CHECK(settings.reals("--weights", {0, 0, 0}, 3, "") == std::vector<double>{-3, 2, 2.5});
  CHECK(settings.reals("--other", {1, 2}, 2, "") == std::vector<double>{1, 2});
  CHECK(Settings::parse("w=-3:2").reals("w", {}, 0, "") == std::vector<double>{-3, 2});
  CHECK_THROWS_MESSAGE(settings.reals("--weights", {1, 2}, 2, ""), UsageError,
                       "--weights=-3,2,2.5: expected 2 numbers joined by commas, as in 1,2");
  settings.set("--weights", "1,x,2");
  CHECK_THROWS_MESSAGE(settings.reals("--weights", {0, 0, 0}, 3, ""), UsageError, "1,x,2");
  settings.set("--weights", "1,nan,2");
  CHECK_THROWS_AS(settings.reals("--weights", {0, 0, 0}, 3, ""), UsageError);
}
