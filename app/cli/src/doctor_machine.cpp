#include "child_process.h"
#include "doctor_checks.h"
#include "gradus/core/error.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kSeconds = 5, kGibibyte = 1024.0 * 1024.0 * 1024.0;

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

/// Linux tells what is free to use; elsewhere nothing is said.
double available_memory_gib() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  for (double value = 0; file >> key >> value; std::getline(file, unit)) {
    if (key == "MemAvailable:") return value * 1024 / kGibibyte;
  }
  return 0;
}

/// The folder that runs will be written to, or the one it will be made in.
fs::path place_of_runs() {
  return fs::is_directory("runs") ? "runs" : ".";
}

Check check_disk() {
  constexpr double kLittle = 1;
  const auto place = place_of_runs();
  const auto where = place == "." ? std::string("the current folder") : "runs/";
  std::string probe = (place / ".doctor-XXXXXX").string();
  const int file = ::mkstemp(probe.data());
  const bool written = file >= 0 && ::write(file, "x", 1) == 1 && ::fsync(file) == 0;
  const std::string reason = std::strerror(errno);
  if (file >= 0) {
    ::close(file);
    ::unlink(probe.c_str());
  }
  if (!written) {
    return {"disk", Check::Status::kProblem, fmt::format("{} cannot be written: {}", where, reason),
            "change to a folder of yours, or train with --output DIR"};
  }
  std::error_code error;
  const auto space = fs::space(place, error);
  const auto free = error ? 0 : static_cast<double>(space.available) / kGibibyte;
  const bool little = free < kLittle;
  return {"disk", little ? Check::Status::kWarning : Check::Status::kOk,
          fmt::format("{} can be written, {:.1f} GiB free", where, free),
          little ? "free some space, or train with --output DIR on another disk" : ""};
}

Check check_gnuplot() {
  const auto version = run_for({"gnuplot", "--version"}, kSeconds);
  if (version.timed_out || version.exit_code != 0) {
    return {"gnuplot", Check::Status::kWarning,
            version.timed_out ? "does not answer" : "not installed: no figures are drawn",
            "sudo apt-get install gnuplot-nox"};
  }
  const auto terminal = run_for({"gnuplot", "-e", "set terminal pngcairo"}, kSeconds);
  const bool draws = !terminal.timed_out && terminal.exit_code == 0;
  return {
      "gnuplot", draws ? Check::Status::kOk : Check::Status::kWarning,
      fmt::format("{}{}", first_line(version.text), draws ? ", draws PNG" : ", cannot draw PNG"),
      draws ? "" : "sudo apt-get install gnuplot-nox (with the terminal pngcairo)"};
}

Check check_fonts() {
  const auto fonts = run_for({"fc-list", ":lang=zh", "family"}, kSeconds);
  if (fonts.timed_out || fonts.exit_code != 0) {
    return {"Chinese font", Check::Status::kWarning, "fc-list does not answer, so it is not known",
            "sudo apt-get install fontconfig fonts-wqy-zenhei"};
  }
  const bool found = !fonts.text.empty();
  return {"Chinese font", found ? Check::Status::kOk : Check::Status::kWarning,
          found ? std::string(first_line(fonts.text)) : "none: Chinese in figures becomes boxes",
          found ? "" : "sudo apt-get install fonts-wqy-zenhei"};
}

Check check_python() {
  constexpr const char* kAsk =
      "import sys, importlib.metadata as m; "
      "print(f'{sys.executable} {sys.version.split()[0]}, torch', m.version('torch'))";
  for (const char* python : {"python3", ".venv/bin/python"}) {
    const auto answer = run_for({python, "-c", kAsk}, kSeconds);
    if (!answer.timed_out && answer.exit_code == 0) {
      return {"Python", Check::Status::kOk, std::string(first_line(answer.text)), {}};
    }
  }
  return {"Python", Check::Status::kWarning, "none with torch found",
          "only comparisons with PyTorch need it: pip install torch"};
}

}  // namespace

std::string_view status_word(Check::Status status) {
  constexpr std::string_view kWords[] = {"ok", "warn", "problem"};
  return kWords[static_cast<size_t>(status)];
}

Checks check_machine() {
  constexpr double kLittle = 1;
  const double memory = available_memory_gib();
  Checks checks;
  if (memory > 0) {
    const bool little = memory < kLittle;
    checks.push_back({"memory", little ? Check::Status::kWarning : Check::Status::kOk,
                      fmt::format("{:.1f} GiB available", memory),
                      little ? "end other programs, or train on smaller data" : ""});
  }
  checks.push_back(check_disk());
  return checks;
}

Checks check_programs() {
  return {check_gnuplot(), check_fonts(), check_python()};
}

}  // namespace gradus::cli
