/// Reading a command line: what CLI11 refuses, said in gradus' own way.
#pragma once
#include <optional>

namespace CLI {
class App;
}

namespace gradus::cli {

/// Parses the arguments into `app`. Returns the exit code when nothing is left to run: help or a
/// version was shown, or one line on stderr said what is wrong (unknown names with the nearest
/// candidates). `app.get_name()` begins that line.
std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv);

}  // namespace gradus::cli
