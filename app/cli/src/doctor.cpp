#include "command.h"
#include "doctor_checks.h"
#include "gradus/core/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace gradus::cli {
namespace {

class DoctorCommand : public Command {
 public:
  std::string name() const override { return "doctor"; }
  std::string summary() const override {
    return "Check compiler, LibTorch, BLAS, CUDA, fonts, gnuplot, data and disk, and say what to "
           "do";
  }
  std::string examples() const override { return "  gradus doctor\n  gradus doctor --json"; }
  void declare(CLI::App& app) override { flags_.add_switch(app, "--json", "Print JSON"); }

  int run() override {
    Checks all;
    for (const auto check :
         {check_build, check_processor, check_cuda, check_machine, check_programs, check_data}) {
      const auto checks = check();
      if (!flags_.on("--json")) print(checks);
      all.insert(all.end(), checks.begin(), checks.end());
    }
    const bool ready = std::ranges::none_of(
        all, [](const Check& check) { return check.status == Check::Status::kProblem; });
    if (flags_.on("--json")) print_json(all, ready);
    return static_cast<int>(ready ? ExitCode::kDone : ExitCode::kFailed);
  }

 private:
  static void print(const Checks& checks) {
    for (const auto& check : checks) {
      fmt::print("{:<8} {:<15} {}\n", status_word(check.status), check.name, check.found);
      if (!check.advice.empty()) fmt::print("{:>24} {}\n", "do:", check.advice);
    }
  }

  static void print_json(const Checks& checks, bool ready) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& check : checks) {
      list.push_back({{"name", check.name},
                      {"status", status_word(check.status)},
                      {"found", check.found},
                      {"advice", check.advice}});
    }
    const nlohmann::ordered_json document = {
        {"schema_version", 1}, {"ready", ready}, {"checks", list}};
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() {
  return std::make_unique<DoctorCommand>();
}

}  // namespace gradus::cli
