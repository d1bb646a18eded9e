#include "command.h"
#include "gradus/core/error.h"
#include "run_demo.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace gradus::cli {
namespace {

class DemoCommand : public Command {
 public:
  std::string name() const override { return "demo"; }
  std::string summary() const override {
    return "Run a topic of the course, or all of it: claim, measurement, pictures, verdict";
  }
  std::string examples() const override {
    return "  gradus demo\n  gradus demo gates\n  gradus demo overfitting --quick --lang zh\n"
           "  gradus demo --all --output course";
  }

  void declare(CLI::App& app) override {
    app_ = &app;
    app.require_subcommand(0, 1);
    shared_.flags.add_switch(app, "--all",
                             "Run the whole course and write it as a book, DIR/index.html");
    demos::declare_shared_flags(app, shared_);
    for (const auto* demo : demos::course()) {
      auto* sub = app.add_subcommand(demo->title.name, demo->title.summary.en);
      demos::declare_flags(*sub, requests_[demo->title.name], *demo);
    }
  }

  /// Those of the chosen demo.
  Flags& flags() override {
    const auto chosen = app_->get_subcommands();
    return chosen.empty() ? shared_.flags : requests_.at(chosen.front()->get_name()).flags;
  }

  int run() override {
    const auto chosen = app_->get_subcommands();
    const bool all = shared_.flags.on("--all");
    if (all && !chosen.empty()) {
      throw UsageError("--all runs every demo: leave out '{}', or --all",
                       chosen.front()->get_name());
    }
    if (all) return demos::run_course(shared_, command_line());
    if (chosen.empty()) {
      if (shared_.json()) {
        throw UsageError(
            "--json is for what a demo measures: give a NAME, as in gradus demo gates "
            "--json, or --all");
      }
      fmt::print("{}", demos::list_demos(shared_.language()));
      return 0;
    }
    const auto name = chosen.front()->get_name();
    return demos::run_one(demos::find_demo(name), requests_.at(name), command_line());
  }

 private:
  CLI::App* app_ = nullptr;
  demos::DemoRequest shared_;
  std::map<std::string, demos::DemoRequest> requests_;
};

}  // namespace

std::unique_ptr<Command> make_demo_command() {
  return std::make_unique<DemoCommand>();
}

}  // namespace gradus::cli
