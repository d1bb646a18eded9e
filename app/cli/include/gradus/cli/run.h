/// The whole command line as a function; `gradus::main` links it with a `main` that calls it.
#pragma once

namespace gradus::cli {

/// Parses the arguments, runs the sub-command and returns its exit code (see `ExitCode`). Errors
/// end in one line on stderr; nothing is thrown.
int run(int argc, char** argv);

}  // namespace gradus::cli
