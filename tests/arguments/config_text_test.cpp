#include "config_text.h"

#include "sample_flags.h"

#include "catch.h"

using namespace gradus::cli;

TEST_CASE("A configuration is written with help, headings and what is not set") {
  SampleFlags sample;
  sample.type({"--lr", "0.5", "--hidden", "256,128"});
  sample.flags.text("--data", "iris");
  CHECK(config_text(sample.flags, {{"--batch-size", "32"}}, {"--quiet", "--vary"}) ==
        "# ---- Data ----\n"
        "# What to train on [iris]\n"
        "data = \"iris\"\n"
        "# false: Draw no figures\n"
        "figures = true\n"
        "\n"
        "# ---- Training ----\n"
        "# Learning rate\n"
        "lr = 0.5\n"
        "# Examples a step\n"
        "batch-size = 32\n"
        "# Widths\n"
        "hidden = [256, 128]\n");
  const SampleFlags none;
  CHECK(config_text(none.flags, {},
                    {"--data", "--no-figures", "--batch-size", "--hidden", "--quiet", "--vary"}) ==
        "# ---- Training ----\n# Learning rate\n# lr =\n");
}

TEST_CASE("A written configuration is read back as the same texts") {
  const std::string texts[] = {"1",
                               "007",
                               "1.0",
                               "0.10",
                               "1e-3",
                               "1e-05",
                               "1e5",
                               "0.001",
                               "-3",
                               "+3",
                               "inf",
                               "nan",
                               "0x10",
                               "1_000",
                               "9223372036854775807",
                               "9223372036854775808",
                               "1e400",
                               "a\"b\\c",
                               "'",
                               " ",
                               "a#b",
                               "true",
                               "2026-01-02",
                               "tab\there",
                               "名",
                               "1,2",
                               "a,,b",
                               ",",
                               "0.1,007,1e-3",
                               "[1]",
                               ".5",
                               "5.",
                               "1e+22",
                               "1e22"};
  for (const auto& text : texts) {
    SampleFlags written, read;
    written.type({"--data", text, "--hidden", text, "--vary", text, "--vary", "x", "--no-figures"});
    const auto document = config_text(written.flags, {}, {});
    INFO(document);
    read.configure(document);
    CHECK(read.flags.texts("--data") == std::vector{text});
    CHECK(read.flags.texts("--hidden") == std::vector{text});
    CHECK(read.flags.texts("--vary") == std::vector<std::string>{text, "x"});
    CHECK(read.flags.on("--no-figures"));
    CHECK_FALSE(read.flags.on("--quiet"));
  }
}

TEST_CASE("What TOML cannot hold is named in a comment") {
  SampleFlags sample;
  sample.type({"--data", "a\xff.csv"});
  const auto document = config_text(sample.flags, {}, {});
  CHECK_THAT(document, ContainsSubstring("# data: given with characters that TOML cannot hold\n"));
  SampleFlags read;
  read.configure(document);
  CHECK_FALSE(read.flags.given("--data"));
}
