#include "man_page.h"

#include "gradus/core/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <sstream>

namespace gradus::cli {
namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string bold(const std::string& text) {
  return "\\fB" + roff_text(text) + "\\fR";
}

std::string italic(const std::string& text) {
  return "\\fI" + roff_text(text) + "\\fR";
}

/// Today or, for builds that can be repeated to the bit, the day that SOURCE_DATE_EPOCH names.
std::string date() {
  std::time_t seconds = std::time(nullptr);
  int64_t given = 0;
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch != nullptr && parse_integer(epoch, given)) seconds = static_cast<std::time_t>(given);
  std::tm day{};
  char text[sizeof "2026-01-02"] = "";
  if (::gmtime_r(&seconds, &day) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d", &day);
  return text;
}

std::string heading(const ManPage& page, const std::string& summary, const std::string& version) {
  return fmt::format(
      ".\\\" Written by gradus man.\n.TH {} 1 {} \"gradus {}\" \"User Commands\"\n.SH NAME\n{} "
      "\\- {}\n",
      upper(roff_text(page.name)), date(), version, roff_text(page.name), roff_text(summary));
}

std::string argument(const CompletionFlag& argument) {
  const auto text = italic(argument.name) + (argument.repeats ? " ..." : "");
  return argument.required ? text : "[" + text + "]";
}

std::string synopsis(const CompletionCommand& command, const std::string& invocation) {
  auto text = ".SH SYNOPSIS\n" + bold(invocation) + " [" + italic("options") + "]";
  if (!command.commands.empty()) text += " [" + italic("NAME") + " [" + italic("options") + "]]";
  for (const auto& one : command.arguments) text += " " + argument(one);
  return text + "\n";
}

std::string flag_entry(const CompletionFlag& flag) {
  auto text = ".TP\n" + (flag.short_name.empty() ? "" : bold(flag.short_name) + ", ");
  text += bold(flag.name);
  if (flag.takes_value()) text += " " + italic(flag.placeholder);
  return text + "\n" + roff_text(flag.help) + ".\n";
}

/// Under the headings of the help, in their order; what every command has comes last.
std::string options(const std::vector<CompletionFlag>& flags) {
  std::vector<std::string> groups;
  for (const auto& flag : flags) {
    if (std::ranges::find(groups, flag.group) == groups.end()) groups.push_back(flag.group);
  }
  std::ranges::stable_partition(groups, [](const auto& group) { return group != "Options"; });
  std::string text;
  for (const auto& group : groups) {
    if (groups.size() > 1)
      text += ".SS " + roff_text(group == "Options" ? "General" : group) + "\n";
    for (const auto& flag : flags) {
      if (flag.group == group) text += flag_entry(flag);
    }
  }
  return text;
}

std::string arguments(const CompletionCommand& command) {
  if (command.arguments.empty()) return "";
  std::string text = ".SH ARGUMENTS\n";
  for (const auto& one : command.arguments)
    text += ".TP\n" + italic(one.name) + "\n" + roff_text(one.help) + ".\n";
  return text;
}

/// The commands below a command, each with the flags that the command itself has not.
std::string own_commands(const CompletionCommand& command) {
  if (command.commands.empty()) return "";
  auto text = ".SH NAMES\nWith a " + italic("NAME") + ", the options above may follow it too.\n";
  for (const auto& sub : command.commands) {
    text += ".SS " + roff_text(sub.name) + "\n" + roff_text(sub.summary) + ".\n";
    for (const auto& flag : sub.flags) {
      if (std::ranges::find(command.flags, flag.name, &CompletionFlag::name) == command.flags.end())
        text += flag_entry(flag);
    }
  }
  return text;
}

/// The indented lines below "Examples:".
std::string examples(const CompletionCommand& command) {
  constexpr std::string_view kIndent = "  ";
  std::istringstream stream(command.footer);
  std::string lines;
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with(kIndent)) {
      inside = line == "Examples:";
    } else if (inside) {
      lines += roff_text(line.substr(kIndent.size())) + "\n";
    }
  }
  return lines.empty() ? "" : ".SH EXAMPLES\n.EX\n" + lines + ".EE\n";
}

std::string page_name(const CompletionCommand& root, const CompletionCommand& command) {
  return root.name + "-" + command.name;
}

ManPage command_page(const CompletionCommand& root, const CompletionCommand& command,
                     const std::string& version) {
  ManPage page{page_name(root, command), {}};
  page.text = heading(page, command.summary, version);
  page.text += synopsis(command, root.name + " " + command.name);
  page.text += ".SH DESCRIPTION\n" + roff_text(command.summary) +
               ".\nResults go to stdout, notes, progress and errors to stderr. What stands in "
               "brackets at the end of an\noption is what holds without it.\n";
  page.text += arguments(command) + ".SH OPTIONS\n" + options(command.flags);
  page.text += own_commands(command) + examples(command) + exit_status_section() + files_section();
  page.text += ".SH SEE ALSO\n.BR gradus (1)\n";
  return page;
}

ManPage root_page(const CompletionCommand& root, const std::string& version) {
  const auto colon = root.summary.find(": ");
  const auto summary = root.summary.substr(colon == std::string::npos ? 0 : colon + 2);
  ManPage page{root.name, {}};
  page.text = heading(page, summary, version) + ".SH SYNOPSIS\n" + bold(root.name) + " " +
              italic("COMMAND") + " [" + italic("options") + "]\n";
  page.text +=
      ".SH DESCRIPTION\nTrains fully connected networks on tables and pictures, measures "
      "and compares them, and runs a\ncourse of measured topics.\n.SH COMMANDS\n";
  for (const auto& command : root.commands) {
    page.text +=
        ".TP\n" + bold(page_name(root, command)) + "(1)\n" + roff_text(command.summary) + ".\n";
  }
  page.text += ".SH OPTIONS\n" + options(root.flags) + examples(root) + exit_status_section() +
               files_section() + environment_section() + ".SH SEE ALSO\n";
  for (const auto& command : root.commands) {
    page.text += ".BR " + roff_text(page_name(root, command)) + " (1)" +
                 (&command == &root.commands.back() ? "\n" : ",\n");
  }
  return page;
}

}  // namespace

std::vector<ManPage> man_pages(const CompletionCommand& root, const std::string& version) {
  std::vector<ManPage> pages{root_page(root, version)};
  for (const auto& command : root.commands) pages.push_back(command_page(root, command, version));
  return pages;
}

}  // namespace gradus::cli
