#include "command.h"
#include "completion_tree.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace gradus::cli {
namespace {

class CompletionCommandLine : public Command {
 public:
  std::string name() const override { return "completion"; }
  std::string summary() const override { return "Write the completion script of a shell"; }
  std::string examples() const override {
    return "  source <(gradus completion bash)\n"
           "  gradus completion zsh > ~/.zfunc/_gradus\n"
           "  gradus completion fish > ~/.config/fish/completions/gradus.fish";
  }

  void declare(CLI::App& app) override {
    root_ = app.get_parent();
    app.add_option("SHELL", shell_, "bash, zsh or fish")->required();
  }

  int run() override {
    fmt::print("{}", script(completion_tree(*root_)));
    return 0;
  }

 private:
  std::string script(const CompletionCommand& root) const {
    if (shell_ == "bash") return bash_completion(root);
    if (shell_ == "zsh") return zsh_completion(root);
    if (shell_ == "fish") return fish_completion(root);
    throw UsageError("{}", unknown_name_message("shell", shell_, {"bash", "zsh", "fish"}));
  }

  const CLI::App* root_ = nullptr;
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion_command() {
  return std::make_unique<CompletionCommandLine>();
}

}  // namespace gradus::cli
