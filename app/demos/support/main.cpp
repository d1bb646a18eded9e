// The program of one demo: the same as `gradus demo NAME`.
#include "arguments.h"
#include "gradus/core/failure.h"
#include "run_demo.h"

#include <CLI/CLI.hpp>

/// Which demo: a source of one line in each program.
extern const char* const kDemoName;

int main(int argc, char** argv) {
  using namespace gradus;
  const std::string name = kDemoName;
  try {
    const auto& demo = demos::find_demo(name);
    CLI::App app(demo.title.summary.en, "demo_" + name);
    demos::DemoRequest request;
    demos::declare_flags(app, request, demo);
    if (const auto code = cli::parse_arguments(app, argc, argv)) return *code;
    std::string command = "gradus demo " + name;
    for (int i = 1; i < argc; ++i) command += std::string(" ") + argv[i];
    return demos::run_one(demo, request, command);
  } catch (...) {
    return fail_with_current_exception("demo_" + name, false);
  }
}
