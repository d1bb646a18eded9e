/// A command with a flag of each kind.
#pragma once
#include "config_file.h"
#include "flags.h"

#include <string>
#include <vector>

struct SampleFlags {
  SampleFlags() {
    app.option_defaults()->group("Data");
    flags.add(app, "--data", "DATA", "What to train on [iris]");
    flags.add_switch(app, "--no-figures", "Draw no figures");
    app.option_defaults()->group("Training");
    flags.add(app, "--lr", "RATE", "Learning rate");
    flags.add(app, "--batch-size", "N", "Examples a step");
    flags.add(app, "--hidden", "LIST", "Widths");
    flags.add_switch(app, "--quiet", "No progress");
    flags.add_list(app, "--vary", "WHAT", "What to vary");
  }

  /// As typed after the program's name.
  void type(std::vector<std::string> words) {
    std::ranges::reverse(words);  // CLI11 wants the last first
    app.parse(words);
  }

  void configure(const std::string& text) {
    gradus::cli::apply_config(gradus::cli::parse_config(text, "c.toml"), "c.toml", flags);
  }

  CLI::App app;
  gradus::cli::Flags flags;
};
