#include "command.h"
#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "man_page.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

/// The folder for pages, made where it is missing.
fs::path make_folder(const std::string& name) {
  std::error_code error;
  fs::create_directories(name, error);
  if (!fs::is_directory(name))
    throw RunError("--output {}: cannot make the folder: {}", name, error.message());
  return name;
}

class ManCommand : public Command {
 public:
  std::string name() const override { return "man"; }
  std::string summary() const override { return "Write the manual page of a command"; }
  std::string examples() const override {
    return "  gradus man train | man -l -\n"
           "  gradus man --output ~/.local/share/man/man1";
  }

  void declare(CLI::App& app) override {
    root_ = app.get_parent();
    app.add_option("COMMAND", command_, "The command whose page is wanted [gradus itself]");
    flags_.add(app, "--output", "DIR", "Write all pages into this folder instead");
  }

  int run() override {
    const auto pages = man_pages(completion_tree(*root_), GRADUS_VERSION);
    if (!flags_.given("--output")) {
      fmt::print("{}", page_of(pages).text);
      return 0;
    }
    if (!command_.empty())
      throw UsageError("--output writes the pages of all commands: leave out '{}'", command_);
    const auto folder = make_folder(flags_.text("--output", ""));
    for (const auto& page : pages)
      checkpoint::write_file_atomically(folder / (page.name + ".1"), page.text);
    return 0;
  }

 private:
  const ManPage& page_of(const std::vector<ManPage>& pages) const {
    if (command_.empty()) return pages.front();
    const auto wanted = root_->get_name() + "-" + command_;
    const auto found = std::ranges::find(pages, wanted, &ManPage::name);
    if (found != pages.end()) return *found;
    std::vector<std::string> known;
    for (const auto* command : root_->get_subcommands([](const CLI::App*) { return true; }))
      known.push_back(command->get_name());
    throw UsageError("{}", unknown_name_message("command", command_, known));
  }

  const CLI::App* root_ = nullptr;
  std::string command_;
};

}  // namespace

std::unique_ptr<Command> make_man_command() {
  return std::make_unique<ManCommand>();
}

}  // namespace gradus::cli
