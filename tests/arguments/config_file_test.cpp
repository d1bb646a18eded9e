#include "config_file.h"

#include "gradus/core/error.h"
#include "sample_flags.h"

#include <random>

#include "catch.h"

using namespace gradus;
using namespace gradus::cli;

namespace {

const std::string kSample =
    "# what to train on\n"
    "data = \"spirals:arms=3\" # é\n"
    "figures = false\n"
    "lr = 1e-3\n"
    "batch-size = 64\n"
    "hidden = [256, 128]\n"
    "vary = [\"lr=0.1,0.01\", 'hidden=64']\n";

std::string refused(const std::string& text) {
  SampleFlags sample;
  try {
    sample.configure(text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

/// One of the ways in which a file goes wrong.
std::string mutated(std::string text, std::mt19937_64& random) {
  const auto position = [&] { return random() % (text.size() + 1); };
  for (auto changes = random() % 4 + 1; changes > 0; --changes) {
    const auto at = position();
    switch (random() % 5) {
      case 0:
        text.insert(at, 1, static_cast<char>(random()));
        break;
      case 1:
        text.erase(at, random() % 8);
        break;
      case 2:
        text.insert(at, text.substr(position(), random() % 40));
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
        break;
      default:
        text.insert(at, 1, "[]{}\"'=.,#\n\\u0-+_eETZ:\r"[random() % 24]);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("A file sets what flags set") {
  SampleFlags sample;
  sample.configure(kSample);
  CHECK(sample.flags.text("--data", "") == "spirals:arms=3");
  CHECK(sample.flags.on("--no-figures"));
  CHECK(sample.flags.real("--lr", 0, {}) == 1e-3);
  CHECK(sample.flags.integer("--batch-size", 0, {}) == 64);
  CHECK(sample.flags.text("--hidden", "") == "256,128");
  CHECK(sample.flags.texts("--vary") == std::vector<std::string>{"lr=0.1,0.01", "hidden=64"});
  CHECK_FALSE(sample.flags.given("--quiet"));
}

TEST_CASE("What is wrong in a file is said with its line") {
  CHECK_THAT(
      refused("lr = 1\nbatchsize = 3\n"),
      ContainsSubstring("'c.toml', line 2: unknown key 'batchsize': did you mean 'batch-size'?"));
  CHECK_THAT(refused("no-figures = true\n"), ContainsSubstring("unknown key 'no-figures'"));
  CHECK_THAT(refused("\nlr = true\n"),
             ContainsSubstring("line 2: lr = true: expected a text, a number"));
  CHECK_THAT(refused("quiet = 1\n"), ContainsSubstring("quiet = 1: expected true or false"));
  CHECK_THAT(refused("quiet = \"true\"\n"), ContainsSubstring("expected true or false"));
  CHECK_THAT(refused("lr = 1\nlr = 2\n"), ContainsSubstring("line 2"));
  CHECK_THAT(refused("[data]\nx = 1\n"), ContainsSubstring("the value of 'data' is no flag's"));
  CHECK_THAT(refused("lr = 2026-01-02\n"), ContainsSubstring("the value of 'lr' is no flag's"));
  CHECK_THAT(refused("hidden = [[1]]\n"), ContainsSubstring("the value of 'hidden' is no flag's"));
  CHECK_THAT(refused("lr = \n"), ContainsSubstring("line 1"));
}

TEST_CASE("A file that is no text is refused") {
  CHECK_THAT(refused("data = \"\xff\xfe\"\n"), ContainsSubstring("not UTF-8"));
  CHECK_THAT(refused("# \xe2\x82"), ContainsSubstring("not UTF-8"));
  CHECK_THAT(refused(std::string("lr = 1\n\0", 8)),
             ContainsSubstring("line 2: control character 0x00"));
  CHECK_THAT(refused("data = \"a\x7f\"\n"), ContainsSubstring("control character 0x7f"));
  CHECK_THAT(refused("data = \"a\\u0000\"\n"), ContainsSubstring("without control characters"));
  CHECK_THAT(refused("data = \"a\\nb\"\n"), ContainsSubstring("without control characters"));
  CHECK_THAT(refused(std::string(kMaxConfigBytes + 1, '#')), ContainsSubstring("more than"));
  CHECK_THAT(refused("# é\ndata = é\n"),
             ContainsSubstring("line 2: a character that is not ASCII"));
  CHECK_THAT(refused("data = \"\"\"\\\n§\"\"\"\n"), ContainsSubstring("a text on one line"));
  CHECK_THAT(refused("hidden = [2'\u00e9']\n"), ContainsSubstring("a quote stands in the middle"));
  CHECK(refused("hidden = " + std::string(100'000, '[')) != "accepted");
  CHECK(refused("a" + std::string(1000, '.') + "b = 1\n") != "accepted");
}

TEST_CASE("Quotes within quotes and hashes within quotes mean themselves") {
  SampleFlags sample;
  sample.configure("data = \"a\\\"#é'\" # \"é\nhidden = 'é\\' # '\n\"lr\" = 2\n");
  CHECK(sample.flags.text("--data", "") == "a\"#é'");
  CHECK(sample.flags.text("--hidden", "") == "é\\");
  CHECK(sample.flags.text("--lr", "") == "2");
}

TEST_CASE("A byte-order mark and CRLF are accepted") {
  SampleFlags sample;
  sample.configure("\xef\xbb\xbflr = 2\r\nquiet = true\r\n");
  CHECK(sample.flags.text("--lr", "") == "2");
}

TEST_CASE("Thousands of damaged files end in entries or in one line") {
  std::mt19937_64 random(6);
  int accepted = 0, refusals = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto text = mutated(kSample, random);
    try {
      parse_config(text, "c.toml");
      ++accepted;
    } catch (const UsageError& error) {
      ++refusals;
      const std::string_view message = error.what();
      REQUIRE(message.find('\n') == std::string_view::npos);
    }
  }
  CHECK(accepted > 100);  // the damage is not always so large that nothing past the checks is seen
  CHECK(refusals > 1000);
}
