/// Running demos from a command line: flags, one demo, the whole course.
#pragma once
#include "demo.h"
#include "flags.h"

#include <string>

namespace CLI {
class App;
}

namespace gradus::demos {

/// What a demo was asked, by the flags that all demos share and by its own.
struct DemoRequest {
  cli::Flags flags;

  std::string device() const { return flags.text("--device", "cpu"); }
  std::string seed() const { return flags.text("--seed", "0"); }
  std::string output() const { return flags.text("--output", ""); }
  std::string language() const { return flags.text("--lang", ""); }
  bool quick() const { return flags.on("--quick"); }
  bool keep() const { return flags.on("--keep"); }
  bool figures() const { return !flags.on("--no-figures"); }
  bool json() const { return flags.on("--json"); }
  /// The demo's own.
  Settings settings() const;
};

/// Declares the shared flags.
void declare_shared_flags(CLI::App& app, DemoRequest& request);
/// Declares the shared flags and those of `demo`, each with help and default.
void declare_flags(CLI::App& app, DemoRequest& request, const Demo& demo);

/// Runs one demo, printing to stdout (as JSON where asked for); figures go to `--output`, else to
/// runs/demos/NAME. Returns the exit code; throws `Error`.
int run_one(const Demo& demo, const DemoRequest& request, const std::string& command);

/// Runs the course and writes `index.html` into `--output`, else into runs/course. A demo that
/// fails is named at the end, and the exit code is then 1.
int run_course(const DemoRequest& request, const std::string& command);

/// The listing of `gradus demo`.
std::string list_demos(const std::string& language);

}  // namespace gradus::demos
